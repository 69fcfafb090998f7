import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { openReads, type ReadDatabase } from '../../src/store/read/database.ts';
import { checkDatabase, countMigrations } from '../../src/store/read/health.ts';
import { testStore } from '../database.ts';

let store: Store;
let reads: ReadDatabase;

beforeAll(async () => {
  store = await testStore();
  reads = openReads(store.url);
});
afterAll(async () => {
  await reads.close();
  await store.close();
});

it('is well with the database that the program was started with, and not when another one moved it on', async () => {
  const known = await countMigrations(reads);
  expect(known).toBeGreaterThan(0);
  expect(await checkDatabase(reads, known)).toBeNull();
  await store.pool.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ('later', 'x', '20991231000000_later', now())`,
  );
  expect(await checkDatabase(reads, known)).toMatchObject({ code: 'store.newer_than_program' });
});

it('is not well when nobody answers', async () => {
  const nobody = openReads('postgresql://nobody@127.0.0.1:1/none');
  expect(await checkDatabase(nobody, 1)).toMatchObject({ code: 'store.unreachable' });
  await nobody.close();
});
