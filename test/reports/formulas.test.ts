import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assessedOf,
  type Marks,
  meanMark,
  oneDecimal,
  passRate,
  qualityRate,
  souIndex,
  sumOf,
  weightedMean,
} from '../../src/reports/formulas.ts';

const none: Marks = {
  base: 0,
  n5: 0,
  n4: 0,
  n3: 0,
  n2: 0,
  n1: 0,
  notAssessed: 0,
  exempt: 0,
  passed: 0,
  failed: 0,
  none: 0,
};

/** The worked example of the reference: 27 students. */
const worked: Marks = { ...none, base: 27, n5: 5, n4: 11, n3: 8, n2: 1, notAssessed: 1, exempt: 1 };

describe('measures', () => {
  it('are those of the worked example', () => {
    expect(assessedOf(worked)).toBe(26);
    const printed = [passRate(worked), qualityRate(worked), souIndex(worked), souIndex(worked, 'simonov')];
    expect(printed.map((value) => oneDecimal(value ?? Number.NaN))).toEqual(['92,3', '61,5', '58,3', '60,3']);
    expect(meanMark(worked)).toBe(3.8);
  });

  it('weigh marks', () => {
    const marks = [
      { mark: 5, weight: 1 },
      { mark: 3, weight: 2 },
      { mark: 4, weight: 2 },
      { mark: 2, weight: 0 },
    ];
    expect(weightedMean(marks)).toBe(3.8);
  });

  it.each([
    ['nobody', none],
    ['only the exempt', { ...none, base: 3, exempt: 3 }],
    ['only words', { ...none, base: 4, passed: 3, failed: 1 }],
    ['nobody has a mark', { ...none, base: 5, none: 5 }],
  ])('are nothing, and not 0, where there is %s', (_name, marks) => {
    expect([passRate(marks), qualityRate(marks), souIndex(marks), meanMark(marks)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(weightedMean([])).toBeNull();
  });

  it('keeps «н/а» among the assessed and out of the mean', () => {
    const marks = { ...none, base: 2, n5: 1, notAssessed: 1 };
    expect([passRate(marks), qualityRate(marks), meanMark(marks)]).toEqual([50, 50, 5]);
  });

  it('of a school are ratios of sums', () => {
    const small = { ...none, base: 1, n2: 1 };
    const large = { ...none, base: 9, n5: 9 };
    expect(passRate(sumOf([small, large]))).toBe(90);
  });

  it('lie between 0 and 100, whatever the marks', () => {
    const count = fc.nat({ max: 40 });
    const marks = fc.record({ n5: count, n4: count, n3: count, n2: count, n1: count, notAssessed: count });
    fc.assert(
      fc.property(marks, (some) => {
        const all = { ...none, ...some };
        for (const value of [passRate(all), qualityRate(all), souIndex(all), souIndex(all, 'simonov')]) {
          expect(value === null || (value >= 0 && value <= 100)).toBe(true);
        }
        expect((passRate(all) ?? 0) >= (qualityRate(all) ?? 0)).toBe(true);
      }),
    );
  });

  it('halves by what people see, whatever binary fractions leave behind', () => {
    for (let whole = 1; whole <= 400; whole += 1) {
      for (let part = 0; part <= whole; part += 1) {
        const exact = Math.floor((2_000 * part + whole) / (2 * whole));
        const marks = { ...none, base: whole, n5: part, n2: whole - part };
        const text = oneDecimal(passRate(marks) ?? Number.NaN);
        if (text !== `${Math.floor(exact / 10)},${exact % 10}`)
          expect([part, whole, text]).toEqual([part, whole, exact]);
      }
    }
    expect(oneDecimal(passRate({ ...none, base: 80, n5: 23, n2: 57 }) ?? 0)).toBe('28,8');
  });

  it.each([
    [0.05, '0,1'],
    [0.04999, '0,0'],
    [92.25, '92,3'],
    [61.538, '61,5'],
    [1.15, '1,2'],
    [-0.25, '-0,3'],
    [100, '100,0'],
  ])('%d is printed as %s: one decimal, half up', (value, text) => {
    expect(oneDecimal(value)).toBe(text);
  });
});
