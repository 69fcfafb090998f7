import { entityOf } from '../../model/entities.ts';
import type { EarlierRows } from './earlier-rows.ts';
import { takeBack } from './gone.ts';
import type { Ground } from './ground.ts';
import { mayHold } from './hold.ts';
import type { Tallies } from './outcomes.ts';
import { apply, type Batch, compare } from './stage.ts';
import type { Transaction } from './transaction.ts';
import { Unseen } from './unseen.ts';

/** Writes batches, and counts what became of their rows. */
export class BatchWriter {
  readonly #ground: Ground;
  readonly #transaction: Transaction;
  readonly #earlier: EarlierRows;
  readonly #counted: Tallies;
  readonly #unseen: Unseen;

  constructor(ground: Ground, transaction: Transaction, earlier: EarlierRows, counted: Tallies) {
    this.#ground = ground;
    this.#transaction = transaction;
    this.#earlier = earlier;
    this.#counted = counted;
    this.#unseen = new Unseen(ground.client);
  }

  async write(batch: Batch): Promise<void> {
    const { client, options, identities } = this.#ground;
    await this.#transaction.begin();
    const had = await this.#earlier.had(batch.entity);
    if (options.dryRun) identities.forget();
    else await identities.save(client);
    if (!had && this.#mayGoUnseen(batch) && (await this.#unseen.write(batch))) {
      this.#counted.of(batch.entity).added += batch.rows.rows;
      this.#ground.watch.touched.everything();
    } else await this.#merge(batch);
  }

  /** Begins anew after a checkpoint. */
  forget(): void {
    this.#unseen.forget();
  }

  /** Whether nobody need look at rows one by one: the first marks for a term may come too late, too. */
  #mayGoUnseen({ entity }: Batch): boolean {
    const { options, watch, coverage } = this.#ground;
    if (entityOf(entity).identity || options.dryRun) return false;
    return !(mayHold(entity, watch.closings) && coverage.has(entity));
  }

  async #merge(batch: Batch): Promise<void> {
    const { client, options, digests, noted, watch } = this.#ground;
    const found = await compare(client, options, batch);
    if (noted.has(batch.entity)) await takeBack(client, options, batch.entity, batch.number);
    digests.drop(batch.entity, await apply(client, options, watch, batch, found));
    const tally = this.#counted.of(batch.entity);
    tally.added += found.added.length;
    tally.changed += found.changed.length;
    tally.unchanged += found.unchanged;
    tally.outranked += found.outranked;
  }
}
