import type pg from 'pg';
import type { EntityName } from '../../model/entities.ts';
import { StoreError } from '../error.ts';
import { loadClosings } from './closings.ts';
import { type EarlierCoverage, loadCoverage } from './coverage.ts';
import { type Digests, loadDigests } from './digests.ts';
import { countNotes, forgetEarlierNotes } from './gone.ts';
import { type Identities, loadIdentities } from './identities.ts';
import { sourceLock } from './keys.ts';
import { makeStage } from './stage.ts';
import { Touched } from './touched.ts';
import type { IngestOptions } from './types.ts';
import type { Watch } from './watch.ts';

/** What a run begins with. */
export interface Ground {
  readonly client: pg.Client;
  readonly options: IngestOptions;
  readonly identities: Identities;
  readonly coverage: EarlierCoverage;
  readonly digests: Digests;
  readonly watch: Watch;
  /** Entities of which the run has noted gone rows; at first those it had noted before it was interrupted. */
  readonly noted: Set<EntityName>;
}

const alreadyRunning = (source: string): StoreError =>
  new StoreError({
    code: 'run.already_running',
    place: source,
    message: 'Another run reads this school from this source right now.',
    hint: 'Wait until it ends, or stop it.',
  });

/** Takes the lock on the school's source and reads what is known of it. */
export async function prepare(client: pg.Client, options: IngestOptions): Promise<Ground> {
  const lock = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    sourceLock(options.schoolId, options.source),
  ]);
  if (lock.rows[0]?.taken !== true) throw alreadyRunning(options.source);
  await makeStage(client, options.dryRun);
  if (!options.dryRun) await forgetEarlierNotes(client, options);
  return {
    client,
    options,
    identities: await loadIdentities(client, options.schoolId, options.system),
    coverage: await loadCoverage(client, options.schoolId, options.source),
    digests: await loadDigests(client, options),
    watch: {
      closings: await loadClosings(client, options.schoolId),
      touched: new Touched(client, options),
    },
    noted: new Set((await countNotes(client, options)).keys()),
  };
}
