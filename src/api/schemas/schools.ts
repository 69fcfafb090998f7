import { z } from 'zod';
import { day, gapsSchema, instant, uuid } from './basic.ts';
import { termFields } from './diary.ts';

const schoolFields = {
  schoolId: uuid,
  name: z.string(),
  municipality: z.string(),
  timeZone: z.string().describe('IANA name, e.g. Asia/Barnaul'),
  weekDays: z.int().nullable().describe('Study days a week; null: not known'),
};

/** A school in a list. */
export const schoolSchema = z.strictObject(schoolFields).meta({ id: 'School' });

const connectionSchema = z.strictObject({
  name: z.string(),
  system: z.string(),
  source: z.string(),
  disabled: z.boolean(),
  lastRun: z
    .strictObject({
      runId: z.string(),
      state: z.string(),
      from: day.nullable(),
      to: day.nullable(),
      finishedAt: instant.nullable(),
    })
    .nullable(),
});

/** A school with what is read from it. */
export const schoolDetailsSchema = z
  .strictObject({
    gaps: z.record(z.string(), gapsSchema).describe('What each source cannot tell'),
    ...schoolFields,
    connections: z.array(connectionSchema),
    terms: z.array(
      z.strictObject({
        ...termFields,
        gradeFrom: z.int().nullable(),
        gradeTo: z.int().nullable(),
        source: z.string(),
      }),
    ),
    classes: z.array(z.strictObject({ id: uuid, name: z.string(), grade: z.int().nullable() })),
  })
  .meta({ id: 'SchoolDetails' });

/** A student in a list. */
export const studentSchema = z
  .strictObject({
    id: uuid,
    displayName: z.string(),
    lastName: z.string().nullable(),
    firstName: z.string().nullable(),
    middleName: z.string().nullable(),
    class: z
      .strictObject({ id: uuid, name: z.string(), from: day.nullable(), to: day.nullable() })
      .nullable()
      .describe('Of the latest enrolment'),
  })
  .meta({ id: 'Student' });
