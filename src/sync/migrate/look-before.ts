import type { EntityName } from '../../model/entities.ts';
import { keysTaken, type Settled } from '../../store/transfer/rows.ts';
import { differences } from './compare.ts';
import { isPassing } from './failures.ts';
import { Waiting } from './patience.ts';
import type { TransferWork } from './transfer-work.ts';
import { twinOf } from './twins.ts';
import { recordAt, type Writing } from './write-batch.ts';

/** What looking needs. */
export type LookWork = Pick<TransferWork, 'deps' | 'transfer' | 'ground' | 'session' | 'patience' | 'signal'>;

/** Rows of a batch that may be written, and those in whose place something of somebody else's stands. */
export interface Looked {
  readonly free: readonly Writing[];
  readonly standing: readonly Settled[];
}

type Content = Readonly<Record<string, unknown>>;

/** Nothing is written, and nothing of it is ever taken back: `key` is of a row that is the same, null for another one. */
function settledBeside({ rowId, judgement }: Writing, key: string | null): Settled {
  const { fate, hash, reason } = judgement;
  const state = key === null ? 'left' : fate === 'change' ? 'changed' : 'arrived';
  return {
    rowId,
    fate,
    state,
    reason: key === null ? 'target.occupied' : reason,
    sourceHash: hash,
    writtenHash: key === null ? null : hash,
    targetKey: key,
    ours: false,
  };
}

/** What of these stands in the target and is of nobody's row in this transfer. */
async function foreign(
  { deps, transfer, session }: LookWork,
  entity: EntityName,
  keys: readonly string[],
): Promise<Map<string, Content>> {
  const twin = twinOf(entity);
  const [own, twins] = await Promise.all([
    keysTaken(deps.store, transfer, entity, keys),
    twin ? keysTaken(deps.store, transfer, twin, keys) : new Map<string, string>(),
  ]);
  const unknown = keys.filter((key) => !own.has(key) && !twins.has(key));
  const read = unknown.length === 0 ? [] : await session.readBack(entity, unknown);
  return new Map(read.map(({ key, data }) => [key, data as Content]));
}

async function look(work: LookWork, entity: EntityName, rows: readonly Writing[]): Promise<Looked> {
  const isNew = ({ targetKey, doubtful }: Writing): boolean => targetKey === null && !doubtful;
  const fresh = rows.filter(isNew);
  if (!work.session.placesOf || fresh.length === 0) return { free: rows, standing: [] };
  const places = await work.session.placesOf(fresh.map((row) => recordAt(row, null)));
  const there = await foreign(work, entity, [...new Set(places.flat())]);
  const standing = new Map<Writing, Settled>();
  fresh.forEach((row, index) => {
    const found = (places[index] ?? []).filter((key) => there.has(key));
    const isSame = (key: string): boolean =>
      differences(entity, row.judgement.data ?? {}, there.get(key) ?? {}).length === 0;
    const same = found.find(isSame) ?? null;
    if (found.length > 0) standing.set(row, settledBeside(row, same));
    // It stands for one row: another one that is alike has a place of its own.
    if (same !== null) there.delete(same);
  });
  return { free: rows.filter((row) => !standing.has(row)), standing: [...standing.values()] };
}

/**
 * Looks where new rows are to go, before any of them is given: what people have entered in the target is not written
 * over. A row of an earlier, unanswered write was looked for then, and what stands in its place is ours.
 */
export async function lookBefore(
  work: LookWork,
  entity: EntityName,
  rows: readonly Writing[],
): Promise<Looked> {
  const waiting = new Waiting(work.deps, work.patience, work.signal);
  for (;;) {
    try {
      return await look(work, entity, rows);
    } catch (error) {
      if (!isPassing(error) || waiting.over) throw error;
      await waiting.pause(error.retryAfterMs);
    }
  }
}
