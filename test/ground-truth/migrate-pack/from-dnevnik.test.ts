import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import { packFolders } from '../../adapters/exchange-pack/written.ts';
import { testStore } from '../../database.ts';
import { homeworkCases, type Moved, packCases } from './cases.ts';
import { beginPacking, plan, readJournal, reconcile, run } from './packing.ts';

const newFolder = packFolders();
let store: Store;
let moved: Moved;
beforeAll(async () => {
  store = await testStore();
  const source = await readJournal(store, {
    vendor: 'school.mosreg.ru',
    mode: 'staff',
    students: 24,
    weeks: 16,
    asOf: '2026-01-16T12:00',
    consents: ({ id }) => id % 5 !== 4,
  });
  const packing = await beginPacking(store, source, newFolder());
  await plan(store, packing);
  expect(await run(store, packing)).toMatchObject({ state: 'done', error: null });
  moved = { store, source, folder: packing.folder, found: await reconcile(store, packing) };
});
afterAll(() => store.close());

describe('a pack out of «Школьный портал»', () => {
  packCases(() => moved);
  describe('homework', () => homeworkCases(() => moved, true));
});
