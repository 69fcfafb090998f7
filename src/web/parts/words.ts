import { oneDecimal } from '../../reports/formulas.ts';

const MISSING = '—';

/** A whole number as people write it: «12 345». */
export const numberText = (value: number): string => value.toLocaleString('ru-RU');

/** A percent with one decimal, without its sign; a dash where there is nothing to divide. */
export const percentText = (value: number | null): string => (value === null ? MISSING : oneDecimal(value));

/** The form of a noun that goes with a number: 1 школа, 2 школы, 5 школ. */
export function plural(count: number, one: string, few: string, many: string): string {
  const [tens, ones] = [count % 100, count % 10];
  if (tens >= 11 && tens <= 14) return many;
  if (ones === 1) return one;
  return ones >= 2 && ones <= 4 ? few : many;
}

/** A number with its noun: «5 школ». */
export const counted = (count: number, one: string, few: string, many: string): string =>
  `${numberText(count)} ${plural(count, one, few, many)}`;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('ru-RU', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

/** A moment by the school's own clock: «27.12.2025, 18:00». */
export const momentText = (moment: Date, timeZone: string): string => formatOf(timeZone).format(moment);

const MINUTE_MS = 60_000;

/** How long ago: «12 мин назад», «3 ч назад», «5 дней назад». */
export function agoText(moment: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - moment.getTime()) / MINUTE_MS));
  if (minutes < 1) return 'только что';
  if (minutes < 60) return `${minutes} мин назад`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} ч назад`;
  return `${counted(Math.floor(hours / 24), 'день', 'дня', 'дней')} назад`;
}

const numeric = new Intl.Collator('ru', { numeric: true });

/** Compares names as people order them: «Школа № 2» before «Школа № 10». */
export const byName = (left: string, right: string): number => numeric.compare(left, right);
