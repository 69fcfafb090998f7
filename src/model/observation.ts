import type { EntityName, Fields } from './entities.ts';

/**
 * Where a row comes from: the vendor's system and the way it was read, as `system/mode`
 * (`netschool/staff`, `netschool/family`). Rows of two sources never overwrite one another: what a staff
 * account's report says of a lesson and what a family's diary says of it are two observations.
 */
export type Source = string;

/** A record as an adapter gives it: references in `data` hold the vendor's keys, not our ids. */
export interface Observed<N extends EntityName = EntityName> {
  /** The vendor's own key, as text; unique among the source's records of this entity in the school. */
  readonly key: string;
  readonly data: Fields<N>;
  /** Where in the vendor's answer it stood: a JSON path, or a report with its column. */
  readonly place: string;
}

/**
 * What every stored row carries beside its fields. Where a vendor does not say when something was entered,
 * all we know is an interval: it was not there at `absentAt` (null: never looked before) and it was there
 * at `firstSeenAt`.
 */
export interface Provenance {
  readonly source: Source;
  readonly externalKey: string;
  /** The run that last wrote the row. */
  readonly runId: string;
  readonly absentAt: string | null;
  readonly firstSeenAt: string;
  /** The last time its content was seen to differ from before; null while it never did. */
  readonly changedAt: string | null;
  /** Set when a run that read the whole range no longer found it; the row itself stays. */
  readonly deletedAt: string | null;
}
