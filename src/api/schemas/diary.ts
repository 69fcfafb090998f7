import { z } from 'zod';
import { entities } from '../../model/entities.ts';
import { fileSchema } from '../../model/lessons.ts';
import {
  basisSchema,
  day,
  gapsSchema,
  instant,
  missedSchema,
  personSchema,
  subjectSchema,
  uuid,
} from './basic.ts';

const { lesson, attendance, term } = entities;

/** What waits for permission: only in answers to callers with the scope `diary.pending`. */
export const pendingSchema = z
  .strictObject({
    value: z.string().nullable().describe('What the source says now; null: the record is gone'),
    since: instant.describe('When it was first seen so'),
    findingId: uuid.nullable().describe('The finding that asks for a permit; null until it is evaluated'),
  })
  .describe('«Ожидает разрешения»: the change came after the record was closed')
  .meta({ id: 'Pending' });

const pending = pendingSchema
  .nullable()
  .optional()
  .describe(
    'Only for callers with the scope `diary.pending`; others see what was accepted, and nothing of it',
  );

/** The accepted value of a record, and what waits. */
export const acceptedFields = {
  value: z
    .string()
    .nullable()
    .describe(
      'As the school writes it: `5`, `4/5`, `н/а`, `зач`, `.` for «точка». Null only beside `pending`: nothing was accepted yet',
    ),
  scaleMax: z.int(),
  pending,
};

const markSchema = z
  .strictObject({
    ...acceptedFields,
    weight: z.number().nullable(),
    workType: z.strictObject({ name: z.string(), abbreviation: z.string().nullable() }).nullable(),
    topic: z.string().nullable(),
    comment: z.string().nullable(),
    setDay: day.nullable().describe('When it was put; null where the source does not tell'),
    firstSeenAt: instant.describe('The first reading that had it'),
  })
  .meta({ id: 'DiaryMark' });

const attendanceSchema = z
  .strictObject({
    status: attendance.schema.shape.status
      .nullable()
      .describe('Null only beside `pending`: nothing was accepted yet'),
    reason: attendance.schema.shape.reason,
    rawCode: z.string().describe("The source's own code"),
    comment: z.string().nullable(),
    pending,
  })
  .meta({ id: 'DiaryAttendance' });

const homeworkSchema = z
  .strictObject({
    text: z.string(),
    minutes: z.int().nullable(),
    files: z.array(fileSchema),
    personal: z.boolean().describe('Given to this student alone'),
  })
  .meta({ id: 'DiaryHomework' });

const substitutionSchema = z
  .strictObject({
    absentTeacher: personSchema.nullable(),
    substituteTeacher: personSchema.nullable(),
    plannedSubject: subjectSchema.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Substitution' });

const lessonSchema = z
  .strictObject({
    id: uuid,
    number: z.int().nullable(),
    startTime: z.string().nullable().describe("`HH:MM` of the school's clock"),
    endTime: z.string().nullable(),
    subject: subjectSchema,
    group: z.string().nullable(),
    kind: lesson.schema.shape.kind,
    topic: z.string().nullable(),
    room: z.string().nullable(),
    teacher: personSchema.nullable(),
    substitution: substitutionSchema.nullable(),
    homework: z.array(homeworkSchema),
    marks: z.array(markSchema),
    attendance: z.array(attendanceSchema),
  })
  .meta({ id: 'DiaryLesson' });

const unplaced = { subject: subjectSchema.nullable() };

const daySchema = z
  .strictObject({
    date: day,
    lessons: z.array(lessonSchema),
    unplaced: z
      .strictObject({
        marks: z.array(z.strictObject({ ...unplaced, mark: markSchema })),
        attendance: z.array(z.strictObject({ ...unplaced, attendance: attendanceSchema })),
        homework: z.array(z.strictObject({ ...unplaced, homework: homeworkSchema })),
      })
      .describe('What the source tells by subject and day where not exactly one lesson fits'),
  })
  .meta({ id: 'DiaryDay' });

const counts = { lessons: z.int(), marks: z.int(), missed: missedSchema, late: z.int() };

const weekSchema = z
  .strictObject({ from: day, to: day, ...counts })
  .describe('Counts over those days of a week (from Monday) that were asked for')
  .meta({ id: 'DiaryWeek' });

/** A term as the API tells it. */
export const termFields = {
  id: uuid,
  name: z.string(),
  kind: term.schema.shape.kind,
  ordinal: z.int(),
  from: day,
  to: day,
};

const termSchema = z
  .strictObject({
    ...termFields,
    marks: z
      .array(z.strictObject({ subject: subjectSchema, ...acceptedFields }))
      .describe('Given for the term'),
    totals: z
      .strictObject(counts)
      .describe('Counts over the whole term, as far as it was read; not only over the days asked for'),
  })
  .meta({ id: 'DiaryTerm' });

/** The diary of one student. */
export const diarySchema = z
  .strictObject({
    basis: basisSchema,
    gaps: gapsSchema,
    schoolId: uuid,
    student: z.strictObject({
      id: uuid,
      displayName: z.string(),
      class: z.strictObject({ id: uuid, name: z.string() }).nullable(),
    }),
    from: day,
    to: day,
    timeZone: z.string(),
    source: z.string().nullable().describe('The source shown; null when none knows the student’s lessons'),
    seenAt: instant.nullable().describe('When these days were last read; null: never as a whole or in part'),
    covered: z
      .array(z.strictObject({ from: day, to: day, seenAt: instant }))
      .describe(
        'What was read of the marks of these days, and when: outside of it an empty day says nothing',
      ),
    days: z.array(daySchema),
    weeks: z.array(weekSchema),
    terms: z.array(termSchema),
  })
  .meta({ id: 'Diary' });
