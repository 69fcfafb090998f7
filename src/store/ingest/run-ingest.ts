import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import { databaseFailure } from '../error.ts';
import { refreshRollups } from '../rollup/refresh.ts';
import { BatchWriter } from './batch-writer.ts';
import { coverOf } from './coverage.ts';
import { Covered } from './covered.ts';
import { EarlierRows } from './earlier-rows.ts';
import { countGone, dropNotes, removeGone, spareQuarantined } from './gone.ts';
import type { Ground } from './ground.ts';
import { Holdings } from './holdings.ts';
import { Intake } from './intake.ts';
import { uuidOf } from './keys.ts';
import { tallies } from './outcomes.ts';
import { saveEnding, saveProgress, saveQuarantine } from './run-row.ts';
import { Transaction } from './transaction.ts';
import { inTurn } from './turns.ts';
import type { Ending, GoneCount, Ingest, Outcomes, Progress, QuarantineItem } from './types.ts';

/** The open ingest of one run, put together from its working parts. */
export class RunIngest implements Ingest {
  readonly #ground: Ground;
  readonly #transaction: Transaction;
  readonly #holdings: Holdings;
  readonly #covered: Covered;
  readonly #writer: BatchWriter;
  readonly #intake: Intake;
  readonly #counted = tallies();
  readonly #turns = inTurn();
  #closed = false;

  constructor(ground: Ground) {
    const earlier = new EarlierRows(ground);
    this.#ground = ground;
    this.#transaction = new Transaction(ground.client);
    this.#holdings = new Holdings(ground);
    this.#covered = new Covered(ground, this.#holdings, earlier);
    this.#writer = new BatchWriter(ground, this.#transaction, earlier, this.#counted);
    this.#intake = new Intake(ground, {
      holdings: this.#holdings,
      counted: this.#counted,
      turns: this.#turns,
      writer: this.#writer,
    });
  }

  async add(entity: EntityName, records: readonly Observed[]): Promise<void> {
    await this.#intake.add(entity, records);
  }

  async settle(): Promise<Outcomes> {
    await this.#intake.settle(this.#covered.covers);
    return this.#counted.collect();
  }

  async cover(...[entity, ownerKey, from, to]: Parameters<Ingest['cover']>): Promise<void> {
    if (ownerKey === null) {
      this.#covered.add(coverOf(entity, null, from, to));
      return;
    }
    const ownerEntity = entityOf(entity).fields.get(entityOf(entity).owner ?? '')?.ref;
    if (ownerEntity === undefined) throw new Error(`${entity} has no owner to be covered by`);
    const owner = this.#ground.identities.find(ownerEntity, ownerKey);
    // Nobody ever told of this owner, so nothing of it is stored that could be gone.
    if (owner === undefined) return;
    this.#covered.add(coverOf(entity, { id: uuidOf(owner), key: ownerKey }, from, to));
  }

  async quarantine(items: readonly QuarantineItem[]): Promise<void> {
    if (items.length === 0) return;
    const { client, options } = this.#ground;
    await this.#turns.add(async () => {
      await this.#transaction.begin();
      await saveQuarantine(client, options, items);
    });
  }

  async checkpoint(progress: Progress): Promise<void> {
    await this.#intake.settle(this.#covered.covers);
    await this.#now(() => this.#commit(progress));
  }

  async gone(): Promise<{ readonly [N in EntityName]?: GoneCount }> {
    const { client, options } = this.#ground;
    let found = new Map<EntityName, GoneCount>();
    await this.#now(async () => {
      await spareQuarantined(client, options);
      found = await countGone(client, options);
    });
    return Object.fromEntries(found);
  }

  async finish(ending: Ending): Promise<void> {
    await this.#turns.quiet();
    try {
      await this.#end(ending);
    } catch (error) {
      throw databaseFailure(error, 'database');
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // Ending the connection rolls back what is open and gives the lock back.
    await this.#ground.client.end();
  }

  async #commit(progress: Progress): Promise<void> {
    const { client, options, watch } = this.#ground;
    await this.#transaction.begin();
    await this.#covered.save((entity) => this.#intake.batchesOf(entity));
    await watch.touched.save();
    await saveProgress(client, options, progress);
    await this.#transaction.commit();
    for (const part of [this.#intake, this.#covered, this.#holdings, this.#writer, watch.touched])
      part.forget();
  }

  async #end(ending: Ending): Promise<void> {
    const { client, options, watch } = this.#ground;
    await this.#transaction.rollback();
    watch.touched.forget();
    await this.#transaction.begin();
    if (ending.removeGone && !options.dryRun && !this.#turns.hasFailed())
      await removeGone(client, options, watch);
    await watch.touched.save();
    // A run that can be gone on with keeps its notes.
    if (ending.state === 'succeeded' || ending.state === 'stopped') await dropNotes(client, options);
    await saveEnding(client, options, ending);
    if (!options.dryRun) await refreshRollups(client, options.schoolId);
    await this.#transaction.commit();
  }

  async #now(work: () => Promise<void>): Promise<void> {
    await this.#turns.add(work);
    await this.#turns.drained();
  }
}
