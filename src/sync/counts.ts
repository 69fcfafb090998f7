import { type EntityName, entityNames } from '../model/entities.ts';
import type { GoneSummary } from './guard.ts';

/**
 * What became of the records of one entity in a run. They add up:
 * `read = new + changed + unchanged + outranked + quarantined`; `gone` counts rows that the run no longer
 * found within what it read whole.
 */
export interface Counts {
  readonly read: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Told by a source of lower rank than the one that wrote the row. */
  readonly outranked: number;
  readonly quarantined: number;
  readonly gone: number;
}

/** Counts by entity; entities that were not read are absent. */
export type RunCounts = { readonly [N in EntityName]?: Counts };

const NOTHING: Counts = {
  read: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  outranked: 0,
  quarantined: 0,
  gone: 0,
};

const sum = (left: Counts, right: Partial<Counts>): Counts => ({
  read: left.read + (right.read ?? 0),
  new: left.new + (right.new ?? 0),
  changed: left.changed + (right.changed ?? 0),
  unchanged: left.unchanged + (right.unchanged ?? 0),
  outranked: left.outranked + (right.outranked ?? 0),
  quarantined: left.quarantined + (right.quarantined ?? 0),
  gone: left.gone + (right.gone ?? 0),
});

/** Adds to the counts of one entity. */
export const plus = (counts: RunCounts, entity: EntityName, more: Partial<Counts>): RunCounts => ({
  ...counts,
  [entity]: sum(counts[entity] ?? NOTHING, more),
});

/** Sums over all entities. */
export const totalOf = (counts: RunCounts): Counts =>
  entityNames.reduce((total, name) => sum(total, counts[name] ?? NOTHING), NOTHING);

/** The entities of which the five outcomes do not add up to what was read: always none, or there is a bug. */
export function unbalanced(counts: RunCounts): EntityName[] {
  return entityNames.filter((name) => {
    const { read, quarantined, unchanged, outranked, changed, ...rest } = counts[name] ?? NOTHING;
    return read !== rest.new + changed + unchanged + outranked + quarantined;
  });
}

/** Counts with the rows that the run removed. */
export const addGone = (counts: RunCounts, gone: GoneSummary): RunCounts =>
  entityNames.reduce(
    (sum, name) => (gone[name] ? plus(sum, name, { gone: gone[name].candidates }) : sum),
    counts,
  );
