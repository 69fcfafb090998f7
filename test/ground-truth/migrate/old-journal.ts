import { type NetschoolSimulator, startNetschool } from '../../../sandbox/netschool/index.ts';
import type { Municipality, SchoolYear } from '../../../sandbox/school-year/types.ts';
import { netschool } from '../../../src/adapters/netschool/index.ts';
import { settingsSchema } from '../../../src/adapters/netschool/settings.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import { addConnection, type Connection } from '../../../src/store/connections.ts';
import { findIdentity } from '../../../src/store/identity.ts';
import type { Store } from '../../../src/store/open.ts';
import { createSchool } from '../../../src/store/schools.ts';
import type { TransferDeps } from '../../../src/sync/migrate/deps.ts';
import { runSync } from '../../../src/sync/run.ts';
import { KEY } from '../../store/school.ts';
import { smallTruth, type TruthPick } from './truth.ts';

/** Who gets the data. */
export const OPERATOR = 'Школьный портал';

type Mode = 'staff' | 'family';

/** A school in «Сетевой город», as it stands at a moment. */
export interface OldOptions extends TruthPick {
  /** Local moment at which the old journal stands. */
  readonly asOf: string;
  readonly from: string;
  readonly to: string;
  readonly mode?: Mode;
  /** Students without a consent to the move, by the truth's numbers. */
  readonly withoutConsent?: readonly number[];
}

/** A time of one's own, in which waiting takes none. */
export interface Clock extends Pick<TransferDeps, 'now' | 'sleep'> {
  pass(ms: number): void;
}

/** The old journal of a school, and what of it has been read into the store. */
export interface OldJournal extends OldOptions {
  readonly store: Store;
  readonly municipality: Municipality;
  readonly year: SchoolYear;
  readonly simulator: NetschoolSimulator;
  readonly connection: Connection;
  readonly clock: Clock;
  /** Reads everything, as it stands now. */
  read(): Promise<void>;
  /** Our id of a thing by its key in this journal. */
  idOf(entity: EntityName, key: string): Promise<string>;
  studentId(number: number): Promise<string>;
  close(): Promise<void>;
}

function makeClock(): Clock {
  let time = Date.parse('2026-01-12T06:00:00Z');
  const pass = (ms: number) => {
    time += ms;
  };
  return { now: () => new Date(time), sleep: async (ms) => pass(ms), pass };
}

function families(simulator: NetschoolSimulator, { students }: SchoolYear) {
  const readers = students.map(({ id, guardianIds: [guardian] }) =>
    guardian === undefined
      ? ({ kind: 'student', id } as const)
      : ({ kind: 'guardian', id: guardian } as const),
  );
  const accounts = readers.flatMap((reader) => simulator.accountOf({ school: 1, ...reader }) ?? []);
  return [...new Map(accounts.map((account) => [account.login, account])).values()];
}

function settingsOf(simulator: NetschoolSimulator, year: SchoolYear, mode: Mode) {
  const [school] = simulator.schools;
  const accounts = mode === 'staff' ? [simulator.account('admin', 1)] : families(simulator, year);
  return settingsSchema.parse({
    mode,
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    accounts: accounts.map(({ login, password }) => ({ login, password })),
    details: 'full',
    requestsPerSecond: 10_000,
    concurrency: 4,
  });
}

/** Writes down a consent of every student but those. */
async function consent(store: Store, schoolId: string, except: readonly string[]): Promise<void> {
  await store.pool.query(
    `INSERT INTO consent (school_id, id, source, external_key, content_hash, run_id, first_seen_at, student_id, purpose,
       operator, state, signer_guardian_id, signed_by_student, from_day)
     SELECT s.school_id, gen_random_uuid(), 'peremena/register', s.id::text, '', 0, now(), s.id, 'transfer', $2, 'given',
       gen_random_uuid(), 'yes', '2025-09-01' FROM student s WHERE s.school_id = $1 AND NOT s.id = ANY($3::uuid[])
       AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.school_id = s.school_id AND c.student_id = s.id)`,
    [schoolId, OPERATOR, except],
  );
}

async function connect(store: Store, year: SchoolYear, settings: ReturnType<typeof settingsOf>) {
  const { timeZone, mode } = settings;
  const school = { name: year.name, municipality: 'Озёрск', timeZone, weekDays: year.weekDays };
  const { schoolId } = await createSchool(store, school);
  const name = `old-${schoolId.slice(0, 8)}`;
  const added = { schoolId, name, system: 'netschool', mode, rank: 50, settings };
  return addConnection(store, KEY, added, new Date('2025-09-01T00:00:00Z'));
}

/** Starts the old journal; nothing has been read of it yet. */
export async function openOldJournal(store: Store, options: OldOptions): Promise<OldJournal> {
  const municipality = smallTruth(options);
  const year = municipality.school(1);
  const simulator = await startNetschool({ municipality, profile: '5.47', asOf: options.asOf });
  const settings = settingsOf(simulator, year, options.mode ?? 'staff');
  const connection = await connect(store, year, settings);
  const { schoolId } = connection;
  const clock = makeClock();
  const idOf = async (entity: EntityName, key: string): Promise<string> => {
    const found = await findIdentity(store, { schoolId, system: 'netschool', entity, key });
    if (found === null) throw new Error(`nothing is known of ${entity} ${key}`);
    return found;
  };
  const studentId = (id: number) =>
    idOf('student', String(simulator.ids.user({ school: 1, kind: 'student', id })));
  return {
    ...options,
    store,
    municipality,
    year,
    simulator,
    connection,
    clock,
    idOf,
    studentId,
    async read() {
      clock.pass(60_000);
      const report = await runSync(
        { store, now: clock.now, sleep: clock.sleep, log: () => undefined, removalGuardShare: 0.2 },
        {
          connection,
          adapter: netschool,
          settings,
          from: options.from,
          to: options.to,
          dryRun: false,
          allowRemoval: false,
          signal: new AbortController().signal,
          onProgress: () => undefined,
        },
      );
      if (report.error) throw new Error(`${report.error.code} ${report.error.place}`);
      await consent(store, schoolId, await Promise.all((options.withoutConsent ?? []).map(studentId)));
    },
    close: () => simulator.close(),
  };
}
