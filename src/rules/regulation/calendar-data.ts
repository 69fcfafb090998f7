import { z } from 'zod';
import { type Day, isDay, weekdayOf } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { DayRange } from '../calendar.ts';
import { type Fault, faultAt, type RegulationFile } from './file.ts';
import { schemaFaults } from './schema-faults.ts';

const day = z.string().refine(isDay, 'not a date YYYY-MM-DD');

/** A file of `regulations/calendar/`: one year of the country. */
export const calendarYearSchema = z.strictObject({
  year: z.int().min(2000).max(2100),
  /** The acts that it is taken from. */
  source: z.string().min(1),
  holidays: z.array(z.strictObject({ name: z.string().min(1), from: day, to: day })).min(1),
  /**
   * A day off that was moved: `day` is free instead of `insteadOf`. By the law itself (a holiday on a day off of the
   * week moves it to the next working day, Labour Code art. 112) or by the government.
   */
  movedDaysOff: z.array(z.strictObject({ day, insteadOf: day, by: z.enum(['law', 'government']) })),
  /** What is not published yet (Russian), or null when the year is complete. */
  unknown: z.string().min(1).nullable(),
});

/** See {@link calendarYearSchema}. */
export type CalendarYear = z.infer<typeof calendarYearSchema>;

const SATURDAY = 6;

type Moved = CalendarYear['movedDaysOff'][number];

function movedFaults(moved: Moved, index: number, { year }: CalendarYear, fault: Fault): Diagnostic[] {
  const path = ['movedDaysOff', index];
  const [free, given] = [moved.day, moved.insteadOf];
  return [
    ...(weekdayOf(given) < SATURDAY
      ? [
          fault(
            'regulation.calendar_invalid',
            [...path, 'insteadOf'],
            `${given} is no day off of the week.`,
            'Only Saturdays and Sundays are moved.',
          ),
        ]
      : []),
    ...(!free.startsWith(`${year}-`) || free === given
      ? [
          fault(
            'regulation.calendar_invalid',
            [...path, 'day'],
            `${free} is not another day of ${year}.`,
            'Mend the day.',
          ),
        ]
      : []),
  ];
}

function yearFaults(calendar: CalendarYear, file: RegulationFile, fault: Fault): Diagnostic[] {
  const { year, holidays, movedDaysOff } = calendar;
  const free = movedDaysOff.map((moved) => moved.day);
  return [
    ...(file.name === `calendar/federal-${year}.yaml`
      ? []
      : [
          fault(
            'regulation.id_mismatch',
            ['year'],
            'The year is not that of the file.',
            `Name the file federal-${year}.yaml.`,
          ),
        ]),
    ...holidays.flatMap(({ from, to }, index) =>
      from <= to && from.startsWith(`${year}-`) && to.startsWith(`${year}-`)
        ? []
        : [
            fault(
              'regulation.impossible_dates',
              ['holidays', index],
              `${from} – ${to} are no days of ${year}.`,
              'Mend the days.',
            ),
          ],
    ),
    ...movedDaysOff.flatMap((moved, index) => movedFaults(moved, index, calendar, fault)),
    ...free
      .filter(
        (one, index) =>
          free.indexOf(one) !== index || holidays.some(({ from, to }) => from <= one && one <= to),
      )
      .map((one) =>
        fault(
          'regulation.calendar_invalid',
          ['movedDaysOff'],
          `${one} is free already.`,
          'Name each free day once.',
        ),
      ),
  ];
}

/** Checks what was read from one file of the calendar. */
export function checkCalendarYear(raw: unknown, file: RegulationFile): Result<CalendarYear, Diagnostic[]> {
  const fault = faultAt(file);
  const parsed = calendarYearSchema.safeParse(raw, { reportInput: true });
  if (!parsed.success) {
    return err(schemaFaults(parsed.error.issues, [], () => Object.keys(calendarYearSchema.shape), fault));
  }
  const faults = yearFaults(parsed.data, file, fault);
  return faults.length === 0 ? ok(parsed.data) : err(faults);
}

/** The country's days off, as a school with that week keeps them. */
export interface FederalDays {
  readonly holidays: readonly DayRange[];
  readonly workingDays: readonly Day[];
  /** Years of which something is not published yet: what (Russian). */
  readonly unknown: ReadonlyMap<number, string>;
}

/**
 * Puts the years together for a week of five or six days. With six days a Saturday is no day off, so nothing was
 * moved from it: neither is the other day free, nor the Saturday a working day more than it is anyway.
 */
export function federalDays(years: readonly CalendarYear[], weekDays: 5 | 6): FederalDays {
  const known = years.toSorted((left, right) => left.year - right.year);
  const holidays = known.flatMap((one) => one.holidays);
  const moved = known
    .flatMap(({ movedDaysOff }) => movedDaysOff)
    .filter(({ insteadOf }) => weekdayOf(insteadOf) > weekDays);
  const isHoliday = (one: Day): boolean => holidays.some(({ from, to }) => from <= one && one <= to);
  return {
    holidays: [
      ...holidays,
      ...moved.map((one) => ({ name: 'перенесённый выходной', from: one.day, to: one.day })),
    ],
    workingDays: moved.map(({ insteadOf }) => insteadOf).filter((one) => !isHoliday(one)),
    unknown: new Map(known.flatMap(({ year, unknown }) => (unknown === null ? [] : [[year, unknown]]))),
  };
}
