import { z } from 'zod';
import { entityNames } from '../../../model/entities.ts';

const count = z.int().nonnegative();

/** What the two sides have of one thing: `expected` is what of the source was to be there. */
const sides = <T extends z.ZodType>(schema: T) =>
  z.strictObject({ source: schema, expected: schema, target: schema });

/** Marks of one class, subject and term; the digest is of ids, days and values in the order of our ids. */
const markSumSchema = z.strictObject({ marks: count, sum: z.number(), digest: z.string() });

/** See {@link markSumSchema}. */
export type MarkSum = z.infer<typeof markSumSchema>;

const placeSchema = {
  classId: z.uuid().nullable(),
  subjectId: z.uuid().nullable(),
  termId: z.uuid().nullable(),
};

/** How the rows of one entity ended; the four add up to `source`. `gone`: in the source no more, still in the target. */
export const entityResultSchema = z.strictObject({
  source: count,
  arrived: count,
  changed: count,
  held: count,
  left: count,
  gone: count,
});

/** See {@link entityResultSchema}. */
export type EntityResult = z.infer<typeof entityResultSchema>;

/** How a row differs from what should be in the target. */
export const differenceKinds = ['missing', 'differs', 'outdated', 'not_planned', 'gone'] as const;

/**
 * One row on which the sides differ: `missing` in the target; `differs` there in some fields; `outdated`: changed in the
 * source since it was written; `not_planned`: new in the source; `gone` from the source and still in the target.
 */
export const differenceSchema = z.strictObject({
  entity: z.enum(entityNames as [string, ...string[]]),
  rowId: z.string(),
  targetKey: z.string().nullable(),
  kind: z.enum(differenceKinds),
  fields: z.array(z.string()),
});

/** See {@link differenceSchema}. */
export type Difference = z.infer<typeof differenceSchema>;

/** Rows of one entity that the target has and no row of the transfer stands for; the first of them by their keys. */
export const surplusSchema = z.strictObject({
  entity: z.enum(entityNames as [string, ...string[]]),
  rows: count,
  keys: z.array(z.string()),
});

/** See {@link surplusSchema}. */
export type Surplus = z.infer<typeof surplusSchema>;

/** What holding both sides against each other found. */
export const reconciliationSchema = z.strictObject({
  at: z.iso.datetime(),
  entities: z.record(z.string(), entityResultSchema),
  /** Rows by reason, of those that did not simply arrive. */
  reasons: z.record(z.string(), count),
  marks: z.array(z.strictObject({ ...placeSchema, ...sides(markSumSchema).shape })),
  /** By kind of attendance: `absent/sick`. */
  attendance: z.array(z.strictObject({ kind: z.string(), ...sides(count).shape })),
  /** By class, subject and term; each was compared. */
  termMarks: z.array(z.strictObject({ ...placeSchema, ...sides(count).shape })),
  /** How many rows differ, and the first of them. */
  differing: count,
  differences: z.array(differenceSchema),
  /** What the target has beside: its own, or ours twice. */
  surplus: z.array(surplusSchema).default([]),
});

/** See {@link reconciliationSchema}. */
export type Reconciliation = z.infer<typeof reconciliationSchema>;
