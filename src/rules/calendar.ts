import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, weekdayOf } from '../model/dates.ts';
import type { Instant } from './observed.ts';

/** A run of days, both included. */
export interface DayRange {
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
}

/** What a school's calendar is made of. */
export interface CalendarFacts {
  /** IANA name, e.g. `Asia/Barnaul`. */
  readonly timeZone: string;
  readonly weekDays: 5 | 6;
  /** Public holidays and days off moved by the government (`regulations/calendar/`). */
  readonly holidays: readonly DayRange[];
  /** Days that would be free and were made working days by the government. */
  readonly workingDays: readonly Day[];
  /** The school's own breaks. */
  readonly breaks: readonly DayRange[];
}

/** Days and moments as one school counts them. All answers are kept: asking again costs a look-up. */
export interface SchoolCalendar {
  readonly timeZone: string;
  readonly weekDays: 5 | 6;
  /** The first moment of a day. */
  startOf(day: Day): Instant;
  /** The last moment of a day: a window is inclusive of its last day. */
  endOf(day: Day): Instant;
  /** A local time `HH:MM` on a day. */
  at(day: Day, time: string): Instant;
  dayOf(moment: Instant): Day;
  /** Why there are no lessons on the day (Russian), or null on a study day. */
  dayOff(day: Day): string | null;
  /** A day on which the school's staff works: a break is one, a holiday and a day off of the week are not. */
  isWorkingDay(day: Day): boolean;
  addDays(day: Day, days: number): Day;
  /** The `count`-th working day after `day`. */
  addWorkingDays(day: Day, count: number): Day;
}

const kept = <K, V>(make: (key: K) => V): ((key: K) => V) => {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = make(key);
    known.set(key, value);
    return value;
  };
};

const within = (ranges: readonly DayRange[], day: Day): DayRange | undefined =>
  ranges.find(({ from, to }) => from <= day && day <= to);

/** Makes the calendar of one school. */
export function makeCalendar(facts: CalendarFacts): SchoolCalendar {
  const { timeZone, weekDays, holidays, breaks } = facts;
  const working = new Set(facts.workingDays);
  const startOf = kept(
    (day: Day) => Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant().epochMilliseconds,
  );
  const later = kept((key: string) => {
    const [day = '', days = '0'] = key.split('+');
    return addDays(day, Number(days));
  });
  const plus = (day: Day, days: number): Day => later(`${day}+${days}`);
  const offWeek = kept((day: Day) => !working.has(day) && weekdayOf(day) > weekDays);
  const holiday = kept((day: Day): string => within(holidays, day)?.name ?? '');
  const off = kept((day: Day): string => {
    if (holiday(day)) return holiday(day);
    if (offWeek(day)) return weekdayOf(day) === 7 ? 'воскресенье' : 'суббота при пятидневной неделе';
    return within(breaks, day)?.name ?? '';
  });
  const isWorkingDay = kept((day: Day) => !holiday(day) && !offWeek(day));
  return {
    timeZone,
    weekDays,
    startOf,
    endOf: (day) => startOf(plus(day, 1)) - 1,
    at: kept2((day, time) => atTime(day, time, timeZone)),
    dayOf: (moment) =>
      Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    dayOff: (day) => off(day) || null,
    isWorkingDay,
    addDays: plus,
    addWorkingDays(day, count) {
      let found = day;
      for (let left = count; left > 0; ) {
        found = plus(found, 1);
        if (isWorkingDay(found)) left -= 1;
      }
      return found;
    },
  };
}

const atTime = (day: Day, time: string, timeZone: string): Instant =>
  Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).toInstant().epochMilliseconds;

function kept2<V>(make: (left: string, right: string) => V): (left: string, right: string) => V {
  const known = kept((left: string) => kept((right: string) => make(left, right)));
  return (left, right) => known(left)(right);
}
