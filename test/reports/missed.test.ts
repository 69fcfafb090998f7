import { expect, it } from 'vitest';
import { missedCells, missedColumns } from '../../src/reports/missed.ts';
import type { ReportGround } from '../../src/reports/request.ts';

const ground = { gapsOf: () => ({}) } as unknown as ReportGround;

const MISSED = {
  missed: 9,
  missedSick: 4,
  missedExcused: 2,
  missedUnexcused: 1,
  missedEvent: 2,
  missedNotGiven: 0,
  missedDays: 1,
};

it('hides of a named student what tells of illness, and what it could be reckoned from', () => {
  const shown = missedCells(ground, ['a/b'], MISSED, {}, true).map(({ value }) => value);
  const told = Object.fromEntries(missedColumns.map(({ key }, index) => [key, shown[index]]));
  expect(told).toEqual({
    missed: 9,
    missedSick: null,
    missedExcused: null,
    missedUnexcused: 1,
    missedEvent: 2,
    missedNotGiven: null,
    missedDays: 1,
  });
  expect(missedCells(ground, ['a/b'], MISSED, {}).map(({ value }) => value)).toEqual([9, 4, 2, 1, 2, 0, 1]);
});
