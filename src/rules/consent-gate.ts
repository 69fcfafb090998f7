import type { Day } from '../model/dates.ts';
import { type DisclosurePurpose, disclosurePurposes } from '../model/disclosure.ts';
import type { Fields } from '../model/entities.ts';

/** A consent as the gate looks at it. */
export type GateConsent = Pick<
  Fields<'consent'>,
  | 'purpose'
  | 'operator'
  | 'state'
  | 'signerGuardianId'
  | 'signedByStudent'
  | 'fromDay'
  | 'toDay'
  | 'withdrawnDay'
> & { readonly id: string };

/** What decides who must have signed: the age, or, where nobody tells it, the grade. */
export interface GateStudent {
  readonly birthDate: Day | null;
  readonly grade: number | null;
}

/** Whose data would be given to whom, what for, and when. */
export interface Disclosure {
  readonly student: GateStudent;
  /** All that are on file for the student; others purposes' are passed over. */
  readonly consents: readonly GateConsent[];
  readonly purpose: DisclosurePurpose;
  /** Who would get the data; null for the school itself. */
  readonly operator: string | null;
  /** Today, by the school's own calendar. */
  readonly day: Day;
}

/** By what right data are given. */
export type DisclosureBasis =
  | { readonly kind: 'law'; readonly consentId: null }
  | { readonly kind: 'consent'; readonly consentId: string };

/** Why there is no basis: the reason of the consent that came nearest to one. */
export type DisclosureFault =
  | 'consent.missing'
  | 'consent.other_operator'
  | 'consent.not_yet'
  | 'consent.expired'
  | 'consent.withdrawn'
  | 'consent.refused'
  | 'consent.impossible_day'
  | 'consent.signer_lacks_right';

/** The answer of the gate. */
export type DisclosureDecision =
  | { readonly allowed: true; readonly basis: DisclosureBasis }
  | {
      readonly allowed: false;
      readonly missing: DisclosurePurpose;
      readonly code: DisclosureFault;
      readonly hint: string;
    };

/** From this age a student signs together with a guardian. */
export const SIGNS_TOGETHER = 14;
/** From this age nobody else's signature is worth anything. */
export const SIGNS_ALONE = 18;
/** 152-ФЗ came into force on this day; there were no consents to the processing of personal data before it. */
export const CONSENTS_SINCE: Day = '2007-01-26';
/** Up to this grade a student of unknown age is certainly no adult. */
export const SURELY_MINOR_GRADE = 9;

/** Farther down: nearer to a basis, and more worth telling. */
const HINTS: Readonly<Record<DisclosureFault, string>> = {
  'consent.missing': 'No consent for this purpose is on file: have one signed and enter it.',
  'consent.other_operator':
    'The consent names another operator, or none: have one signed that names this one.',
  'consent.impossible_day':
    'The consent is older than the student or than the law on personal data: have the day mended.',
  'consent.refused': 'The family has refused: give the data only if a new consent is signed.',
  'consent.withdrawn': 'The consent was withdrawn: give the data only if a new one is signed.',
  'consent.expired': 'The term of the consent is over: have a new one signed.',
  'consent.not_yet': 'The consent begins to hold later.',
  'consent.signer_lacks_right':
    'The signature does not count at this age: under 18 a guardian signs, from 18 the student alone. ' +
    'If the birth date is not known, enter it in the journal.',
};

const NEARNESS = Object.keys(HINTS) as DisclosureFault[];

/** The birthday of `years`; one of 29 February is on 1 March in other years. */
export function birthdayOf(birthDate: Day, years: number): Day {
  const year = String(Number(birthDate.slice(0, 4)) + years).padStart(4, '0');
  const leap = new Date(Date.UTC(Number(year), 1, 29)).getUTCMonth() === 1;
  return birthDate.endsWith('-02-29') && !leap ? `${year}-03-01` : `${year}${birthDate.slice(4)}`;
}

/** Operators are named by people: case, kinds of spaces and of quotation marks say nothing. */
const plain = (operator: string): string =>
  operator
    .normalize('NFKC')
    .replace(/[«»„“”"']/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLocaleLowerCase('ru');

/** Whether two names of an operator are those of one. */
export const sameOperator = (left: string, right: string): boolean => plain(left) === plain(right);

function concernsOperator(consent: GateConsent, { purpose, operator }: Disclosure): boolean {
  // A transfer puts the data into other hands for good: a consent to nobody in particular is none.
  if (consent.operator === null) return purpose !== 'transfer';
  return operator !== null && sameOperator(consent.operator, operator);
}

function signedRightly(consent: GateConsent, { student, day }: Disclosure): boolean {
  const byGuardian = consent.signerGuardianId !== null;
  const byStudent = consent.signedByStudent === 'yes';
  const { birthDate, grade } = student;
  if (birthDate === null) {
    if (grade === null) return byGuardian && byStudent;
    return grade <= SURELY_MINOR_GRADE ? byGuardian : byStudent;
  }
  if (day < birthdayOf(birthDate, SIGNS_ALONE)) return byGuardian;
  return byStudent && consent.fromDay >= birthdayOf(birthDate, SIGNS_TOGETHER);
}

/** Null where the consent is a basis. */
function faultOf(consent: GateConsent, disclosure: Disclosure): DisclosureFault | null {
  const { day } = disclosure;
  if (!concernsOperator(consent, disclosure)) return 'consent.other_operator';
  if (consent.state === 'refused') return 'consent.refused';
  if (!isPossibleDay(consent.fromDay, disclosure.student.birthDate)) return 'consent.impossible_day';
  if (withdrawnBy(consent, day) !== null) return 'consent.withdrawn';
  if (consent.state === 'expired' || (consent.toDay !== null && consent.toDay < day))
    return 'consent.expired';
  if (consent.fromDay > day) return 'consent.not_yet';
  const word = laterWord(consent, disclosure);
  if (word !== null) return word;
  return signedRightly(consent, disclosure) ? null : 'consent.signer_lacks_right';
}

/** Whether a consent can have been signed on a day at all. */
export const isPossibleDay = (day: Day, birthDate: Day | null): boolean =>
  day >= CONSENTS_SINCE && (birthDate === null || day >= birthDate);

/** Whether a family's «no» is said to the operator that asks. One that names nobody is meant for all. */
const isSaidTo = (named: string | null, operator: string | null): boolean =>
  named === null || operator === null || sameOperator(named, operator);

/** On which day a consent was withdrawn, by the day that is asked about; unknown days are as late as can be. */
function withdrawnBy({ state, withdrawnDay }: GateConsent, day: Day): Day | null {
  if (withdrawnDay === null) return state === 'withdrawn' ? day : null;
  return withdrawnDay <= day ? withdrawnDay : null;
}

/**
 * The last word of a family counts: a «no» for the purpose that is not older than the consent, on whatever paper it
 * stands. Of two words of one day it is the later one.
 */
function laterWord(consent: GateConsent, { consents, operator, day }: Disclosure): DisclosureFault | null {
  const noes = consents.filter(
    (other) => other.purpose === consent.purpose && isSaidTo(other.operator, operator),
  );
  const withdrawn = noes.some((other) => (withdrawnBy(other, day) ?? '') >= consent.fromDay);
  if (withdrawn) return 'consent.withdrawn';
  const refused = noes.some(
    ({ state, fromDay }) => state === 'refused' && fromDay >= consent.fromDay && fromDay <= day,
  );
  return refused ? 'consent.refused' : null;
}

/**
 * The gate: whether a student's data may be given to an operator for a purpose on a day. The school's own work and
 * supervision stand on the law; everything else needs a consent on file that names the purpose, holds that day, fits
 * the operator and bears the signatures that the student's age asks for.
 *
 * Every exit asks it and nothing else decides. A doubt is a «no».
 */
export function decideDisclosure(disclosure: Disclosure): DisclosureDecision {
  const { purpose, consents } = disclosure;
  if (!disclosurePurposes[purpose].needsConsent) {
    return { allowed: true, basis: { kind: 'law', consentId: null } };
  }
  let nearest: DisclosureFault = 'consent.missing';
  for (const consent of consents) {
    if (consent.purpose !== purpose) continue;
    const fault = faultOf(consent, disclosure);
    if (fault === null) return { allowed: true, basis: { kind: 'consent', consentId: consent.id } };
    if (NEARNESS.indexOf(fault) > NEARNESS.indexOf(nearest)) nearest = fault;
  }
  return { allowed: false, missing: purpose, code: nearest, hint: HINTS[nearest] };
}
