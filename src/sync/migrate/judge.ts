import { createHash } from 'node:crypto';
import type { TargetDeclaration } from '../../adapters/target.ts';
import type { Day } from '../../model/dates.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Fate, SourceRow } from '../../store/transfer/types.ts';
import { translateCodes } from './codes.ts';
import type { HeldBack } from './consents.ts';
import type { EntityLimits, Limit } from './policy.ts';
import { type Referents, referencesOf } from './references.ts';
import { remarkOn } from './remark.ts';
import { isMapped, type Mapping } from './resolve.ts';

/** What judging a row stands on. */
export interface JudgeGround {
  readonly declaration: TargetDeclaration;
  readonly mapping: Mapping;
  readonly limits: (entity: EntityName) => EntityLimits;
  readonly heldBack: HeldBack;
  /** The oldest day that the target takes rows of an entity for; null: any. */
  readonly oldestDay: (entity: EntityName) => Day | null;
}

/** What becomes of a row, and what is written of it. */
export interface Judgement {
  readonly fate: Exclude<Fate, 'gone'>;
  /** Codes with what they speak of: `transfer.kept_here/assessment.weight`; several are parted by blanks. */
  readonly reason: string | null;
  /** What it is in the target already: nothing is written. */
  readonly matchedKey: string | null;
  /** As it is to be written; references hold the target's keys, null where they are not there yet. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Of what is to be written; empty where nothing is. */
  readonly hash: string;
}

const stays = (fate: 'hold' | 'leave', reason: string): Judgement => ({
  fate,
  reason,
  matchedKey: null,
  data: null,
  hash: '',
});

const matched = (targetKey: string): Judgement => ({
  fate: 'arrive',
  reason: null,
  matchedKey: targetKey,
  data: null,
  hash: '',
});

const WHOLE = {
  keep: 'transfer.kept_here',
  comment: 'transfer.kept_here',
  leave: 'transfer.left_behind',
} as const;

/** What is known of a row without looking into it. */
function judgeWhole({ entity, rowId, data }: SourceRow, ground: JudgeGround): Judgement | null {
  const { declaration, mapping, limits } = ground;
  const said = isMapped(entity) ? mapping.resolve(entity, rowId) : null;
  if (said?.kind === 'target') return matched(said.targetKey);
  if (said?.kind === 'leave') return stays('leave', 'transfer.mapping_leaves');
  if (said?.kind === 'question') return stays('leave', 'transfer.mapping_asks');
  const { whole } = limits(entity);
  if (whole) return stays('leave', `${WHOLE[whole]}/${entity}`);
  if (!declaration.takes.includes(entity)) {
    const unknown = declaration.mapped && isMapped(entity);
    return stays('leave', unknown ? 'transfer.mapping_asks' : 'transfer.not_taken');
  }
  const { day } = entityOf(entity);
  const oldest = ground.oldestDay(entity);
  const tooOld = day !== null && oldest !== null && String(data[day]) < oldest;
  return tooOld ? stays('leave', 'transfer.too_old') : null;
}

/** A row on its way through what the target cannot hold. */
interface Draft {
  readonly data: Record<string, unknown>;
  /** What the hash is made of in place of references. */
  readonly names: Record<string, unknown>;
  readonly changes: string[];
}

/** A list is emptied, anything else that may be lacking is left out. */
const withoutIt = (value: unknown): null | readonly never[] => (Array.isArray(value) ? [] : null);

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function applyLimit(draft: Draft, { key, field, nullable, values, choice, remark }: Limit): string | null {
  const value = draft.data[field];
  if (isNothing(value)) return null;
  if (values && !values.test(String(value))) return null;
  if (choice === 'leave') return `${WHOLE.leave}/${key}`;
  if (!nullable && !Array.isArray(value)) return `${WHOLE[choice]}/${key}`;
  draft.data[field] = withoutIt(value);
  if (choice !== 'comment' || remark === null) {
    draft.changes.push(`${WHOLE[choice]}/${key}`);
    return null;
  }
  const before = draft.data[remark];
  const note = remarkOn(field, value);
  draft.data[remark] = typeof before === 'string' && before !== '' ? `${before} (${note})` : note;
  draft.changes.push(`transfer.in_comment/${key}`);
  return null;
}

/** References become the target's keys; one that leads nowhere there is dropped, or keeps the row back. */
function followReferences(
  draft: Draft,
  entity: EntityName,
  ground: JudgeGround,
  referents: Referents,
): string | null {
  for (const { field, to } of referencesOf(entity)) {
    const id = draft.data[field];
    if (typeof id !== 'string') continue;
    const { goes, key, name } = referents(to, id);
    draft.data[field] = goes ? key : null;
    draft.names[field] = goes ? name : null;
    if (goes) continue;
    if (!entityOf(entity).fields.get(field)?.nullable) return `transfer.reference_left/${entity}.${field}`;
    const carried = ground.declaration.takes.includes(to) || (ground.declaration.mapped && isMapped(to));
    if (carried) draft.changes.push(`transfer.reference_dropped/${entity}.${field}`);
  }
  return null;
}

/** What a written row is known by: its content in the target's words as far as they are known beforehand. */
export const hashOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);

/** Decides what becomes of a row. A plan, a dry run and a run all ask this and nothing else. */
export function judge(row: SourceRow, ground: JudgeGround, referents: Referents): Judgement {
  const held = ground.heldBack(row);
  if (held !== null) return stays('hold', held);
  const whole = judgeWhole(row, ground);
  if (whole) return whole;
  const draft: Draft = { data: { ...row.data }, names: {}, changes: [] };
  const code = translateCodes(row.entity, draft, ground);
  if (code !== null) return stays('leave', code);
  for (const limit of ground.limits(row.entity).fields) {
    // Without the student that it is for, a row would be everybody's: it is left rather than widened.
    const isForOne = entityOf(row.entity).fields.get(limit.field)?.ref === 'student';
    const reason = applyLimit(draft, isForOne ? { ...limit, nullable: false } : limit);
    if (reason !== null) return stays('leave', reason);
  }
  const reference = followReferences(draft, row.entity, ground, referents);
  if (reference !== null) return stays('leave', reference);
  return {
    fate: draft.changes.length > 0 ? 'change' : 'arrive',
    reason: draft.changes.length > 0 ? draft.changes.join(' ') : null,
    matchedKey: null,
    data: draft.data,
    hash: hashOf({ ...draft.data, ...draft.names }),
  };
}
