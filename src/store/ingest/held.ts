import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import type { Cover } from './coverage.ts';
import type { Digests } from './digests.ts';
import { type Group, Groups } from './groups.ts';
import type { Identities } from './identities.ts';

/** Records held back at most, for the sake of memory: a checkpoint with more goes row by row. */
const MOST_HELD = 40_000;

/** A range and the records of its owner. */
export interface CoveredGroup {
  readonly cover: Cover;
  readonly group: Group;
}

/**
 * The records of one entity since the last checkpoint, held back while it may turn out that an owner's are all as
 * they were. Where no earlier reading left a digest nothing is held back.
 */
export class Held {
  readonly groups: Groups;
  readonly #entity: EntityName;
  readonly #digests: Digests;
  #records: Observed[] = [];
  #holding: boolean;
  #decided = false;
  readonly #met = new Set<string>();

  constructor(entity: EntityName, owner: string, identities: Identities, digests: Digests) {
    this.#entity = entity;
    this.#digests = digests;
    this.groups = new Groups(entity, owner, identities);
    this.#holding = digests.has(entity);
  }

  /** Takes note of a record, and tells whether it is held back. */
  hold(record: Observed): boolean {
    this.groups.note(record);
    if (this.#holding) this.#records.push(record);
    return this.#holding;
  }

  isFull(): boolean {
    return this.#records.length >= MOST_HELD;
  }

  /** What was held back; nothing more is until the next checkpoint. */
  release(): readonly Observed[] {
    const records = this.#records;
    this.#records = [];
    this.#holding = false;
    return records;
  }

  /** The ranges whose owners' records are as they were are marked so; the records of the others are to be written. */
  decide(covers: readonly Cover[]): { readonly rest: readonly Observed[]; readonly unchanged: number } {
    const may = this.#holding;
    this.#decided = true;
    const records = this.release();
    const same = may ? this.#matching(covers) : [];
    let unchanged = 0;
    for (const { group } of same) {
      group.skipped = true;
      unchanged += group.records;
    }
    if (unchanged === records.length) return { rest: [], unchanged };
    if (this.#clash(records)) {
      for (const { group } of same) group.skipped = false;
      return { rest: records, unchanged: 0 };
    }
    const rest = records.filter((record) => this.groups.find(record)?.skipped !== true);
    return { rest, unchanged };
  }

  /** Whether a range may still be added to those of this checkpoint. */
  admits(cover: Cover): boolean {
    if (!this.#decided) return true;
    if (cover.ownerKey !== null) return !this.groups.of(cover.ownerKey).skipped;
    return ![...this.groups.all()].some(({ skipped }) => skipped);
  }

  /** Ranges that say all about their owner in this checkpoint, each with its group. */
  single(covers: readonly Cover[]): readonly CoveredGroup[] {
    const mine = covers.filter(({ entity }) => entity === this.#entity);
    if (mine.some(({ ownerKey }) => ownerKey === null)) return [];
    const times = new Map<string, number>();
    for (const { ownerId } of mine) times.set(ownerId, (times.get(ownerId) ?? 0) + 1);
    return mine.flatMap((cover) => {
      if (cover.ownerKey === null || times.get(cover.ownerId) !== 1) return [];
      const group = this.groups.of(cover.ownerKey);
      return group.whole && group.within(cover) ? [{ cover, group }] : [];
    });
  }

  /** Whether an earlier checkpoint of this run had records of the same owner. */
  met({ owner }: Group): boolean {
    return this.#met.has(owner);
  }

  /** Begins anew after a checkpoint. */
  forget(): void {
    for (const { owner } of this.groups.all()) this.#met.add(owner);
    this.groups.forget();
    this.#records = [];
    this.#holding = this.#digests.has(this.#entity);
    this.#decided = false;
  }

  #matching(covers: readonly Cover[]): readonly CoveredGroup[] {
    return this.single(covers).filter(({ cover, group }) => this.#digests.match(cover, group));
  }

  /**
   * Whether a record that must be written has the key of one that would not be: then all go row by row, in the
   * order in which they came, and the second of the two is refused.
   */
  #clash(records: readonly Observed[]): boolean {
    const skipped = (record: Observed) => this.groups.find(record)?.skipped === true;
    const keys = new Set(records.filter((record) => !skipped(record)).map(({ key }) => key));
    return keys.size > 0 && records.some((record) => skipped(record) && keys.has(record.key));
  }
}

/** What to hold back of an entity; null for those that belong to nobody, or that several sources write. */
export function heldOf(entity: EntityName, identities: Identities, digests: Digests): Held | null {
  const { owner, identity } = entityOf(entity);
  return owner === null || identity ? null : new Held(entity, owner, identities, digests);
}
