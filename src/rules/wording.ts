import type { Day } from '../model/dates.ts';

/** A day as people write it: `05.09.2025`. */
export const dayText = (day: Day): string => day.split('-').reverse().join('.');

/** Days from one to another as people write them. */
export const daysText = (from: Day, to: Day): string => `${dayText(from)}–${dayText(to)}`;

/** A number with the right form of its word: `counted(3, 'урок', 'урока', 'уроков')` is «3 урока». */
export function counted(count: number, one: string, few: string, many: string): string {
  const tens = count % 100;
  const ones = count % 10;
  if (tens > 10 && tens < 20) return `${count} ${many}`;
  if (ones === 1) return `${count} ${one}`;
  return `${count} ${ones > 1 && ones < 5 ? few : many}`;
}

/** A number with a decimal comma, at most `digits` behind it. */
export const numberText = (value: number, digits = 2): string =>
  String(Number(value.toFixed(digits))).replace('.', ',');

/** A share of a whole: «12,5 %». */
export const shareText = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${numberText((part / whole) * 100, 1)} %`;

/** An hour and minutes out of a number of minutes: «2 ч 30 мин». */
export function minutesText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} мин`;
  return rest === 0 ? `${hours} ч` : `${hours} ч ${rest} мин`;
}
