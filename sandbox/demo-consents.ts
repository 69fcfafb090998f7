import { Temporal } from 'temporal-polyfill';
import type { DisclosurePurpose } from '../src/model/disclosure.ts';
import type { DemoConsent } from './demo-school.ts';
import type { SchoolYear, TruthStudent } from './school-year/types.ts';

/** What every school has asked its families for. */
const ASKED: readonly DisclosurePurpose[] = ['diary'];

/** The age at which a student's own signature stands beside the guardian's. */
const SIGNS_TOO = 14;

/** What a school has asked its families. */
interface Asking {
  readonly today: string;
  /** Who is to get the data of the school that moves; null: it stays. */
  readonly movesTo: string | null;
}

const yearsAt = (birthDate: string, day: string): number =>
  Temporal.PlainDate.from(birthDate).until(day, { largestUnit: 'year' }).years;

type Asked = Omit<DemoConsent, 'studentKey' | 'guardian'>;

/** Everybody was asked about the move: who keeps no word on it in the truth has given it. */
function transferOf(student: TruthStudent, operator: string, today: string): Asked[] {
  const own = student.consents.find(({ discloses }) => discloses === 'transfer');
  const fromDay = own?.fromDay ?? student.consents[0]?.fromDay;
  if (fromDay === undefined) return [];
  const withdrawnDay = own?.withdrawnDay ?? null;
  return [
    {
      purpose: 'transfer',
      operator,
      signedByStudent: yearsAt(student.birthDate, fromDay) >= SIGNS_TOO,
      state: own?.state === 'refused' ? 'refused' : 'given',
      fromDay,
      withdrawnDay: withdrawnDay !== null && withdrawnDay <= today ? withdrawnDay : null,
      document: `${student.id}-transfer`,
    },
  ];
}

function askedOf(student: TruthStudent, { today, movesTo }: Asking): Asked[] {
  const own = student.consents.filter(({ discloses }) => ASKED.includes(discloses));
  const asked = own.map(({ discloses, state, fromDay, withdrawnDay }) => ({
    purpose: discloses,
    operator: null,
    signedByStudent: false,
    state: state === 'refused' ? ('refused' as const) : ('given' as const),
    fromDay,
    withdrawnDay: withdrawnDay !== null && withdrawnDay <= today ? withdrawnDay : null,
    document: `${student.id}-${discloses}`,
  }));
  return movesTo === null ? asked : [...asked, ...transferOf(student, movesTo, today)];
}

/** What the families of a school have signed up to a day. */
export function consentsOf(
  { students, guardians }: SchoolYear,
  asking: Asking,
  studentKeyOf: (id: number) => string,
): DemoConsent[] {
  const names = new Map(
    guardians.map((one) => [one.id, `${one.lastName} ${one.firstName} ${one.middleName}`]),
  );
  return students.flatMap((student) => {
    const { id, enrolments, guardianIds } = student;
    const guardian = names.get(guardianIds[0] ?? 0);
    if (!guardian || !enrolments.some(({ from }) => from <= asking.today)) return [];
    return askedOf(student, asking).map((one) => ({ studentKey: studentKeyOf(id), guardian, ...one }));
  });
}
