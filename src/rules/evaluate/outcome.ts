import type { Day } from '../../model/dates.ts';
import type { DoubtReason, Effect } from '../decision.ts';
import type { Circumstances, Severity } from '../kind.ts';
import type { Instant, Row } from '../observed.ts';
import type { EffectiveEntry, Entry } from '../regulation.ts';

/** What an evaluation is done within. */
export interface Setting {
  readonly schoolId: string;
  /** How an act is read comes with each entry. */
  readonly at: Omit<Circumstances, 'readings'>;
  /** The school's day of `at.now`. */
  readonly today: Day;
  /** What was assumed about the school for want of better knowledge (Russian). */
  readonly assumptions: readonly string[];
}

/** Where a unit belongs. */
export interface Home {
  readonly classId: string | null;
  readonly subjectId: string | null;
  readonly termId: string | null;
}

/** The home of what is of the school as a whole. */
export const NOWHERE: Home = { classId: null, subjectId: null, termId: null };

/** How many decisions of each sort an entry brought in a unit. */
export interface Tally extends Home {
  readonly regulation: string;
  readonly entry: string;
  readonly kind: string;
  readonly met: number;
  readonly violated: number;
  readonly notEvaluable: number;
  readonly notConcerned: number;
}

/** What a finding stands on, for whoever reads it. */
export interface Basis {
  readonly regulation: EffectiveEntry['regulation'];
  readonly says: string;
  readonly confidence: Entry['confidence'];
  readonly recommendation: boolean;
  readonly note: string | null;
  readonly parameters: unknown;
  readonly over: EffectiveEntry['over'];
  readonly assumptions: readonly string[];
}

/** A finding as an evaluation brings it. The same facts bring the same one, id and all. */
export interface Found {
  readonly findingId: string;
  readonly unit: string;
  /** Number of the rule catalogue (`R07`). */
  readonly rule: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly effect: Effect;
  readonly regulation: string;
  readonly entry: string;
  readonly clause: string;
  readonly verdict: 'violated' | 'not_evaluable';
  readonly reason: DoubtReason | null;
  readonly message: string;
  readonly advice: string | null;
  readonly classId: string | null;
  readonly subjectId: string | null;
  readonly studentId: string | null;
  readonly staffId: string | null;
  readonly termId: string | null;
  readonly day: Day | null;
  readonly deadline: Instant | null;
  readonly notBefore: Instant | null;
  readonly notAfter: Instant | null;
  /** How many records it is about. */
  readonly count: number;
  /** The first of them. */
  readonly rows: readonly Row[];
  readonly basis: Basis;
  readonly permitId: string | null;
}

/** A record whose change is not accepted, by the effect `withhold`. */
export interface Held {
  readonly row: Row;
  readonly studentId: string | null;
  /** What goes on being shown; null where there was nothing. */
  readonly accepted: string | null;
  readonly findingId: string;
}

/** What the evaluation of one unit brought. */
export interface Evaluation {
  /** See `unitName`. */
  readonly unit: string;
  readonly tallies: Tally[];
  readonly findings: Found[];
  readonly held: Held[];
  /** When the clock alone may change the answer; null: never. */
  readonly dueAt: Instant | null;
}
