import { defineEntity } from './entity.ts';
import { bool, day, decimal, instant, int, oneOf, ref, text } from './fields.ts';

/** A work type (вид работы) of the school's own dictionary. */
export const workType = defineEntity('workType', {
  name: text(),
  abbreviation: text().nullable(),
  /** Whether it is homework: homework bears marks too, but is also shown as a task. */
  homework: bool(),
});

/** An assessment (работа): what marks are given for. `weight` is null where the source does not tell it. */
export const assessment = defineEntity(
  'assessment',
  {
    lessonId: ref('lesson').nullable(),
    classId: ref('class').nullable(),
    subjectId: ref('subject'),
    workTypeId: ref('workType').nullable(),
    date: day(),
    topic: text().nullable(),
    weight: decimal().nullable(),
  },
  { owner: 'classId', day: 'date' },
);

/**
 * A mark, as text with the top of its scale: `5`, `4/5`, `н/а`, `зач`, and `.` for «точка» (work not handed
 * in). {@link readMark} says what a text means. `date` is the day of the lesson; `setDay` and `changedAt`,
 * when it was put and changed, are null where the vendor does not tell: then only the interval of
 * observation is known.
 */
export const mark = defineEntity(
  'mark',
  {
    studentId: ref('student'),
    assessmentId: ref('assessment').nullable(),
    lessonId: ref('lesson').nullable(),
    subjectId: ref('subject'),
    date: day(),
    value: text(),
    scaleMax: int(),
    comment: text().nullable(),
    teacherId: ref('staff').nullable(),
    setDay: day().nullable(),
    changedAt: instant().nullable(),
  },
  { owner: 'studentId', day: 'date' },
);

/**
 * Attendance at a lesson, or, where the source tells only that, at a subject on a date (`lessonId` null).
 * `rawCode` is the vendor's own code, kept whatever we make of it (school-domain §3.1).
 */
export const attendance = defineEntity(
  'attendance',
  {
    studentId: ref('student'),
    lessonId: ref('lesson').nullable(),
    subjectId: ref('subject').nullable(),
    date: day(),
    status: oneOf(['present', 'absent', 'late', 'partial', 'remote', 'exempt', 'unknown']),
    reason: oneOf(['sick', 'excused', 'unexcused', 'school_event', 'not_given']).nullable(),
    rawCode: text(),
    comment: text().nullable(),
  },
  { owner: 'studentId', day: 'date' },
);

/** A mark for a period: of a term (`termId`), a year, an exam, or the final one (для аттестата). */
export const termMark = defineEntity(
  'termMark',
  {
    studentId: ref('student'),
    subjectId: ref('subject'),
    kind: oneOf(['term', 'year', 'exam', 'final']),
    termId: ref('term').nullable(),
    academicYearId: ref('academicYear').nullable(),
    value: text(),
    scaleMax: int(),
  },
  { owner: 'studentId' },
);
