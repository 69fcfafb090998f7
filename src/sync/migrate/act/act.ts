import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type EntityName, entityNames } from '../../../model/entities.ts';

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const entity = z.enum(entityNames as [EntityName, ...EntityName[]]);

/** The four ends of a source's row. */
export const actStates = ['arrived', 'changed', 'held', 'left'] as const;

/** See {@link actStates}. */
export type ActState = (typeof actStates)[number];

/** What one side has in a class, a subject and a term. The sum is of numeric marks; the digest is of all values. */
const marksSchema = z.strictObject({ count, sum: z.number(), digest: z.string().min(1) });

/** See {@link marksSchema}. */
export type MarksOfSide = z.infer<typeof marksSchema>;

const totalSchema = z
  .strictObject({ entity, source: count, arrived: count, changed: count, held: count, left: count })
  .refine(({ source, arrived, changed, held, left }) => arrived + changed + held + left === source, {
    message: 'the four ends do not add up to the count of the source',
  });

/** How the rows of one entity ended; the four always add up to the source's count. */
export type ActTotal = z.infer<typeof totalSchema>;

const marksLineSchema = z.strictObject({
  className: z.string(),
  subjectName: z.string(),
  termName: z.string(),
  source: marksSchema,
  /** What of the source was to be there: without what was held back or left. */
  expected: marksSchema,
  target: marksSchema,
});

/** The marks of a class at a subject in a term, on both sides. */
export type ActMarksLine = z.infer<typeof marksLineSchema>;

const exceptionSchema = z.strictObject({
  entity,
  state: z.enum(actStates),
  /** The code that the engine gave, with what it speaks of. */
  code: z.string(),
  /** In Russian, for who signs. */
  reason: z.string(),
  rows: count,
  /** Whom or what it is about, where that must be named: a student who is held back. */
  about: z.string().nullable(),
});

/** Rows that did not simply arrive, and why. */
export type ActException = z.infer<typeof exceptionSchema>;

const sideSchema = z.strictObject({
  /** «Сетевой город. Образование», «Пакет обмена». */
  title: z.string(),
  /** The connection or the folder, without anything secret. */
  place: z.string(),
  readAt: z.iso.datetime({ offset: true }).nullable(),
});

/**
 * The act of reconciliation (акт сверки): what was moved from where to where, and what became of each row. It is
 * kept as JSON beside its printed form; the list of all rows is kept apart, and its digest stands here.
 */
export const actSchema = z.strictObject({
  format: z.literal('peremena-act'),
  version: z.literal(1),
  number: z.string().min(1),
  madeAt: z.iso.datetime({ offset: true }),
  /** What the times in the act are told in. */
  timeZone: z.string().min(1),
  school: z.strictObject({ name: z.string().min(1), municipality: z.string().nullable() }),
  /** Who gets the data, as consents name the operator. */
  operator: z.string().nullable(),
  source: sideSchema,
  target: sideSchema,
  period: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  switchDay: z.iso.date().nullable(),
  totals: z.array(totalSchema),
  exceptions: z.array(exceptionSchema),
  attendance: z.array(z.strictObject({ kind: z.string(), source: count, expected: count, target: count })),
  termMarks: z.strictObject({ source: count, expected: count, target: count }).nullable(),
  marks: z.array(marksLineSchema),
  // A plain name: the list stands beside the act, wherever that is.
  list: z.strictObject({ file: z.string().regex(/^[^/\\]+$/), rows: count, sha256: digest }),
  /** Who signs, and their names where they are known. */
  signatures: z.array(z.strictObject({ role: z.string().min(1), name: z.string().nullable() })),
});

/** See {@link actSchema}. */
export type Act = z.infer<typeof actSchema>;

/** The text that an act is kept as; the same act is the same text. */
export const actText = (act: Act): string => `${JSON.stringify(actSchema.parse(act), null, 2)}\n`;

/** SHA-256 of {@link actText}: it stands on each printed page, so that paper and file can be held together. */
export const actDigest = (act: Act): string => createHash('sha256').update(actText(act)).digest('hex');

/** Whether the target has of a class, a subject and a term what was to be there. */
export const isSame = ({ expected, target }: ActMarksLine): boolean =>
  expected.count === target.count && expected.sum === target.sum && expected.digest === target.digest;

/** The bottom line of the totals. */
export const sumOf = (totals: readonly ActTotal[]): Omit<ActTotal, 'entity'> =>
  totals.reduce(
    (sum, one) => ({
      source: sum.source + one.source,
      arrived: sum.arrived + one.arrived,
      changed: sum.changed + one.changed,
      held: sum.held + one.held,
      left: sum.left + one.left,
    }),
    { source: 0, arrived: 0, changed: 0, held: 0, left: 0 },
  );
