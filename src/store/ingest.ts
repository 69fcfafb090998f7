import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { type EntityName, entityNames, entityOf } from '../model/entities.ts';
import type { Observed } from '../model/observation.ts';
import { databaseFailure, StoreError } from './error.ts';
import { type Gathering, gather } from './ingest/buffers.ts';
import { type Cover, coverOf, type EarlierCoverage, loadCoverage, saveCoverage } from './ingest/coverage.ts';
import { type Digests, forgetDigests, loadDigests, saveDigests } from './ingest/digests.ts';
import { encoderOf } from './ingest/encode.ts';
import {
  countGone,
  countNotes,
  dropNotes,
  forgetEarlierNotes,
  hasRows,
  noteGone,
  removeGone,
  spareQuarantined,
  takeBack,
} from './ingest/gone.ts';
import { type Held, heldOf } from './ingest/held.ts';
import { type Identities, loadIdentities } from './ingest/identities.ts';
import { NIL_UUID, sourceLock, uuidOf } from './ingest/keys.ts';
import { tallies } from './ingest/outcomes.ts';
import { saveEnding, saveProgress, saveQuarantine } from './ingest/run-row.ts';
import { apply, type Batch, compare, makeStage } from './ingest/stage.ts';
import { inTurn } from './ingest/turns.ts';
import type {
  Ending,
  GoneCount,
  Ingest,
  IngestOptions,
  Outcomes,
  Progress,
  QuarantineItem,
} from './ingest/types.ts';
import { Unseen } from './ingest/unseen.ts';
import type { Store } from './open.ts';

export type * from './ingest/types.ts';

/** Records encoded before the event loop gets a turn, so that the database is kept busy meanwhile. */
const RECORDS_A_TURN = 80;

const alreadyRunning = (source: string): StoreError =>
  new StoreError({
    code: 'run.already_running',
    place: source,
    message: 'Another run reads this school from this source right now.',
    hint: 'Wait until it ends, or stop it.',
  });

/** What a run begins with. */
interface Ground {
  readonly client: pg.Client;
  readonly identities: Identities;
  readonly coverage: EarlierCoverage;
  readonly digests: Digests;
  /** Entities of which the run, before it was interrupted, had noted gone rows. */
  readonly noted: Set<EntityName>;
}

async function prepare(client: pg.Client, options: IngestOptions): Promise<Ground> {
  const lock = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    sourceLock(options.schoolId, options.source),
  ]);
  if (lock.rows[0]?.taken !== true) throw alreadyRunning(options.source);
  await makeStage(client, options.dryRun);
  if (!options.dryRun) await forgetEarlierNotes(client, options);
  return {
    client,
    identities: await loadIdentities(client, options.schoolId, options.system),
    coverage: await loadCoverage(client, options.schoolId, options.source),
    digests: await loadDigests(client, options),
    noted: new Set((await countNotes(client, options)).keys()),
  };
}

/** The working parts of an open ingest. */
function assemble(options: IngestOptions, { client, identities, coverage, digests, noted }: Ground): Ingest {
  const gatherings = new Map<EntityName, Gathering>();
  const held = new Map<EntityName, Held | null>();
  const counted = tallies();
  const turns = inTurn();
  /** Batches since the last checkpoint, without their rows. */
  let batches: Pick<Batch, 'entity' | 'number'>[] = [];
  let batchesSoFar = 0;
  let covers: Cover[] = [];
  let inTransaction = false;
  let closed = false;

  const begin = async () => {
    if (!inTransaction) await client.query('BEGIN');
    inTransaction = true;
  };

  const gatheringOf = (entity: EntityName): Gathering => {
    const found = gatherings.get(entity);
    if (found) return found;
    const encoder = encoderOf(entity, options, identities, coverage);
    const made = gather(entity, encoder, () => {
      batchesSoFar += 1;
      return batchesSoFar;
    });
    gatherings.set(entity, made);
    return made;
  };

  /** A dry run leaves the table as it is, so what it would have changed is known by rows alone. */
  const heldFor = (entity: EntityName): Held | null => {
    const found = held.get(entity);
    if (found !== undefined) return found;
    const made = options.dryRun ? null : heldOf(entity, identities, digests);
    held.set(entity, made);
    return made;
  };

  /** Entities of which the source had rows before the first batch of this ingest was written. */
  const before = new Map<EntityName, boolean>();
  const hadRows = async (entity: EntityName): Promise<boolean> => {
    const had = before.get(entity) ?? (await hasRows(client, options, entity));
    before.set(entity, had);
    return had;
  };

  const unseen = new Unseen(client);

  const write = async (batch: Batch) => {
    await begin();
    const had = await hadRows(batch.entity);
    if (options.dryRun) identities.forget();
    else await identities.save(client);
    const { identity } = entityOf(batch.entity);
    if (!had && !identity && !options.dryRun && (await unseen.write(batch))) {
      counted.of(batch.entity).added += batch.rows.rows;
      gatheringOf(batch.entity).recycle(batch);
      return;
    }
    const found = await compare(client, options, batch);
    if (noted.has(batch.entity)) await takeBack(client, options, batch.entity, batch.number);
    digests.drop(batch.entity, await apply(client, options, batch, found));
    const tally = counted.of(batch.entity);
    tally.added += found.added.length;
    tally.changed += found.changed.length;
    tally.unchanged += found.unchanged;
    tally.outranked += found.outranked;
    gatheringOf(batch.entity).recycle(batch);
  };

  const dispatch = async (entity: EntityName) => {
    const batch = gatheringOf(entity).detach();
    if (!batch) return;
    batches.push({ entity, number: batch.number });
    await turns.add(() => write(batch));
  };

  const take = (entity: EntityName, gathering: Gathering, holder: Held | null, record: Observed) => {
    const refusal = gathering.take(record);
    const group = holder?.groups.find(record);
    if (refusal === null) {
      if (group) group.rows += 1;
      return;
    }
    const tally = counted.of(entity);
    if (refusal === 'repeated') tally.unchanged += 1;
    else {
      tally.refused.push(refusal);
      if (group) group.whole = false;
    }
  };

  const takeAll = async (entity: EntityName, records: readonly Observed[]) => {
    const gathering = gatheringOf(entity);
    const holder = heldFor(entity);
    for (const [index, record] of records.entries()) {
      take(entity, gathering, holder, record);
      if (gathering.isFull()) await dispatch(entity);
      else if (index % RECORDS_A_TURN === 0 && !turns.isIdle()) await nextTurn();
    }
  };

  const settled = async () => {
    for (const [entity, holder] of held) {
      if (!holder) continue;
      const { rest, unchanged } = holder.decide(covers);
      if (unchanged > 0) counted.of(entity).unchanged += unchanged;
      if (rest.length > 0) await takeAll(entity, rest);
    }
    for (const entity of entityNames) if (gatherings.has(entity)) await dispatch(entity);
    await turns.drained();
  };

  const noteAllGone = async () => {
    for (const entity of new Set(covers.map((cover) => cover.entity))) {
      if (!(await hadRows(entity))) continue;
      const skipped = (key: string | null) =>
        key !== null && heldFor(entity)?.groups.of(key).skipped === true;
      const mine = covers.filter((cover) => cover.entity === entity && !skipped(cover.ownerKey));
      const numbers = batches.filter((batch) => batch.entity === entity).map((batch) => batch.number);
      for (const whole of [true, false]) {
        const alike = mine.filter((cover) => (cover.ownerId === NIL_UUID) === whole);
        if ((await noteGone(client, options, entity, alike, whole, numbers)) > 0) noted.add(entity);
      }
    }
  };

  /** Digests stand only for owners that this run found as they were, or wrote whole. */
  const keepDigests = async (entity: EntityName, holder: Held) => {
    const ofWhole = covers.some((cover) => cover.entity === entity && cover.ownerKey === null);
    const owner = entityOf(entity).fields.get(entityOf(entity).owner ?? '')?.ref ?? '';
    const touched = [...holder.groups.all()].flatMap((group) => {
      const id = group.skipped && group.whole ? undefined : identities.find(owner, group.owner);
      return id === undefined ? [] : [uuidOf(id)];
    });
    if (!ofWhole && touched.length === 0) return;
    await forgetDigests(client, options, entity, ofWhole ? null : touched);
    digests.drop(entity, ofWhole ? null : touched);
    const fresh = holder.single(covers).filter(({ group }) => !group.skipped);
    await saveDigests(
      client,
      options,
      entity,
      // Where the source had no rows, all that there is of an owner is what this run gave.
      fresh.map((one) => ({ ...one, sure: before.get(entity) === false && !holder.met(one.group) })),
    );
  };

  const commit = async (progress: Progress) => {
    await begin();
    await noteAllGone();
    if (!options.dryRun) await saveCoverage(client, options, covers);
    for (const [entity, holder] of held) if (holder) await keepDigests(entity, holder);
    await saveProgress(client, options, progress);
    await client.query('COMMIT');
    inTransaction = false;
    batches = [];
    covers = [];
    for (const gathering of gatherings.values()) gathering.forget();
    for (const holder of held.values()) holder?.forget();
    unseen.forget();
  };

  const end = async (ending: Ending) => {
    if (inTransaction) await client.query('ROLLBACK');
    await client.query('BEGIN');
    inTransaction = true;
    if (ending.removeGone && !options.dryRun && !turns.hasFailed()) await removeGone(client, options);
    // A run that can be gone on with keeps its notes.
    if (ending.state === 'succeeded' || ending.state === 'stopped') await dropNotes(client, options);
    await saveEnding(client, options, ending);
    await client.query('COMMIT');
    inTransaction = false;
  };

  const addCover = (cover: Cover) => {
    const holder = heldFor(cover.entity);
    // What was settled as unchanged has no rows on the stage: a late word about it would take them for gone.
    if (!holder || holder.admits(cover)) covers.push(cover);
  };

  const now = async (work: () => Promise<void>) => {
    await turns.add(work);
    await turns.drained();
  };

  return {
    add: async (entity, records) => {
      const holder = heldFor(entity);
      const rest = holder ? records.filter((record) => !holder.hold(record)) : records;
      if (rest.length > 0) await takeAll(entity, rest);
      if (holder?.isFull()) await takeAll(entity, holder.release());
    },
    settle: async (): Promise<Outcomes> => {
      await settled();
      return counted.collect();
    },
    cover: async (entity, ownerKey, from, to) => {
      const ownerEntity = entityOf(entity).fields.get(entityOf(entity).owner ?? '')?.ref;
      if (ownerKey === null) addCover(coverOf(entity, null, from, to));
      else {
        if (ownerEntity === undefined) throw new Error(`${entity} has no owner to be covered by`);
        const owner = identities.find(ownerEntity, ownerKey);
        // Nobody ever told of this owner, so nothing of it is stored that could be gone.
        if (owner !== undefined) addCover(coverOf(entity, { id: uuidOf(owner), key: ownerKey }, from, to));
      }
    },
    quarantine: async (items: readonly QuarantineItem[]) => {
      if (items.length === 0) return;
      await turns.add(async () => {
        await begin();
        await saveQuarantine(client, options, items);
      });
    },
    checkpoint: async (progress) => {
      await settled();
      await now(() => commit(progress));
    },
    gone: async () => {
      let found = new Map<EntityName, GoneCount>();
      await now(async () => {
        await spareQuarantined(client, options);
        found = await countGone(client, options);
      });
      return Object.fromEntries(found);
    },
    finish: async (ending) => {
      await turns.quiet();
      try {
        await end(ending);
      } catch (error) {
        throw databaseFailure(error, 'database');
      }
    },
    close: async () => {
      if (closed) return;
      closed = true;
      // Ending the connection rolls back what is open and gives the lock back.
      await client.end();
    },
  };
}

/**
 * Opens the bulk write of a run. Throws `run.already_running` where another run has the school's source.
 * The run's row must exist.
 */
export async function openIngest(store: Store, options: IngestOptions): Promise<Ingest> {
  const client = await store.connect();
  try {
    return assemble(options, await prepare(client, options));
  } catch (error) {
    await client.end();
    throw databaseFailure(error, 'database');
  }
}
