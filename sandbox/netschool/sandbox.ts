import { type Day, mondayOf } from '../../src/model/dates.ts';
import { makeMunicipality } from '../school-year/index.ts';
import type { Municipality } from '../school-year/types.ts';
import type { SandboxAccount, SandboxOptions, SandboxSystem } from '../simulator.ts';
import { startNetschool } from './index.ts';
import { isProfileName, PROFILES } from './profiles.ts';
import type { NetschoolSimulator } from './types.ts';

const DEFAULT_PROFILE = '5.47';
const DAYS_IN = 28;

/** The Monday four weeks into the school year: lessons run and marks are put. */
function sampleWeek(municipality: Municipality): Day {
  const { startDay } = municipality.school(1);
  const later = new Date(Date.parse(startDay) + DAYS_IN * 86_400_000).toISOString().slice(0, 10);
  return mondayOf(later);
}

/** Accounts with a live session each where nobody can log in with a password. */
function accountsOf(simulator: NetschoolSimulator, isEsiaOnly: boolean): SandboxAccount[] {
  return simulator.accounts.map(({ role, login, password }) => ({
    role,
    login,
    password,
    ...(isEsiaOnly ? { token: simulator.importSession(login).at } : {}),
  }));
}

async function start(options: SandboxOptions) {
  const profile = options.profile ?? DEFAULT_PROFILE;
  if (!isProfileName(profile)) throw new RangeError(`unknown profile ${profile}`);
  const municipality = makeMunicipality({
    seed: options.seed,
    schools: options.schools,
    studentsPerSchool: options.students,
  });
  const simulator = await startNetschool({ municipality, profile, port: options.port });
  return {
    card: {
      baseUrl: simulator.baseUrl,
      schools: simulator.schools.map(({ id, name }) => ({ id, name })),
      accounts: accountsOf(simulator, profile === 'kray'),
      sampleWeek: sampleWeek(municipality),
    },
    close: () => simulator.close(),
  };
}

/** «Сетевой город», run alone. */
export const netschoolSandbox: SandboxSystem = {
  name: 'netschool',
  title: '«Сетевой город. Образование»',
  profiles: Object.keys(PROFILES),
  start,
};
