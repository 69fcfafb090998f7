import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { adapters } from '../../../src/adapters/registry.ts';
import type { Services } from '../../../src/cli/services.ts';
import { openServices } from '../../../src/context.ts';
import { makeLogger } from '../../../src/logger.ts';
import { makeReport } from '../../../src/reports/make.ts';
import type { ReportGround } from '../../../src/reports/request.ts';
import type { Section } from '../../../src/reports/table.ts';
import { addConnection } from '../../../src/store/connections.ts';
import { readsOver } from '../../../src/store/read/database.ts';
import { createSchool } from '../../../src/store/schools.ts';
import { runSync } from '../../../src/sync/run.ts';
import { testDatabase } from '../../database.ts';
import { startVendor, type VendorName } from '../vendors.ts';
import type { FactsGround } from './facts.ts';
import { dateOf, type MadeReport } from './world.ts';

/** Every profile that the sandbox has. */
const PROFILES: readonly VendorName[] = [
  '5.13',
  '5.25',
  '5.30',
  '5.47',
  'kray',
  'dnevnik.ru',
  'school.mosreg.ru',
];

const READ_AT = '2025-10-31T18:00';

/** A school of the municipality, with what its journal should have told. */
export interface OfficeSchool extends FactsGround {
  readonly profile: VendorName;
  readonly name: string;
  readonly schoolId: string;
  /** When its journal was read. */
  readonly readAt: Date;
}

/** Schools on all profiles in one store, and the office that asks of them. */
export interface OfficeWorld {
  readonly schools: readonly OfficeSchool[];
  readonly now: Date;
  report(
    form: string,
    asked: { readonly term?: string; readonly from?: string; readonly to?: string },
  ): Promise<MadeReport>;
  close(): Promise<void>;
}

const MUNICIPALITY = 'Озёрский муниципальный округ';

async function open(): Promise<Services> {
  const config = {
    home: '.',
    databaseUrl: await testDatabase(),
    host: '127.0.0.1',
    port: 0,
    logLevel: 'error',
    key: '7'.repeat(64),
    removalGuardShare: 0.2,
  } as const;
  return openServices(config, makeLogger('error'), adapters, '0.0.0');
}

const adapterOf = (system: string) => {
  const found = adapters.find((one) => one.system === system);
  if (!found) throw new Error(`no adapter of ${system}`);
  return found;
};

const gapsOf = (source: string): Readonly<Record<string, string>> => {
  const [system = '', mode] = source.split('/');
  return adapterOf(system).modes.find((declared) => declared.mode === mode)?.gaps ?? {};
};

/** Reads one small school by its administrator's account; the truth of each is another. */
async function readSchool(services: Services, profile: VendorName, seed: number): Promise<OfficeSchool> {
  const municipality = makeMunicipality({ seed, schools: 1, studentsPerSchool: 20, weeks: 9 });
  const vendor = await startVendor(municipality, profile, READ_AT);
  try {
    const year = municipality.school(1);
    const name = `Школа на ${profile}`;
    const { system, timeZone, wording } = vendor;
    const { schoolId } = await createSchool(services.store, {
      name,
      municipality: MUNICIPALITY,
      timeZone,
      weekDays: year.weekDays,
    });
    const adapter = adapterOf(system);
    const settings = vendor.settings('staff');
    const { mode, rank } = adapter.modeOf(adapter.settings.parse(settings));
    const readAt = dateOf(READ_AT, timeZone);
    const connection = await addConnection(
      services.store,
      services.settingsKey,
      { schoolId, name: `journal-${seed}`, system, mode, rank, settings },
      readAt,
    );
    const read = await runSync(
      { ...services.run, now: () => readAt },
      {
        connection,
        adapter,
        settings,
        from: '2025-09-01',
        to: '2025-10-31',
        dryRun: false,
        allowRemoval: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    );
    if (read.error) throw new Error(`${profile}: ${read.error.code} ${read.error.message}`);
    const { source } = connection;
    return { profile, name, schoolId, readAt, year, wording, asOf: READ_AT, source, gaps: gapsOf(source) };
  } finally {
    await vendor.close();
  }
}

/** Reads a school on every profile into one store. */
export async function openOffice(): Promise<OfficeWorld> {
  const services = await open();
  const schools: OfficeSchool[] = [];
  for (const [at, profile] of PROFILES.entries()) schools.push(await readSchool(services, profile, 11 + at));
  const now = dateOf(READ_AT, 'Europe/Moscow');
  const ground: ReportGround = {
    database: readsOver(services.store.pool),
    reach: { municipalities: [MUNICIPALITY] },
    classIds: null,
    now,
    seesIllness: false,
    gapsOf,
  };
  return {
    schools,
    now,
    async report(form, asked) {
      const made = await makeReport(ground, form, { scope: `municipality:${MUNICIPALITY}`, ...asked });
      if (!made.ok) throw new Error(`${made.error.code} at ${made.error.place}`);
      const sections: Section[] = [];
      for await (const section of made.value.sections) sections.push(section);
      return { ...made.value, sections };
    },
    close: () => services.close(),
  };
}
