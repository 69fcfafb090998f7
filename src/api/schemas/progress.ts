import { z } from 'zod';
import { entities } from '../../model/entities.ts';
import { basisSchema, day, gapsSchema, instant, missedSchema, subjectSchema, uuid } from './basic.ts';
import { acceptedFields, termFields } from './diary.ts';

const subjectProgressSchema = z
  .strictObject({
    subject: subjectSchema.nullable().describe('Null: attendance for which the source names no subject'),
    marks: z.array(
      z.strictObject({
        date: day,
        ...acceptedFields,
        weight: z.number().nullable(),
        workType: z.strictObject({ name: z.string(), abbreviation: z.string().nullable() }).nullable(),
        comment: z.string().nullable(),
      }),
    ),
    mean: z.number().nullable().describe('Of the marks that are numbers; null without any'),
    weightedMean: z.number().nullable().describe('Of the marks with a weight above 0; null without any'),
    termMarks: z.array(
      z.strictObject({
        kind: entities.termMark.schema.shape.kind,
        ...acceptedFields,
      }),
    ),
    missed: missedSchema,
    late: z.int(),
  })
  .meta({ id: 'SubjectProgress' });

/** The progress of one student in one term. */
export const progressSchema = z
  .strictObject({
    basis: basisSchema,
    schoolId: uuid,
    student: z.strictObject({ id: uuid, displayName: z.string() }),
    term: z.strictObject(termFields),
    source: z.string().nullable(),
    seenAt: instant.nullable(),
    gaps: gapsSchema,
    subjects: z.array(subjectProgressSchema),
  })
  .meta({ id: 'Progress' });
