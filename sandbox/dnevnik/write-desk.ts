import type { Day } from '../../src/model/dates.ts';
import type { Quirks } from './quirks.ts';
import { forbidden, Refused } from './refused.ts';

/** What a write puts, or takes away. */
export interface Wanted {
  readonly what: 'topic' | 'work' | 'mark' | 'entry';
  /** Of the lesson for topics and entries, else of the work. */
  readonly id: bigint;
  /** The truth's number of whose mark or entry it is; null where it is nobody's. */
  readonly student: number | null;
}

/** A write as it is carried out. */
export interface Putting extends Wanted {
  put(): void;
  /** Brings back what was there before. */
  undo(): void;
}

/** Decides what becomes of each write: done, refused, lost, or done otherwise. */
export interface WriteDesk {
  /** Counts a write and refuses it where the server is failing or the right is gone. */
  admit(): void;
  /** Refuses a lesson that is closed. */
  checkDay(day: Day): void;
  /** Does the writing, unless this is a write that gets lost. */
  carryOut(write: Putting): void;
  /** Loses the writes that were to be lost later, as a server does that comes back from an older copy. */
  forget(): void;
  /** Every write that was answered as done and is not there, in order. */
  readonly lost: readonly Wanted[];
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
  const lost: Wanted[] = [];
  let passing: Putting[] = [];
  let puts = 0;
  const lose = ({ what, id, student }: Wanted): void => {
    lost.push({ what, id, student });
    counts.dropped += 1;
  };
  return {
    counts,
    lost,
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
    carryOut(write) {
      puts += 1;
      const { dropEveryNthWrite, forgetEveryNthWrite } = quirksNow();
      if (isNth(puts, dropEveryNthWrite)) {
        lose(write);
        return;
      }
      write.put();
      counts.done += 1;
      if (isNth(puts, forgetEveryNthWrite)) passing.push(write);
    },
    forget() {
      for (const write of passing.reverse()) {
        write.undo();
        lose(write);
      }
      passing = [];
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
