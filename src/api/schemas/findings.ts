import { z } from 'zod';
import { findingStates } from '../../store/findings.ts';
import { day, idParam, instant, pageSchema, uuid } from './basic.ts';

export const findingIdParam = idParam('finding');

/** As the vendor writes it, Russian letters and all. */
export const wordParam = (what: string) => z.string().min(1).max(200).describe(what);

export const severities = ['error', 'warning', 'info'] as const;
export const verdicts = ['violated', 'not_evaluable'] as const;

const interval = z
  .strictObject({ notBefore: instant.nullable(), notAfter: instant })
  .nullable()
  .describe('When it was done, as far as anybody knows: after the one and not after the other');

const findingFields = {
  findingId: uuid,
  schoolId: uuid,
  rule: z.string().describe('Number of the rule catalogue'),
  kind: z.string(),
  severity: z.enum(severities),
  effect: z.enum(['report', 'withhold', 'refuse']),
  regulation: z.string(),
  entry: z.string(),
  clause: z.string().describe('Where in the act'),
  verdict: z.enum(verdicts),
  reason: z
    .enum(['straddles', 'not_looked', 'missing_input', 'not_settled'])
    .nullable()
    .describe('Why it cannot be decided'),
  message: z.string().describe('Russian, without names'),
  advice: z.string().nullable().describe('What would decide it (Russian)'),
  class: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  subject: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  studentId: uuid.nullable(),
  staffId: uuid.nullable(),
  termId: uuid.nullable(),
  day: day.nullable(),
  deadline: instant.nullable(),
  interval,
  count: z.int().describe('How many records it is about'),
  state: z.enum(findingStates),
  permitId: uuid.nullable(),
  openedAt: instant,
  changedAt: instant,
  closedAt: instant.nullable(),
};

export const findingSchema = z.strictObject(findingFields).meta({ id: 'Finding' });

export const findingPageSchema = pageSchema('FindingPage', findingSchema);

const noteSchema = z.strictObject({
  action: z.enum(['explained', 'closed', 'reopened']),
  text: z.string().nullable(),
  by: z.string(),
  at: instant,
});

const rowSchema = z
  .strictObject({
    entity: z.string(),
    id: uuid,
    source: z.string(),
    fields: z.record(z.string(), z.unknown()),
    absentAt: instant.nullable().describe('It was not there yet; null: nobody had looked before'),
    firstSeenAt: instant,
    deletedAt: instant.nullable(),
    past: z.array(
      z.strictObject({
        kind: z.enum(['changed', 'gone', 'restored']),
        before: z.record(z.string(), z.unknown()),
        notBefore: instant.nullable(),
        notAfter: instant,
      }),
    ),
  })
  .meta({ id: 'FindingRow' });

export const findingDetailSchema = z
  .strictObject({
    ...findingFields,
    basis: z
      .record(z.string(), z.unknown())
      .describe('The act, what the clause says, what it stands above, what was assumed'),
    notes: z.array(noteSchema),
    rows: z.array(rowSchema).describe('The records behind it, at most 50'),
  })
  .meta({ id: 'FindingDetail' });

/** Words of a person. */
export const wordsSchema = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .regex(/^[^\p{Cc}\n]*(\n[^\p{Cc}\n]*)*$/u, 'Has control characters in it');

export const stateReplySchema = z
  .strictObject({ findingId: uuid, state: z.enum(findingStates) })
  .meta({ id: 'FindingState' });

const count = z.int();

export const controlSchema = z
  .strictObject({
    period: z.string(),
    from: day,
    to: day,
    evaluatedAt: instant
      .nullable()
      .describe('The last evaluation of the whole school, or one since then that brought something else'),
    lessons: z.strictObject({
      source: z.string().nullable(),
      given: count,
      withTopic: count,
      withHomework: count,
    }),
    marks: z
      .strictObject({
        source: z.string().nullable(),
        studentsBySubject: count,
        withoutMarks: count,
        withOneMark: count,
      })
      .describe('Pairs of a student and a subject'),
    clauses: z.array(
      z.strictObject({
        regulation: z.string(),
        clause: z.string(),
        rule: z.string(),
        open: count,
        explained: count,
        notEvaluable: count,
        opened: count.describe('Opened within the period'),
        mended: count.describe('Mended within the period'),
      }),
    ),
    entries: z
      .array(
        z.strictObject({
          regulation: z.string(),
          entry: z.string(),
          kind: z.string(),
          met: count,
          violated: count,
          notEvaluable: count,
          notConcerned: count,
        }),
      )
      .describe('Decisions in the terms that the period touches, and of what belongs to no term'),
  })
  .meta({ id: 'Control' });
