import type { Day } from '../../model/dates.ts';
import type { Doubt, DoubtReason, Judge, Place, Violation } from '../decision.ts';
import type { Instant, Interval, Row } from '../observed.ts';

/** How many rows of a finding are named one by one. */
export const ROWS_NAMED = 50;

/** Doubts of one reason, told together. */
export interface DoubtSum {
  readonly reason: DoubtReason;
  /** The one of the widest interval: what settles it settles the others. */
  widest: Doubt;
  count: number;
  readonly rows: Row[];
  readonly places: Place[];
}

const widthOf = (interval: Interval | undefined): number => {
  if (!interval) return -1;
  return interval.notBefore === null ? Number.POSITIVE_INFINITY : interval.notAfter - interval.notBefore;
};

/** Days, both included; null: no end. */
export interface DayStretch {
  readonly from: Day;
  readonly to: Day | null;
}

/** Gathers what a kind of rule says of one entry in one unit. */
export class Collector implements Judge {
  readonly counts = { met: 0, violated: 0, notEvaluable: 0, notConcerned: 0 };
  readonly violations = new Map<string, Violation>();
  readonly doubts = new Map<DoubtReason, DoubtSum>();
  dueAt: Instant | null = null;
  readonly #reference: Day;
  #days: readonly DayStretch[] = [];

  /** `reference`: what says nothing of its day is judged by what is in force then. */
  constructor(reference: Day) {
    this.#reference = reference;
  }

  /** When the entry is in force as it is evaluated from here on: what happened on other days does not concern it. */
  during(days: readonly DayStretch[]): void {
    this.#days = days;
  }

  met(): void {
    this.counts.met += 1;
  }

  notConcerned(): void {
    this.counts.notConcerned += 1;
  }

  pending(dueAt: Instant): void {
    this.counts.notConcerned += 1;
    this.dueAt = Math.min(this.dueAt ?? dueAt, dueAt);
  }

  violated(violation: Violation): void {
    if (!this.#concerns(violation.place)) return;
    this.counts.violated += 1;
    const before = this.violations.get(violation.key);
    const rows = before ? [...before.rows, ...violation.rows] : violation.rows;
    this.violations.set(violation.key, { ...violation, rows });
  }

  undecided(doubt: Doubt): void {
    if (!this.#concerns(doubt.place)) return;
    this.counts.notEvaluable += 1;
    const sum = this.doubts.get(doubt.reason);
    if (!sum) {
      const { reason, rows, place } = doubt;
      const first = { reason, widest: doubt, count: 1, rows: rows.slice(0, ROWS_NAMED), places: [place] };
      this.doubts.set(reason, first);
      return;
    }
    sum.count += 1;
    sum.places.push(doubt.place);
    if (widthOf(doubt.interval) > widthOf(sum.widest.interval)) sum.widest = doubt;
    for (const row of doubt.rows) if (sum.rows.length < ROWS_NAMED) sum.rows.push(row);
  }

  #concerns(place: Place): boolean {
    const day = place.day ?? this.#reference;
    if (this.#days.some(({ from, to }) => from <= day && (to === null || day <= to))) return true;
    this.counts.notConcerned += 1;
    return false;
  }
}
