import { z } from 'zod';

/** An id of ours in a path. */
export const idParam = (of: string) => z.uuid().describe(`Id of the ${of}`);

/** A calendar day in a query. Years far away are no days of a school, and the database has none before 1. */
export const dayParam = (what: string) =>
  z
    .string()
    .pipe(z.iso.date())
    .refine((day) => day >= '1990-01-01' && day <= '2199-12-31', 'Not between 1990 and 2199')
    .meta({ description: what, format: 'date', examples: ['2025-09-08'] });

/** Words to look for. No name has control characters in it, and the database cannot take every one of them. */
export const searchParam = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u, 'Has control characters in it');

/** `limit` and `cursor` of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'Not a whole number from 1 to 200')
    .refine((text) => Number(text) <= 200, 'Not a whole number from 1 to 200')
    .optional()
    .meta({ description: 'Items a page, 1…200; 50 when left out', examples: ['50'] }),
  cursor: z.string().min(1).max(200).optional().describe('`next` of the page before'),
};

export const uuid = z.uuid();
export const day = z.iso.date();
export const instant = z.iso.datetime();

/** No input of this kind. */
export const nothing = z.strictObject({});

/** The body of an operation that takes none: whatever came is not looked at. */
export const noBody = z.unknown();

/** A page of a list. */
export const pageSchema = <T extends z.ZodType>(id: string, item: T, more: z.ZodRawShape = {}) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().nullable().describe('Cursor of the next page; null on the last one'),
      ...more,
    })
    .meta({ id });

/** Of a list of students. */
export const heldBackSchema = z
  .int()
  .describe('How many students of the school are left out for want of a consent, whatever was asked for');

/** By what right an answer about a student is given. */
export const basisSchema = z
  .strictObject({ kind: z.enum(['law', 'consent']), consentId: uuid.nullable() })
  .describe('`law`: the school’s own work and supervision; `consent`: the one named')
  .meta({ id: 'Basis' });

/** Source → what it cannot tell. */
export const gapsSchema = z
  .record(z.string(), z.string())
  .describe('What the source cannot tell, `entity` or `entity.field` → the reason in Russian')
  .meta({ id: 'Gaps' });

export const subjectSchema = z.strictObject({ id: uuid, name: z.string() }).meta({ id: 'Subject' });

export const personSchema = z.strictObject({ id: uuid, displayName: z.string() }).meta({ id: 'Person' });

export const missedSchema = z
  .strictObject({
    total: z.int(),
    sick: z.int(),
    excused: z.int(),
    unexcused: z.int(),
    schoolEvent: z.int(),
    notGiven: z.int(),
  })
  .describe('Lessons missed, by reason; lateness is not among them')
  .meta({ id: 'Missed' });

export const problemSchema = z
  .strictObject({
    type: z.string().meta({ examples: ['urn:peremena:error:api.not_found'] }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('Stable; see docs/error-codes.md'),
    hint: z.string().describe('What to do about it'),
    parameter: z.string().optional().describe('The name of the parameter at fault'),
    faults: z
      .array(
        z.strictObject({
          code: z.string(),
          place: z.string().describe('Sheet and cell, or line'),
          title: z.string(),
          detail: z.string(),
          hint: z.string(),
        }),
      )
      .optional()
      .describe('Everything that is wrong with a file, the first hundred'),
    faultsInAll: z.int().optional(),
    requestId: z.string(),
  })
  .describe('A problem (RFC 9457)')
  .meta({ id: 'Problem' });
