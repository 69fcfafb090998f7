import type { EntityName } from '../../model/entities.ts';
import { lookUps } from './coverage.ts';
import { inBatches } from './in-batches.ts';
import type { WorkStore } from './work-store.ts';

const PAIRS = 'pairs';
const LISTS = 'lists';
const BATCH = 2_000;

type Entry = readonly [area: string, key: string, value: unknown];

const listKey = (entity: EntityName, field: string, id: string): string => `${entity}/${field}/${id}`;

async function writePairs(store: WorkStore): Promise<void> {
  const { add, flush } = inBatches<Entry>(BATCH, (batch) => store.putScratch(batch));
  for (const [entity, fields] of lookUps) {
    for await (const { id, row } of store.rows(entity)) {
      for (const field of fields) {
        const to = row[field];
        if (typeof to === 'string') await add([PAIRS, `${listKey(entity, field, to)}/${id}`, 0]);
      }
    }
  }
  await flush();
}

/** Pairs lie sorted, so those of one list stand together: each list is written once, whole. */
async function writeLists(store: WorkStore): Promise<void> {
  const { add, flush } = inBatches<Entry>(BATCH, (batch) => store.putScratch(batch));
  let list = '';
  let ids: string[] = [];
  const end = async (): Promise<void> => {
    if (ids.length > 0) await add([LISTS, list, ids]);
    ids = [];
  };
  for await (const [key] of store.scratch(PAIRS)) {
    const cut = key.lastIndexOf('/');
    if (key.slice(0, cut) !== list) await end();
    list = key.slice(0, cut);
    ids.push(key.slice(cut + 1));
  }
  await end();
  await flush();
}

/** Makes the lists of rows that refer to a row, for those references that the layout asks about. */
export async function prepareLookUps(store: WorkStore): Promise<void> {
  await clearLookUps(store);
  await writePairs(store);
  await writeLists(store);
  await store.clearScratch(PAIRS);
}

export async function clearLookUps(store: WorkStore): Promise<void> {
  await store.clearScratch(PAIRS);
  await store.clearScratch(LISTS);
}

/** Ids of the rows whose `field` refers to `id`. */
export const referring = (
  store: WorkStore,
  entity: EntityName,
  field: string,
  id: string,
): readonly string[] =>
  (store.fromScratch(LISTS, listKey(entity, field, id)) as readonly string[] | undefined) ?? [];
