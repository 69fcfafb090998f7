import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  academicYearOf,
  aYearBefore,
  parseTermKey,
  rangeOf,
  termKeyText,
  termName,
  termsEndingWith,
} from '../../src/model/period.ts';

describe('terms as all schools know them', () => {
  it.each([
    ['2025-quarter-1', 'I четверть 2025/2026'],
    ['2025-quarter-4', 'IV четверть 2025/2026'],
    ['2024-trimester-3', 'III триместр 2024/2025'],
    ['2025-half_year-2', 'II полугодие 2025/2026'],
    ['2025-year-0', '2025/2026 учебный год'],
  ])('%s is «%s»', (text, name) => {
    const key = parseTermKey(text);
    expect(key && termName(key)).toBe(name);
    expect(key && termKeyText(key)).toBe(text);
  });

  it.each([
    '',
    '2025',
    '2025-quarter-0',
    '2025-quarter-5',
    '2025-trimester-4',
    '2025-half_year-3',
    '2025-year-1',
    '2025-week-1',
    '2025-toString-0',
    '25-quarter-1',
    ' 2025-quarter-1',
    '2025-quarter-1\n',
  ])('«%s» is none', (text) => {
    expect(parseTermKey(text)).toBeNull();
  });

  it.each([
    ['2025-quarter-2', ['2025-quarter-2', '2025-half_year-1']],
    ['2025-quarter-4', ['2025-quarter-4', '2025-half_year-2']],
    ['2025-half_year-1', ['2025-half_year-1', '2025-quarter-2']],
    ['2025-quarter-1', ['2025-quarter-1']],
    ['2025-quarter-3', ['2025-quarter-3']],
    ['2025-trimester-2', ['2025-trimester-2']],
    ['2025-year-0', ['2025-year-0']],
  ])('with %s end %j', (text, ending) => {
    const key = parseTermKey(text);
    expect(key && termsEndingWith(key).map(termKeyText)).toEqual(ending);
    expect(key && aYearBefore(key).year).toBe(Number(text.slice(0, 4)) - 1);
  });
});

describe('any two dates', () => {
  it.each([
    ['2025-09-01', '2025-09-01', true],
    ['2025-08-01', '2026-07-31', true],
    ['2026-05-01', '2026-08-31', 'across_years'],
    ['2025-07-31', '2025-08-01', 'across_years'],
    ['2025-10-02', '2025-10-01', 'reversed'],
    ['2026-09-01', '2025-09-01', 'reversed'],
  ])('%s … %s: %s', (from, to, expected) => {
    const range = rangeOf(from, to);
    expect(range.ok ? true : range.error).toBe(expected);
  });

  it('are of one year exactly when both days are', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [from, to] = [one, other].map((date) => date.toISOString().slice(0, 10)).sort() as [
          string,
          string,
        ];
        expect(rangeOf(from, to).ok).toBe(academicYearOf(from) === academicYearOf(to));
      }),
    );
  });
});
