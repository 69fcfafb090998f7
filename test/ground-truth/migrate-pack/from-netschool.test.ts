import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    vendor: '5.47',
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

describe('a pack out of «Сетевой город»', () => packCases(() => moved));

describe('a pack out of what families see in «Сетевой город»', () => {
  let diaries: Moved;
  beforeAll(async () => {
    const source = await readJournal(store, {
      vendor: '5.47',
      mode: 'family',
      students: 24,
      weeks: 3,
      asOf: '2025-09-20T18:00',
      consents: () => true,
    });
    const packing = await beginPacking(store, source, newFolder());
    await plan(store, packing);
    expect(await run(store, packing)).toMatchObject({ state: 'done', error: null });
    diaries = { store, source, folder: packing.folder, found: await reconcile(store, packing) };
  });

  homeworkCases(() => diaries, false);

  it('leaves nothing unaccounted for', () => {
    for (const { source, arrived, changed, held, left } of Object.values(diaries.found.entities)) {
      expect(arrived + changed + held + left).toBe(source);
    }
    expect(diaries.found.differences).toEqual([]);
  });
});
