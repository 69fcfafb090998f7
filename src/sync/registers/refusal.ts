import type { Diagnostic } from '../../model/diagnostic.ts';
import { err } from '../../model/result.ts';

/** What a register does not take, why, and what to do. `status` is that of HTTP. Nothing in it is personal. */
export const refusals = {
  'register.unknown_entry': {
    status: 404,
    message: 'There is no such entry in the register of this school.',
    hint: 'Take the id from the register’s list.',
  },
  'register.unknown_school': {
    status: 404,
    message: 'There is no school of this id.',
    hint: 'Take the id from the list of schools.',
  },
  'register.unknown_reference': {
    status: 422,
    message: 'It names something that this school does not have.',
    hint: 'Take the id from the lists of this school.',
  },
  'register.not_ours': {
    status: 409,
    message: 'The entry comes from the journal, not from our register.',
    hint: 'Change it in the journal; the next reading brings it.',
  },
  'register.in_future': {
    status: 422,
    message: 'The day is still to come.',
    hint: 'Enter what has happened, with the day on which it did.',
  },
  'register.days_reversed': {
    status: 422,
    message: 'It ends before it begins.',
    hint: 'Look at both days.',
  },
  'register.half_period': {
    status: 422,
    message: 'A period has a first and a last day.',
    hint: 'Give both of periodFrom and periodTo, or neither.',
  },
  'register.key_taken': {
    status: 409,
    message: 'An entry of this key is there already, with other contents.',
    hint: 'Give another key, or none.',
  },
  'register.done_already': {
    status: 409,
    message: 'This was entered before.',
    hint: 'See the entry in the register’s list.',
  },
  'register.source_tells_guardians': {
    status: 409,
    message: 'The school’s journal tells of guardians itself.',
    hint: 'Enter the guardian in the journal; the next reading brings it.',
  },
  'register.holder_unclear': {
    status: 422,
    message: 'An account is held by exactly one person, of the kind that `holder` says.',
    hint: 'Give the one of studentId, guardianId and staffId that fits `holder`.',
  },
  'consent.unknown_purpose': {
    status: 422,
    message: 'There is no such purpose that needs a consent.',
    hint: 'One purpose a consent: diary, portal, learning or transfer.',
  },
  'consent.unknown_student': {
    status: 422,
    message: 'This school has no such student.',
    hint: 'Take the id from the list of students.',
  },
  'consent.signed_in_future': {
    status: 422,
    message: 'The consent is signed on a day that is still to come.',
    hint: 'Enter it with the day that stands under the signature.',
  },
  'consent.impossible_day': {
    status: 422,
    message: 'The consent is dated before the student was born or before there was a law on such consents.',
    hint: 'Enter it with the day that stands under the signature; the law came into force on 2007-01-26.',
  },
  'consent.already_given': {
    status: 409,
    message: 'A consent of this student for this purpose and operator is on file and holds.',
    hint: 'One is enough. A longer term or the student’s own signature is new; another paper counts if it is signed after a withdrawal.',
  },
  'consent.unsigned': {
    status: 422,
    message: 'Nobody has signed the consent.',
    hint: 'Name the guardian who signed, or say that the student did.',
  },
  'consent.foreign_guardian': {
    status: 422,
    message: 'The signer is not a guardian of this student on that day.',
    hint: 'See who the student’s guardians are; if the journal tells of none, enter the guardian first.',
  },
  'consent.guardian_after_majority': {
    status: 422,
    message: 'The student was 18 when it was signed: a guardian’s signature is no basis any more.',
    hint: 'Have the student sign.',
  },
  'consent.signer_too_young': {
    status: 422,
    message: 'The student was not yet 14 when it was signed.',
    hint: 'A guardian signs alone.',
  },
  'consent.not_alone': {
    status: 422,
    message: 'Under 18 a student signs together with a guardian.',
    hint: 'Name the guardian who signed as well.',
  },
  'consent.operator_needed': {
    status: 422,
    message: 'A consent to a transfer names the new operator.',
    hint: 'Give the operator as the paper names it.',
  },
  'consent.not_given': {
    status: 409,
    message: 'Only a consent that is given can be withdrawn.',
    hint: 'See its state in the register.',
  },
  'consent.withdrawn_before_signing': {
    status: 422,
    message: 'It would be withdrawn before it was signed.',
    hint: 'Look at the day of the withdrawal.',
  },
  'consent.withdrawn_in_future': {
    status: 422,
    message: 'It would be withdrawn on a day that is still to come.',
    hint: 'Enter the withdrawal on the day it comes; a term that ends by itself is `toDay`.',
  },
  'refusal.overlapping': {
    status: 409,
    message: 'A refusal of the electronic form already holds on some of these days.',
    hint: 'End that one first.',
  },
  'permit.no_ground': {
    status: 422,
    message: 'The application gives no ground that the acts know.',
    hint: 'One of: student_illness, student_excused, resit, teacher_illness.',
  },
  'permit.no_document': {
    status: 422,
    message: 'The application has no document.',
    hint: 'Give the register number and the day of the application with its papers.',
  },
  'permit.unknown_record': {
    status: 422,
    message: 'There is no such record in the journal of this school.',
    hint: 'Take the id from the finding or from the table of changes.',
  },
  'permit.foreign_record': {
    status: 422,
    message: 'The record is of another student.',
    hint: 'An application is for one student’s own record.',
  },
  'permit.same_value': {
    status: 422,
    message: 'The record has this value already.',
    hint: 'An application names the value that the record is to have.',
  },
  'permit.invalid_value': {
    status: 422,
    message: 'No such record can have this value.',
    hint: 'A mark of the record’s scale; for attendance `absent/sick` and the like.',
  },
  'permit.applied_already': {
    status: 409,
    message: 'An application for this change waits for a decision.',
    hint: 'Decide that one.',
  },
  'permit.decided_already': {
    status: 409,
    message: 'The application is decided.',
    hint: 'Make a new application if something has changed.',
  },
  'permit.decided_before_application': {
    status: 422,
    message: 'The decision would be older than the application.',
    hint: 'Look at the day of the decision and of the document.',
  },
  'permit.decided_in_future': {
    status: 422,
    message: 'The decision would be of a moment that is still to come.',
    hint: 'Enter it when it is made.',
  },
  'permit.no_protocol': {
    status: 422,
    message: 'A resit needs its protocol.',
    hint: 'Enter the protocol, then name it in the decision.',
  },
  'permit.wrong_protocol': {
    status: 422,
    message: 'The protocol is of another student, subject or mark.',
    hint: 'Name the protocol of exactly this resit.',
  },
  'permit.own_application': {
    status: 422,
    message: 'Whoever asks for a change does not decide about it.',
    hint: 'Let the principal decide.',
  },
  'permit.not_principal': {
    status: 422,
    message: 'By the journal this is not the principal.',
    hint: 'Give the principal, or mend the position in the journal and read it.',
  },
  'permit.not_granted': {
    status: 409,
    message: 'Only what the principal has granted is entered.',
    hint: 'See the state of the application.',
  },
} as const;

/** A code of {@link refusals}. */
export type RefusalCode = keyof typeof refusals;

/** The status of HTTP for a refusal of a register. */
export const statusOf = (code: string): number =>
  Object.hasOwn(refusals, code) ? refusals[code as RefusalCode].status : 422;

/** A refusal as a value; `place` is the field at fault. */
export function refused(
  code: RefusalCode,
  place: string,
): { readonly ok: false; readonly error: Diagnostic } {
  const { message, hint } = refusals[code];
  return err({ code, place, message, hint });
}
