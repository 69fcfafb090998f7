/**
 * The limit: the rows that were moved are read from the store and put into another empty school of the same kind, in
 * the same batches over the same sockets, without mapping, rules, notes and read-back. Keys of the first target stand
 * for what both have; keys of what is written here come from here.
 */
import { targetOf } from '../../src/adapters/registry.ts';
import type { TargetRecord, TargetSession } from '../../src/adapters/target.ts';
import { type EntityName, entityOf, type Fields } from '../../src/model/entities.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { rowPagesByPlace } from '../../src/store/transfer/row-order.ts';
import { rowPages } from '../../src/store/transfer/rows.ts';
import { sourceRows } from '../../src/store/transfer/source-rows.ts';
import { getTransfer, scopeOf } from '../../src/store/transfer/transfers.ts';
import type { SourceRow, Transfer } from '../../src/store/transfer/types.ts';
import { withTarget } from '../../src/sync/migrate/deps.ts';
import { noMapping } from '../../src/sync/migrate/resolve.ts';
import { byNeighbours } from '../../src/sync/migrate/write-entity.ts';
import { secondsOf } from '../harness.ts';
import { depsOf, type SimulatorCard } from './card.ts';
import { type Spent, watched } from './watched.ts';

/** As the run has it. */
const PAGE = 1_000;

const [, , url = '', transferId = '', told = ''] = process.argv;
const { system, settings } = JSON.parse(told) as SimulatorCard;
const target = targetOf(system);
if (!target) throw new Error('no target');
const { takes, batch } = target.declaration;

const MATCHED = ['class', 'subject', 'staff', 'student', 'subjectGroup', 'term', 'workType'] as const;

/** What both targets have: the mapping's answers. Reading them is not part of the limit. */
async function readKeys(store: Store, transfer: Transfer): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for (const entity of MATCHED)
    for await (const page of rowPages(store, transfer, { entity, states: ['arrived', 'changed'] }, PAGE))
      for (const { rowId, targetKey } of page) if (targetKey !== null) keys.set(rowId, targetKey);
  return keys;
}

function recordOf({ entity, rowId, data }: SourceRow, keys: ReadonlyMap<string, string>): TargetRecord {
  const given: Record<string, unknown> = { ...data };
  for (const [field, { ref }] of entityOf(entity).fields)
    if (ref !== undefined && typeof data[field] === 'string') given[field] = keys.get(data[field]) ?? null;
  return { entity, ourId: rowId, data: given as Fields<EntityName>, targetKey: null };
}

/** The moved rows of an entity as the source has them, a batch at a time, in the order in which they were moved. */
async function* batches(
  store: Store,
  transfer: Transfer,
  entity: EntityName,
): AsyncGenerator<readonly SourceRow[]> {
  const filter = { entity, states: ['arrived', 'changed'] } as const;
  for await (const page of rowPagesByPlace(store, transfer, filter, PAGE)) {
    const ids = page.map(({ rowId }) => rowId);
    const rows = [...(await sourceRows(store, scopeOf(transfer), entity, ids)).values()].sort(byNeighbours);
    for (let at = 0; at < rows.length; at += batch) yield rows.slice(at, at + batch);
  }
}

async function putAll(store: Store, transfer: Transfer, session: TargetSession, keys: Map<string, string>) {
  const done = { rows: 0, refused: 0 };
  for (const entity of takes)
    for await (const rows of batches(store, transfer, entity)) {
      const outcomes = await session.write(rows.map((row) => recordOf(row, keys)));
      rows.forEach(({ rowId }, index) => {
        const outcome = outcomes[index];
        if (outcome?.ok) keys.set(rowId, outcome.targetKey);
        else done.refused += 1;
      });
      done.rows += rows.length;
    }
  return done;
}

const store = await openStore({ url });
try {
  const transfer = await getTransfer(store, transferId);
  if (!transfer) throw new Error('no transfer');
  const known = await readKeys(store, transfer);
  const spent: Spent = {};
  const where = {
    target: watched(target, spent),
    settings,
    mapping: noMapping,
    signal: new AbortController().signal,
  };
  let done = { rows: 0, refused: 0 };
  const seconds = await secondsOf(async () => {
    done = await withTarget(depsOf(store), where, (session) => putAll(store, transfer, session, known));
  });
  console.log(JSON.stringify({ ...done, seconds, spent }));
} finally {
  await store.close();
}
