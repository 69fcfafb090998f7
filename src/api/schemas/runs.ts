import { z } from 'zod';
import { day, instant, uuid } from './basic.ts';

/** The id of a run in a path: digits of a 64-bit number, as text. */
export const runIdParam = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, 'Not a number')
  .describe('Id of the run');

/** In what states a run can be. */
export const runStates = ['running', 'succeeded', 'failed', 'stopped', 'interrupted'] as const;

const countsSchema = z
  .strictObject({
    read: z.int(),
    new: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    outranked: z.int(),
    quarantined: z.int(),
    gone: z.int(),
  })
  .describe('read = new + changed + unchanged + outranked + quarantined; gone were not found any more')
  .meta({ id: 'Counts' });

export const runSchema = z
  .strictObject({
    runId: z.string(),
    schoolId: uuid,
    connection: z.string(),
    source: z.string(),
    state: z.enum(runStates),
    dryRun: z.boolean(),
    from: day.nullable(),
    to: day.nullable(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    done: z.int(),
    total: z.int(),
    counts: z.record(z.string(), countsSchema).describe('By entity; what was not read is left out'),
    error: z.unknown().describe('Why it did not succeed: code, place, message, hint; null when it did'),
  })
  .meta({ id: 'Run' });

export const quarantinedSchema = z
  .strictObject({
    quarantineId: z.string(),
    entity: z.string(),
    externalKey: z.string().nullable(),
    place: z.string(),
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    createdAt: instant,
    raw: z.unknown().describe('What the source sent, only with `raw=true`: personal data'),
  })
  .meta({ id: 'QuarantinedRecord' });
