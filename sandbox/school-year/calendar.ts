import { addDays, type Day, mondayOf, weekdayOf } from '../../src/model/dates.ts';
import { itemAt } from './random.ts';
import type { TruthBreak, TruthTerm, YearOptions } from './types.ts';

/** The year day by day: an index from 1 September stands for a day wherever many days are gone through. */
export interface Calendar {
  readonly startDay: Day;
  readonly endDay: Day;
  readonly terms: readonly TruthTerm[];
  readonly breaks: readonly TruthBreak[];
  /** 1 November: until then grade 1 has three lessons a day. */
  readonly novemberIndex: number;
  dayAt(index: number): Day;
  /** -1 outside 1 September…31 August. */
  indexOf(day: Day): number;
  /** 1 Monday … 7 Sunday. */
  weekdayAt(index: number): number;
  /** Whether lessons are held (Saturdays count: the timetable knows who studies then). */
  isSchoolDay(index: number): boolean;
  /** How many school days of this weekday come before the day; `index` up to 365. */
  schoolDaysBefore(weekday: number, index: number): number;
  /** The nearest school day, Monday to Friday, on or after the index; the last one of the year when none is. */
  workingDayFrom(index: number): number;
}

const DAYS = 365;

const firstOfSeptember = (startYear: number): Day => {
  const first = `${startYear}-09-01`;
  return weekdayOf(first) > 5 ? addDays(mondayOf(first), 7) : first;
};

type Span = Omit<TruthBreak, 'id'>;

/** A holiday at a week's end moves to Monday; one on a Tuesday takes the Monday with it. */
function holiday(name: string, day: Day): Span {
  const weekday = weekdayOf(day);
  if (weekday > 5) return { name, kind: 'holiday', startDay: day, endDay: addDays(day, 8 - weekday) };
  return { name, kind: 'holiday', startDay: weekday === 2 ? addDays(day, -1) : day, endDay: day };
}

function breaksOf(startYear: number): readonly TruthBreak[] {
  const next = startYear + 1;
  const autumn = mondayOf(`${startYear}-10-28`);
  const spring = mondayOf(`${next}-03-30`);
  const spans: readonly Span[] = [
    { name: 'Осенние каникулы', kind: 'break', startDay: addDays(autumn, -1), endDay: addDays(autumn, 6) },
    holiday('День народного единства', `${startYear}-11-04`),
    {
      name: 'Зимние каникулы',
      kind: 'break',
      startDay: `${startYear}-12-31`,
      endDay: addDays(mondayOf(`${next}-01-08`), 6),
    },
    holiday('День защитника Отечества', `${next}-02-23`),
    holiday('Международный женский день', `${next}-03-08`),
    { name: 'Весенние каникулы', kind: 'break', startDay: addDays(spring, -1), endDay: addDays(spring, 6) },
    holiday('Праздник Весны и Труда', `${next}-05-01`),
    holiday('День Победы', `${next}-05-09`),
  ];
  return spans.map((span, index) => ({ id: index + 1, ...span }));
}

const ROMAN = ['I', 'II', 'III', 'IV'] as const;

function termsBetween(
  kind: TruthTerm['kind'],
  startDay: Day,
  endDay: Day,
  pauses: readonly TruthBreak[],
): Omit<TruthTerm, 'id'>[] {
  const starts = [startDay, ...pauses.map((pause) => addDays(pause.endDay, 1))];
  const ends = [...pauses.map((pause) => addDays(pause.startDay, -1)), endDay];
  const quarter = kind === 'quarter';
  return starts.map((start, index) => ({
    name: `${itemAt(ROMAN, index)} ${quarter ? 'четверть' : 'полугодие'}`,
    kind,
    ordinal: index + 1,
    startDay: start,
    endDay: itemAt(ends, index),
    gradeFrom: quarter ? 1 : 10,
    gradeTo: quarter ? 9 : 11,
  }));
}

function termsOf(startDay: Day, endDay: Day, breaks: readonly TruthBreak[]): readonly TruthTerm[] {
  const pauses = breaks.filter(({ kind }) => kind === 'break');
  const winter = pauses.filter(({ startDay: day }) => day.endsWith('-12-31'));
  const terms = [
    ...termsBetween('quarter', startDay, endDay, pauses),
    ...termsBetween('half_year', startDay, endDay, winter),
  ];
  return terms.map((term, index) => ({ id: index + 1, ...term }));
}

/** Marks the days with lessons, in as many school weeks as asked; 34 and more is the whole year. */
function schoolDays(
  days: readonly Day[],
  firstWeekday: number,
  weeks: number,
  isFree: (day: Day) => boolean,
): boolean[] {
  let week = -1;
  let count = 0;
  return days.map((day, index) => {
    const weekday = ((firstWeekday - 1 + index) % 7) + 1;
    if (weekday === 7 || isFree(day)) return false;
    const thisWeek = Math.floor((firstWeekday - 1 + index) / 7);
    if (thisWeek !== week && weekday < 6) {
      week = thisWeek;
      count += 1;
    }
    return weeks >= 34 || (count <= weeks && thisWeek === week);
  });
}

function countBefore(open: readonly boolean[], firstWeekday: number): readonly Uint16Array[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const counts = new Uint16Array(DAYS + 1);
    open.forEach((isOpen, index) => {
      const same = ((firstWeekday - 1 + index) % 7) + 1 === weekday;
      counts[index + 1] = (counts[index] ?? 0) + (isOpen && same ? 1 : 0);
    });
    return counts;
  });
}

export function makeCalendar(options: Pick<YearOptions, 'startYear' | 'weeks'>): Calendar {
  const { startYear, weeks } = options;
  const startDay = firstOfSeptember(startYear);
  const endDay = `${startYear + 1}-05-26`;
  const breaks = breaksOf(startYear);
  const origin = `${startYear}-09-01`;
  const firstWeekday = weekdayOf(origin);
  const days = Array.from({ length: DAYS }, (_, index) => addDays(origin, index));
  const indexes = new Map(days.map((day, index) => [day, index]));
  const weekdayAt = (index: number): number => ((firstWeekday - 1 + index) % 7) + 1;
  const isFree = (day: Day): boolean =>
    day < startDay || day > endDay || breaks.some((one) => one.startDay <= day && day <= one.endDay);
  const open = schoolDays(days, firstWeekday, weeks, isFree);
  const before = countBefore(open, firstWeekday);
  const working = days.map((day, index) => !isFree(day) && weekdayAt(index) < 6);
  return {
    startDay,
    endDay,
    breaks,
    terms: termsOf(startDay, endDay, breaks),
    novemberIndex: indexes.get(`${startYear}-11-01`) ?? 0,
    dayAt: (index) => itemAt(days, index),
    indexOf: (day) => indexes.get(day) ?? -1,
    weekdayAt,
    isSchoolDay: (index) => open[index] ?? false,
    schoolDaysBefore: (weekday, index) => itemAt(itemAt(before, weekday - 1), index),
    workingDayFrom: (index) => {
      const found = working.indexOf(true, index);
      return found < 0 ? working.lastIndexOf(true) : found;
    },
  };
}
