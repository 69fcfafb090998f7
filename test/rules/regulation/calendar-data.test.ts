import { describe, expect, it } from 'vitest';
import { addDays, type Day, daysBetween, weekdayOf } from '../../../src/model/dates.ts';
import { makeCalendar } from '../../../src/rules/calendar.ts';
import { kinds } from '../../../src/rules/kinds/index.ts';
import { checkCalendarYear, federalDays } from '../../../src/rules/regulation/calendar-data.ts';
import { fileNamed } from '../../../src/rules/regulation/file.ts';
import { readRegulations, regulationsFolder } from '../../../src/sync/regulation-files.ts';

const { calendar: years } = await readRegulations(regulationsFolder, kinds);

const school = (weekDays: 5 | 6) =>
  makeCalendar({ timeZone: 'Europe/Moscow', weekDays, breaks: [], ...federalDays(years, weekDays) });
const five = school(5);
const six = school(6);

/** Days off in a row that are more than a weekend, written short: `01.01–08.01`. */
function freeStretches(year: number): string[] {
  const short = (day: Day) => `${day.slice(8)}.${day.slice(5, 7)}`;
  const free = [...daysBetween(`${year}-01-01`, `${year}-12-31`)].filter((day) => !five.isWorkingDay(day));
  const starts = free.filter((day) => !free.includes(addDays(day, -1)));
  return starts.flatMap((start) => {
    let end = start;
    while (free.includes(addDays(end, 1))) end = addDays(end, 1);
    const isWeekend = [...daysBetween(start, end)].every((day) => weekdayOf(day) >= 6);
    return isWeekend ? [] : [`${short(start)}–${short(end)}`];
  });
}

describe('the days off of the country', () => {
  it.each([
    [
      2024,
      [
        '01.01–08.01',
        '23.02–25.02',
        '08.03–10.03',
        '28.04–01.05',
        '09.05–12.05',
        '12.06–12.06',
        '03.11–04.11',
        '29.12–31.12',
      ],
    ],
    [2025, ['01.01–08.01', '01.05–04.05', '08.05–11.05', '12.06–15.06', '02.11–04.11', '31.12–31.12']],
    [
      2026,
      [
        '01.01–11.01',
        '21.02–23.02',
        '07.03–09.03',
        '01.05–03.05',
        '09.05–11.05',
        '12.06–14.06',
        '04.11–04.11',
        '31.12–31.12',
      ],
    ],
  ])('of %i are those that were published', (year, published) => {
    expect(freeStretches(year)).toEqual(published);
  });

  it.each(['2024-04-27', '2024-11-02', '2024-12-28', '2025-11-01'])(
    'make the Saturday %s a day of work',
    (day) => {
      expect(five.isWorkingDay(day)).toBe(true);
      expect(five.dayOff(day)).toBeNull();
      expect(six.isWorkingDay(day)).toBe(true);
    },
  );

  it.each(['2024-04-29', '2024-05-10', '2025-05-02', '2025-06-13', '2025-11-03', '2026-01-09', '2026-05-11'])(
    'leave %s, which was moved from a Saturday, a day of work for a week of six days',
    (day) => {
      expect(five.dayOff(day)).toBe('перенесённый выходной');
      expect(six.dayOff(day)).toBeNull();
    },
  );

  it.each(['2024-12-31', '2025-05-08', '2025-12-31', '2026-03-09', '2026-12-31', '2027-05-10'])(
    'make %s, which was moved from a Sunday, free for every week',
    (day) => {
      expect(five.isWorkingDay(day)).toBe(false);
      expect(six.isWorkingDay(day)).toBe(false);
    },
  );

  it('follow from the law wherever a holiday outside January falls on a day off, unless the government moved it', () => {
    for (const { year, holidays, movedDaysOff } of years) {
      const onWeekend = holidays
        .map(({ from }) => from)
        .filter((day) => day > `${year}-01-08` && weekdayOf(day) >= 6);
      const moved = movedDaysOff.map(({ insteadOf }) => insteadOf);
      expect(moved).toEqual(expect.arrayContaining(onWeekend));
    }
  });

  it('of 2027 say what is not published yet', () => {
    expect([...federalDays(years, 5).unknown.keys()]).toEqual([2027]);
  });
});

describe('a file of the calendar', () => {
  const good = {
    year: 2025,
    source: 'Трудовой кодекс, ст. 112',
    holidays: [{ name: 'Новый год', from: '2025-01-01', to: '2025-01-08' }],
    movedDaysOff: [{ day: '2025-05-02', insteadOf: '2025-01-04', by: 'government' }],
    unknown: null,
  };
  const check = (raw: unknown, name = 'calendar/federal-2025.yaml') => {
    const checked = checkCalendarYear(raw, fileNamed(name));
    return checked.ok ? [] : checked.error.map(({ code }) => code);
  };
  const moved = (day: Day, insteadOf: Day) => ({ ...good, movedDaysOff: [{ day, insteadOf, by: 'law' }] });

  it('is in order', () => {
    expect(check(good)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['says nothing', null, 'regulation.invalid'],
    ['has an impossible day', moved('2025-02-30', '2025-01-04'), 'regulation.invalid'],
    ['has a field that is none', { ...good, holydays: [] }, 'regulation.unknown_field'],
    ['moves a Wednesday', moved('2025-05-02', '2025-01-08'), 'regulation.calendar_invalid'],
    ['moves to another year', moved('2026-05-02', '2025-01-04'), 'regulation.calendar_invalid'],
    ['moves to a holiday', moved('2025-01-02', '2025-01-04'), 'regulation.calendar_invalid'],
    ['moves a day to itself', moved('2025-05-03', '2025-05-03'), 'regulation.calendar_invalid'],
    [
      'has a holiday that ends before it begins',
      { ...good, holidays: [{ name: 'x', from: '2025-01-08', to: '2025-01-01' }] },
      'regulation.impossible_dates',
    ],
    [
      'has a holiday of another year',
      { ...good, holidays: [{ name: 'x', from: '2024-12-31', to: '2025-01-01' }] },
      'regulation.impossible_dates',
    ],
  ])('is refused when it %s', (_, raw, code) => {
    expect(check(raw)).toEqual([code]);
  });

  it('must have the year in its name', () => {
    expect(check(good, 'calendar/federal-2024.yaml')).toEqual(['regulation.id_mismatch']);
  });
});
