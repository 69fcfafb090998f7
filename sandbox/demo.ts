import { consentsOf } from './demo-consents.ts';
import { startPortalSchool, startTarget } from './demo-portal.ts';
import { type DemoSchool, localOf, READ_AT, readingsIn } from './demo-school.ts';
import { startNetschool } from './netschool/index.ts';
import type { NetschoolSimulator } from './netschool/types.ts';
import { makeMunicipality } from './school-year/index.ts';

/** The same at every start, and small enough to be read in seconds. */
const municipality = makeMunicipality({ seed: 2025, schools: 3, studentsPerSchool: 60, planted: true });

const FAMILIES = 5;

const SCHOOLS = [
  { profile: '5.30', regulation: 'krasny-30' },
  { profile: '5.47', regulation: 'sosh-22' },
  { profile: 'kray', regulation: 'barnaul-33' },
] as const;

/** The school that moves, and to whom it has asked its families to let the data go. */
const MOVING = { index: 1, operator: 'ООО «Новый журнал»' } as const;

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
  const year = municipality.school(index);
  const studentKeyOf = (id: number): string =>
    String(simulator.ids.user({ school: index, kind: 'student', id }));
  const asking = {
    today: READ_AT[0].slice(0, 10),
    movesTo: index === MOVING.index ? MOVING.operator : null,
  };
  return {
    name: `school-${index}`,
    system: 'netschool',
    school: { name, municipality: municipality.name, timeZone },
    connections: () => connectionsOf(simulator, index, families),
    studentKey: studentKeyOf(first?.studentId ?? 0),
    regulation,
    regulationFrom: year.startDay,
    choices: {},
    consents: consentsOf(year, asking, studentKeyOf),
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
 * Starts four schools: two versions of «Сетевой город», «Сетевой край», and a «Школьный портал»; and for the one that
 * moves the journal it moves into, which stamps what is written by the clock `now`.
 */
export async function startDemoSchools(now: () => Date): Promise<DemoSchool[]> {
  const others = SCHOOLS.map(async ({ profile, regulation }, position) => {
    const index = position + 1;
    const asOf = READ_AT[1];
    const simulator = await startNetschool({ municipality, schools: [index], profile, asOf });
    const moving = index === MOVING.index ? await startTarget(municipality, index, now) : null;
    return describe(simulator, index, regulation, moving);
  });
  return Promise.all([...others, startPortalSchool(now)]);
}
