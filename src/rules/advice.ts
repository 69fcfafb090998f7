import type { SchoolCalendar } from './calendar.ts';
import { momentText } from './moment-text.ts';
import type { Instant, Interval } from './observed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How often a journal can be read, as people say it; the rarest first. */
const PACES: readonly (readonly [period: number, text: string])[] = [
  [24 * HOUR, 'раз в сутки'],
  [12 * HOUR, 'раз в 12 часов'],
  [6 * HOUR, 'раз в 6 часов'],
  [3 * HOUR, 'раз в 3 часа'],
  [HOUR, 'раз в час'],
  [30 * MINUTE, 'раз в 30 минут'],
];

const OFTENEST = 'раз в 10 минут';

/** How often to read so that an interval like this one becomes at most half as wide. */
function paceFor({ notBefore, notAfter }: Interval): string {
  if (notBefore === null) return 'раз в сутки';
  const half = (notAfter - notBefore) / 2;
  return PACES.find(([period]) => period <= half)?.[1] ?? OFTENEST;
}

/** What would have decided whether something that happened within `interval` kept the deadline. */
export function syncAdvice(calendar: SchoolCalendar, interval: Interval, deadline: Instant): string {
  const first =
    interval.notBefore === null ? 'До этого чтения журнал не читали: прошлое решить нельзя. Впредь ' : '';
  const read = first ? 'читайте' : 'Читайте';
  return `${first}${read} журнал не реже чем ${paceFor(interval)}, и одно из чтений — сразу после срока (${momentText(calendar, deadline)}).`;
}

/** What to do when nobody has looked since the deadline. */
export const lookAdvice = (calendar: SchoolCalendar, deadline: Instant): string =>
  `Прочитайте журнал: после срока (${momentText(calendar, deadline)}) его ещё не читали.`;
