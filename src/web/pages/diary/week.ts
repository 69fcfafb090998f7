import { type Day, isDay } from '../../../model/dates.ts';

const DAY_MS = 86_400_000;

const shifted = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** A week from Monday to Sunday, and those beside it. */
export interface Week {
  readonly from: Day;
  readonly to: Day;
  readonly before: Day;
  readonly after: Day;
}

/** The week of a day. */
export function weekOf(day: Day): Week {
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  const from = shifted(day, -sinceMonday);
  return { from, to: shifted(from, 6), before: shifted(from, -7), after: shifted(from, 7) };
}

/** The day that an address asks for; null where it is none. */
export const dayAsked = (text: string | undefined, today: Day): Day | null =>
  text === undefined || text === '' ? today : isDay(text) ? text : null;

const weekday = new Intl.DateTimeFormat('ru-RU', { weekday: 'long', timeZone: 'UTC' });
const dayAndMonth = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** «Понедельник, 8 сентября». */
export function dayTitle(day: Day): string {
  const at = new Date(day);
  const name = weekday.format(at);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}, ${dayAndMonth.format(at)}`;
}

/** «8 сентября – 14 сентября 2025». */
export const weekTitle = ({ from, to }: Week): string =>
  `${dayAndMonth.format(new Date(from))} – ${dayAndMonth.format(new Date(to))} ${to.slice(0, 4)}`;
