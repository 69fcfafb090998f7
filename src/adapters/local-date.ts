import { type Day, isDay } from '../model/dates.ts';

/**
 * The calendar day of the vendor's local moment (`2025-09-08T00:00:00.0000000`): the text's own day. No zone
 * is applied: the moment has none and means the school's. Null when it is not a date.
 */
export function dayOf(moment: string): Day | null {
  const day = moment.slice(0, 10);
  return isDay(day) && /^$|^T/.test(moment.slice(10)) ? day : null;
}

/** The time of day of `2025-09-01T08:30:00`, `08:30` or `8:30:00`, as `HH:MM`; null when it is none. */
export function timeOf(text: string): string | null {
  const found = /(?:^|T)(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text);
  const time = found ? `${(found[1] ?? '').padStart(2, '0')}:${found[2]}` : '';
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null;
}

/** `8.09.25` or `08.09.2025` → the day; null when it is none. */
export function dottedDay(text: string): Day | null {
  const found = /^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})$/.exec(text.trim());
  if (!found) return null;
  const [, day = '', month = '', year = ''] = found;
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(iso) ? iso : null;
}
