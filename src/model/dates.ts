import { Temporal } from 'temporal-polyfill';

/** A calendar date without time, `YYYY-MM-DD`. Such texts sort as dates do. */
export type Day = string;

/** `days` later (earlier when negative). */
export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: Day): number => Temporal.PlainDate.from(day).dayOfWeek;

/** The Monday of the week that `day` is in. */
export const mondayOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day));

/** The days from `from` to `to`, both included; none when `from` is later. */
export function* daysBetween(from: Day, to: Day): Generator<Day> {
  for (let day = from; day <= to; day = addDays(day, 1)) yield day;
}

/** The calendar date at `moment` in an IANA time zone. */
export const dayIn = (moment: Date, timeZone: string): Day =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();

/** Whether the text is a real calendar date (`2025-02-30` is not). */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
