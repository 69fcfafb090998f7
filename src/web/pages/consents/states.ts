import type { Day } from '../../../model/dates.ts';
import {
  type DisclosurePurpose,
  disclosurePurposeNames,
  disclosurePurposes,
} from '../../../model/disclosure.ts';
import { type DisclosureFault, decideDisclosure } from '../../../rules/consent-gate.ts';
import { type GateFacts, readSchoolGateFacts } from '../../../store/read/gate.ts';
import { type Pupil, readPupils } from '../../../store/read/web/pupils.ts';
import type { SchoolAsked } from '../../../store/read/web/school.ts';
import type { WebDeps } from '../../deps.ts';

/** How a student's consent for a purpose stands, for those who look after it. */
export const consentStates = {
  given: 'Действует',
  expiring: 'Кончается в 30 дней',
  missing: 'Нет',
  expired: 'Срок вышел',
  withdrawn: 'Отозвано',
  refused: 'Отказ',
  unsigned: 'Подпись не годится',
} as const;

/** See {@link consentStates}. */
export type ConsentState = keyof typeof consentStates;

/** All of them. */
export const stateNames = Object.keys(consentStates) as readonly ConsentState[];

/** The purposes that need a consent. */
export const purposes: readonly DisclosurePurpose[] = disclosurePurposeNames.filter(
  (name) => disclosurePurposes[name].needsConsent,
);

const OF_FAULT: Readonly<Record<DisclosureFault, ConsentState>> = {
  'consent.missing': 'missing',
  'consent.other_operator': 'missing',
  'consent.not_yet': 'missing',
  'consent.expired': 'expired',
  'consent.withdrawn': 'withdrawn',
  'consent.refused': 'refused',
  'consent.impossible_day': 'unsigned',
  'consent.signer_lacks_right': 'unsigned',
};

const SOON_DAYS = 30;

const laterBy = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** The gate decides; a consent to some operator counts as one, whoever that is. */
export function stateOf(facts: GateFacts, purpose: DisclosurePurpose): ConsentState {
  const operators = [null, ...new Set(facts.consents.map(({ operator }) => operator))];
  const decisions = operators.map((operator) => decideDisclosure({ ...facts, purpose, operator }));
  const allowed = decisions.find((decision) => decision.allowed);
  if (allowed?.allowed) {
    const basis = facts.consents.find(({ id }) => id === allowed.basis.consentId);
    const until = basis?.toDay ?? null;
    return until !== null && until <= laterBy(facts.day, SOON_DAYS) ? 'expiring' : 'given';
  }
  const [state = 'missing'] = decisions
    .flatMap((decision) => (decision.allowed ? [] : [OF_FAULT[decision.code]]))
    .filter((one) => one !== 'missing');
  return state;
}

/** A pupil and how their consent for each purpose stands. */
export interface PupilConsents extends Pupil {
  readonly states: Readonly<Record<string, ConsentState>>;
}

/** The consents of everybody who learns in a school today. */
export async function readConsentStates(
  deps: Pick<WebDeps, 'database'>,
  where: SchoolAsked,
  now: Date,
  today: Day,
): Promise<readonly PupilConsents[]> {
  const { schoolId, reach } = where;
  const [pupils, ...facts] = await Promise.all([
    readPupils(deps.database, where, today),
    ...purposes.map((purpose) => readSchoolGateFacts(deps.database, { schoolId, purpose, reach, now })),
  ]);
  const known = facts.map((of) => new Map(of));
  return pupils.map((pupil) => {
    const states = purposes.map((purpose, index) => {
      const own = known[index]?.get(pupil.studentId);
      return [purpose, own ? stateOf(own, purpose) : 'missing'] as const;
    });
    return { ...pupil, states: Object.fromEntries(states) };
  });
}
