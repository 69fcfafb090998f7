import type { NetschoolSimulator, ProfileName, Quirks } from '../../../sandbox/netschool/index.ts';
import { startNetschool } from '../../../sandbox/netschool/index.ts';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { netschool } from '../../../src/adapters/netschool/index.ts';
import { type Settings, settingsSchema } from '../../../src/adapters/netschool/settings.ts';
import { addDays } from '../../../src/model/dates.ts';
import type { AdapterFixture } from '../../contract/adapter.ts';

export interface Arrangement {
  readonly profile?: ProfileName;
  readonly mode?: 'staff' | 'family';
  readonly quirks?: Partial<Quirks>;
  readonly settings?: Partial<Settings>;
  /** Accounts made from the simulator: a brought session, a way in through ESIA. */
  readonly accounts?: (simulator: NetschoolSimulator) => Settings['accounts'];
  readonly students?: number;
  readonly weeks?: number;
  /** Something that happens to the simulator while it is read; `count` events have come. */
  readonly onEvent?: (simulator: NetschoolSimulator, count: number) => void;
}

export interface Simulated extends AdapterFixture {
  readonly simulator: NetschoolSimulator;
  readonly settings: Settings;
}

export const SEED = 11;
export const START_YEAR = 2025;

const byPassword = (simulator: NetschoolSimulator, mode: 'staff' | 'family'): Settings['accounts'] => {
  const roles = mode === 'staff' ? (['admin'] as const) : (['guardian', 'student'] as const);
  return roles.map((role) => {
    const { login, password } = simulator.account(role);
    return { login, password };
  });
};

/** A small school behind a simulated server, with the settings to read three weeks of it. */
export async function simulated(arrangement: Arrangement = {}): Promise<Simulated> {
  const { profile = '5.47', mode = 'staff', quirks = {}, students = 24, weeks = 3 } = arrangement;
  const municipality = makeMunicipality({
    seed: SEED,
    schools: 1,
    studentsPerSchool: students,
    startYear: START_YEAR,
    weeks,
  });
  const simulator = await startNetschool({ municipality, profile, quirks: { esiaOnly: false, ...quirks } });
  const [school] = simulator.schools;
  if (!school) throw new Error('the simulator has no school');
  const accounts = arrangement.accounts?.(simulator) ?? byPassword(simulator, mode);
  const settings = settingsSchema.parse({
    baseUrl: simulator.baseUrl,
    schoolId: String(school.id),
    timeZone: school.timeZone,
    mode,
    accounts,
    requestsPerSecond: 10_000,
    reportTimeoutMs: 5_000,
    timeoutMs: 5_000,
    ...arrangement.settings,
  });
  let count = 0;
  const year = municipality.school(1);
  return {
    adapter: netschool,
    simulator,
    settings,
    secrets: [
      ...accounts.flatMap((account) => ('login' in account ? [account.login, account.password] : [])),
      ...year.students.slice(0, 20).map(({ lastName }) => lastName),
    ],
    range: { from: year.startDay, to: addDays(year.startDay, 20) },
    sessions: () => simulator.sessions,
    onEvent: () => {
      count += 1;
      arrangement.onEvent?.(simulator, count);
    },
    close: () => simulator.close(),
  };
}
