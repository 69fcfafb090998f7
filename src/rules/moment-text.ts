import type { SchoolCalendar } from './calendar.ts';
import type { Instant, Interval } from './observed.ts';
import { dayText } from './wording.ts';

/** Runs share their moments, so few texts serve many messages; more than this are not kept. */
const MOST_TEXTS = 5_000;
const texts = new WeakMap<SchoolCalendar, Map<Instant, string>>();

function clockOf(calendar: SchoolCalendar, moment: Instant, startOfDay: Instant): string {
  // A day on which the clocks are changed has other hours than those since its start.
  const minutes = Math.floor((moment - startOfDay) / 60_000);
  const plain = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const day = calendar.dayOf(moment);
  const exact = minutes < 24 * 60 && Math.abs(calendar.at(day, plain) - moment) < 60_000;
  return exact
    ? plain
    : new Date(moment).toLocaleTimeString('ru', { timeZone: calendar.timeZone, timeStyle: 'short' });
}

/** A moment as people write it, in the school's own time: `15.09.2025 10:40`. */
export function momentText(calendar: SchoolCalendar, moment: Instant): string {
  let known = texts.get(calendar);
  if (!known || known.size > MOST_TEXTS) {
    known = new Map();
    texts.set(calendar, known);
  }
  const found = known.get(moment);
  if (found !== undefined) return found;
  const day = calendar.dayOf(moment);
  const text = `${dayText(day)} ${clockOf(calendar, moment, calendar.startOf(day))}`;
  known.set(moment, text);
  return text;
}

/** When something happened, as far as anybody knows. */
export function intervalText(calendar: SchoolCalendar, { notBefore, notAfter }: Interval): string {
  if (notBefore === null) return `не позже ${momentText(calendar, notAfter)}`;
  if (notBefore === notAfter) return momentText(calendar, notAfter);
  return `между ${momentText(calendar, notBefore)} и ${momentText(calendar, notAfter)}`;
}
