import type { Day } from '../../src/model/dates.ts';
import type { Quirks } from './quirks.ts';
import { forbidden, Refused } from './refused.ts';

/** Decides what becomes of each write: done, refused, lost, or done otherwise. */
export interface WriteDesk {
  /** Counts a write and refuses it where the server is failing or the right is gone. */
  admit(): void;
  /** Refuses a lesson that is closed. */
  checkDay(day: Day): void;
  /** Does the writing, unless this is a write that gets lost. */
  carryOut(put: () => void): void;
  /** Whether the answer to what has just been done gets lost. */
  losesAnswer(): boolean;
  /** The value that will stand in place of the one that was sent. */
  valueFor(value: string): string;
  /** Writes fail from now on for so long, by the simulator's clock. */
  failFor(ms: number): void;
  readonly counts: WriteCounts;
}

export interface WriteCounts {
  readonly asked: number;
  readonly done: number;
  /** Answered as done and lost. */
  readonly dropped: number;
  readonly altered: number;
}

const isNth = (count: number, every: number): boolean => every > 0 && count % every === 0;

const oneLower = (value: string): string => (/^[3-5]$/.test(value) ? String(Number(value) - 1) : value);

export function makeWriteDesk(now: () => Date, quirksNow: () => Quirks): WriteDesk {
  let failingUntil = 0;
  let values = 0;
  const counts = { asked: 0, done: 0, dropped: 0, altered: 0 };
  let puts = 0;
  return {
    counts,
    admit() {
      const { readOnly, writesAllowed } = quirksNow();
      if (now().getTime() < failingUntil) throw new Refused('serverError', 500, 'Internal error');
      if (readOnly || (writesAllowed !== null && counts.asked >= writesAllowed))
        throw forbidden('No right to change the journal');
      counts.asked += 1;
    },
    checkDay(day) {
      const { writesNotBefore } = quirksNow();
      if (writesNotBefore !== null && day < writesNotBefore)
        throw forbidden('The journal is closed for this date');
    },
    carryOut(put) {
      puts += 1;
      if (isNth(puts, quirksNow().dropEveryNthWrite)) {
        counts.dropped += 1;
        return;
      }
      put();
      counts.done += 1;
    },
    losesAnswer: () => isNth(counts.asked, quirksNow().loseEveryNthAnswer),
    valueFor(value) {
      values += 1;
      if (!isNth(values, quirksNow().alterEveryNthWrite)) return value;
      const other = oneLower(value);
      if (other !== value) counts.altered += 1;
      return other;
    },
    failFor(ms) {
      failingUntil = now().getTime() + ms;
    },
  };
}
