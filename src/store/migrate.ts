import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { StoreError } from './error.ts';

/** The lock that `prisma migrate` itself takes, so that the two never migrate at once either. */
const PRISMA_LOCK = 72707369;

/** Prisma's own record of what was applied, column for column. */
const RECORD_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Recorded {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/** The migrations of a folder in the order of their names; each is a folder with a `migration.sql`. */
async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const content = await readFile(join(folder, name, 'migration.sql'));
      const checksum = createHash('sha256').update(content).digest('hex');
      return { name, sql: content.toString('utf8'), checksum };
    }),
  );
}

const refuse = (code: `store.${string}`, name: string, message: string, hint: string): StoreError =>
  new StoreError({ code, place: `prisma/migrations/${name}`, message, hint });

/** Throws where what the database went through is not a beginning of what we know. */
function compare(known: readonly Migration[], recorded: readonly Recorded[]): void {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of recorded) {
    const migration = byName.get(name);
    if (!migration) {
      throw refuse(
        'store.newer_than_program',
        name,
        'The database was made by a newer version of the program than this one.',
        'Start the newer version; an older one could damage what it does not know.',
      );
    }
    if (finished_at === null) {
      throw refuse(
        'store.migration_failed',
        name,
        'This migration was begun by another tool and did not finish.',
        'Mend the database, then say so by `prisma migrate resolve`.',
      );
    }
    if (migration.checksum !== checksum) {
      throw refuse(
        'store.migration_changed',
        name,
        'This migration was applied with another text than the one in the program.',
        'A migration is never edited once applied: restore its file and add a new one.',
      );
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/**
 * Applies to the database what it has not seen of the migrations in `folder`, each in one transaction, and
 * returns their names. Two programs may do this at once: the second waits and then finds nothing to do. Who is a guest
 * in another program's database may not apply any: that one would meet tables it does not know.
 */
export async function migrate(
  client: pg.Client,
  folder: string,
  mayApply = true,
): Promise<readonly string[]> {
  const known = await readMigrations(folder);
  await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
  try {
    await client.query(RECORD_TABLE);
    const { rows } = await client.query<Recorded>(
      `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
       WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    compare(known, rows);
    const done = new Set(rows.map((row) => row.migration_name));
    const missing = known.filter((migration) => !done.has(migration.name));
    const [first] = missing;
    if (first && !mayApply) {
      throw refuse(
        'store.owner_older',
        first.name,
        'The program that works in this data folder is an older version, without these tables.',
        'Stop it and start it again in this version.',
      );
    }
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [PRISMA_LOCK]);
  }
}
