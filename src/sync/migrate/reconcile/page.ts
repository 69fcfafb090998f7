import type { TargetSession } from '../../../adapters/target.ts';
import type { EntityName } from '../../../model/entities.ts';
import type { RowPlace, SourceRow, TransferRow } from '../../../store/transfer/types.ts';
import { differences } from '../compare.ts';
import { type JudgeGround, type Judgement, judge } from '../judge.ts';
import type { Referents } from '../references.ts';
import type { Difference } from './types.ts';

type Content = Readonly<Record<string, unknown>>;

/** A row of the source held against the target. */
export interface ComparedRow {
  readonly source: SourceRow;
  readonly place: RowPlace;
  /** Null where no plan has seen it. */
  readonly row: TransferRow | null;
  /** What should be in the target; null where nothing should. */
  readonly expected: Content | null;
  /** What is in the target; null where nothing is. */
  readonly found: Content | null;
  readonly difference: Difference | null;
}

/** What comparing works with. */
export interface Comparing {
  readonly entity: EntityName;
  readonly ground: JudgeGround;
  readonly session: TargetSession;
  readonly placeOf: (row: SourceRow) => RowPlace;
}

/** Reads a page's rows from the target afresh, as many at once as it likes. */
async function readTarget(
  { entity, session, ground }: Comparing,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Content>> {
  const found = new Map<string, Content>();
  const { batch } = ground.declaration;
  for (let at = 0; at < keys.length; at += batch) {
    for (const { key, data } of await session.readBack(entity, keys.slice(at, at + batch))) {
      found.set(key, data as Content);
    }
  }
  return found;
}

const hasEnded = ({ state }: TransferRow): boolean => state === 'arrived' || state === 'changed';

const isWritten = (row: TransferRow | null): row is TransferRow =>
  row?.ours === true && row.targetKey !== null && hasEnded(row);

function differenceOf(
  entity: EntityName,
  { rowId }: SourceRow,
  row: TransferRow | null,
  judgement: Judgement | null,
  found: Content | null,
): Difference | null {
  const of = (kind: Difference['kind'], fields: readonly string[] = []): Difference => ({
    entity,
    rowId,
    targetKey: row?.targetKey ?? null,
    kind,
    fields: [...fields],
  });
  if (row === null) return of('not_planned');
  if (!isWritten(row)) return null;
  if (found === null) return of('missing');
  if (!judgement?.data) return of('outdated');
  const fields = differences(entity, judgement.data, found);
  if (fields.length === 0) return null;
  return of(judgement.hash === row.writtenHash ? 'differs' : 'outdated', fields);
}

/** Holds a page of the source's rows against the target. */
export async function comparePage(
  comparing: Comparing,
  page: readonly SourceRow[],
  rows: ReadonlyMap<string, TransferRow>,
  referents: Referents,
): Promise<readonly ComparedRow[]> {
  const { entity, ground, placeOf } = comparing;
  const keys = [...rows.values()].flatMap((row) => (isWritten(row) && row.targetKey ? [row.targetKey] : []));
  const there = await readTarget(comparing, keys);
  return page.map((source) => {
    const row = rows.get(source.rowId) ?? null;
    const judgement = isWritten(row) ? judge(source, ground, referents) : null;
    const found = isWritten(row) ? (there.get(row.targetKey ?? '') ?? null) : null;
    return {
      source,
      row,
      found,
      place: placeOf(source),
      expected: judgement?.data ?? null,
      difference: differenceOf(entity, source, row, judgement, found),
    };
  });
}
