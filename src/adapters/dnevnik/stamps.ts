import { type Day, dayIn } from '../../model/dates.ts';
import { dayOf } from '../local-date.ts';

const STAMP = /^(\d{4}-\d{2}-\d{2}T\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const QUARTER = 15;

const known = new Map<string, Map<string, Day>>();

function within(zone: string): Map<string, Day> {
  const days = known.get(zone) ?? new Map<string, Day>();
  known.set(zone, days);
  return days;
}

/**
 * The school's day of a moment that the vendor writes in UTC without saying so
 * (`2026-09-14T21:05:31.123456`). Null when it is no moment. No zone's clock differs from UTC by less than a
 * quarter of an hour, so that quarters are remembered: there are a third of a million stamps in a year.
 */
export function utcDay(stamp: string | null, timeZone: string): Day | null {
  const found = STAMP.exec(stamp ?? '');
  if (!found) return null;
  const [, hour = '', minute = '', offset = 'Z'] = found;
  const quarter = String(Number(minute) - (Number(minute) % QUARTER)).padStart(2, '0');
  const name = `${hour}:${quarter}${offset}`;
  const days = within(timeZone);
  const seen = days.get(name);
  if (seen !== undefined) return seen;
  const moment = new Date(`${hour}:${quarter}:00${offset}`);
  if (Number.isNaN(moment.getTime())) return null;
  const day = dayIn(moment, timeZone);
  days.set(name, day);
  return day;
}

const localDays = new Map<string, Day | null>();

/** The school's day of a local date (`2026-09-14T00:00:00`, with or without an offset). */
export function localDay(moment: string | null): Day | null {
  const text = (moment ?? '').slice(0, 11);
  const seen = localDays.get(text);
  if (seen !== undefined) return seen;
  const day = dayOf(text);
  localDays.set(text, day);
  return day;
}
