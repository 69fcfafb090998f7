import { Temporal } from 'temporal-polyfill';
import type { SchoolYear } from '../../../sandbox/school-year/types.ts';
import type { Services } from '../../../src/cli/services.ts';
import { openServices } from '../../../src/context.ts';
import { makeLogger } from '../../../src/logger.ts';
import { addConnection } from '../../../src/store/connections.ts';
import { createSchool } from '../../../src/store/schools.ts';
import { runSync } from '../../../src/sync/run.ts';
import { testDatabase } from '../../database.ts';
import { type Teller, truthAdapter } from '../truth-adapter.ts';
import type { Local } from './looks.ts';

export type Mode = 'full' | 'silent';

/** A school whose journal is the truth itself, read whenever a test looks. */
export interface ControlWorld {
  readonly year: SchoolYear;
  readonly services: Services;
  readonly schoolId: string;
  readonly source: string;
  /** Reads the journal as it stands at the local moment, and judges. */
  look(moment: Local): Promise<void>;
  close(): Promise<void>;
}

const dateOf = (local: Local, timeZone: string): Date =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant().epochMilliseconds);

/** Opens the program over a new database. */
export async function openProgram(year: SchoolYear) {
  const teller: Teller = { year, moment: `${year.startDay}T00:00` };
  const adapter = truthAdapter(teller);
  const config = {
    home: '.',
    databaseUrl: await testDatabase(),
    host: '127.0.0.1',
    port: 0,
    logLevel: 'error',
    key: '7'.repeat(64),
    removalGuardShare: 0.2,
  } as const;
  const services = await openServices(config, makeLogger('error'), [adapter], '0.0.0');
  return { teller, adapter, services };
}

export async function openControlWorld(year: SchoolYear, mode: Mode): Promise<ControlWorld> {
  const { teller, adapter, services } = await openProgram(year);
  const { schoolId } = await createSchool(services.store, {
    name: year.name,
    municipality: 'Озёрский муниципальный округ',
    timeZone: year.timeZone,
    weekDays: year.weekDays,
  });
  const connection = await addConnection(
    services.store,
    services.settingsKey,
    { schoolId, name: `truth-${mode}`, system: 'truth', mode, rank: 90, settings: { mode } },
    dateOf(`${year.startDay}T00:00`, year.timeZone),
  );
  return {
    year,
    services,
    schoolId,
    source: connection.source,
    async look(moment) {
      teller.moment = moment;
      const now = () => dateOf(moment, year.timeZone);
      const report = await runSync(
        { ...services.run, now },
        {
          connection,
          adapter,
          settings: { mode },
          from: null,
          to: null,
          dryRun: false,
          allowRemoval: false,
          signal: new AbortController().signal,
          onProgress: () => undefined,
        },
      );
      if (report.error) throw new Error(report.error.message);
      const quarantined = Object.values(report.counts).some((counts) => (counts?.quarantined ?? 0) > 0);
      if (quarantined) throw new Error(`records were refused: ${JSON.stringify(report.counts)}`);
    },
    close: () => services.close(),
  };
}
