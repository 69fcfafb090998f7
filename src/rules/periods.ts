import type { Day } from '../model/dates.ts';
import { addDays, daysBetween, mondayOf } from '../model/dates.ts';
import type { SchoolCalendar } from './calendar.ts';
import type { SchoolFacts } from './facts.ts';
import { groupedBy } from './grouping.ts';
import { daysText } from './wording.ts';

/** How often something is to be done. */
export const rhythms = ['week', 'two_weeks', 'month', 'quarter_of_year', 'term', 'year'] as const;

/** See {@link rhythms}. */
export type Rhythm = (typeof rhythms)[number];

/** A stretch of the academic year with lessons in it. */
export interface Period {
  /** Its first and last day by the almanac: a week ends on its Sunday. */
  readonly from: Day;
  readonly to: Day;
  /** Its first and last study day. */
  readonly firstStudyDay: Day;
  readonly lastStudyDay: Day;
  /** In Russian, as it stands in a sentence after «за»: «неделю 01.09.2025–07.09.2025». */
  readonly name: string;
}

type Year = Pick<SchoolFacts, 'from' | 'to' | 'terms'>;

const MONTHS = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
];

const lastOfMonth = (day: Day, { addDays }: SchoolCalendar): Day => {
  const next = addDays(`${day.slice(0, 7)}-01`, 31);
  return addDays(`${next.slice(0, 7)}-01`, -1);
};

/** From the first term's first day to the last term's last; the whole year where no term is known. */
function frameOf({ from, to, terms }: Year): { readonly from: Day; readonly to: Day } {
  if (terms.length === 0) return { from, to };
  const starts = terms.map(({ startDay }) => startDay).sort();
  const ends = terms.map(({ endDay }) => endDay).sort();
  return { from: starts[0] ?? from, to: ends.at(-1) ?? to };
}

const studyDays = (from: Day, to: Day, calendar: SchoolCalendar): Day[] =>
  [...daysBetween(from, to)].filter((day) => calendar.dayOff(day) === null);

/** Fortnights are counted from one Monday for all schools, so that they do not shift with the terms. */
const FIRST_MONDAY = Date.parse('2024-09-02');
const WEEK_MS = 7 * 24 * 3600 * 1000;

function fortnightOf(day: Day): Day {
  const monday = mondayOf(day);
  const weeks = Math.round((Date.parse(monday) - FIRST_MONDAY) / WEEK_MS);
  return weeks % 2 === 0 ? monday : addDays(monday, -7);
}

const byAlmanac = {
  week: {
    from: mondayOf,
    to: (day: Day, calendar: SchoolCalendar) => calendar.addDays(day, 6),
    name: (from: Day, to: Day) => `неделю ${daysText(from, to)}`,
  },
  two_weeks: {
    from: fortnightOf,
    to: (day: Day, calendar: SchoolCalendar) => calendar.addDays(day, 13),
    name: (from: Day, to: Day) => `две недели ${daysText(from, to)}`,
  },
  month: {
    from: (day: Day) => `${day.slice(0, 7)}-01`,
    to: lastOfMonth,
    name: (from: Day) => `${MONTHS[Number(from.slice(5, 7)) - 1]} ${from.slice(0, 4)}`,
  },
  quarter_of_year: {
    from: (day: Day) => {
      const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
      return `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
    },
    to: (day: Day, calendar: SchoolCalendar) => lastOfMonth(calendar.addDays(day, 62), calendar),
    name: (from: Day, to: Day) => `квартал ${daysText(from, to)}`,
  },
} as const;

function almanacPeriods(rhythm: keyof typeof byAlmanac, year: Year, calendar: SchoolCalendar): Period[] {
  const { from, to } = frameOf(year);
  const { from: startOf, to: endOf, name } = byAlmanac[rhythm];
  return [...groupedBy(studyDays(from, to, calendar), startOf)].map(([start, days]) => {
    const end = endOf(start, calendar);
    return {
      from: start,
      to: end,
      firstStudyDay: days[0] ?? start,
      lastStudyDay: days.at(-1) ?? end,
      name: name(start, end),
    };
  });
}

const whole = (from: Day, to: Day, name: string): Period => ({
  from,
  to,
  firstStudyDay: from,
  lastStudyDay: to,
  name,
});

const quarters = ({ terms }: Year) => terms.filter(({ kind }) => kind === 'quarter');

const termPeriods = (terms: Year['terms']): Period[] =>
  terms.map(({ name, startDay, endDay }) => whole(startDay, endDay, `период «${name}»`));

/**
 * The periods of one academic year in their order. Weeks and months without a study day are none. «Once a quarter» is
 * a quarter of the school where it has such, otherwise of the calendar year.
 */
export function periodsOf(rhythm: Rhythm, year: Year, calendar: SchoolCalendar): Period[] {
  if (rhythm === 'year') {
    const { from, to } = frameOf(year);
    return [whole(from, to, 'учебный год')];
  }
  if (rhythm === 'term') return termPeriods(year.terms);
  if (rhythm === 'quarter_of_year' && quarters(year).length > 0) return termPeriods(quarters(year));
  return almanacPeriods(rhythm, year, calendar);
}
