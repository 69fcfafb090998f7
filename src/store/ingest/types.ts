import type { Day } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Observed, Source } from '../../model/observation.ts';

/** Whose reading is taken in, and when it was. */
export interface IngestOptions {
  readonly schoolId: string;
  /** The vendor's system: identities are shared between the ways of reading it. */
  readonly system: string;
  readonly source: Source;
  /** 1…100: of two sources that write the same person, class or subject the higher one decides. */
  readonly rank: number;
  readonly runId: string;
  readonly observedAt: Date;
  /** Finds out what would change, and writes nothing but the run's own row and its quarantine. */
  readonly dryRun: boolean;
}

/** A record that the store cannot take. */
export interface Refused {
  readonly record: Observed;
  readonly diagnostic: Diagnostic;
}

/** What became of the records of one entity; a restored row counts as changed. */
export interface Outcome {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Left alone: a source of higher rank wrote the row. */
  readonly outranked: number;
  readonly refused: readonly Refused[];
}

/** Outcomes by entity; they add up to what was given. */
export type Outcomes = ReadonlyMap<EntityName, Outcome>;

/** A record for a person to look at. */
export interface QuarantineItem {
  readonly entity: EntityName;
  readonly key: string | null;
  readonly diagnostic: Diagnostic;
  readonly raw: unknown;
}

/** How far a run is. `counts` is kept as it is given. */
export interface Progress {
  readonly cursor: string;
  readonly done: number;
  readonly total: number;
  readonly counts: object;
}

/** How a run ended. */
export interface Ending {
  readonly removeGone: boolean;
  readonly state: 'succeeded' | 'failed' | 'stopped' | 'interrupted';
  readonly counts: object;
  readonly error?: Diagnostic | null;
  readonly finishedAt: Date;
}

/** Rows that were not found any more, of all the live rows that the source had of the entity before the run. */
export interface GoneCount {
  readonly candidates: number;
  readonly live: number;
}

/**
 * The bulk write of one run: one connection, one transaction from checkpoint to checkpoint, the lock on the
 * school's source while it is open. Calls are made one after the other.
 *
 * What a crash leaves is what the last checkpoint committed; giving the same records again is harmless.
 */
export interface Ingest {
  /** Takes records that are valid by the model. Referred-to before referring. Writes when it has many. */
  add<N extends EntityName>(entity: N, records: readonly Observed<N>[]): Promise<void>;
  /** Finishes what was given so far and tells what became of it since the last `settle`. */
  settle(): Promise<Outcomes>;
  /** «Since the last checkpoint I gave every row of this»: see `covered` of the adapters' contract. Before `settle`. */
  cover(entity: EntityName, ownerKey: string | null, from: Day | null, to: Day | null): Promise<void>;
  quarantine(items: readonly QuarantineItem[]): Promise<void>;
  /** Commits everything so far together with the run's progress. */
  checkpoint(progress: Progress): Promise<void>;
  /** What the covered ranges no longer had, by entity; entities without such rows are absent. */
  gone(): Promise<{ readonly [N in EntityName]?: GoneCount }>;
  /**
   * Ends the run: drops what no checkpoint committed, marks the gone rows deleted if `removeGone`, writes the
   * run's end, all in one transaction. After a failed write too, to say so (then nothing is removed).
   */
  finish(ending: Ending): Promise<void>;
  /** Drops what is not committed, gives the lock back. After `finish` too. */
  close(): Promise<void>;
}
