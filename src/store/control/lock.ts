import { sourceLock } from '../ingest/keys.ts';
import type { Store } from '../open.ts';

/** Does `work` while nobody else evaluates the school; waits for its turn. */
export async function withControlLock<T>(store: Store, schoolId: string, work: () => Promise<T>): Promise<T> {
  const client = await store.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [sourceLock(schoolId, 'control')]);
    return await work();
  } finally {
    // The lock goes with the connection.
    await client.end();
  }
}
