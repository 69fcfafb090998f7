import { Temporal } from 'temporal-polyfill';
import { type Day, isDay } from '../../src/model/dates.ts';

/** Midnight in the vendor's way: a calendar date of the school, no zone. */
export const midnight = (day: Day): string => `${day}T00:00:00`;

const offsets = new Map<string, number>();

/** The zone's offset from UTC in minutes; zones here have no daylight saving. */
export function offsetMinutes(timeZone: string): number {
  const known = offsets.get(timeZone);
  if (known !== undefined) return known;
  const zoned = Temporal.ZonedDateTime.from(`2026-01-15T12:00[${timeZone}]`);
  const minutes = zoned.offsetNanoseconds / 60_000_000_000;
  offsets.set(timeZone, minutes);
  return minutes;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** `03:00`, as a user's zone is told. */
export function offsetText(timeZone: string): string {
  const minutes = offsetMinutes(timeZone);
  const sign = minutes < 0 ? '-' : '';
  return `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

const DIGITS = ['4', '48', '123', '0051', '12345', '123456', '0000001'] as const;

/**
 * A moment of the school's clock as the vendor stores it: UTC, without saying so, with seconds and one to
 * seven digits after them. `seed` chooses both, the same for the same thing.
 */
export function utcStamp(local: string, timeZone: string, seed: number): string {
  const utc = Date.parse(`${local.slice(0, 16)}:00Z`) - offsetMinutes(timeZone) * 60_000;
  const seconds = two(seed % 60);
  return `${new Date(utc).toISOString().slice(0, 17)}${seconds}.${DIGITS[seed % DIGITS.length] ?? '4'}`;
}

/** An instant as such a stamp. */
export const stampOf = (moment: Date): string => moment.toISOString().slice(0, -1);

/** The calendar date in a path or a query: padded or not, with a time after `T` or a space, or without. */
export function dayFrom(text: string | undefined): Day | null {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$/i.exec(text ?? '');
  if (!found) return null;
  const day = `${found[1]}-${(found[2] ?? '').padStart(2, '0')}-${(found[3] ?? '').padStart(2, '0')}`;
  return isDay(day) ? day : null;
}
