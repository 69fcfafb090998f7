import { expect, it } from 'vitest';
import { makeClock } from '../src/clock.ts';

it('is the real clock, until it is set: then it goes on from there by real seconds', () => {
  let real = new Date('2026-11-22T09:00:00Z');
  const { now, startAt } = makeClock(() => real);
  expect(now()).toEqual(real);
  startAt(new Date('2025-12-27T12:00:00Z'));
  expect(now().toISOString()).toBe('2025-12-27T12:00:00.000Z');
  real = new Date('2026-11-22T09:01:30Z');
  expect(now().toISOString()).toBe('2025-12-27T12:01:30.000Z');
});
