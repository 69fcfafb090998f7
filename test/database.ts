import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openStore, type Store } from '../src/store/open.ts';
import { TEMPLATE } from './database-cluster.ts';

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * An empty, migrated database of one's own on the run's one server; some 60 ms. Call `close()` on it (in
 * `afterAll`), which drops it; `url` is its address for whoever wants to connect as well.
 *
 *     let store: Store;
 *     beforeAll(async () => { store = await testStore(); });
 *     afterAll(() => store.close());
 */
export async function testStore(options: { readonly migrated?: boolean } = {}): Promise<Store> {
  const url = await testDatabase(options);
  const store = await openStore({ url });
  return {
    ...store,
    close: async () => {
      await store.close();
      await onServer(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    },
  };
}

/** The address of a new database: a copy of the migrated one, or an empty one where `migrated` is false. */
export async function testDatabase(options: { readonly migrated?: boolean } = {}): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name}${options.migrated === false ? '' : ` TEMPLATE ${TEMPLATE}`}`);
  return Object.assign(new URL(inject('databaseUrl')), { pathname: name }).href;
}
