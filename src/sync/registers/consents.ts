import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { disclosurePurposeNames, disclosurePurposes, REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { Fields } from '../../model/entities.ts';
import type { Result } from '../../model/result.ts';
import {
  birthdayOf,
  type GateStudent,
  isPossibleDay,
  SIGNS_ALONE,
  SIGNS_TOGETHER,
  SURELY_MINOR_GRADE,
  sameOperator,
} from '../../rules/consent-gate.ts';
import type { Store } from '../../store/open.ts';
import { type Register, type RegisterRow, type RegisterVisit, withRegister } from '../../store/register.ts';
import { keyInput, shortText } from './input.ts';
import { refused } from './refusal.ts';

/** A consent as it is entered: what stands on the paper. */
export const consentInput = z.strictObject({
  studentId: z.uuid(),
  purpose: z.string().describe('One of: diary, portal, learning, transfer'),
  state: z.enum(['given', 'refused']).default('given'),
  operator: shortText.nullable().default(null).describe('To whom; null: to anybody. A transfer names one'),
  signerGuardianId: z.uuid().nullable().default(null),
  signedByStudent: z.boolean().default(false),
  fromDay: z.iso.date().describe('The day under the signature'),
  toDay: z.iso
    .date()
    .nullable()
    .default(null)
    .describe('The last day on which it holds; null: until withdrawn'),
  document: shortText.nullable().default(null).describe('Its number in the school’s register of documents'),
  key: keyInput,
});

/** See {@link consentInput}. */
export type ConsentInput = z.infer<typeof consentInput>;

type Outcome = Promise<Result<RegisterRow<'consent'>, Diagnostic>>;

const needingConsent: readonly string[] = disclosurePurposeNames.filter(
  (name) => disclosurePurposes[name].needsConsent,
);

/** Whether somebody represents the student on a day, by any source. */
async function isGuardian(
  register: Register,
  guardianId: string,
  studentId: string,
  day: Day,
): Promise<boolean> {
  const relations = await register.list('guardianship', { studentId, guardianId });
  return relations.some(
    ({ fields: { fromDay, toDay } }) =>
      (fromDay === null || fromDay <= day) && (toDay === null || day <= toDay),
  );
}

/** The grade of the latest enrolment, as the gate takes it. */
async function gradeOf(register: Register, studentId: string): Promise<number | null> {
  const enrolments = await register.list('enrolment', { studentId });
  const [latest] = enrolments.sort((left, right) =>
    (right.fields.fromDay ?? '').localeCompare(left.fields.fromDay ?? ''),
  );
  const own = latest ? await register.one('class', latest.fields.classId) : null;
  return own?.fields.grade ?? null;
}

/** Who may sign at the age that the student had on the day of the signature. */
function checkSigner(
  { signerGuardianId, signedByStudent, fromDay }: ConsentInput,
  { birthDate, grade }: GateStudent,
) {
  if (signerGuardianId === null && !signedByStudent) return refused('consent.unsigned', 'signerGuardianId');
  if (birthDate === null) {
    const isMinor = grade !== null && grade <= SURELY_MINOR_GRADE;
    return isMinor && signerGuardianId === null ? refused('consent.not_alone', 'signerGuardianId') : null;
  }
  if (signedByStudent && fromDay < birthdayOf(birthDate, SIGNS_TOGETHER)) {
    return refused('consent.signer_too_young', 'signedByStudent');
  }
  const ofAge = fromDay >= birthdayOf(birthDate, SIGNS_ALONE);
  if (ofAge && !signedByStudent) return refused('consent.guardian_after_majority', 'signerGuardianId');
  return !ofAge && signerGuardianId === null ? refused('consent.not_alone', 'signerGuardianId') : null;
}

function checkPaper(input: ConsentInput, today: Day) {
  const { purpose, operator, fromDay, toDay } = input;
  if (!needingConsent.includes(purpose)) return refused('consent.unknown_purpose', 'purpose');
  if (fromDay > today) return refused('consent.signed_in_future', 'fromDay');
  if (toDay !== null && toDay < fromDay) return refused('register.days_reversed', 'toDay');
  if (purpose === 'transfer' && operator === null) return refused('consent.operator_needed', 'operator');
  return null;
}

const isSameEntry = ({ source, key }: RegisterRow, input: ConsentInput): boolean =>
  source === REGISTER_SOURCE && key === input.key;

const sameAddressee = (left: string | null, right: string | null): boolean =>
  left === null || right === null ? left === right : sameOperator(left, right);

/** Later than any day that a school writes down. */
const EVER = '9999-12-31';

/**
 * What a new consent adds to one that stands: a longer term, the student's own signature, or nothing. Two that say
 * the same are one too many: who withdraws one believes to have withdrawn both.
 */
function adds(standing: Fields<'consent'>, input: ConsentInput): 'something' | 'nothing' {
  const [until, newUntil] = [standing.toDay ?? EVER, input.toDay ?? EVER];
  const stands = standing.state === 'given' && standing.withdrawnDay === null && until >= input.fromDay;
  const isOther =
    input.state !== 'given' ||
    !sameAddressee(standing.operator, input.operator) ||
    newUntil < standing.fromDay ||
    newUntil > until ||
    (input.signedByStudent && standing.signedByStudent !== 'yes');
  return stands && !isOther ? 'nothing' : 'something';
}

async function checkConsent(register: Register, input: ConsentInput) {
  const wrong = checkPaper(input, register.today);
  if (wrong) return wrong;
  const { studentId, signerGuardianId, fromDay } = input;
  const student = await register.one('student', studentId);
  if (!student) return refused('consent.unknown_student', 'studentId');
  const { birthDate } = student.fields;
  if (!isPossibleDay(fromDay, birthDate)) return refused('consent.impossible_day', 'fromDay');
  if (signerGuardianId !== null && !(await isGuardian(register, signerGuardianId, studentId, fromDay))) {
    return refused('consent.foreign_guardian', 'signerGuardianId');
  }
  const grade = birthDate === null ? await gradeOf(register, studentId) : null;
  const misfit = checkSigner(input, { birthDate, grade });
  if (misfit) return misfit;
  const others = await register.list('consent', { studentId, purpose: input.purpose });
  const twice = others.some((other) => !isSameEntry(other, input) && adds(other.fields, input) === 'nothing');
  return twice ? refused('consent.already_given', 'purpose') : null;
}

const fieldsOf = (input: ConsentInput): Fields<'consent'> => ({
  studentId: input.studentId,
  purpose: input.purpose,
  operator: input.operator,
  state: input.state,
  signerGuardianId: input.signerGuardianId,
  signedByStudent: input.signedByStudent ? 'yes' : 'no',
  fromDay: input.fromDay,
  toDay: input.toDay,
  withdrawnDay: null,
  document: input.document,
});

/** Enters a consent, or the refusal of one. Entered again under the same key it is the same one. */
export const enterConsent = (store: Store, visit: RegisterVisit, input: ConsentInput): Outcome =>
  withRegister(store, visit, async (register) => {
    const wrong = await checkConsent(register, input);
    if (wrong) return wrong;
    await register.schoolDue();
    return register.add('consent', input.key, fieldsOf(input), `consent-${input.state}`);
  });

/** A withdrawal as it is entered. */
export const withdrawalInput = z.strictObject({
  day: z.iso.date().describe('From this day on nothing leaves any more'),
  document: shortText
    .nullable()
    .default(null)
    .describe('The number of the withdrawal; null leaves the consent’s'),
});

/** Withdraws a consent from a day on, that day included. */
export const withdrawConsent = (
  store: Store,
  visit: RegisterVisit,
  consentId: string,
  { day, document }: z.infer<typeof withdrawalInput>,
): Outcome =>
  withRegister(store, visit, async (register) => {
    const consent = await register.one('consent', consentId);
    if (!consent) return refused('register.unknown_entry', 'consentId');
    if (consent.source !== REGISTER_SOURCE) return refused('register.not_ours', 'consentId');
    const { fields } = consent;
    if (fields.state !== 'given') return refused('consent.not_given', 'consentId');
    if (day < fields.fromDay) return refused('consent.withdrawn_before_signing', 'day');
    if (day > register.today) return refused('consent.withdrawn_in_future', 'day');
    await register.schoolDue();
    const withdrawn = { ...fields, state: 'withdrawn', withdrawnDay: day } as const;
    const kept = document === null ? withdrawn : { ...withdrawn, document };
    return register.change(consent, 'consent', kept, 'consent-withdrawn');
  });
