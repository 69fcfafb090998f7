import { defineEntity } from './entity.ts';
import { day, instant, oneOf, ref, text } from './fields.ts';

/**
 * Consent to the processing of personal data (152-ФЗ art. 9): one purpose a consent. States go
 * none → given → withdrawn | expired | refused (school-domain §7).
 */
export const consent = defineEntity(
  'consent',
  {
    studentId: ref('student'),
    purpose: text(),
    operator: text().nullable(),
    state: oneOf(['given', 'refused', 'withdrawn', 'expired']),
    signerGuardianId: ref('guardian').nullable(),
    signedByStudent: oneOf(['yes', 'no']).nullable(),
    fromDay: day(),
    toDay: day().nullable(),
    withdrawnDay: day().nullable(),
    document: text().nullable(),
  },
  { owner: 'studentId' },
);

/** Refusal of the electronic form: the family gets a paper summary instead (podolsk-12, 3.9). */
export const electronicFormRefusal = defineEntity(
  'electronicFormRefusal',
  { studentId: ref('student'), fromDay: day(), toDay: day().nullable(), document: text().nullable() },
  { owner: 'studentId' },
);

/** Permission to change a mark after the edit window (разрешение на исправление; sosh-22). */
export const amendmentPermit = defineEntity(
  'amendmentPermit',
  {
    studentId: ref('student'),
    subjectId: ref('subject'),
    lessonDay: day(),
    ground: oneOf(['student_illness', 'student_other', 'resit', 'teacher_illness', 'other']),
    document: text(),
    approvedByStaffId: ref('staff').nullable(),
    approvedAt: instant(),
  },
  { owner: 'studentId' },
);

/** Protocol of a resit (протокол пересдачи): the deputy head enters its mark (sosh-22). */
export const resitProtocol = defineEntity(
  'resitProtocol',
  {
    studentId: ref('student'),
    subjectId: ref('subject'),
    date: day(),
    number: text(),
    value: text(),
    enteredByStaffId: ref('staff').nullable(),
  },
  { owner: 'studentId' },
);
