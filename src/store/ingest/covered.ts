import { type EntityName, entityOf } from '../../model/entities.ts';
import { type Cover, saveCoverage } from './coverage.ts';
import { forgetDigests, saveDigests } from './digests.ts';
import type { EarlierRows } from './earlier-rows.ts';
import { noteGone } from './gone.ts';
import type { Ground } from './ground.ts';
import type { Held } from './held.ts';
import type { Holdings } from './holdings.ts';
import { NIL_UUID, uuidOf } from './keys.ts';

/** The ranges read whole since the last checkpoint, and what follows from them. */
export class Covered {
  readonly #ground: Ground;
  readonly #holdings: Holdings;
  readonly #earlier: EarlierRows;
  #covers: Cover[] = [];

  constructor(ground: Ground, holdings: Holdings, earlier: EarlierRows) {
    this.#ground = ground;
    this.#holdings = holdings;
    this.#earlier = earlier;
  }

  get covers(): readonly Cover[] {
    return this.#covers;
  }

  add(cover: Cover): void {
    const holder = this.#holdings.of(cover.entity);
    // What was settled as unchanged has no rows on the stage: a late word about it would take them for gone.
    if (!holder || holder.admits(cover)) this.#covers.push(cover);
  }

  /** Writes the ranges, the rows they no longer have, and the digests of those they have. */
  async save(batchesOf: (entity: EntityName) => readonly number[]): Promise<void> {
    const { client, options } = this.#ground;
    for (const entity of new Set(this.#covers.map((cover) => cover.entity))) {
      if (await this.#earlier.had(entity)) await this.#noteGone(entity, batchesOf(entity));
    }
    if (!options.dryRun) await saveCoverage(client, options, this.#covers);
    for (const [entity, holder] of this.#holdings.all()) await this.#keepDigests(entity, holder);
  }

  /** Begins anew after a checkpoint. */
  forget(): void {
    this.#covers = [];
  }

  async #noteGone(entity: EntityName, batches: readonly number[]): Promise<void> {
    const { client, options, noted } = this.#ground;
    const skipped = (key: string | null) =>
      key !== null && this.#holdings.of(entity)?.groups.of(key).skipped === true;
    const mine = this.#covers.filter((cover) => cover.entity === entity && !skipped(cover.ownerKey));
    for (const whole of [true, false]) {
      const alike = mine.filter((cover) => (cover.ownerId === NIL_UUID) === whole);
      if ((await noteGone(client, options, entity, alike, whole, batches)) > 0) noted.add(entity);
    }
  }

  /** Digests stand only for owners that this run found as they were, or wrote whole. */
  async #keepDigests(entity: EntityName, holder: Held): Promise<void> {
    const { client, options, digests } = this.#ground;
    const ofWhole = this.#covers.some((cover) => cover.entity === entity && cover.ownerKey === null);
    const touched = this.#touched(entity, holder);
    if (!ofWhole && touched.length === 0) return;
    await forgetDigests(client, options, entity, ofWhole ? null : touched);
    digests.drop(entity, ofWhole ? null : touched);
    const fresh = holder.single(this.#covers).filter(({ group }) => !group.skipped);
    // Where the source had no rows, all that there is of an owner is what this run gave.
    const empty = this.#earlier.hadNone(entity);
    const groups = fresh.map((one) => ({ ...one, sure: empty && !holder.met(one.group) }));
    await saveDigests(client, options, entity, groups);
  }

  /** Owners whose rows were written, or may not be all there. */
  #touched(entity: EntityName, holder: Held): readonly string[] {
    const { owner, fields } = entityOf(entity);
    const ownerEntity = fields.get(owner ?? '')?.ref ?? '';
    return [...holder.groups.all()].flatMap((group) => {
      const whole = group.skipped && group.whole;
      const id = whole ? undefined : this.#ground.identities.find(ownerEntity, group.owner);
      return id === undefined ? [] : [uuidOf(id)];
    });
  }
}
