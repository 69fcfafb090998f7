import { z } from 'zod';
import { type AnyKind, defineKind } from '../../../src/rules/kind.ts';
import { checkRegulation } from '../../../src/rules/regulation/check.ts';
import { fileNamed } from '../../../src/rules/regulation/file.ts';
import type { Regulation } from '../../../src/rules/regulation.ts';

const window = z.discriminatedUnion('closes', [
  z.strictObject({ closes: z.literal('after_days'), days: z.int().min(0) }),
  z.strictObject({ closes: z.literal('never') }),
]);

const plain = {
  rules: ['R00'],
  title: 'для проверки',
  severity: 'info',
  needs: () => [],
  watches: [],
  evaluate: () => undefined,
} as const;

/** Three kinds that judge nothing: what the check and the cascade need of a kind is its schema and its topic. */
export const ownKinds: readonly AnyKind[] = [
  defineKind({
    ...plain,
    name: 'window',
    effect: 'withhold',
    scope: 'subject_term',
    params: z.strictObject({ record: z.enum(['mark', 'attendance']), window }),
    topic: ({ record }) => `window/${record}`,
  }),
  defineKind({
    ...plain,
    name: 'limit',
    scope: 'class_year',
    params: z.strictObject({ subject: z.string(), days: z.int().min(0).default(7) }),
    topic: ({ subject }) => `limit/${subject}`,
  }),
  defineKind({
    ...plain,
    name: 'groups',
    scope: 'school',
    params: z.strictObject({}),
    topic: () => 'groups',
  }),
];

/** An entry that is in order. */
export const entry = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  kind: 'limit',
  clause: 'п. 1',
  says: 'что требуется',
  effect: 'report',
  parameters: { subject: id },
  ...more,
});

/** A file that is in order. */
export const act = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  level: 'school',
  title: 'Положение',
  issuer: 'Школа',
  number: null,
  date: null,
  from: null,
  entries: [entry('one')],
  ...more,
});

/** The regulation that was meant; for tests of what comes after the check. */
export function made(raw: Record<string, unknown>): Regulation {
  const checked = checkRegulation(raw, fileNamed(`${raw['id']}.yaml`), ownKinds);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
}
