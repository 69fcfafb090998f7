import type { Day } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EntityName } from '../../model/entities.ts';

/** How far a transfer is. `running` with nobody holding its lock: its program died, and it can be gone on with. */
export type TransferState = 'planned' | 'running' | 'paused' | 'done' | 'rolled_back';

/** What a plan says of a row; `gone`: the source has it no more, and what we wrote of it is to be taken back. */
export type Fate = 'arrive' | 'change' | 'hold' | 'leave' | 'gone';

/**
 * How far a row is. `planned` and `writing` (given to the target, answer not yet known) are on the way; `arrived`,
 * `changed`, `held` and `left` are the four ends; of rows that the source has no more, `removed` were taken back from
 * the target and `stays` could not be.
 */
export type RowState = 'planned' | 'writing' | 'arrived' | 'changed' | 'held' | 'left' | 'removed' | 'stays';

/** The four ends of a row that the source has: they add up to the source's count. */
export const endStates = ['arrived', 'changed', 'held', 'left'] as const;

/** See {@link endStates}. */
export type EndState = (typeof endStates)[number];

/** A move of a school's journal to another system. */
export interface Transfer {
  readonly schoolId: string;
  /** A 64-bit number as text. */
  readonly transferId: string;
  readonly source: string;
  /** Name of the connection or pack. */
  readonly target: string;
  /** Who gets the data, as consents name the operator. */
  readonly operator: string;
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly switchDay: Day | null;
  readonly policy: unknown;
  readonly mappingVersion: string | null;
  readonly state: TransferState;
  readonly planNo: number;
  readonly done: number;
  readonly total: number;
  readonly createdAt: Date;
  readonly plannedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: Diagnostic | null;
  readonly reconciliation: unknown;
}

/** Whose a row is: for sums and lists. */
export interface RowPlace {
  readonly studentId: string | null;
  readonly classId: string | null;
  readonly subjectId: string | null;
  readonly termId: string | null;
}

/** What becomes of one row of the source. */
export interface TransferRow extends RowPlace {
  readonly entity: EntityName;
  readonly rowId: string;
  readonly fate: Fate;
  readonly state: RowState;
  /** A code; see `docs/error-codes.md`, area `transfer`, or the target's own. */
  readonly reason: string | null;
  /** Hexadecimal, of what is to be written. */
  readonly sourceHash: string | null;
  readonly writtenHash: string | null;
  readonly targetKey: string | null;
  /** Whether we wrote it; else it was in the target before. */
  readonly ours: boolean;
}

/** What a plan found for a row. */
export interface PlannedRow extends RowPlace {
  readonly rowId: string;
  readonly fate: Exclude<Fate, 'gone'>;
  readonly reason: string | null;
  readonly sourceHash: string;
  /** Of a row that the target has already: it is there, and nothing is written. */
  readonly matchedKey: string | null;
}

/** A row of the source as it is now; references hold our ids. */
export interface SourceRow {
  readonly entity: EntityName;
  readonly rowId: string;
  readonly data: Readonly<Record<string, unknown>>;
}
