import type { Diagnostic } from '../../model/diagnostic.ts';
import { type EntityName, entityNames } from '../../model/entities.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { rowPages, type Settled } from '../../store/transfer/rows.ts';
import { getTransfer } from '../../store/transfer/transfers.ts';
import type { RowState, TransferRow } from '../../store/transfer/types.ts';
import { declarationOf, type TransferDeps, type TransferTarget, withTarget } from './deps.ts';
import { failureOf } from './failures.ts';
import { readBasis } from './ground.ts';
import { type LookWork, lookBefore } from './look-before.ts';
import { PATIENCE } from './patience.ts';
import { goesInTheory, References } from './references.ts';
import { checkRun } from './run.ts';
import type { Writing } from './write-batch.ts';
import { sortPage } from './write-entity.ts';

/** What a run would make of a row. */
export interface ForeseenRow {
  readonly entity: EntityName;
  readonly rowId: string;
  readonly state: RowState;
  readonly reason: string | null;
}

const PAGE = 1_000;

const isPending = ({ fate, state }: TransferRow): boolean =>
  (fate === 'arrive' || fate === 'change') && (state === 'planned' || state === 'writing');

/** What is done already, or will be taken back. */
function settledAs(row: TransferRow, deletes: boolean): ForeseenRow {
  const { entity, rowId, fate, reason } = row;
  if (fate !== 'gone') {
    const doubtful = row.state === 'writing';
    return { entity, rowId, state: doubtful ? (fate === 'hold' ? 'held' : 'left') : row.state, reason };
  }
  return { entity, rowId, state: deletes || row.targetKey === null ? 'removed' : 'stays', reason };
}

type Work = LookWork;

/** What stands in the way of a page, looked at in the batches of a run. */
async function lookAtAll(work: Work, entity: EntityName, writing: readonly Writing[]) {
  const { batch } = work.ground.declaration;
  const free: Writing[] = [];
  const standing: Settled[] = [];
  for (let at = 0; at < writing.length; at += batch) {
    const found = await lookBefore(work, entity, writing.slice(at, at + batch));
    free.push(...found.free);
    standing.push(...found.standing);
  }
  return { free, standing };
}

async function foreseePage(
  work: Work,
  references: References,
  entity: EntityName,
  page: readonly TransferRow[],
): Promise<readonly ForeseenRow[]> {
  const { deletes } = work.ground.declaration;
  const { writing, settled } = await sortPage(work, references, entity, page.filter(isPending));
  const { free, standing } = await lookAtAll(work, entity, writing);
  const left = [...settled, ...standing.filter(({ state }) => state === 'left')];
  for (const { rowId } of left) references.imagineLeft(entity, rowId);
  return [
    ...page.filter((row) => !isPending(row)).map((row) => settledAs(row, deletes)),
    ...[...settled, ...standing].map(({ rowId, fate, state, reason }) => {
      const gone = deletes ? 'removed' : 'stays';
      return { entity, rowId, state: fate === 'gone' ? gone : state, reason } as const;
    }),
    ...free.map(({ rowId, judgement }) => ({
      entity,
      rowId,
      state: judgement.fate === 'change' ? ('changed' as const) : ('arrived' as const),
      reason: judgement.reason,
    })),
  ];
}

/**
 * Tells of every row what a run would make of it, if the target takes what it is given: the run's own way up to the
 * write. Nothing is written, neither there nor here.
 */
export async function dryRunTransfer(
  deps: TransferDeps,
  transferId: string,
  where: TransferTarget,
  tell: (rows: readonly ForeseenRow[]) => void | Promise<void>,
): Promise<Result<null, Diagnostic>> {
  const transfer = await getTransfer(deps.store, transferId);
  if (!transfer) throw new Error('a transfer that was never begun');
  const wrong = await checkRun(deps, transfer, where);
  if (wrong) return err(wrong);
  try {
    await withTarget(deps, where, async (session) => {
      const declaration = declarationOf(where);
      const { ground } = await readBasis(deps, transfer, declaration, where.mapping, session);
      const work = { deps, transfer, ground, session, patience: PATIENCE, signal: where.signal };
      const references = new References(deps.store, transfer, goesInTheory);
      for (const entity of entityNames) {
        for await (const page of rowPages(deps.store, transfer, { entity }, PAGE)) {
          await tell(await foreseePage(work, references, entity, page));
        }
      }
    });
    return ok(null);
  } catch (error) {
    return err(await failureOf(deps.store, error));
  }
}
