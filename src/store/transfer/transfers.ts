import type { Day } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { diagnosticSchema } from '../../model/diagnostic.ts';
import type { Prisma, Transfer as Row } from '../generated/client.ts';
import { transferLock } from '../ingest/keys.ts';
import type { Store } from '../open.ts';
import type { SourceScope } from './source-rows.ts';
import type { Transfer, TransferState } from './types.ts';

const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);

const toTransfer = (row: Row): Transfer => ({
  ...row,
  transferId: row.transferId.toString(),
  fromDay: dayOf(row.fromDay),
  toDay: dayOf(row.toDay),
  switchDay: row.switchDay && dayOf(row.switchDay),
  state: row.state as TransferState,
  error: row.error === null ? null : diagnosticSchema.parse(row.error),
});

/** What a transfer begins with. */
export interface NewTransfer
  extends Pick<
    Transfer,
    'schoolId' | 'source' | 'target' | 'operator' | 'fromDay' | 'toDay' | 'switchDay' | 'policy'
  > {
  readonly createdAt: Date;
}

/** Begins a transfer; nothing of it is planned yet. */
export async function createTransfer(store: Store, transfer: NewTransfer): Promise<Transfer> {
  const { fromDay, toDay, switchDay, policy, ...rest } = transfer;
  const row = await store.prisma.transfer.create({
    data: {
      ...rest,
      policy: policy as Prisma.InputJsonValue,
      fromDay: new Date(fromDay),
      toDay: new Date(toDay),
      switchDay: switchDay === null ? null : new Date(switchDay),
      state: 'planned',
    },
  });
  return toTransfer(row);
}

/** A transfer by its number, or null. */
export async function getTransfer(store: Store, transferId: string): Promise<Transfer | null> {
  if (!/^\d{1,18}$/.test(transferId)) return null;
  const row = await store.prisma.transfer.findUnique({ where: { transferId: BigInt(transferId) } });
  return row && toTransfer(row);
}

/** The transfers of a school's source to a target, newest first; of those that were rolled back only where asked. */
export async function findTransfers(
  store: Store,
  { schoolId, source, target }: Pick<Transfer, 'schoolId' | 'source' | 'target'>,
  rolledBackToo = false,
): Promise<readonly Transfer[]> {
  const where = { schoolId, source, target };
  const rows = await store.prisma.transfer.findMany({
    where: rolledBackToo ? where : { ...where, state: { not: 'rolled_back' } },
    orderBy: { transferId: 'desc' },
  });
  return rows.map(toTransfer);
}

/** The last of {@link findTransfers}, or null. */
export async function findTransfer(
  store: Store,
  ends: Pick<Transfer, 'schoolId' | 'source' | 'target'>,
): Promise<Transfer | null> {
  return (await findTransfers(store, ends))[0] ?? null;
}

/** The transfers of a school, or of all, newest first. */
export async function listTransfers(store: Store, schoolId?: string): Promise<Transfer[]> {
  const where = schoolId === undefined ? {} : { schoolId };
  const rows = await store.prisma.transfer.findMany({ where, orderBy: { transferId: 'desc' } });
  return rows.map(toTransfer);
}

/** What may be written of a transfer as it goes on; what is left out stays. */
export interface TransferChange {
  readonly state?: TransferState;
  readonly planNo?: number;
  readonly mappingVersion?: string;
  readonly policy?: unknown;
  readonly fromDay?: Day;
  readonly toDay?: Day;
  readonly switchDay?: Day | null;
  readonly done?: number;
  readonly total?: number;
  readonly plannedAt?: Date | null;
  readonly finishedAt?: Date | null;
  readonly error?: Diagnostic | null;
  readonly reconciliation?: unknown;
}

const COLUMNS: Readonly<Record<keyof TransferChange, string>> = {
  state: 'state',
  planNo: 'plan_no',
  mappingVersion: 'mapping_version',
  policy: 'policy',
  fromDay: 'from_day',
  toDay: 'to_day',
  switchDay: 'switch_day',
  done: 'done',
  total: 'total',
  plannedAt: 'planned_at',
  finishedAt: 'finished_at',
  error: 'error',
  reconciliation: 'reconciliation',
};

const isJson = (name: string): boolean => name === 'policy' || name === 'error' || name === 'reconciliation';

/** Writes how far a transfer is. */
export async function changeTransfer(
  store: Store,
  { schoolId, transferId }: Pick<Transfer, 'schoolId' | 'transferId'>,
  change: TransferChange,
): Promise<void> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  const set = given.map(([name], index) => `"${COLUMNS[name as keyof TransferChange]}" = $${index + 3}`);
  const values = given.map(([name, value]) =>
    isJson(name) && value !== null ? JSON.stringify(value) : value,
  );
  await store.pool.query(`UPDATE transfer SET ${set.join(', ')} WHERE school_id = $1 AND transfer_id = $2`, [
    schoolId,
    transferId,
    ...values,
  ]);
}

/** Asks whoever runs a transfer to stop behind the next batch; false where nobody runs it. */
export async function askToPause(store: Store, { schoolId, transferId }: Transfer): Promise<boolean> {
  const { rowCount } = await store.pool.query(
    `UPDATE transfer SET state = 'paused' WHERE school_id = $1 AND transfer_id = $2 AND state = 'running'`,
    [schoolId, transferId],
  );
  return (rowCount ?? 0) > 0;
}

/** Notes how many rows are done; false where somebody asked to pause. */
export async function noteDone(
  store: Store,
  { schoolId, transferId }: Pick<Transfer, 'schoolId' | 'transferId'>,
  done: number,
): Promise<boolean> {
  const { rows } = await store.pool.query<{ state: string }>(
    'UPDATE transfer SET done = $3 WHERE school_id = $1 AND transfer_id = $2 RETURNING state',
    [schoolId, transferId, done],
  );
  return rows[0]?.state === 'running';
}

/**
 * Does work on a transfer that nobody else may do at the same time; null where somebody does. The lock is one of a
 * connection: it goes with the program, however that ends.
 */
export async function whileAlone<T>(
  store: Store,
  { schoolId, transferId }: Pick<Transfer, 'schoolId' | 'transferId'>,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | null> {
  const client = await store.connect();
  try {
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
      transferLock(schoolId, transferId),
    ]);
    return rows[0]?.free === true ? { result: await work() } : null;
  } finally {
    await client.end();
  }
}

/** What a transfer moves. */
export const scopeOf = ({ schoolId, source, fromDay, toDay }: Transfer): SourceScope => ({
  schoolId,
  source,
  from: fromDay,
  to: toDay,
});
