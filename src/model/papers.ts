import { defineEntity } from './entity.ts';
import { bool, day, instant, oneOf, ref, text } from './fields.ts';

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

/** Why a record may still be changed after its window (sosh-22, «изменения возможны в случае»). */
export const permitGrounds = ['student_illness', 'student_excused', 'resit', 'teacher_illness'] as const;

/**
 * Permission to change one record after its edit window (разрешение на исправление; sosh-22): from the written
 * application to the principal's decision. It allows `targetId` to become `value` (null: to go), nothing else.
 * `document` is the register number of the application with its papers.
 */
export const amendmentPermit = defineEntity(
  'amendmentPermit',
  {
    studentId: ref('student'),
    subjectId: ref('subject').nullable(),
    target: oneOf(['mark', 'attendance', 'termMark']),
    /** Our id of the record. */
    targetId: text(),
    lessonDay: day().nullable(),
    value: text().nullable(),
    ground: oneOf(permitGrounds),
    document: text(),
    documentDay: day(),
    appliedByStaffId: ref('staff').nullable(),
    state: oneOf(['applied', 'granted', 'refused']),
    decidedByStaffId: ref('staff').nullable(),
    decidedAt: instant().nullable(),
    resitProtocolId: ref('resitProtocol').nullable(),
    enteredByStaffId: ref('staff').nullable(),
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
    heldBy: oneOf(['teacher', 'commission']),
    enteredByStaffId: ref('staff').nullable(),
  },
  { owner: 'studentId' },
);

/** A remark on how the journal is kept (замечание), with the day until which it is to be mended. */
export const remark = defineEntity(
  'remark',
  {
    madeBy: oneOf(['administrator', 'deputy_head', 'principal', 'student']),
    day: day(),
    dueDay: day().nullable(),
    staffId: ref('staff').nullable(),
    classId: ref('class').nullable(),
    subjectId: ref('subject').nullable(),
    text: text(),
    answeredDay: day().nullable(),
    answer: text().nullable(),
  },
  { day: 'day' },
);

/** What acts ask to be done from time to time, and what happens that rules must know of. */
export const controlEventKinds = [
  'usage_report',
  'results_report',
  'attendance_report',
  'assessment_report',
  'journal_check',
  'results_told',
  'data_check',
  'consent_check',
  'backup',
  'archive',
  'forecast',
  'summary_sheet',
  'paper_summary',
  'assessment_schedule',
  'credentials_issued',
  'credential_leak',
] as const;

/** That something of {@link controlEventKinds} was done (or happened), for which period and for whom. */
export const controlEvent = defineEntity(
  'controlEvent',
  {
    kind: oneOf(controlEventKinds),
    day: day(),
    at: instant().nullable(),
    periodFrom: day().nullable(),
    periodTo: day().nullable(),
    classId: ref('class').nullable(),
    studentId: ref('student').nullable(),
    staffId: ref('staff').nullable(),
    document: text().nullable(),
  },
  { day: 'day' },
);

/** An account in a vendor's system, where somebody tells of it: whose it is and what it opens. */
export const account = defineEntity('account', {
  holder: oneOf(['student', 'guardian', 'staff']),
  studentId: ref('student').nullable(),
  guardianId: ref('guardian').nullable(),
  staffId: ref('staff').nullable(),
  rights: oneOf(['read_own', 'own_class', 'own_lessons', 'read_all', 'edit_all', 'administer']),
  /** Whether several people use it. */
  shared: bool(),
  openedDay: day().nullable(),
  closedDay: day().nullable(),
});
