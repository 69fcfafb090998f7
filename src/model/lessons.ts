import { z } from 'zod';
import { defineEntity } from './entity.ts';
import { day, int, json, oneOf, ref, text, time } from './fields.ts';

/** A slot of the weekly timetable. `weekday`: 1 Monday … 7 Sunday. */
export const timetableSlot = defineEntity('timetableSlot', {
  classId: ref('class').nullable(),
  subjectGroupId: ref('subjectGroup').nullable(),
  subjectId: ref('subject'),
  teacherId: ref('staff').nullable(),
  weekday: int(),
  number: int(),
  room: text().nullable(),
  fromDay: day().nullable(),
  toDay: day().nullable(),
});

/** A lesson on a date. Times are local to the school. */
export const lesson = defineEntity(
  'lesson',
  {
    classId: ref('class').nullable(),
    subjectGroupId: ref('subjectGroup').nullable(),
    subjectId: ref('subject'),
    teacherId: ref('staff').nullable(),
    date: day(),
    number: int().nullable(),
    shift: int().nullable(),
    startTime: time().nullable(),
    endTime: time().nullable(),
    room: text().nullable(),
    topic: text().nullable(),
    kind: oneOf(['lesson', 'extracurricular', 'remote']),
    planEntryId: ref('lessonPlanEntry').nullable(),
  },
  { owner: 'classId', day: 'date' },
);

/** A substitution (замена): another teacher, or another subject, at a lesson. */
export const substitution = defineEntity(
  'substitution',
  {
    lessonId: ref('lesson'),
    date: day(),
    absentTeacherId: ref('staff').nullable(),
    substituteTeacherId: ref('staff').nullable(),
    plannedSubjectId: ref('subject').nullable(),
    reason: text().nullable(),
  },
  { day: 'date' },
);

/** A file that hangs on homework; `key` is the vendor's, `name` what a person sees. */
export const fileSchema = z.strictObject({ key: z.string(), name: z.string() });

/** Homework, shown on the lesson it is due at. `studentId` only where it is for one student alone. */
export const homework = defineEntity(
  'homework',
  {
    lessonId: ref('lesson').nullable(),
    classId: ref('class').nullable(),
    subjectId: ref('subject'),
    studentId: ref('student').nullable(),
    dueDay: day(),
    text: text(),
    minutes: int().nullable(),
    files: json(z.array(fileSchema)),
  },
  { owner: 'classId', day: 'dueDay' },
);
