import { Temporal } from 'temporal-polyfill';
import type { SchoolYear } from '../../../sandbox/school-year/types.ts';
import type { Period } from '../../../src/model/period.ts';
import { addConnection } from '../../../src/store/connections.ts';
import { findIdentity } from '../../../src/store/identity.ts';
import type { Store } from '../../../src/store/open.ts';
import { type ReadDatabase, readsOver } from '../../../src/store/read/database.ts';
import type { FiguresRequest } from '../../../src/store/rollup/types.ts';
import { createSchool } from '../../../src/store/schools.ts';
import { runSync } from '../../../src/sync/run.ts';
import { openProgram } from '../../ground-truth/rules/control-world.ts';

/** A school whose journal is the truth itself. */
export interface RollupWorld {
  readonly year: SchoolYear;
  readonly store: Store;
  readonly database: ReadDatabase;
  readonly schoolId: string;
  /** Reads the journal as it stands at the local moment. */
  read(moment: string): Promise<void>;
  idOf(entity: 'class' | 'subject' | 'student' | 'staff', key: number): Promise<string>;
  close(): Promise<void>;
}

export async function openRollupWorld(year: SchoolYear): Promise<RollupWorld> {
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
    { schoolId, name: 'truth', system: 'truth', mode: 'full', rank: 90, settings: { mode: 'full' } },
    new Date('2025-08-01T00:00:00Z'),
  );
  return {
    year,
    store: services.store,
    database: readsOver(services.store.pool),
    schoolId,
    async read(moment) {
      teller.moment = moment;
      const instant = Temporal.PlainDateTime.from(moment).toZonedDateTime(year.timeZone).toInstant();
      const report = await runSync(
        { ...services.run, now: () => new Date(instant.epochMilliseconds) },
        {
          connection,
          adapter,
          settings: { mode: 'full' },
          from: null,
          to: null,
          dryRun: false,
          allowRemoval: true,
          signal: new AbortController().signal,
          onProgress: () => undefined,
        },
      );
      if (report.error) throw new Error(report.error.message);
    },
    async idOf(entity, key) {
      const wanted = { schoolId, system: 'truth', entity, key: String(key) };
      const id = await findIdentity(services.store, wanted);
      if (id === null) throw new Error(`nobody told of ${entity} ${key}`);
      return id;
    },
    close: () => services.close(),
  };
}

/** Everything of one school in a period. */
export const wholeSchool = (schoolId: string, period: Period): FiguresRequest => ({
  reach: { all: true },
  classIds: null,
  schoolId,
  municipality: null,
  period,
});

export const quarter = (ordinal: number): Period => ({
  kind: 'term',
  term: { year: 2025, kind: 'quarter', ordinal },
});
