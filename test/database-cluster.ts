/**
 * Vitest's global set-up: one embedded PostgreSQL for all test files of a run, with a migrated database that
 * `testStore()` copies. Durability is off: nothing here outlives the run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openStore } from '../src/store/open.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly databaseUrl: string;
  }
}

/** The migrated database that every test database is a copy of. */
export const TEMPLATE = 'template_peremena';

const withName = (url: string, name: string): string => Object.assign(new URL(url), { pathname: name }).href;

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('ALTER SYSTEM SET fsync = off');
  await client.query('ALTER SYSTEM SET synchronous_commit = off');
  await client.query('ALTER SYSTEM SET full_page_writes = off');
  await client.query('SELECT pg_reload_conf()');
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await (await openStore({ url: withName(url, TEMPLATE) })).close();
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'peremena-test-'));
  const store = await openStore({ home });
  await makeTemplate(store.url);
  project.provide('databaseUrl', store.url);
  return async () => {
    await store.close();
    await rm(home, { recursive: true, force: true });
  };
}
