import type { Day } from '../model/dates.ts';
import type { Instant, Interval, Row } from './observed.ts';

/** What an evaluation answers (DESIGN «Rules»). «Not evaluable» is never shown as «met». */
export type Verdict = 'met' | 'violated' | 'not_evaluable' | 'not_concerned';

/** What follows from a violation: a finding; the accepted value goes on being shown; nothing leaves. */
export type Effect = 'report' | 'withhold' | 'refuse';

/** Where in the school a decision belongs, for filters and counters; our ids. */
export interface Place {
  readonly classId?: string | null;
  readonly subjectId?: string | null;
  readonly studentId?: string | null;
  readonly staffId?: string | null;
  readonly termId?: string | null;
  readonly day?: Day | null;
}

/** What is common to everything that is not plainly in order. */
export interface Told {
  /** What the decision is about, within the entry: the same facts give the same key, and so the same finding. */
  readonly key: string;
  readonly rows: readonly Row[];
  readonly place: Place;
  /** For the deputy head, in Russian, plain words, no personal name; numbers and days as people write them. */
  readonly message: string;
  readonly deadline?: Instant;
  readonly interval?: Interval;
}

/** A clause that was broken. */
export interface Violation extends Told {
  /** What goes on being shown under the effect `withhold`: null where there was nothing before. */
  readonly accepted?: { readonly row: Row; readonly value: string | null };
  /** The permit or protocol that allows it: then it is on record, and nothing is withheld. */
  readonly permitId?: string;
}

/** Why nobody can tell. */
export type DoubtReason =
  /** The deadline lies inside the interval: reading more often would have told. */
  | 'straddles'
  /** Nobody has looked since the deadline. */
  | 'not_looked'
  /** The source does not tell something that is needed. */
  | 'missing_input'
  /** The school has not chosen or entered something of its own (a window, a calendar, a birth date). */
  | 'not_settled';

/** Something that cannot be decided, with what would decide it. */
export interface Doubt extends Told {
  readonly reason: DoubtReason;
  /** What to do, in Russian: how often to sync, what to enter. */
  readonly advice: string;
}

/** Takes what a kind of rule finds out, record by record. */
export interface Judge {
  met(): void;
  notConcerned(): void;
  /** Nothing to say yet, look again then (the deadline is still ahead). Counts as not concerned. */
  pending(dueAt: Instant): void;
  violated(violation: Violation): void;
  undecided(doubt: Doubt): void;
}
