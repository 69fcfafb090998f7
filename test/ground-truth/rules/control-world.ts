import { Temporal } from 'temporal-polyfill';
import type { SchoolYear } from '../../../sandbox/school-year/types.ts';
import type { Services } from '../../../src/cli/services.ts';
import { openServices } from '../../../src/context.ts';
import { makeLogger } from '../../../src/logger.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import { kinds } from '../../../src/rules/kinds/index.ts';
import type { Adoption } from '../../../src/rules/regulation.ts';
import { addConnection } from '../../../src/store/connections.ts';
import { findIdentity } from '../../../src/store/identity.ts';
import { createSchool } from '../../../src/store/schools.ts';
import { adopt } from '../../../src/sync/control/adopt.ts';
import type { ControlDeps } from '../../../src/sync/control/deps.ts';
import { controlSchool } from '../../../src/sync/control/evaluate-school.ts';
import { readRegulations, regulationsFolder } from '../../../src/sync/regulation-files.ts';
import { runSync } from '../../../src/sync/run.ts';
import { testDatabase } from '../../database.ts';
import { type Teller, truthAdapter } from '../truth-adapter.ts';
import type { Local } from './looks.ts';

export type Mode = 'full' | 'silent';

/** A finding as the store keeps it. */
export interface Kept {
  readonly regulation: string;
  readonly entry: string;
  readonly verdict: 'violated' | 'not_evaluable';
  readonly reason: string | null;
  readonly message: string;
  readonly studentId: string | null;
  readonly subjectId: string | null;
  readonly count: number;
  readonly rows: readonly { readonly entity: string; readonly id: string }[];
}

/** A school whose journal is the truth itself, read whenever a test looks. */
export interface ControlWorld {
  readonly year: SchoolYear;
  readonly services: Services;
  readonly schoolId: string;
  readonly source: string;
  /** Reads the journal as it stands at the local moment, and judges. */
  look(moment: Local): Promise<void>;
  /** Our id of a person, a class or a subject. */
  identityOf(entity: EntityName, key: string): Promise<string>;
  /** Judges everything anew. */
  judgeAll(): Promise<void>;
  /** What stands against the school now, without what was mended. */
  findings(): Promise<readonly Kept[]>;
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

const FINDINGS = `
select regulation, entry, verdict, reason, message, student_id as "studentId", subject_id as "subjectId", count, rows
from finding where school_id = $1 and state <> 'mended'`;

async function controlDeps(
  services: Services,
  adapter: ReturnType<typeof truthAdapter>,
): Promise<ControlDeps> {
  const library = await readRegulations(regulationsFolder, kinds);
  if (library.faults.length > 0) throw new Error(JSON.stringify(library.faults));
  return {
    store: services.store,
    library,
    kinds,
    declaredOf: (source) => {
      const mode = adapter.modes.find((one) => `truth/${one.mode}` === source);
      return { gives: new Set<string>(mode?.gives), gaps: mode?.gaps ?? {} };
    },
    log: () => undefined,
  };
}

export async function openControlWorld(
  year: SchoolYear,
  mode: Mode,
  adoption: Adoption,
): Promise<ControlWorld> {
  const { teller, adapter, services } = await openProgram(year);
  const control = await controlDeps(services, adapter);
  const { schoolId } = await createSchool(services.store, {
    name: year.name,
    municipality: 'Озёрский муниципальный округ',
    timeZone: year.timeZone,
    weekDays: year.weekDays,
  });
  const before = dateOf(`${year.startDay}T00:00`, year.timeZone);
  const adopted = await adopt(control, { schoolId, adoption, now: before, by: 'test' });
  if (!adopted.ok) throw new Error(JSON.stringify(adopted.error));
  const connection = await addConnection(
    services.store,
    services.settingsKey,
    { schoolId, name: `truth-${mode}`, system: 'truth', mode, rank: 90, settings: { mode } },
    before,
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
      await controlSchool(control, { schoolId, now: now(), what: 'run' });
    },
    async identityOf(entity, key) {
      const id = await findIdentity(services.store, { schoolId, system: 'truth', entity, key });
      if (id === null) throw new Error(`nobody told of ${entity} ${key}`);
      return id;
    },
    async judgeAll() {
      await controlSchool(control, { schoolId, now: dateOf(teller.moment, year.timeZone), what: 'full' });
    },
    async findings() {
      const { rows } = await services.store.pool.query<Kept>(FINDINGS, [schoolId]);
      return rows;
    },
    close: () => services.close(),
  };
}
