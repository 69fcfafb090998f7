import {
  type DnevnikSimulator,
  type HostName,
  type Quirks,
  startDnevnik,
} from '../../../sandbox/dnevnik/index.ts';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { dnevnik } from '../../../src/adapters/dnevnik/index.ts';
import { type Settings, settingsSchema } from '../../../src/adapters/dnevnik/settings.ts';
import { addDays } from '../../../src/model/dates.ts';
import type { AdapterFixture } from '../../contract/adapter.ts';

export interface Arrangement {
  readonly profile?: HostName;
  readonly mode?: 'staff' | 'family';
  readonly quirks?: Partial<Quirks>;
  readonly settings?: Partial<Settings>;
  readonly tokens?: (simulator: DnevnikSimulator) => readonly string[];
  readonly students?: number;
  readonly weeks?: number;
  readonly asOf?: string;
  /** Something that happens to the simulator while it is read; `count` events have come. */
  readonly onEvent?: (simulator: DnevnikSimulator, count: number) => void;
}

export interface Simulated extends AdapterFixture {
  readonly simulator: DnevnikSimulator;
  readonly settings: Settings;
}

export const SEED = 11;
export const START_YEAR = 2025;

const usualTokens = ({ account }: DnevnikSimulator, mode: 'staff' | 'family'): readonly string[] =>
  mode === 'staff' ? [account('admin').token] : [account('guardian').token, account('student').token];

/** A small school behind a simulated server, with the settings to read three weeks of it. */
export async function simulated(arrangement: Arrangement = {}): Promise<Simulated> {
  const { profile = 'dnevnik.ru', mode = 'staff', quirks = {}, students = 24, weeks = 3 } = arrangement;
  const municipality = makeMunicipality({
    seed: SEED,
    schools: 1,
    studentsPerSchool: students,
    startYear: START_YEAR,
    weeks,
  });
  const simulator = await startDnevnik({
    municipality,
    profile,
    quirks,
    ...(arrangement.asOf !== undefined && { asOf: arrangement.asOf }),
  });
  const [school] = simulator.schools;
  if (!school) throw new Error('the simulator has no school');
  const tokens = [...(arrangement.tokens?.(simulator) ?? usualTokens(simulator, mode))];
  const settings = settingsSchema.parse({
    host: profile,
    baseUrl: simulator.baseUrl,
    schoolId: String(school.id),
    timeZone: school.timeZone,
    mode,
    tokens,
    requestsPerSecond: 10_000,
    timeoutMs: 5_000,
    ...arrangement.settings,
  });
  let count = 0;
  const year = municipality.school(1);
  return {
    adapter: dnevnik,
    simulator,
    settings,
    secrets: [...tokens, ...year.students.slice(0, 20).map(({ lastName }) => lastName)],
    range: { from: year.startDay, to: addDays(year.startDay, 7 * weeks - 1) },
    // A token opens nothing and leaves nothing open.
    sessions: () => ({ live: 0, maxLivePerAccount: 1, logins: 0 }),
    onEvent: () => {
      count += 1;
      arrangement.onEvent?.(simulator, count);
    },
    close: () => simulator.close(),
  };
}
