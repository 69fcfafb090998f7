import { addDays, type Day } from '../../src/model/dates.ts';
import type { SchoolBook } from './book.ts';
import type { Quirks } from './quirks.ts';

type Range = { readonly from: Day; readonly to: Day };

/** How long before the first school day the lesson outside the year stands. */
const DAYS_BEFORE = 30;

/** Days on which a wrong entry in the timetable stands: a holiday of the range, and a day outside the year. */
export function strayDays(quirks: Quirks, { year }: SchoolBook, range: Range): Day[] {
  const holiday = year.breaks
    .map(({ startDay }) => startDay)
    .find((day) => range.from <= day && day <= range.to);
  return [
    ...(quirks.lessonOnHoliday && holiday !== undefined ? [holiday] : []),
    ...(quirks.dateOutsideYear ? [addDays(year.startDay, -DAYS_BEFORE)] : []),
  ];
}

/** The days from which the lesson is taken that stands on the stray ones as well. */
export const firstDays = ({ year }: SchoolBook): Range => ({
  from: year.startDay,
  to: addDays(year.startDay, 13),
});
