import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import type { SchoolYear, TruthStudent } from '../../../sandbox/school-year/types.ts';
import { exchangePack } from '../../../src/adapters/exchange-pack/index.ts';
import { adapters } from '../../../src/adapters/registry.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import { addConnection, type Connection } from '../../../src/store/connections.ts';
import { findIdentity } from '../../../src/store/identity.ts';
import type { Store } from '../../../src/store/open.ts';
import { createSchool } from '../../../src/store/schools.ts';
import { createTransfer } from '../../../src/store/transfer/transfers.ts';
import type { Transfer } from '../../../src/store/transfer/types.ts';
import type { TransferDeps } from '../../../src/sync/migrate/deps.ts';
import { planTransfer } from '../../../src/sync/migrate/plan.ts';
import { reconcileTransfer } from '../../../src/sync/migrate/reconcile/reconcile.ts';
import type { Reconciliation } from '../../../src/sync/migrate/reconcile/types.ts';
import { noMapping } from '../../../src/sync/migrate/resolve.ts';
import { runTransfer } from '../../../src/sync/migrate/run.ts';
import { runSync } from '../../../src/sync/run.ts';
import { KEY } from '../../store/school.ts';
import type { Wording } from '../expected.ts';
import { type Mode, startVendor, type Vendor, type VendorName } from '../vendors.ts';

/** Who gets the data. */
const OPERATOR = 'Новый журнал';

const AT = new Date('2026-01-12T06:00:00Z');

const signal = new AbortController().signal;

/** The clock stands: what a pack says of time must not tell two writings apart. */
export const depsOf = (store: Store): TransferDeps => ({
  store,
  now: () => AT,
  sleep: async () => undefined,
  log: () => undefined,
});

export interface SourceOptions {
  readonly vendor: VendorName;
  readonly mode: Mode;
  /** Beside what any connection needs. */
  readonly settings?: object;
  readonly students: number;
  readonly weeks: number;
  /** Local moment up to which the journal is filled. */
  readonly asOf: string;
  /** Who consents to the move. */
  readonly consents: (student: TruthStudent) => boolean;
}

/** A journal that was read whole, of a school whose truth is known. */
export interface Source {
  readonly year: SchoolYear;
  readonly wording: Wording;
  readonly connection: Connection;
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly held: readonly TruthStudent[];
  readonly moved: readonly TruthStudent[];
  /** Our id of a student. */
  idOf(student: TruthStudent): string;
}

/** How many of each entity's rows the program holds. */
export async function countRows(store: Store, { connection }: Source, entity: EntityName): Promise<number> {
  const table = entity.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const { rows } = await store.pool.query<{ rows: number }>(
    `SELECT count(*)::int AS rows FROM "${table}" WHERE school_id = $1 AND deleted_at IS NULL`,
    [connection.schoolId],
  );
  return rows[0]?.rows ?? 0;
}

/** The family's word on the move. */
export async function putConsent(
  store: Store,
  { schoolId }: Connection,
  studentId: string,
  state: 'given' | 'withdrawn',
): Promise<void> {
  await store.pool.query(
    `INSERT INTO consent (school_id, id, source, external_key, content_hash, run_id, first_seen_at, student_id, purpose,
       operator, state, signer_guardian_id, signed_by_student, from_day, withdrawn_day)
     VALUES ($1, gen_random_uuid(), 'peremena/register', gen_random_uuid()::text, '', 0, now(), $2, 'transfer', $3, $4,
       gen_random_uuid(), 'yes', $5, $6)`,
    [
      schoolId,
      studentId,
      OPERATOR,
      state,
      state === 'given' ? '2025-09-01' : '2025-09-02',
      state === 'given' ? null : '2025-12-01',
    ],
  );
}

async function read(
  store: Store,
  vendor: Vendor,
  { mode, settings: further }: SourceOptions,
  year: SchoolYear,
  range: { readonly from: string; readonly to: string },
): Promise<Connection> {
  const [adapter] = adapters.filter(({ system }) => system === vendor.system);
  if (!adapter) throw new Error('no adapter');
  const { schoolId } = await createSchool(store, {
    name: year.name,
    municipality: 'Озёрск',
    timeZone: vendor.timeZone,
    weekDays: null,
  });
  const settings = { ...vendor.settings(mode), ...further };
  const name = `old-${schoolId.slice(0, 8)}`;
  const added = { schoolId, name, system: vendor.system, mode, rank: 50, settings };
  const connection = await addConnection(store, KEY, added, AT);
  const report = await runSync(
    { ...depsOf(store), removalGuardShare: 0.2 },
    {
      ...{ connection, adapter, settings, ...range },
      ...{ dryRun: false, allowRemoval: false, signal, onProgress: () => undefined },
    },
  );
  if (report.error) throw new Error(`${report.error.code} ${report.error.place}`);
  return connection;
}

/** Starts a journal, reads it whole and lets it go: a move needs the old journal only to read. */
export async function readJournal(store: Store, options: SourceOptions): Promise<Source> {
  const { vendor: name, students, weeks, asOf, consents } = options;
  const municipality = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: students, weeks });
  const year = municipality.school(1);
  const vendor = await startVendor(municipality, name, asOf);
  const range = { from: year.startDay, to: asOf.slice(0, 10) };
  try {
    const connection = await read(store, vendor, options, year, range);
    const { schoolId } = connection;
    const ids = new Map<number, string>();
    for (const student of year.students) {
      const key = vendor.studentKey(student);
      const id = await findIdentity(store, { schoolId, system: vendor.system, entity: 'student', key });
      if (id !== null) ids.set(student.id, id);
    }
    const known = year.students.filter(({ id }) => ids.has(id));
    const idOf = ({ id }: TruthStudent): string => ids.get(id) ?? 'unknown';
    const moved = known.filter(consents);
    for (const student of moved) await putConsent(store, connection, idOf(student), 'given');
    const held = known.filter((student) => !consents(student));
    return { year, wording: vendor.wording, connection, ...range, asOf, held, moved, idOf };
  } finally {
    await vendor.close();
  }
}

/** One move of a journal into a pack. */
export interface Packing {
  readonly transfer: Transfer;
  readonly folder: string;
  readonly where: {
    readonly target: typeof exchangePack;
    readonly settings: object;
    readonly mapping: typeof noMapping;
    readonly signal: AbortSignal;
    readonly onProgress: () => void;
  };
}

/** Settings of every pack here: the folder is no part of what stands in it. */
export const packSettings = (folder: string): object => ({
  folder,
  sourceSystem: 'old/journal',
  school: 'Школа (вымышленная)',
  extractedAt: AT.toISOString(),
});

/** Where a pack goes, for whoever runs the transfer. */
export const packEnd = (folder: string): Packing['where'] => ({
  target: exchangePack,
  settings: packSettings(folder),
  mapping: noMapping,
  signal,
  onProgress: () => undefined,
});

/** Begins a move of a journal that was read. */
export async function beginPacking(store: Store, source: Source, folder: string): Promise<Packing> {
  const { connection, from, to } = source;
  const transfer = await createTransfer(store, {
    schoolId: connection.schoolId,
    source: connection.source,
    target: `exchange-pack:${folder}`,
    operator: OPERATOR,
    fromDay: from,
    toDay: to,
    switchDay: null,
    policy: {},
    createdAt: AT,
  });
  return { transfer, folder, where: packEnd(folder) };
}

/** Plans; a refusal is a defect of the test. */
export async function plan(store: Store, { transfer, where }: Packing) {
  const planned = await planTransfer(depsOf(store), transfer.transferId, where);
  if (!planned.ok) throw new Error(planned.error.code);
  return planned.value;
}

/** Runs what was planned. */
export async function run(store: Store, { transfer, where }: Packing) {
  const report = await runTransfer(depsOf(store), transfer.transferId, where);
  if (!report.ok) throw new Error(report.error.code);
  return report.value;
}

/** Holds the journal against the pack. */
export async function reconcile(store: Store, { transfer, where }: Packing): Promise<Reconciliation> {
  const found = await reconcileTransfer(depsOf(store), transfer.transferId, where);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}
