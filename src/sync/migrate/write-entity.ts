import type { EntityName } from '../../model/entities.ts';
import { rowPagesByPlace } from '../../store/transfer/row-order.ts';
import { forgetRows, keysTaken, markWriting, type Settled, settleRows } from '../../store/transfer/rows.ts';
import { sourceRows } from '../../store/transfer/source-rows.ts';
import { noteDone, scopeOf } from '../../store/transfer/transfers.ts';
import type { SourceRow, TransferRow } from '../../store/transfer/types.ts';
import { type Judgement, judge } from './judge.ts';
import { lookBefore } from './look-before.ts';
import { Waiting } from './patience.ts';
import { goesInFact, References } from './references.ts';
import { takeBackPlaces } from './take-back.ts';
import type { TransferWork } from './transfer-work.ts';
import { BatchWriting, type Writing } from './write-batch.ts';

/** Rows that are fetched and noted together; the target is given them a batch at a time. */
const PAGE = 1_000;

/** A page of rows that are to be written, sorted by what is to be done with them. */
export interface SortedPage {
  readonly writing: readonly Writing[];
  /** What does not go after all: the source or the target has changed since the plan. */
  readonly settled: readonly Settled[];
  /** The source has it no more, and nothing of it was written. */
  readonly forgotten: readonly string[];
}

const isDoubtful = ({ state, targetKey }: TransferRow): boolean => state === 'writing' && targetKey === null;

const givenUp = (row: TransferRow, judgement: Judgement): Settled => ({
  rowId: row.rowId,
  fate: judgement.fate,
  // Whether an unanswered write came through is found out before it is taken back.
  state: isDoubtful(row) ? 'writing' : judgement.fate === 'hold' ? 'held' : 'left',
  reason: judgement.reason,
  sourceHash: judgement.hash,
  writtenHash: null,
  targetKey: row.targetKey,
});

/** A row that the source has given up since it was planned, and that was given to the target. */
export const goneSince = (row: TransferRow): Settled => ({
  ...row,
  fate: 'gone',
  state: isDoubtful(row) ? 'writing' : 'stays',
  reason: 'transfer.gone',
});

const isUnwritten = ({ state, targetKey }: TransferRow): boolean => state !== 'writing' && targetKey === null;

/** Judges the rows of a page by what they are now: the school works on while the transfer runs. */
export async function sortPage(
  { deps, transfer, ground }: Pick<TransferWork, 'deps' | 'transfer' | 'ground'>,
  references: References,
  entity: EntityName,
  page: readonly TransferRow[],
): Promise<SortedPage> {
  const ids = page.map(({ rowId }) => rowId);
  const now = await sourceRows(deps.store, scopeOf(transfer), entity, ids);
  const referents = await references.load([...now.values()]);
  const writing: Writing[] = [];
  const settled: Settled[] = [];
  const forgotten: string[] = [];
  const sort = (row: TransferRow, source: SourceRow) => {
    const judgement = judge(source, ground, referents);
    const { rowId, targetKey } = row;
    if (judgement.data === null) settled.push(givenUp(row, judgement));
    else writing.push({ entity, rowId, judgement, targetKey, doubtful: row.state === 'writing' });
  };
  for (const row of page) {
    const source = now.get(row.rowId);
    if (source) sort(row, source);
    else if (isUnwritten(row)) forgotten.push(row.rowId);
    else settled.push(goneSince(row));
  }
  return { writing, settled, forgotten };
}

/** A row with what is written of it. */
interface Placed {
  readonly rowId: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** What a row stands at in the target. */
function neighbourhoodOf({ data }: Placed): string {
  const { lessonId, assessmentId, termId, subjectGroupId, date } = data ?? {};
  return String(lessonId ?? assessmentId ?? termId ?? `${String(subjectGroupId)}/${String(date)}`);
}

/**
 * The order in which the rows of a page are given. Rows of one lesson go in one batch: the target reads a lesson back
 * once, and not once for each of its rows. Within it they keep the order of their ids.
 */
export function byNeighbours(left: Placed, right: Placed): number {
  const [a, b] = [neighbourhoodOf(left), neighbourhoodOf(right)];
  if (a === b) return left.rowId < right.rowId ? -1 : 1;
  return a < b ? -1 : 1;
}

const inWritingOrder = (writing: readonly Writing[]): readonly Writing[] =>
  writing.toSorted((left, right) =>
    byNeighbours(
      { rowId: left.rowId, data: left.judgement.data },
      { rowId: right.rowId, data: right.judgement.data },
    ),
  );

async function writeBatches(
  work: TransferWork,
  entity: EntityName,
  rows: readonly Writing[],
): Promise<boolean> {
  const { deps, transfer, ground, session, meter, patience, signal } = work;
  const size = ground.declaration.batch;
  const taken = async (keys: readonly string[]) => [
    ...(await keysTaken(deps.store, transfer, entity, keys)).keys(),
  ];
  for (let at = 0; at < rows.length; at += size) {
    const { free: batch, standing } = await lookBefore(work, entity, rows.slice(at, at + size));
    await settleRows(deps.store, transfer, entity, standing);
    const ids = batch.map(({ rowId }) => rowId);
    // From here on whatever is found in the place of such a row is of our own writing.
    await markWriting(deps.store, transfer, entity, ids);
    const waiting = new Waiting(deps, patience, signal);
    const writing = new BatchWriting(session, entity, batch, patience, waiting, taken);
    const settled = await writing.finish();
    await takeBackPlaces(work, entity, batch, settled);
    await settleRows(deps.store, transfer, entity, settled);
    meter.add(standing.length + settled.length);
    if (!(await noteDone(deps.store, transfer, meter.done)) || signal.aborted) return false;
  }
  return true;
}

/** Writes what is to be written of one entity; false where somebody asked to pause. */
export async function writeEntity(work: TransferWork, entity: EntityName): Promise<boolean> {
  const { deps, transfer, meter } = work;
  const references = new References(deps.store, transfer, goesInFact);
  const filter = { entity, fates: ['arrive', 'change'], states: ['planned', 'writing'] } as const;
  for await (const page of rowPagesByPlace(deps.store, transfer, filter, PAGE)) {
    const { writing, settled, forgotten } = await sortPage(work, references, entity, page);
    await settleRows(deps.store, transfer, entity, settled);
    await forgetRows(deps.store, transfer, entity, forgotten);
    meter.add(settled.length + forgotten.length);
    if (!(await writeBatches(work, entity, inWritingOrder(writing)))) return false;
  }
  return true;
}
