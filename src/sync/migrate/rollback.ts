import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { handoverOf } from '../../store/transfer/handover.ts';
import { openingsOf } from '../../store/transfer/openings.ts';
import { rowPages, type Settled, settleRows } from '../../store/transfer/rows.ts';
import { changeTransfer, getTransfer, whileAlone } from '../../store/transfer/transfers.ts';
import type { Transfer, TransferRow } from '../../store/transfer/types.ts';
import { declarationOf, type TransferDeps, type TransferTarget, withTarget } from './deps.ts';
import { settleDoubts } from './doubts.ts';
import { busy, failureOf } from './failures.ts';
import { readBasis } from './ground.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { backwards, removePatiently } from './take-back.ts';

/** How a rollback ended: what stays is listed by {@link stillThere}. */
export interface RollbackReport {
  readonly transferId: string;
  readonly removed: number;
  readonly stays: number;
  /** `paused` where something may still be taken back, or could not be for a reason that may pass. */
  readonly state: 'rolled_back' | 'paused';
}

/** What the target never gives back and takes again without harm: it stays, and the rollback is done all the same. */
const OF_THE_TARGET = 'target.stays';

/** What we wrote and the target still has, children before parents. */
export async function* stillThere(
  { store }: Pick<TransferDeps, 'store'>,
  transfer: Transfer,
  { target }: Pick<TransferTarget, 'target'>,
): AsyncGenerator<readonly TransferRow[]> {
  for (const entity of backwards(target.declaration.takes)) {
    yield* rowPages(store, transfer, { entity, written: true }, target.declaration.batch);
  }
}

const takenBack = (row: TransferRow): Settled => ({
  ...row,
  state: 'removed',
  reason: 'transfer.rolled_back',
  writtenHash: null,
  targetKey: null,
});

async function removeAll(
  deps: TransferDeps,
  transfer: Transfer,
  where: TransferTarget & { readonly patience?: Patience },
): Promise<Omit<RollbackReport, 'transferId'>> {
  const declaration = declarationOf(where);
  return withTarget(deps, where, async (session) => {
    session.keepOpenings?.(openingsOf(deps.store, transfer));
    const { ground } = await readBasis(deps, transfer, declaration, where.mapping, session);
    await settleDoubts({ deps, transfer, ground, session }, ['gone', 'hold', 'leave', 'arrive', 'change']);
    const work = { deps, session, signal: where.signal, patience: where.patience ?? PATIENCE };
    let removed = 0;
    let stays = 0;
    let open = 0;
    for await (const page of stillThere(deps, transfer, where)) {
      const entity = page[0]?.entity;
      if (!entity) continue;
      const keys = page.flatMap(({ targetKey }) => (targetKey === null ? [] : [targetKey]));
      const refused = declaration.deletes
        ? await removePatiently(work, entity, keys)
        : new Map(keys.map((key) => [key, 'transfer.cannot_delete']));
      const gone = page.filter(({ targetKey }) => targetKey !== null && !refused.has(targetKey));
      await settleRows(deps.store, transfer, entity, gone.map(takenBack));
      removed += gone.length;
      stays += refused.size;
      open += [...refused.values()].filter((code) => code !== OF_THE_TARGET).length;
    }
    await session.finish?.(await handoverOf(deps.store, transfer));
    return { removed, stays, state: open === 0 ? 'rolled_back' : 'paused' };
  });
}

/**
 * Takes back from the target what the transfer wrote there, children before parents; what was there before is never
 * touched. Where the target cannot delete, or refuses to, it says how much stays; what is the target's own for good (a
 * lesson of its timetable) does not keep the transfer from being rolled back. Can be given again.
 */
export async function rollbackTransfer(
  deps: TransferDeps,
  transferId: string,
  where: TransferTarget & { readonly patience?: Patience },
): Promise<Result<RollbackReport, Diagnostic>> {
  const { store, now } = deps;
  const transfer = await getTransfer(store, transferId);
  if (!transfer) throw new Error('a transfer that was never begun');
  try {
    const alone = await whileAlone(store, transfer, async () => {
      // A plan made before is of no use now: a run must not go on from here.
      await changeTransfer(store, transfer, { state: 'paused', plannedAt: null });
      const report = await removeAll(deps, transfer, where);
      if (report.state === 'rolled_back') {
        await changeTransfer(store, transfer, { state: 'rolled_back', finishedAt: now(), error: null });
      }
      return report;
    });
    return alone ? ok({ transferId, ...alone.result }) : err(busy(transferId));
  } catch (error) {
    return err(await failureOf(store, error));
  }
}
