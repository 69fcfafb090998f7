import { defineEntity } from './entity.ts';
import { day, oneOf, ref, text } from './fields.ts';

/** An achievement: an olympiad, a contest. */
export const achievement = defineEntity(
  'achievement',
  {
    studentId: ref('student'),
    date: day(),
    title: text(),
    level: oneOf(['school', 'municipal', 'regional', 'national', 'international', 'unknown']),
    result: text().nullable(),
  },
  { owner: 'studentId', day: 'date' },
);

/** An extracurricular group: in-programme activity, club or elective. */
export const extracurricularGroup = defineEntity('extracurricularGroup', {
  name: text(),
  kind: oneOf(['extracurricular', 'club', 'elective']),
  teacherId: ref('staff').nullable(),
});

/** That a student goes to an extracurricular group. */
export const extracurricularMembership = defineEntity(
  'extracurricularMembership',
  {
    studentId: ref('student'),
    groupId: ref('extracurricularGroup'),
    fromDay: day().nullable(),
    toDay: day().nullable(),
  },
  { owner: 'studentId' },
);

/**
 * Health sheet (лист здоровья): a special category of personal data (152-ФЗ art. 10), so no adapter gives it
 * unless the connection's settings ask for it in so many words.
 */
export const healthSheet = defineEntity(
  'healthSheet',
  {
    studentId: ref('student'),
    healthGroup: oneOf(['I', 'II', 'III', 'IV', 'V']).nullable(),
    physicalEducationGroup: oneOf(['main', 'preparatory', 'special_a', 'special_b']).nullable(),
    exemptFrom: day().nullable(),
    exemptTo: day().nullable(),
    seating: text().nullable(),
    notes: text().nullable(),
  },
  { owner: 'studentId' },
);
