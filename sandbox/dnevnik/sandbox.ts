import { mondayOf } from '../../src/model/dates.ts';
import { makeMunicipality } from '../school-year/index.ts';
import type { SandboxOptions, SandboxSystem } from '../simulator.ts';
import { startDnevnik } from './index.ts';
import { type HostName, isHostName, PROFILES } from './profiles.ts';

const EMPTY = '-empty';
const DAYS_IN = 28;

/** Each name of the platform, and each as a school that has yet to move in. */
const NAMES = Object.keys(PROFILES).flatMap((host) => [host, `${host}${EMPTY}`]);

function profileOf(name: string): { profile: HostName; empty: boolean } {
  const empty = name.endsWith(EMPTY);
  const profile = empty ? name.slice(0, -EMPTY.length) : name;
  if (!isHostName(profile)) throw new RangeError(`unknown profile ${name}`);
  return { profile, empty };
}

async function start(options: SandboxOptions) {
  const municipality = makeMunicipality({
    seed: options.seed,
    schools: options.schools,
    studentsPerSchool: options.students,
  });
  const chosen = profileOf(options.profile ?? 'dnevnik.ru');
  const simulator = await startDnevnik({ municipality, ...chosen, port: options.port });
  const later = Date.parse(municipality.school(1).startDay) + DAYS_IN * 86_400_000;
  return {
    card: {
      baseUrl: simulator.baseUrl,
      schools: simulator.schools.map(({ id, name }) => ({ id, name })),
      accounts: simulator.accounts.map(({ role, login, password, token }) => ({
        role,
        login,
        password,
        token,
      })),
      sampleWeek: mondayOf(new Date(later).toISOString().slice(0, 10)),
    },
    close: () => simulator.close(),
  };
}

/** «Дневник.ру» and «Школьный портал», run alone. */
export const dnevnikSandbox: SandboxSystem = {
  name: 'dnevnik',
  title: '«Дневник.ру», «Школьный портал Московской области»',
  profiles: NAMES,
  start,
};
