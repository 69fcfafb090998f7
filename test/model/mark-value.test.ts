import { describe, expect, it } from 'vitest';
import { meanMark, readMark, weightedMeanMark } from '../../src/model/mark-value.ts';

describe('readMark', () => {
  it.each([
    ['5', 5, { kind: 'number', numbers: [5] }],
    [' 4 ', 5, { kind: 'number', numbers: [4] }],
    ['4/5', 5, { kind: 'number', numbers: [4, 5] }],
    ['12', 12, { kind: 'number', numbers: [12] }],
    ['ЗАЧ', 5, { kind: 'pass' }],
    ['зачёт', 5, { kind: 'pass' }],
    ['Н/З', 5, { kind: 'fail' }],
    ['н/а', 5, { kind: 'not_assessed' }],
    ['ОСВ', 5, { kind: 'exempt' }],
    ['.', 5, { kind: 'debt' }],
    ['6', 5, { kind: 'unknown' }],
    ['0', 5, { kind: 'unknown' }],
    ['4/6', 5, { kind: 'unknown' }],
    ['-3', 5, { kind: 'unknown' }],
    ['4.5', 5, { kind: 'unknown' }],
    ['хор', 5, { kind: 'unknown' }],
    ['', 5, { kind: 'unknown' }],
  ])('reads %j on a scale of %i', (value, scaleMax, meaning) => {
    expect(readMark(value, scaleMax)).toEqual(meaning);
  });
});

describe('means', () => {
  const numbers = (...values: string[]) => values.map((value) => readMark(value, 5));

  it('counts numbers alone, and both of a pair', () => {
    expect(meanMark(numbers('5', '4/3', 'н/а', '.', 'осв'))).toBe(4);
  });

  it('has no mean where there is no number', () => {
    expect(meanMark(numbers('н/а', 'зач'))).toBeNull();
    expect(weightedMeanMark([{ meaning: readMark('5', 5), weight: null }])).toBeNull();
    expect(weightedMeanMark([{ meaning: readMark('5', 5), weight: 0 }])).toBeNull();
  });

  it('weighs as the worked example of school-domain §4: 5×1, 3×2, 4×2 → 3.80', () => {
    const marks = [
      ['5', 1],
      ['3', 2],
      ['4', 2],
    ] as const;
    expect(
      weightedMeanMark(marks.map(([value, weight]) => ({ meaning: readMark(value, 5), weight }))),
    ).toBeCloseTo(3.8, 10);
  });
});
