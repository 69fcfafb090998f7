import { defineEntity } from './entity.ts';
import { day, decimal, int, ref, text } from './fields.ts';

/** A subject (предмет). */
export const subject = defineEntity(
  'subject',
  { name: text(), shortName: text().nullable() },
  { identity: true },
);

/** A line of the curriculum plan: hours of a subject in a class. */
export const curriculumLine = defineEntity('curriculumLine', {
  academicYearId: ref('academicYear').nullable(),
  classId: ref('class'),
  subjectId: ref('subject'),
  weeklyHours: decimal().nullable(),
  yearlyHours: decimal().nullable(),
});

/** Teaching load (нагрузка): who teaches what to whom. */
export const teachingLoad = defineEntity('teachingLoad', {
  staffId: ref('staff'),
  classId: ref('class').nullable(),
  subjectId: ref('subject'),
  subjectGroupId: ref('subjectGroup').nullable(),
  weeklyHours: decimal().nullable(),
  fromDay: day().nullable(),
  toDay: day().nullable(),
});

/** An entry of the lesson plan (КТП): topic, order and hours. */
export const lessonPlanEntry = defineEntity('lessonPlanEntry', {
  classId: ref('class').nullable(),
  subjectId: ref('subject'),
  subjectGroupId: ref('subjectGroup').nullable(),
  ordinal: int(),
  section: text().nullable(),
  topic: text(),
  hours: decimal(),
  plannedDay: day().nullable(),
});
