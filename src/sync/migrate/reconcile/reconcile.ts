import type { TargetSession } from '../../../adapters/target.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { type EntityName, entityNames } from '../../../model/entities.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import {
  forgetRows,
  rowPages,
  rowsById,
  rowsWithoutSource,
  settleRows,
} from '../../../store/transfer/rows.ts';
import { countSource, sourcePages } from '../../../store/transfer/source-rows.ts';
import { changeTransfer, getTransfer, scopeOf, whileAlone } from '../../../store/transfer/transfers.ts';
import type { Transfer, TransferRow } from '../../../store/transfer/types.ts';
import { declarationOf, type TransferDeps, type TransferTarget, withTarget } from '../deps.ts';
import { busy, failureOf } from '../failures.ts';
import { readBasis, type TransferBasis } from '../ground.ts';
import { goesInFact, References } from '../references.ts';
import { goneSince } from '../write-entity.ts';
import { type ComparedRow, comparePage } from './page.ts';
import { Results } from './results.ts';
import { Sums } from './sums.ts';
import { findSurplus } from './surplus.ts';
import type { Difference, Reconciliation } from './types.ts';

const PAGE = 1_000;

/** So many differences are kept with the result; the rows themselves say the rest. */
const KEPT_DIFFERENCES = 1_000;

/** How to reconcile; `onDifferences` is told of every one. */
export interface ReconcileRequest extends TransferTarget {
  readonly onDifferences?: (differences: readonly Difference[]) => void;
}

interface Gathering {
  readonly sums: Sums;
  readonly results: Results;
  readonly tell: (differences: readonly Difference[]) => void;
}

function addSums(sums: Sums, { source, place, expected, found }: ComparedRow): void {
  const { entity, rowId, data } = source;
  sums.add(entity, 'source', rowId, place, data);
  if (expected) sums.add(entity, 'expected', rowId, place, expected);
  if (found) sums.add(entity, 'target', rowId, place, found);
}

const goneOf = ({ entity, rowId, targetKey }: TransferRow): Difference => ({
  entity,
  rowId,
  targetKey,
  kind: 'gone',
  fields: [],
});

const isUnwritten = ({ state, targetKey, ours }: TransferRow): boolean =>
  state !== 'writing' && (!ours || targetKey === null);

/** What the source has no more and the target still has; what was never written is no row of the transfer any more. */
async function goneRows(
  { store }: TransferDeps,
  transfer: Transfer,
  entity: EntityName,
): Promise<readonly TransferRow[]> {
  const since = await rowsWithoutSource(store, transfer, scopeOf(transfer), entity);
  const [never, gone] = [since.filter(isUnwritten), since.filter((row) => !isUnwritten(row))];
  const ids = never.map(({ rowId }) => rowId);
  await forgetRows(store, transfer, entity, ids);
  await settleRows(store, transfer, entity, gone.map(goneSince));
  const rows: TransferRow[] = [];
  for await (const page of rowPages(store, transfer, { entity, fates: ['gone'], written: true }, PAGE)) {
    rows.push(...page);
  }
  return rows;
}

async function reconcileEntity(
  deps: TransferDeps,
  transfer: Transfer,
  { ground, placeOf }: TransferBasis,
  session: TargetSession,
  { sums, results, tell }: Gathering,
  entity: EntityName,
): Promise<void> {
  const { store } = deps;
  const references = new References(store, transfer, goesInFact);
  for await (const page of sourcePages(store, scopeOf(transfer), entity, PAGE)) {
    const ids = page.map(({ rowId }) => rowId);
    const rows = await rowsById(store, transfer, entity, ids);
    const referents = await references.load(page);
    const compared = await comparePage({ entity, ground, session, placeOf }, page, rows, referents);
    for (const row of compared) addSums(sums, row);
    tell(compared.flatMap(({ difference }) => (difference ? [difference] : [])));
    await results.add(entity, compared);
  }
  const gone = await goneRows(deps, transfer, entity);
  results.addGone(entity, gone.length);
  tell(gone.map(goneOf));
  results.balance(entity, await countSource(store, scopeOf(transfer), entity));
}

async function reconcileAlone(
  deps: TransferDeps,
  transfer: Transfer,
  request: ReconcileRequest,
  session: TargetSession,
): Promise<Reconciliation> {
  const declaration = declarationOf(request);
  const basis = await readBasis(deps, transfer, declaration, request.mapping, session);
  const sums = new Sums();
  const results = new Results(deps, transfer);
  const differences: Difference[] = [];
  let differing = 0;
  const tell = (found: readonly Difference[]) => {
    differing += found.length;
    differences.push(...found.slice(0, KEPT_DIFFERENCES - differences.length));
    if (found.length > 0) request.onDifferences?.(found);
  };
  const gathering = { sums, results, tell };
  // Referring rows first: a parent that is found missing must not hide what stands in its children.
  for (const entity of [...entityNames].reverse()) {
    await reconcileEntity(deps, transfer, basis, session, gathering, entity);
  }
  const surplus = [...(await findSurplus(deps, transfer, declaration, session))];
  return { at: deps.now().toISOString(), ...results.end(), ...sums.end(), differing, differences, surplus };
}

/**
 * Holds the source, as it stands in the store after a fresh reading, against the target, read afresh: every row of the
 * source ends arrived, changed, held or left. A row that the target has lost or has otherwise is left from now on, with
 * the reason, and the next plan writes it again.
 */
export async function reconcileTransfer(
  deps: TransferDeps,
  transferId: string,
  request: ReconcileRequest,
): Promise<Result<Reconciliation, Diagnostic>> {
  const { store } = deps;
  const transfer = await getTransfer(store, transferId);
  if (!transfer) throw new Error('a transfer that was never begun');
  try {
    const alone = await whileAlone(store, transfer, () =>
      withTarget(deps, request, (session) => reconcileAlone(deps, transfer, request, session)),
    );
    if (!alone) return err(busy(transferId));
    await changeTransfer(store, transfer, { reconciliation: alone.result });
    return ok(alone.result);
  } catch (error) {
    return err(await failureOf(store, error));
  }
}
