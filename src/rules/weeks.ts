import type { Day } from '../model/dates.ts';

/** The number of a day's week, from Monday on, counted from 1970 (1 January 1970 was a Thursday). */
export const weekOf = (day: Day): number => Math.floor((Date.parse(day) / 86_400_000 + 3) / 7);

/** How many days later `to` is than `from`. */
export const daysApart = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
