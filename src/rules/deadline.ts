import { z } from 'zod';
import type { Day } from '../model/dates.ts';
import type { SchoolCalendar } from './calendar.ts';
import type { Instant } from './observed.ts';
import type { Readings } from './regulation.ts';

const days = z.int().min(0).max(366);

/** 29 February is a date of its leap years, and the 28th in others. */
const longest = (month: number): number => new Date(Date.UTC(2024, month, 0)).getUTCDate();

/** Until when something must be in the journal, as regulation files write it. */
export const deadlineSchema = z.discriminatedUnion('within', [
  z.strictObject({ within: z.literal('minutes_after_start'), minutes: z.int().min(0).max(1440) }),
  z.strictObject({ within: z.literal('same_day') }),
  z.strictObject({ within: z.literal('days'), days, working: z.boolean().default(false) }),
  z.strictObject({ within: z.literal('hours_after_last_lesson'), hours: z.number().min(0).max(48) }),
  z
    .strictObject({
      within: z.literal('date'),
      month: z.int().min(1).max(12),
      day: z.int().min(1).max(31),
    })
    .refine(({ month, day }) => day <= longest(month), {
      path: ['day'],
      message: 'the month has no such day',
    }),
  z.strictObject({ within: z.literal('before_term'), days }),
  z.strictObject({ within: z.literal('after_year'), days }),
]);

/** See {@link deadlineSchema}. */
export type Deadline = z.infer<typeof deadlineSchema>;

/** What a deadline is counted from. */
export interface Occasion {
  /** The day of the lesson or work; of a term mark, the term's last. Null where nobody tells it. */
  readonly day: Day | null;
  /** When the lesson began. */
  readonly start: Instant | null;
  readonly term: { readonly startDay: Day; readonly endDay: Day; readonly last: boolean } | null;
  /** Any day of the academic year. */
  readonly dayOfYear: Day;
  readonly lastLessonEnd: (day: Day) => Instant | null;
}

/** A deadline that cannot be counted: what is not known, and what to do about it (Russian). */
export interface Uncountable {
  readonly missing: string;
  readonly advice: string;
}

const NO_START: Uncountable = {
  missing: 'Не известно, когда начался урок, а срок отсчитывается от его начала.',
  advice: 'Заполните в журнале расписание звонков.',
};

const NO_LAST_LESSON: Uncountable = {
  missing: 'Не известно, когда у класса закончился последний урок, а срок отсчитывается от него.',
  advice: 'Заполните в журнале расписание звонков.',
};

/** The academic year that a day is in, by the calendar year of its 1 September. */
export const academicYearOf = (day: Day): number =>
  Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0);

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** A date of the academic year that `dayOfYear` is in; August is the one before its lessons begin. */
export function dateInYear(dayOfYear: Day, month: number, day: number): Day {
  const year = academicYearOf(dayOfYear) + (month < 8 ? 1 : 0);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${twoDigits(month)}-${twoDigits(Math.min(day, last))}`;
}

/** How many days after its first a window's last day is, as the act is read. */
export const countedDays = (count: number, { lastDay }: Readings): number =>
  lastDay === 'included' ? count : Math.max(0, count - 1);

/**
 * The last moment that keeps a deadline. Null when it does not concern the occasion: no day to count from, not the
 * year's last term.
 */
export function deadlineAt(
  deadline: Deadline,
  occasion: Occasion,
  { calendar, readings }: { readonly calendar: SchoolCalendar; readonly readings: Readings },
): Instant | Uncountable | null {
  const { day, term } = occasion;
  const endAsRead = (last: Day): Instant =>
    calendar.endOf(readings.lastDay === 'included' ? last : calendar.addDays(last, -1));
  switch (deadline.within) {
    case 'date':
      return endAsRead(dateInYear(occasion.dayOfYear, deadline.month, deadline.day));
    case 'before_term':
      return term ? endAsRead(calendar.addDays(term.startDay, -deadline.days)) : null;
    case 'after_year':
      return term?.last
        ? calendar.endOf(calendar.addDays(term.endDay, countedDays(deadline.days, readings)))
        : null;
    case 'minutes_after_start':
      if (occasion.start === null) return day === null ? null : NO_START;
      return occasion.start + deadline.minutes * 60_000;
    case 'same_day':
      return day === null ? null : calendar.endOf(day);
    case 'days': {
      const count = countedDays(deadline.days, readings);
      if (day === null) return null;
      return calendar.endOf(
        deadline.working ? calendar.addWorkingDays(day, count) : calendar.addDays(day, count),
      );
    }
    case 'hours_after_last_lesson': {
      if (day === null) return null;
      const end = occasion.lastLessonEnd(day);
      return end === null ? NO_LAST_LESSON : end + deadline.hours * 3_600_000;
    }
  }
}
