import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/store/error.ts';
import { openStore } from '../../src/store/open.ts';
import { testDatabase } from '../database.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peremena-migrations-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder of migrations, each one statement. */
async function migrations(statements: Readonly<Record<string, string>>): Promise<string> {
  const made = await mkdtemp(join(folder, 'm-'));
  for (const [name, sql] of Object.entries(statements)) {
    await mkdir(join(made, name));
    await writeFile(join(made, name, 'migration.sql'), sql);
  }
  return made;
}

const ONE = { '20250101000000_one': 'CREATE TABLE one (a int);' };
const TWO = { ...ONE, '20250102000000_two': 'CREATE TABLE two (a int); INSERT INTO two VALUES (1);' };

async function open(url: string, folderOf: string): Promise<readonly string[]> {
  const store = await openStore({ url }, { migrations: folderOf });
  await store.close();
  return store.migrated;
}

const refusal = (code: string) => (error: unknown) =>
  error instanceof StoreError && error.diagnostic.code === code;

describe('migrations at start', () => {
  it('are applied in order, once, and recorded as Prisma records them', async () => {
    const url = await testDatabase({ migrated: false });
    const two = await migrations(TWO);
    expect(await open(url, await migrations(ONE))).toEqual(['20250101000000_one']);
    expect(await open(url, two)).toEqual(['20250102000000_two']);
    expect(await open(url, two)).toEqual([]);
    const store = await openStore({ url }, { migrations: two });
    const { rows } = await store.pool.query(
      `SELECT migration_name, checksum, finished_at >= started_at AS finished, logs, rolled_back_at,
         applied_steps_count, length(id) AS id FROM _prisma_migrations ORDER BY migration_name`,
    );
    const columns = await store.pool.query(
      `SELECT column_name AS name, data_type AS type, character_maximum_length AS length, is_nullable AS nullable
       FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
    );
    await store.close();
    expect(rows).toEqual(
      Object.entries(TWO).map(([name, sql]) => ({
        migration_name: name,
        checksum: createHash('sha256').update(sql).digest('hex'),
        finished: true,
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
        id: 36,
      })),
    );
    expect(columns.rows.map((row) => Object.values(row).join(' '))).toEqual([
      'id character varying 36 NO',
      'checksum character varying 64 NO',
      'finished_at timestamp with time zone  YES',
      'migration_name character varying 255 NO',
      'logs text  YES',
      'rolled_back_at timestamp with time zone  YES',
      'started_at timestamp with time zone  NO',
      'applied_steps_count integer  NO',
    ]);
  });

  it('may be asked for by several programs at once', async () => {
    const url = await testDatabase({ migrated: false });
    const two = await migrations(TWO);
    const applied = await Promise.all(Array.from({ length: 6 }, () => open(url, two)));
    expect(applied.flat().sort()).toEqual(Object.keys(TWO));
  });

  it('leave nothing of one that fails', async () => {
    const url = await testDatabase({ migrated: false });
    const bad = { ...ONE, '20250103000000_bad': 'CREATE TABLE three (a int); SELECT 1/0;' };
    await expect(open(url, await migrations(bad))).rejects.toThrow('division by zero');
    expect(await open(url, await migrations(TWO))).toEqual(['20250102000000_two']);
  });

  it('refuse a database that a newer program made', async () => {
    const url = await testDatabase({ migrated: false });
    await open(url, await migrations(TWO));
    await expect(open(url, await migrations(ONE))).rejects.toSatisfy(refusal('store.newer_than_program'));
  });

  it('refuse a migration whose text was changed afterwards', async () => {
    const url = await testDatabase({ migrated: false });
    await open(url, await migrations(ONE));
    const changed = await migrations({ '20250101000000_one': 'CREATE TABLE one (a bigint);' });
    await expect(open(url, changed)).rejects.toSatisfy(refusal('store.migration_changed'));
  });

  it('refuse to go on from one that another tool left unfinished, until it is said to be rolled back', async () => {
    const url = await testDatabase({ migrated: false });
    const one = await migrations(ONE);
    const two = await migrations(TWO);
    const store = await openStore({ url }, { migrations: one });
    await store.pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '20250102000000_two')`,
    );
    await expect(open(url, two)).rejects.toSatisfy(refusal('store.migration_failed'));
    await store.pool.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = 'x'`);
    await store.close();
    expect(await open(url, two)).toEqual(['20250102000000_two']);
  });
});

describe('the program’s own migrations', () => {
  it('say which database they are for', async () => {
    const lock = await readFile(
      new URL('../../prisma/migrations/migration_lock.toml', import.meta.url),
      'utf8',
    );
    expect(lock).toContain('provider = "postgresql"');
  });
});
