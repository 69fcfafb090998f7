import { defineEntity } from './entity.ts';
import { day, int, oneOf, ref, text } from './fields.ts';

/** A class (5А): the homeroom section of one academic year. `grade` is 1…11. */
export const schoolClass = defineEntity(
  'class',
  {
    name: text(),
    grade: int().nullable(),
    letter: text().nullable(),
    academicYearId: ref('academicYear').nullable(),
    homeroomTeacherId: ref('staff').nullable(),
    shift: int().nullable(),
  },
  { identity: true },
);

/**
 * A subject group: the whole class or a subgroup of it at one subject. Every lesson is of a group, and a
 * student's lessons are those of the groups that the student is a member of.
 */
export const subjectGroup = defineEntity('subjectGroup', {
  name: text(),
  classId: ref('class').nullable(),
  subjectId: ref('subject'),
  teacherId: ref('staff').nullable(),
});

/** That a student is of a class from one day to another (inclusive), by an order where the source names it. */
export const enrolment = defineEntity(
  'enrolment',
  {
    studentId: ref('student'),
    classId: ref('class'),
    fromDay: day().nullable(),
    toDay: day().nullable(),
    orderNumber: text().nullable(),
    orderDay: day().nullable(),
  },
  { owner: 'classId' },
);

/** That a student is of a subject group. */
export const groupMembership = defineEntity(
  'groupMembership',
  {
    studentId: ref('student'),
    subjectGroupId: ref('subjectGroup'),
    fromDay: day().nullable(),
    toDay: day().nullable(),
  },
  { owner: 'studentId' },
);

/** A movement (движение): arrival, departure, transfer between classes, graduation, expulsion. */
export const movement = defineEntity(
  'movement',
  {
    studentId: ref('student'),
    kind: oneOf(['arrival', 'departure', 'transfer', 'graduation', 'expulsion']),
    date: day(),
    fromClassId: ref('class').nullable(),
    toClassId: ref('class').nullable(),
    /** The other school or place, as the paper says. */
    otherPlace: text().nullable(),
    orderNumber: text().nullable(),
    orderDay: day().nullable(),
    /** Certificate of the other school: number and day of its enrolment order (krasny-30, 4.2.16). */
    confirmationNumber: text().nullable(),
    confirmationDay: day().nullable(),
    reason: text().nullable(),
  },
  { owner: 'studentId', day: 'date' },
);
