import type { SchoolCalendar } from '../../src/rules/calendar.ts';
import type { Instant, Interval, State, Timeline } from '../../src/rules/observed.ts';
import type { Past, When } from './case-schema.ts';

/** Reads the moments of a case in the school's own time. */
export interface CaseTimes {
  moment(text: string): Instant;
  interval(when: When): Interval;
  timeline(past: Past, entered: When): Timeline;
}

/** Reads moments, intervals and pasts as `cases/README.md` writes them. */
export function caseTimes(calendar: SchoolCalendar): CaseTimes {
  const moment = (text: string): Instant => {
    const [day = '', time] = text.split(/[T ]/);
    if (!time) throw new Error(`not a moment YYYY-MM-DDTHH:MM: ${text}`);
    return calendar.at(day, time);
  };
  const between = (from: string | null, to: string): Interval => ({
    notBefore: from === null ? null : moment(from),
    notAfter: moment(to),
  });
  const interval = (when: When): Interval => {
    if (typeof when === 'string') return between(when, when);
    if ('at' in when) return between(when.at, when.at);
    if ('between' in when) return between(...when.between);
    return { notBefore: calendar.startOf(when.day), notAfter: calendar.endOf(when.day) };
  };
  const sinceOf = ({
    at,
    between: range,
    day,
  }: Partial<Record<'at' | 'day', string | undefined>> & {
    between?: [string | null, string] | undefined;
  }): Interval => {
    if (at !== undefined) return interval(at);
    if (range !== undefined) return interval({ between: range });
    if (day !== undefined) return interval({ day });
    throw new Error('a state needs at, between or day');
  };
  const timeline = (past: Past, entered: When): Timeline => {
    if (!Array.isArray(past)) return [{ value: past, since: interval(entered), byStaffId: null }];
    return past.map(
      ({ value, by, ...when }): State => ({ value, since: sinceOf(when), byStaffId: by ?? null }),
    );
  };
  return { moment, interval, timeline };
}
