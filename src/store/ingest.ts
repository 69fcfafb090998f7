import { databaseFailure } from './error.ts';
import { prepare } from './ingest/ground.ts';
import { RunIngest } from './ingest/run-ingest.ts';
import type { Ingest, IngestOptions } from './ingest/types.ts';
import type { Store } from './open.ts';

export type * from './ingest/types.ts';

/**
 * Opens the bulk write of a run. Throws `run.already_running` where another run has the school's source.
 * The run's row must exist.
 */
export async function openIngest(store: Store, options: IngestOptions): Promise<Ingest> {
  const client = await store.connect();
  try {
    return new RunIngest(await prepare(client, options));
  } catch (error) {
    await client.end();
    throw databaseFailure(error, 'database');
  }
}
