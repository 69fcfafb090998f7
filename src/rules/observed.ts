import type { EntityName } from '../model/entities.ts';

/** A moment in milliseconds since 1970: rules compare thousands of them. */
export type Instant = number;

/**
 * When something happened, as far as anybody knows: after `notBefore` (null: nobody ever looked before) and not
 * after `notAfter`. A vendor's own stamp makes both ends one moment; a stamp of a day only, the day's ends.
 */
export interface Interval {
  readonly notBefore: Instant | null;
  readonly notAfter: Instant;
}

/** One state of a value: what it was from some moment within `since` on. `null` while there was none. */
export interface State {
  readonly value: string | null;
  readonly since: Interval;
  /** Who put it, where the source tells. */
  readonly byStaffId: string | null;
  /**
   * Something was changed then, and nobody saw what was there before: this value, as the state before says, or
   * another one.
   */
  readonly formerUnknown?: true;
}

/** A value with its past, oldest first, never empty. Most have one state. A row that is gone ends with `null`. */
export type Timeline = readonly State[];

/** A row that a decision stands on. */
export interface Row {
  readonly entity: EntityName;
  readonly id: string;
}

/** What the value is now; `null`: none, or gone. */
export const currentOf = (timeline: Timeline): string | null => timeline.at(-1)?.value ?? null;

/** When the value was first there, or null when it never was. */
export const enteredOf = (timeline: Timeline): Interval | null =>
  timeline.find(({ value }) => value !== null)?.since ?? null;

/** Whether something that happened within `interval` kept a deadline; `straddles` when the deadline lies inside. */
export function keptDeadline(interval: Interval, deadline: Instant): 'kept' | 'missed' | 'straddles' {
  if (interval.notAfter <= deadline) return 'kept';
  if (interval.notBefore !== null && interval.notBefore >= deadline) return 'missed';
  return 'straddles';
}
