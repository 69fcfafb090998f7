import { Temporal } from 'temporal-polyfill';
import type { DisclosurePurpose } from '../src/model/disclosure.ts';
import { startDnevnik } from './dnevnik/index.ts';
import type { DnevnikSimulator } from './dnevnik/types.ts';
import { startNetschool } from './netschool/index.ts';
import type { NetschoolSimulator } from './netschool/types.ts';
import { makeMunicipality } from './school-year/index.ts';
import type { TruthStudent } from './school-year/types.ts';

/** A reading of a journal as it stood at a moment, of some days or of all. */
export interface DemoReading {
  readonly at: Date;
  readonly days: { readonly from: string; readonly to: string } | null;
}

/** What a family has signed, as the school's papers have it. */
export interface DemoConsent {
  /** The vendor's key of the student. */
  readonly studentKey: string;
  /** Who signed. */
  readonly guardian: string;
  readonly purpose: DisclosurePurpose;
  /** To whom; null: to anybody. */
  readonly operator: string | null;
  /** Besides the guardian. */
  readonly signedByStudent: boolean;
  readonly state: 'given' | 'refused';
  readonly fromDay: string;
  readonly withdrawnDay: string | null;
  readonly document: string;
}

/** The journal that a school of the demonstration is to move into: its people and timetable are there, no marks. */
export interface DemoTarget {
  /** What its connection is named after the school: `school-1-portal`. */
  readonly suffix: string;
  readonly system: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A journal of the demonstration with what is needed to connect to it. */
export interface DemoSchool {
  /** Short and stable: connections are named after it. */
  readonly name: string;
  readonly school: { readonly name: string; readonly municipality: string; readonly timeZone: string };
  /** Settings of the adapter, one for each way of reading; a brought session is good for one reading. */
  connections(): readonly Readonly<Record<string, unknown>>[];
  /** The vendor's key of a student whose family's account is connected. */
  readonly studentKey: string;
  /** The act that the school keeps to, a file of `regulations/`, and from when. */
  readonly regulation: string;
  readonly regulationFrom: string;
  readonly consents: readonly DemoConsent[];
  /** Where the school is about to move, null for those that stay. */
  readonly target: DemoTarget | null;
  /** In order of time. What came in between is known to have. */
  readonly readings: readonly DemoReading[];
  /** From now on the journal holds what it held at that moment. */
  standAt(moment: Date): void;
  close(): Promise<void>;
}

/** The same at every start, and small enough to be read in seconds. */
const municipality = makeMunicipality({ seed: 2025, schools: 3, studentsPerSchool: 60, planted: true });

/** The journals are read at the end of the second quarter, and once two weeks before it: local moments. */
const READ_AT = ['2025-12-13T18:00', '2025-12-27T18:00'] as const;

/** What may have changed since the first reading; older lessons are not read again. */
const READ_AGAIN = { from: '2025-12-01', to: '2025-12-30' };

const FAMILIES = 5;

const SCHOOLS = [
  { profile: '5.30', regulation: 'krasny-30' },
  { profile: '5.47', regulation: 'sosh-22' },
  { profile: 'kray', regulation: 'barnaul-33' },
] as const;

const instantOf = (local: string, timeZone: string): Date =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds);

const localOf = (moment: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });

function readingsIn(timeZone: string): DemoReading[] {
  const [first, second] = READ_AT;
  return [
    { at: instantOf(first, timeZone), days: null },
    { at: instantOf(second, timeZone), days: READ_AGAIN },
  ];
}

/** What every school has asked its families for. */
const ASKED: readonly DisclosurePurpose[] = ['diary'];

/** The school that moves, and to whom it has asked its families to let the data go. */
const MOVING = { index: 1, operator: 'ООО «Новый журнал»' } as const;

/** The age at which a student's own signature stands beside the guardian's. */
const SIGNS_TOO = 14;

const yearsAt = (birthDate: string, day: string): number =>
  Temporal.PlainDate.from(birthDate).until(day, { largestUnit: 'year' }).years;

type Asked = Omit<DemoConsent, 'studentKey' | 'guardian'>;

/** Everybody was asked about the move: who keeps no word on it in the truth has given it. */
function transferOf(student: TruthStudent, today: string): Asked[] {
  const own = student.consents.find(({ discloses }) => discloses === 'transfer');
  const fromDay = own?.fromDay ?? student.consents[0]?.fromDay;
  if (fromDay === undefined) return [];
  const withdrawnDay = own?.withdrawnDay ?? null;
  return [
    {
      purpose: 'transfer',
      operator: MOVING.operator,
      signedByStudent: yearsAt(student.birthDate, fromDay) >= SIGNS_TOO,
      state: own?.state === 'refused' ? 'refused' : 'given',
      fromDay,
      withdrawnDay: withdrawnDay !== null && withdrawnDay <= today ? withdrawnDay : null,
      document: `${student.id}-transfer`,
    },
  ];
}

function askedOf(student: TruthStudent, today: string, isMoving: boolean): Asked[] {
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
  return isMoving ? [...asked, ...transferOf(student, today)] : asked;
}

/** What the families of the school have signed up to the first reading. */
function consentsOf(simulator: NetschoolSimulator, index: number): DemoConsent[] {
  const today = READ_AT[0].slice(0, 10);
  const { students, guardians } = municipality.school(index);
  const names = new Map(
    guardians.map((one) => [one.id, `${one.lastName} ${one.firstName} ${one.middleName}`]),
  );
  return students.flatMap((student) => {
    const { id, enrolments, guardianIds } = student;
    const guardian = names.get(guardianIds[0] ?? 0);
    if (!guardian || !enrolments.some(({ from }) => from <= today)) return [];
    const studentKey = String(simulator.ids.user({ school: index, kind: 'student', id }));
    const asked = askedOf(student, today, index === MOVING.index);
    return asked.map((one) => ({ studentKey, guardian, ...one }));
  });
}

/** Students of the middle grades: they have marks of every kind. */
function familyStudents(index: number): { readonly studentId: number; readonly guardianId: number }[] {
  const year = municipality.school(index);
  const middle = new Set(year.classes.filter(({ grade }) => grade >= 5 && grade <= 9).map(({ id }) => id));
  return year.students
    .filter(({ enrolments }) => enrolments.length === 1 && middle.has(enrolments[0]?.classId ?? 0))
    .filter(({ enrolments }) => enrolments[0]?.from === year.startDay && enrolments[0].to === null)
    .flatMap(({ id, guardianIds: [guardianId] }) => (guardianId ? [{ studentId: id, guardianId }] : []))
    .slice(0, FAMILIES);
}

/** «Сетевой край» is entered through ESIA only: a person brings a session instead of a password. */
function accountOf(simulator: NetschoolSimulator, login: string, password: string): object {
  return simulator.profile === 'kray' ? { session: simulator.importSession(login) } : { login, password };
}

/** The accounts that are connected: a member of staff's, and those of some families. */
function connectionsOf(
  simulator: NetschoolSimulator,
  index: number,
  families: ReturnType<typeof familyStudents>,
): readonly Readonly<Record<string, unknown>>[] {
  const [school] = simulator.schools;
  const admin = simulator.account('admin', index);
  const common = {
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    requestsPerSecond: 10_000,
    concurrency: 4,
  };
  const guardians = families.flatMap(({ guardianId }) => {
    const account = simulator.accountOf({ school: index, kind: 'guardian', id: guardianId });
    return account ? [accountOf(simulator, account.login, account.password)] : [];
  });
  return [
    { ...common, mode: 'staff', accounts: [accountOf(simulator, admin.login, admin.password)] },
    { ...common, mode: 'family', accounts: guardians },
  ];
}

/** An empty «Школьный портал» with the school's people, for its administrator. */
async function startTarget(now: () => Date): Promise<{ portal: DnevnikSimulator; target: DemoTarget }> {
  const { index } = MOVING;
  const portal = await startDnevnik({
    municipality,
    schools: [index],
    profile: 'school.mosreg.ru',
    asOf: READ_AT[1],
    empty: true,
    now,
  });
  const settings = {
    host: portal.profile,
    baseUrl: portal.baseUrl,
    schoolId: String(portal.schools[0]?.id),
    timeZone: portal.schools[0]?.timeZone,
    mode: 'staff',
    tokens: [portal.account('admin', index).token],
    requestsPerSecond: 10_000,
    concurrency: 4,
    writes: 'unconfirmed',
  };
  return { portal, target: { suffix: 'portal', system: 'dnevnik', settings } };
}

function describe(
  simulator: NetschoolSimulator,
  index: number,
  regulation: string,
  moving: Awaited<ReturnType<typeof startTarget>> | null,
): DemoSchool {
  const [school] = simulator.schools;
  if (!school) throw new Error('a simulator without a school');
  const families = familyStudents(index);
  const [first] = families;
  const { name, timeZone } = school;
  return {
    name: `school-${index}`,
    school: { name, municipality: municipality.name, timeZone },
    connections: () => connectionsOf(simulator, index, families),
    studentKey: String(simulator.ids.user({ school: index, kind: 'student', id: first?.studentId ?? 0 })),
    regulation,
    regulationFrom: municipality.school(index).startDay,
    consents: consentsOf(simulator, index),
    target: moving?.target ?? null,
    readings: readingsIn(timeZone),
    standAt: (moment) => simulator.setAsOf(localOf(moment, timeZone)),
    close: async () => {
      await simulator.close();
      await moving?.portal.close();
    },
  };
}

/**
 * Starts three schools: two versions of «Сетевой город», and «Сетевой край»; and for the one that moves the journal it
 * moves into, which stamps what is written by the clock `now`.
 */
export async function startDemoSchools(now: () => Date): Promise<DemoSchool[]> {
  return Promise.all(
    SCHOOLS.map(async ({ profile, regulation }, position) => {
      const index = position + 1;
      const asOf = READ_AT[1];
      const simulator = await startNetschool({ municipality, schools: [index], profile, asOf });
      const moving = index === MOVING.index ? await startTarget(now) : null;
      return describe(simulator, index, regulation, moving);
    }),
  );
}
