import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { addDays, daysBetween, isDay, weekdayOf } from '../../../src/model/dates.ts';

const school = makeMunicipality({ studentsPerSchool: 40 }).school(1);
const sixDays = makeMunicipality({ studentsPerSchool: 40 }).school(2);

const hasLessons = (day: string, of = school): boolean =>
  of.classes.some(({ id }) => of.lessonsOn(id, day).length > 0);

describe('the calendar of 2025/2026', () => {
  it.each([
    ['the first day', '2025-09-01', true],
    ['a Saturday of a five-day week', '2025-09-06', false],
    ['a Sunday', '2025-09-07', false],
    ['the last day before the autumn break', '2025-10-24', true],
    ['the autumn break', '2025-10-27', false],
    ['the Monday between a weekend and a holiday', '2025-11-03', false],
    ['4 November', '2025-11-04', false],
    ['the day after it', '2025-11-05', true],
    ['the last day of the old year', '2025-12-30', true],
    ['the winter break', '2026-01-09', false],
    ['the first day after it', '2026-01-12', true],
    ['23 February', '2026-02-23', false],
    ['9 March, for the 8th is a Sunday', '2026-03-09', false],
    ['the spring break', '2026-04-01', false],
    ['1 May', '2026-05-01', false],
    ['11 May, for the 9th is a Saturday', '2026-05-11', false],
    ['the last day', '2026-05-26', true],
    ['the day after it', '2026-05-27', false],
    ['another year', '2024-10-01', false],
  ])('%s', (_, day, expected) => {
    expect(hasLessons(day)).toBe(expected);
  });

  it('has lessons on Saturday in a six-day week, but not for grade 1', () => {
    expect(sixDays.weekDays).toBe(6);
    expect(hasLessons('2025-09-06', sixDays)).toBe(true);
    const first = sixDays.classes.find(({ grade }) => grade === 1);
    expect(sixDays.lessonsOn(first?.id ?? 0, '2025-09-06')).toEqual([]);
    expect(sixDays.lessonsOn(first?.id ?? 0, '2025-09-05')).not.toEqual([]);
  });

  it('gives grade 1 three lessons a day until November', () => {
    const first = school.classes.find(({ grade }) => grade === 1)?.id ?? 0;
    const counts = (from: string, to: string) =>
      [...daysBetween(from, to)].map(
        (day) => new Set(school.lessonsOn(first, day).map((one) => one.number)).size,
      );
    expect(Math.max(...counts('2025-09-01', '2025-10-31'))).toBe(3);
    expect(Math.max(...counts('2025-11-01', '2026-05-26'))).toBe(4);
  });
});

describe('terms', () => {
  it('are quarters up to grade 9 and half-years after it', () => {
    for (const { id, grade } of school.classes) {
      const kinds = school.termsOf(id).map(({ kind }) => kind);
      expect(kinds).toEqual(grade < 10 ? Array(4).fill('quarter') : Array(2).fill('half_year'));
    }
  });

  it('hold every lesson exactly once', () => {
    for (const { id } of school.classes)
      for (const day of daysBetween(school.startDay, school.endDay)) {
        if (school.lessonsOn(id, day).length === 0) continue;
        const terms = school.termsOf(id).filter((term) => term.startDay <= day && day <= term.endDay);
        expect(terms, day).toHaveLength(1);
      }
  });
});

describe('any year', () => {
  it('keeps breaks and holidays free, and its spans in order', () => {
    const years = fc.integer({ min: 2015, max: 2040 });
    const weeks = fc.integer({ min: 1, max: 34 });
    fc.assert(
      fc.property(years, weeks, (startYear, asked) => {
        const year = makeMunicipality({ startYear, weeks: asked, studentsPerSchool: 20 }).school(2);
        expect(isDay(year.startDay) && weekdayOf(year.startDay) < 6).toBe(true);
        for (const { startDay, endDay } of [...year.breaks, ...year.terms])
          expect(startDay <= endDay).toBe(true);
        for (const { startDay, endDay } of year.breaks)
          for (const day of daysBetween(startDay, endDay)) expect(hasLessons(day, year)).toBe(false);
        const days = [...daysBetween(year.startDay, year.endDay)].filter((day) => hasLessons(day, year));
        const mondays = new Set(days.map((day) => addDays(day, 1 - weekdayOf(day))));
        if (asked < 34) expect(mondays.size).toBe(asked);
        else expect(mondays.size).toBeGreaterThanOrEqual(34);
      }),
      { numRuns: 12 },
    );
  });
});
