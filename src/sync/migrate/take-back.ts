import type { TargetSession, WriteOutcome } from '../../adapters/target.ts';
import { type EntityName, entityNames } from '../../model/entities.ts';
import { keysTaken, rowPages, type Settled, settleRows } from '../../store/transfer/rows.ts';
import { noteDone } from '../../store/transfer/transfers.ts';
import type { Fate, RowState, TransferRow } from '../../store/transfer/types.ts';
import { isPassing } from './failures.ts';
import { Waiting } from './patience.ts';
import type { TransferWork } from './transfer-work.ts';

/** What the target has no more is as good as taken back: an earlier program may have died before it noted that. */
async function absent(
  session: TargetSession,
  entity: EntityName,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const there = new Set((await session.readBack(entity, keys)).map(({ key }) => key));
  return new Set(keys.filter((key) => !there.has(key)));
}

/** Takes one batch back; what cannot be is given back with the reason. */
export async function removeKeys(
  session: TargetSession,
  entity: EntityName,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const outcomes = await session.remove(entity, keys);
  const refused = new Map<string, string>();
  keys.forEach((key, index) => {
    const outcome = outcomes[index] as WriteOutcome;
    if (!outcome.ok) refused.set(key, outcome.diagnostic.code);
  });
  for (const key of await absent(session, entity, [...refused.keys()])) refused.delete(key);
  return refused;
}

/** The same, waiting for a target that is away. */
export async function removePatiently(
  { deps, session, patience, signal }: Pick<TransferWork, 'deps' | 'session' | 'patience' | 'signal'>,
  entity: EntityName,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const waiting = new Waiting(deps, patience, signal);
  for (;;) {
    try {
      return await removeKeys(session, entity, keys);
    } catch (error) {
      if (!isPassing(error) || waiting.over) throw error;
      await waiting.pause(error.retryAfterMs);
    }
  }
}

/**
 * A row may have moved to another place of the target: a mark that is of another work now. Its old place is taken back,
 * unless another row has come to stand there.
 */
export async function takeBackPlaces(
  work: TransferWork,
  entity: EntityName,
  before: readonly Pick<TransferRow, 'rowId' | 'targetKey'>[],
  settled: readonly Settled[],
): Promise<void> {
  const { deps, transfer, ground } = work;
  const now = new Map(settled.map(({ rowId, targetKey }) => [rowId, targetKey]));
  const old = before.flatMap(({ rowId, targetKey }) => {
    const key = now.get(rowId) ?? null;
    return targetKey === null || key === null || key === targetKey ? [] : [targetKey];
  });
  if (old.length === 0 || !ground.declaration.deletes) return;
  const ids = before.map(({ rowId }) => rowId);
  const others = await keysTaken(deps.store, transfer, entity, old, ids);
  const standing = new Set([...others.keys(), ...now.values()]);
  const empty = old.filter((key) => !standing.has(key));
  if (empty.length > 0) await removePatiently(work, entity, empty);
}

/** Children before parents. */
export const backwards = (takes: readonly EntityName[]): readonly EntityName[] =>
  entityNames.filter((entity) => takes.includes(entity)).reverse();

/** Where a row ends that is not to be in the target. */
export const stateOf = (fate: Fate, removed: boolean): RowState => {
  if (fate === 'gone') return removed ? 'removed' : 'stays';
  return fate === 'hold' ? 'held' : 'left';
};

function afterRemoval(row: TransferRow, refused: ReadonlyMap<string, string>): Settled {
  const removed = row.targetKey === null || !refused.has(row.targetKey);
  return {
    ...row,
    state: stateOf(row.fate, removed),
    writtenHash: null,
    targetKey: removed ? null : row.targetKey,
  };
}

/**
 * Takes back what was written of rows that the source has no more, or that may not go any more; false where somebody
 * asked to pause. Where the target cannot delete they stay, and are listed.
 */
export async function takeBackGone(work: TransferWork): Promise<boolean> {
  const { deps, transfer, ground, meter, signal } = work;
  const { declaration } = ground;
  if (!declaration.deletes) return true;
  for (const entity of backwards(declaration.takes)) {
    const filter = { entity, fates: ['gone', 'hold', 'leave'], written: true } as const;
    for await (const page of rowPages(deps.store, transfer, filter, declaration.batch)) {
      const keys = page.flatMap(({ targetKey }) => (targetKey === null ? [] : [targetKey]));
      const refused = await removePatiently(work, entity, keys);
      const settled = page.map((row) => afterRemoval(row, refused));
      await settleRows(deps.store, transfer, entity, settled);
      if (!(await noteDone(deps.store, transfer, meter.done)) || signal.aborted) return false;
    }
  }
  return true;
}
