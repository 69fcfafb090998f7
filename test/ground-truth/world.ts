import { type NetschoolSimulator, type ProfileName, startNetschool } from '../../sandbox/netschool/index.ts';
import { makeMunicipality } from '../../sandbox/school-year/index.ts';
import type { SchoolYear, TruthStudent } from '../../sandbox/school-year/types.ts';
import { adapters } from '../../src/adapters/registry.ts';
import type { Serving } from '../../src/api/serve.ts';
import type { Services } from '../../src/cli/services.ts';
import { openServices } from '../../src/context.ts';
import { makeLogger } from '../../src/logger.ts';
import { scopeNames } from '../../src/model/access.ts';
import { addClient } from '../../src/store/clients.ts';
import { addConnection } from '../../src/store/connections.ts';
import { findIdentity } from '../../src/store/identity.ts';
import { createSchool } from '../../src/store/schools.ts';
import { type RunReport, runSync } from '../../src/sync/run.ts';
import { testDatabase } from '../database.ts';
import type { Diary } from './served.ts';

export type Mode = 'staff' | 'family';

/** A school on a simulated journal, read by the whole program, asked through its API. */
export interface World {
  readonly year: SchoolYear;
  readonly simulator: NetschoolSimulator;
  read(mode: Mode): Promise<RunReport>;
  diary(student: TruthStudent, from: string, to: string): Promise<Diary>;
  close(): Promise<void>;
}

/** A guardian of every student; a student without one logs in alone. */
function familyAccounts(simulator: NetschoolSimulator, year: SchoolYear): object[] {
  const keys = new Map<string, { kind: 'guardian' | 'student'; id: number }>();
  for (const { id, guardianIds } of year.students) {
    const [guardianId] = guardianIds;
    const key =
      guardianId === undefined
        ? ({ kind: 'student', id } as const)
        : ({ kind: 'guardian', id: guardianId } as const);
    keys.set(`${key.kind} ${key.id}`, key);
  }
  return [...keys.values()].flatMap(({ kind, id }) => {
    const account = simulator.accountOf({ school: year.index, kind, id });
    return account ? [accountOf(simulator, account)] : [];
  });
}

const accountOf = (simulator: NetschoolSimulator, account: { login: string; password: string }): object =>
  simulator.profile === 'kray'
    ? { session: simulator.importSession(account.login) }
    : { login: account.login, password: account.password };

function settingsOf(simulator: NetschoolSimulator, year: SchoolYear, mode: Mode): object {
  const [school] = simulator.schools;
  const admin = accountOf(simulator, simulator.account('admin', year.index));
  return {
    mode,
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    accounts: mode === 'staff' ? [admin] : familyAccounts(simulator, year),
    requestsPerSecond: 10_000,
    concurrency: 4,
  };
}

async function readSchool(
  services: Services,
  simulator: NetschoolSimulator,
  year: SchoolYear,
  schoolId: string,
  mode: Mode,
): Promise<RunReport> {
  const [adapter] = adapters.filter(({ system }) => system === 'netschool');
  if (!adapter) throw new Error('no adapter');
  const settings = settingsOf(simulator, year, mode);
  const { rank } = adapter.modeOf(adapter.settings.parse(settings));
  const connection = await addConnection(
    services.store,
    services.settingsKey,
    { schoolId, name: `s${schoolId.slice(0, 8)}-${mode}`, system: 'netschool', mode, rank, settings },
    new Date(),
  );
  return runSync(services.run, {
    connection,
    adapter,
    settings,
    from: null,
    to: null,
    dryRun: false,
    allowRemoval: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

async function listen(services: Services): Promise<Serving> {
  const served = await services.listen();
  if (!served.ok) throw new Error(served.error.message);
  return served.value;
}

export interface WorldOptions {
  readonly profile: ProfileName;
  readonly students: number;
  readonly weeks: number;
  /** Local moment up to which the journal is filled. */
  readonly asOf: string;
}

/** Starts a journal and the program, with a school that nothing was read of yet. */
export async function openWorld({ profile, students, weeks, asOf }: WorldOptions): Promise<World> {
  const municipality = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: students, weeks });
  const simulator = await startNetschool({ municipality, profile, asOf });
  const year = municipality.school(1);
  const config = {
    home: '.',
    databaseUrl: await testDatabase(),
    host: '127.0.0.1',
    port: 0,
    logLevel: 'error',
    key: '7'.repeat(64),
    removalGuardShare: 0.2,
  } as const;
  const services = await openServices(config, makeLogger('error'), adapters, '0.0.0');
  const api = await listen(services);
  const { name, timeZone } = year;
  const { schoolId } = await createSchool(services.store, {
    name,
    municipality: municipality.name,
    timeZone: simulator.schools[0]?.timeZone ?? timeZone,
    weekDays: null,
  });
  const wanted = {
    name: 'test',
    scopes: scopeNames,
    reach: { all: true },
    purpose: 'school',
    operator: null,
  } as const;
  const { client } = await addClient(services.store, wanted, new Date());
  const token = await services.tokenFor(client.clientId, scopeNames);
  return {
    year,
    simulator,
    read: (mode) => readSchool(services, simulator, year, schoolId, mode),
    diary: async (student, from, to) => {
      const key = String(simulator.ids.user({ school: year.index, kind: 'student', id: student.id }));
      const id = await findIdentity(services.store, {
        schoolId,
        system: 'netschool',
        entity: 'student',
        key,
      });
      const path = `/v1/students/${id}/diary?from=${from}&to=${to}`;
      const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`the diary of student ${student.id} answers ${response.status}`);
      return (await response.json()) as Diary;
    },
    close: async () => {
      await api.close();
      await services.close();
      await simulator.close();
    },
  };
}
