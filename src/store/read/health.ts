import type { Diagnostic } from '../../model/diagnostic.ts';
import { databaseFailure, StoreError } from '../error.ts';
import type { ReadDatabase } from './database.ts';

const statement = {
  name: 'health',
  text: `SELECT count(*)::int FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
};

/** How many migrations the database has seen. */
export async function countMigrations(database: ReadDatabase): Promise<number> {
  const [row] = await database.rows<readonly [number]>(statement, []);
  return row?.[0] ?? 0;
}

/**
 * Whether the database answers, and is still the one that this program was started with: another program may
 * have brought it further than `migrations`. Null when all is well.
 */
export async function checkDatabase(database: ReadDatabase, migrations: number): Promise<Diagnostic | null> {
  try {
    const seen = await countMigrations(database);
    if (seen === migrations) return null;
    return {
      code: 'store.newer_than_program',
      place: 'database',
      message: `The database has seen ${seen} migrations, the program knows ${migrations}.`,
      hint: 'Start the program anew, in the version that the database was brought to.',
    };
  } catch (error) {
    const failure = databaseFailure(error, 'database');
    if (failure instanceof StoreError) return failure.diagnostic;
    return {
      code: 'store.unreachable',
      place: 'database',
      message: 'The database does not answer.',
      hint: 'See that PostgreSQL runs and that DATABASE_URL names its host and port.',
    };
  }
}
