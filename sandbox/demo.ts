import { startNetschool } from './netschool/index.ts';
import type { NetschoolSimulator } from './netschool/types.ts';
import { makeMunicipality } from './school-year/index.ts';

/** A journal of the demonstration with what is needed to connect to it. */
export interface DemoSchool {
  /** Short and stable: connections are named after it. */
  readonly name: string;
  readonly school: { readonly name: string; readonly municipality: string; readonly timeZone: string };
  /** Settings of the adapter, one for each way of reading. */
  readonly connections: readonly Readonly<Record<string, unknown>>[];
  /** The vendor's key of a student whose family's account is connected. */
  readonly studentKey: string;
  close(): Promise<void>;
}

/** The same at every start, and small enough to be read in seconds. */
const municipality = makeMunicipality({ seed: 2025, schools: 3, studentsPerSchool: 60 });

/** The journals hold what they held at the end of the second quarter. */
const AS_OF = '2025-12-27T18:00';

const FAMILIES = 5;

const PROFILES = ['5.30', '5.47', 'kray'] as const;

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

function describe(simulator: NetschoolSimulator, index: number): DemoSchool {
  const [school] = simulator.schools;
  if (!school) throw new Error('a simulator without a school');
  const admin = simulator.account('admin', index);
  const families = familyStudents(index);
  const common = {
    baseUrl: simulator.baseUrl,
    schoolId: String(school.id),
    timeZone: school.timeZone,
    requestsPerSecond: 10_000,
    concurrency: 4,
  };
  const guardians = families.flatMap(({ guardianId }) => {
    const account = simulator.accountOf({ school: index, kind: 'guardian', id: guardianId });
    return account ? [accountOf(simulator, account.login, account.password)] : [];
  });
  const [first] = families;
  return {
    name: `school-${index}`,
    school: { name: school.name, municipality: municipality.name, timeZone: school.timeZone },
    connections: [
      { ...common, mode: 'staff', accounts: [accountOf(simulator, admin.login, admin.password)] },
      { ...common, mode: 'family', accounts: guardians },
    ],
    studentKey: String(simulator.ids.user({ school: index, kind: 'student', id: first?.studentId ?? 0 })),
    close: () => simulator.close(),
  };
}

/** Starts three schools: two versions of «Сетевой город», and «Сетевой край». */
export async function startDemoSchools(): Promise<DemoSchool[]> {
  return Promise.all(
    PROFILES.map(async (profile, position) => {
      const index = position + 1;
      const simulator = await startNetschool({ municipality, schools: [index], profile, asOf: AS_OF });
      return describe(simulator, index);
    }),
  );
}
