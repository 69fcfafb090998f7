import { z } from 'zod';
import type { Day } from '../model/dates.ts';
import type { SchoolCalendar } from './calendar.ts';
import { academicYearOf, countedDays } from './deadline.ts';
import type { Instant } from './observed.ts';
import type { Readings } from './regulation.ts';

/** How long a record may be changed after its lesson or work, as regulation files write it. */
export const windowSchema = z.discriminatedUnion('closes', [
  z.strictObject({ closes: z.literal('after_days'), days: z.int().min(0).max(366) }),
  z.strictObject({ closes: z.literal('after_months'), months: z.int().min(1).max(12) }),
  z.strictObject({ closes: z.literal('at_year_end') }),
  z.strictObject({ closes: z.literal('at_once') }),
]);

/** See {@link windowSchema}. */
export type EditWindow = z.infer<typeof windowSchema>;

/** `months` later; the last day of a month that is too short (31 January → 28 February). */
function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** The last day on which a record of `day` may be changed; null for a window that closes at once. */
export function lastDayOf(
  window: EditWindow,
  day: Day,
  calendar: SchoolCalendar,
  readings: Readings,
): Day | null {
  switch (window.closes) {
    case 'at_once':
      return null;
    case 'at_year_end':
      return `${academicYearOf(day) + 1}-08-31`;
    case 'after_days':
      return calendar.addDays(day, countedDays(window.days, readings));
    case 'after_months': {
      const end = addMonths(day, window.months);
      return readings.lastDay === 'included' ? end : calendar.addDays(end, -1);
    }
  }
}

/** When a window closes: its last day and its last moment. */
export interface Closing {
  readonly lastDay: Day;
  readonly at: Instant;
}

/** Finds closings by day; answers are kept, because a term has few days and many marks. */
export function closings(
  window: EditWindow,
  calendar: SchoolCalendar,
  readings: Readings,
): (day: Day) => Closing | null {
  const known = new Map<Day, Closing | null>();
  return (day) => {
    const found = known.get(day);
    if (found !== undefined) return found;
    const lastDay = lastDayOf(window, day, calendar, readings);
    const closing = lastDay === null ? null : { lastDay, at: calendar.endOf(lastDay) };
    known.set(day, closing);
    return closing;
  };
}
