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
import type { Wording } from './expected.ts';
import type { Diary } from './served.ts';
import { type Mode, startVendor, type Vendor, type VendorName } from './vendors.ts';

/** A school on a simulated journal, read by the whole program, asked through its API. */
export interface World {
  readonly year: SchoolYear;
  readonly wording: Wording;
  read(mode: Mode): Promise<RunReport>;
  diary(student: TruthStudent, from: string, to: string): Promise<Diary>;
  close(): Promise<void>;
}

async function readSchool(
  services: Services,
  vendor: Vendor,
  schoolId: string,
  mode: Mode,
): Promise<RunReport> {
  const [adapter] = adapters.filter(({ system }) => system === vendor.system);
  if (!adapter) throw new Error('no adapter');
  const settings = vendor.settings(mode);
  const { rank } = adapter.modeOf(adapter.settings.parse(settings));
  const connection = await addConnection(
    services.store,
    services.settingsKey,
    { schoolId, name: `s${schoolId.slice(0, 8)}-${mode}`, system: vendor.system, mode, rank, settings },
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
  readonly vendor: VendorName;
  readonly students: number;
  readonly weeks: number;
  /** Local moment up to which the journal is filled. */
  readonly asOf: string;
}

/** Starts a journal and the program, with a school that nothing was read of yet. */
export async function openWorld({ vendor: name, students, weeks, asOf }: WorldOptions): Promise<World> {
  const municipality = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: students, weeks });
  const vendor = await startVendor(municipality, name, asOf);
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
  const { schoolId } = await createSchool(services.store, {
    name: year.name,
    municipality: municipality.name,
    timeZone: vendor.timeZone,
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
    wording: vendor.wording,
    read: (mode) => readSchool(services, vendor, schoolId, mode),
    diary: async (student, from, to) => {
      const key = vendor.studentKey(student);
      const id = await findIdentity(services.store, {
        schoolId,
        system: vendor.system,
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
      await vendor.close();
    },
  };
}
