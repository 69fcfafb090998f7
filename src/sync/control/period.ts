import { addDays, type Day, mondayOf } from '../../model/dates.ts';

/** The periods that acts ask control for. */
export const periodNames = ['week', 'month', 'quarter', 'term', 'year'] as const;

/** See {@link periodNames}. `quarter` is that of the calendar: a школьная четверть is a `term`. */
export type PeriodName = (typeof periodNames)[number];

interface Days {
  readonly from: Day;
  readonly to: Day;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** The months from `first` on, `count` of them, of the calendar year of `day`. */
function months(day: Day, first: number, count: number): Days {
  const year = Number(day.slice(0, 4));
  const behind = first + count > 12 ? `${year + 1}-01-01` : `${year}-${two(first + count)}-01`;
  return { from: `${year}-${two(first)}-01`, to: addDays(behind, -1) };
}

/** The academic year, from September. */
function academicYear(day: Day): Days {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0);
  return { from: `${year}-09-01`, to: `${year + 1}-08-31` };
}

/** The period that a day is in. `term`: as the school has it; where it has none, the quarter of the calendar. */
export function periodOf(
  name: PeriodName,
  day: Day,
  term: { readonly from: Day | null; readonly to: Day | null } | null,
): Days {
  const month = Number(day.slice(5, 7));
  switch (name) {
    case 'week':
      return { from: mondayOf(day), to: addDays(mondayOf(day), 6) };
    case 'month':
      return months(day, month, 1);
    case 'year':
      return academicYear(day);
    case 'term':
      if (term?.from && term.to) return { from: term.from, to: term.to };
      return periodOf('quarter', day, null);
    case 'quarter':
      return months(day, month - ((month - 1) % 3), 3);
  }
}
