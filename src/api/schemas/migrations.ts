import { z } from 'zod';
import { type EntityName, entityNames } from '../../model/entities.ts';
import { endStates } from '../../store/transfer/types.ts';
import { mappingEntities, mappingHows } from '../../sync/migrate/mapping/types.ts';
import { policyChoices } from '../../sync/migrate/policy.ts';
import { differenceSchema, reconciliationSchema } from '../../sync/migrate/reconcile/types.ts';
import { activityKinds } from '../../sync/migrate/service/activities.ts';
import { day, dayParam, idParam, instant, uuid } from './basic.ts';

const number = z.string().regex(/^[1-9]\d{0,17}$/, 'Not a number');

export const migrationParams = z.strictObject({
  schoolId: idParam('school'),
  migrationId: number.describe('Id of the migration'),
});

const words = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u, 'Has control characters in it');

export const planSchema = z.strictObject({
  year: words(40).optional().describe('Academic year, as the journal names it; the last one when left out'),
  term: words(80)
    .optional()
    .describe('Only this term, as the journal names it; of `year`, or the last that is called so'),
  switchDay: dayParam('The last day that the school works in the old journal').optional(),
  policy: z
    .record(words(120), z.enum(policyChoices))
    .refine((policy) => Object.keys(policy).length <= 200, 'More than 200 choices')
    .optional()
    .describe(
      'What becomes of what the target cannot hold, by the keys of `cannot`; what is not named is kept',
    ),
  renew: z.boolean().optional().describe('Make the mapping anew; answers about what is still there stay'),
});

export const beginSchema = planSchema.extend({
  from: words(63).describe('The connection to the journal that is left'),
  to: words(63).describe('The connection to the one that is moved to, or `exchange-pack`'),
  operator: words(200)
    .optional()
    .describe('Who gets the data, as consents name them; needed at the beginning'),
});

export const rollbackSchema = z.strictObject({
  confirmed: z.literal(true).describe('A person has decided that what was written is to be taken back'),
});

const count = z.int();
const entity = z.enum(entityNames as [EntityName, ...EntityName[]]);

const errorSchema = z
  .strictObject({
    code: z.string(),
    place: z.string(),
    message: z.string(),
    hint: z.string(),
    title: z.string().nullable().describe('In Russian, where there is a word for it'),
  })
  .meta({ id: 'MigrationError' });

const activitySchema = z
  .strictObject({
    kind: z.enum(activityKinds),
    startedAt: instant,
    endedAt: instant.nullable().describe('Null while it is under way'),
    done: count.nullable(),
    total: count.nullable(),
    leftMs: count.nullable().describe('By the pace so far'),
    error: errorSchema.nullable().describe('Why it did not come to its end'),
  })
  .describe('What this program is doing with it, or did last')
  .meta({ id: 'MigrationActivity' });

const migrationShape = {
  migrationId: z.string(),
  schoolId: uuid,
  source: z.string(),
  target: z.strictObject({
    kind: z.enum(['connection', 'pack']),
    name: z.string().describe('The connection, or the system of a pack'),
  }),
  operator: z.string(),
  from: day,
  to: day,
  switchDay: day.nullable(),
  policy: z.record(z.string(), z.string()),
  state: z.enum(['planned', 'running', 'paused', 'done', 'rolled_back']),
  plans: count.describe('How often it was planned'),
  done: count,
  total: count,
  createdAt: instant,
  plannedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  error: errorSchema.nullable(),
  activity: activitySchema.nullable(),
};

export const migrationSchema = z.strictObject(migrationShape).meta({ id: 'Migration' });

const reasonSchema = z.strictObject({ reason: z.string(), text: z.string(), rows: count });

const endsSchema = z.strictObject({
  arrived: count,
  changed: count,
  held: count,
  left: count,
  waiting: count,
  gone: count,
});

const fatesSchema = z.strictObject({
  rows: count,
  arrive: count,
  change: count,
  hold: count,
  leave: count,
  gone: count.describe(
    'Written before, and to be taken back: the source has it no more, or it may not go any more',
  ),
});

export const migrationDetailSchema = z
  .strictObject({
    ...migrationShape,
    entities: z
      .record(z.string(), fatesSchema)
      .describe('What the plan says; the first four add up to `rows`'),
    ends: z.record(z.string(), endsSchema).describe('How far the rows are'),
    reasons: z
      .array(reasonSchema)
      .describe('Why rows do not simply arrive; a row with two reasons is in both'),
    cannot: z
      .array(
        z.strictObject({
          key: z.string(),
          why: z.string(),
          choice: z.enum(policyChoices),
          rows: count,
        }),
      )
      .describe('What the target cannot hold, what becomes of it, and of how many rows'),
    held: count.describe('Students who are held back'),
    questions: count.describe('Rows that wait for an answer in the mapping'),
    mapping: z
      .strictObject({
        version: z.string(),
        questions: count,
        changedAt: instant,
        isPlanned: z.boolean().describe('Whether the plan was made with this very mapping'),
      })
      .nullable(),
  })
  .meta({ id: 'MigrationDetail' });

export const inventorySchema = z
  .strictObject({
    places: z
      .array(
        z.strictObject({
          entity,
          classId: uuid.nullable(),
          subjectId: uuid.nullable(),
          fate: z.string(),
          reason: z.string().nullable(),
          rows: count,
        }),
      )
      .describe('By entity, class and subject'),
    held: z.array(z.strictObject({ studentId: uuid, reason: z.string(), text: z.string(), rows: count })),
  })
  .meta({ id: 'MigrationInventory' });

export const mappingLineSchema = z
  .strictObject({
    entity: z.enum(mappingEntities),
    sourceId: z.string(),
    sourceName: z.string(),
    targetKey: z.string().nullable(),
    targetName: z.string().nullable(),
    how: z.enum(mappingHows),
    score: z.number(),
    reason: z.string(),
    candidates: z.array(z.strictObject({ key: z.string(), name: z.string(), score: z.number() })),
  })
  .meta({ id: 'MappingLine' });

const bounded = z.string().min(1).max(300);

export const answerSchema = z.strictObject({
  entity: z.enum(mappingEntities),
  sourceId: bounded,
  answer: z
    .union([z.strictObject({ target: bounded }), z.enum(['leave', 'reset'])])
    .describe('The key of the target; `leave`: do not move it; `reset`: take an answer back'),
});

export const answerTakenSchema = z
  .strictObject({
    changed: z.array(mappingLineSchema).describe('All lines that are others now: groups follow their class'),
    questions: count,
  })
  .meta({ id: 'MappingAnswerTaken' });

export const mappingTakenSchema = z
  .strictObject({ lines: count, questions: count })
  .meta({ id: 'MappingTaken' });

export const rowSchema = z
  .strictObject({
    entity,
    rowId: uuid,
    studentId: uuid.nullable(),
    classId: uuid.nullable(),
    subjectId: uuid.nullable(),
    termId: uuid.nullable(),
    state: z.string(),
    reason: z.string().nullable(),
    text: z.string().nullable().describe('The reason in Russian'),
    targetKey: z.string().nullable(),
  })
  .meta({ id: 'MigrationRow' });

export const rowQuery = {
  end: z.enum(endStates).optional().describe('Only rows that ended so'),
  entity: entity.optional(),
};

export const reconciliationAnswer = reconciliationSchema
  .omit({ differences: true })
  .meta({ id: 'MigrationReconciliation' });

export const migrationDifferenceSchema = differenceSchema.meta({ id: 'MigrationDifference' });

export const verificationSchema = z
  .strictObject({
    number: z.string(),
    digest: z.string(),
    rows: count,
    holds: z.boolean().describe('Whether the kept list is the one that the act was made with'),
    faults: z.array(
      z.strictObject({ code: z.string(), place: z.string(), message: z.string(), hint: z.string() }),
    ),
  })
  .meta({ id: 'ActVerification' });
