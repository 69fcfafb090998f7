import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, mondayOf } from '../../src/model/dates.ts';
import { daysApart, weekOf } from '../../src/rules/weeks.ts';

describe('weeks', () => {
  const day = fc.integer({ min: -3000, max: 30000 }).map((days) => addDays('2000-01-01', days));

  it('are the same for the days of one Monday', () => {
    fc.assert(
      fc.property(day, day, (left, right) => {
        expect(weekOf(left) === weekOf(right)).toBe(mondayOf(left) === mondayOf(right));
      }),
    );
  });

  it('are seven days long', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (from, days) => {
        expect(daysApart(from, addDays(from, days))).toBe(days);
        expect(weekOf(addDays(from, 7))).toBe(weekOf(from) + 1);
      }),
    );
  });
});
