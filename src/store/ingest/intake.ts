import { setImmediate as nextTurn } from 'node:timers/promises';
import { type EntityName, entityNames } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import type { BatchWriter } from './batch-writer.ts';
import { type Gathering, gather } from './buffers.ts';
import type { Cover } from './coverage.ts';
import { encoderOf } from './encode.ts';
import type { Ground } from './ground.ts';
import type { Held } from './held.ts';
import type { Holdings } from './holdings.ts';
import type { Tallies } from './outcomes.ts';
import type { Batch } from './stage.ts';
import type { inTurn } from './turns.ts';

/** Records encoded before the event loop gets a turn, so that the database is kept busy meanwhile. */
const RECORDS_A_TURN = 80;

/** Where records go through once taken in, and the counts of them. */
export interface IntakeParts {
  readonly holdings: Holdings;
  readonly counted: Tallies;
  readonly turns: ReturnType<typeof inTurn>;
  readonly writer: BatchWriter;
}

/** Takes records in: holds them back or gathers them into batches, and sends the full ones to be written. */
export class Intake {
  readonly #ground: Ground;
  readonly #parts: IntakeParts;
  readonly #gatherings = new Map<EntityName, Gathering>();
  /** Batches since the last checkpoint, without their rows. */
  #batches: Pick<Batch, 'entity' | 'number'>[] = [];
  #batchesSoFar = 0;

  constructor(ground: Ground, parts: IntakeParts) {
    this.#ground = ground;
    this.#parts = parts;
  }

  async add(entity: EntityName, records: readonly Observed[]): Promise<void> {
    const holder = this.#parts.holdings.of(entity);
    const rest = holder ? records.filter((record) => !holder.hold(record)) : records;
    if (rest.length > 0) await this.#takeAll(entity, rest);
    if (holder?.isFull()) await this.#takeAll(entity, holder.release());
  }

  /** Decides on what was held back, and waits until all that must be written is. */
  async settle(covers: readonly Cover[]): Promise<void> {
    const { holdings, counted, turns } = this.#parts;
    for (const [entity, holder] of holdings.all()) {
      const { rest, unchanged } = holder.decide(covers);
      if (unchanged > 0) counted.of(entity).unchanged += unchanged;
      if (rest.length > 0) await this.#takeAll(entity, rest);
    }
    for (const entity of entityNames) if (this.#gatherings.has(entity)) await this.#dispatch(entity);
    await turns.drained();
  }

  /** Numbers of the entity's batches since the last checkpoint. */
  batchesOf(entity: EntityName): readonly number[] {
    return this.#batches.filter((batch) => batch.entity === entity).map((batch) => batch.number);
  }

  /** Begins anew after a checkpoint. */
  forget(): void {
    this.#batches = [];
    for (const gathering of this.#gatherings.values()) gathering.forget();
  }

  #gatheringOf(entity: EntityName): Gathering {
    const found = this.#gatherings.get(entity);
    if (found) return found;
    const { options, identities, coverage } = this.#ground;
    const made = gather(entity, encoderOf(entity, options, identities, coverage), () => {
      this.#batchesSoFar += 1;
      return this.#batchesSoFar;
    });
    this.#gatherings.set(entity, made);
    return made;
  }

  async #takeAll(entity: EntityName, records: readonly Observed[]): Promise<void> {
    const { holdings, turns } = this.#parts;
    const gathering = this.#gatheringOf(entity);
    const holder = holdings.of(entity);
    for (const [index, record] of records.entries()) {
      this.#take(entity, gathering, holder, record);
      if (gathering.isFull()) await this.#dispatch(entity);
      else if (index % RECORDS_A_TURN === 0 && !turns.isIdle()) await nextTurn();
    }
  }

  #take(entity: EntityName, gathering: Gathering, holder: Held | null, record: Observed): void {
    const refusal = gathering.take(record);
    const group = holder?.groups.find(record);
    if (refusal === null) {
      if (group) group.rows += 1;
      return;
    }
    const tally = this.#parts.counted.of(entity);
    if (refusal === 'repeated') tally.unchanged += 1;
    else {
      tally.refused.push(refusal);
      if (group) group.whole = false;
    }
  }

  async #dispatch(entity: EntityName): Promise<void> {
    const { turns, writer } = this.#parts;
    const gathering = this.#gatheringOf(entity);
    const batch = gathering.detach();
    if (!batch) return;
    this.#batches.push({ entity, number: batch.number });
    await turns.add(async () => {
      await writer.write(batch);
      gathering.recycle(batch);
    });
  }
}
