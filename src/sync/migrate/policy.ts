import { z } from 'zod';
import type { TargetDeclaration } from '../../adapters/target.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';
import { remarkFields } from './remark.ts';

/**
 * What becomes of what the target cannot hold: `keep`, the row goes without it, and it stays in Peremena; `comment`, it
 * is put into a comment of the same row; `leave`, the whole row is left behind in the old journal.
 */
export const policyChoices = ['keep', 'comment', 'leave'] as const;

/** See {@link policyChoices}. */
export type PolicyChoice = (typeof policyChoices)[number];

/** A choice for each key of the target's `cannot`; what is not named is kept. */
export const policySchema = z.record(z.string(), z.enum(policyChoices));

/** See {@link policySchema}. */
export type TransferPolicy = z.infer<typeof policySchema>;

/** One thing that the target cannot hold of an entity's rows. */
export interface Limit {
  /** As the target declares it. */
  readonly key: string;
  readonly field: string;
  readonly nullable: boolean;
  /** Only of values like this; null: of any. */
  readonly values: RegExp | null;
  readonly choice: PolicyChoice;
  /** Where a comment goes; null where it cannot go anywhere. */
  readonly remark: string | null;
}

/** What the target cannot hold of an entity. */
export interface EntityLimits {
  /** Not any row of it; null where it can. */
  readonly whole: PolicyChoice | null;
  readonly fields: readonly Limit[];
}

interface Key {
  readonly entity: EntityName;
  readonly field: string | null;
  readonly value: string | null;
}

function keyOf(text: string): Key | null {
  const [, name = '', field = null, value = null] = /^([^.=]+)(?:\.([^=]+)(?:=(.*))?)?$/s.exec(text) ?? [];
  const entity = entityNames.find((known) => known === name);
  if (!entity || (field !== null && !entityOf(entity).fields.has(field))) return null;
  return { entity, field, value };
}

const likeness = (value: string): RegExp =>
  new RegExp(
    `^${value
      .split('*')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

/** Where a comment on what is lost goes; null where the target cannot hold that either. */
function remarkOf(declaration: TargetDeclaration, { entity, field }: Key): string | null {
  const remark = remarkFields[entity] ?? null;
  if (remark === null || remark === field || `${entity}.${remark}` in declaration.cannot) return null;
  // What names another row would be a bare id in the comment.
  if (field !== null && entityOf(entity).fields.get(field)?.ref !== undefined) return null;
  return remark;
}

function limitOf(declaration: TargetDeclaration, policy: TransferPolicy, text: string, key: Key): Limit[] {
  if (key.field === null) return [];
  const facts = entityOf(key.entity).fields.get(key.field);
  return [
    {
      key: text,
      field: key.field,
      nullable: facts?.nullable ?? false,
      values: key.value === null ? null : likeness(key.value),
      choice: policy[text] ?? 'keep',
      remark: remarkOf(declaration, key),
    },
  ];
}

/** What the target cannot hold, entity by entity, with what is chosen for it. */
export function limitsOf(
  declaration: TargetDeclaration,
  policy: TransferPolicy,
): (entity: EntityName) => EntityLimits {
  const keys = Object.keys(declaration.cannot).flatMap((text) => {
    const key = keyOf(text);
    return key ? [{ text, key }] : [];
  });
  const known = new Map(
    entityNames.map((entity): [EntityName, EntityLimits] => {
      const mine = keys.filter(({ key }) => key.entity === entity);
      const whole = mine.find(({ key }) => key.field === null);
      return [
        entity,
        {
          whole: whole ? (policy[whole.text] ?? 'keep') : null,
          fields: mine.flatMap(({ text, key }) => limitOf(declaration, policy, text, key)),
        },
      ];
    }),
  );
  return (entity) => known.get(entity) ?? { whole: null, fields: [] };
}

const wrong = (key: string, message: string, hint: string): Diagnostic => ({
  code: 'transfer.policy_invalid',
  place: key,
  message,
  hint,
});

/** What is wrong with a policy for a target. */
export function checkPolicy(declaration: TargetDeclaration, policy: TransferPolicy): readonly Diagnostic[] {
  return Object.entries(policy).flatMap(([text, choice]) => {
    const key = keyOf(text);
    if (!key || !(text in declaration.cannot)) {
      const known = Object.keys(declaration.cannot).join(', ');
      return [wrong(text, 'The target does not say that it cannot hold this.', `It says so of: ${known}.`)];
    }
    if (choice !== 'comment' || (key.field !== null && remarkOf(declaration, key) !== null)) return [];
    return [wrong(text, 'There is no comment that this could go into.', 'Choose keep or leave.')];
  });
}
