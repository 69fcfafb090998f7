import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import { followClock } from '../../../src/sync/control/clock.ts';
import { startApi } from '../../api/api.ts';
import { testStore } from '../../database.ts';
import { controlDeps, NOW, putMark, putSmallSchool, SCHOOL } from './small-school.ts';

let store: Store;
beforeEach(async () => {
  store = await testStore();
});
afterEach(() => store.close());

/** A clock that goes on by what is slept, and stops at a moment. */
function clockUntil(end: Date) {
  const stop = new AbortController();
  let now = NOW;
  return {
    signal: stop.signal,
    now: () => now,
    sleep: async (ms: number) => {
      now = new Date(Math.max(now.getTime() + ms, now.getTime() + 3_600_000));
      if (now <= end) return;
      stop.abort();
      throw new Error('aborted');
    },
  };
}

it('evaluates at the start, then what the clock makes due, and ends when it is stopped', async () => {
  const rows = await putSmallSchool(store);
  await putMark(rows, 'later', 'Физика', '2', '2025-10-02');
  const done: unknown[] = [];
  const deps = {
    ...controlDeps(store),
    log: (event: string, { full, opened }: Readonly<Record<string, string | number | boolean>>) =>
      done.push([event, full, opened]),
  };
  await followClock(deps, clockUntil(new Date('2025-10-02T09:00:00Z')));
  expect(done).toEqual([
    ['control.done', true, 1],
    ['control.done', false, 1],
  ]);
});

it('goes on with the other schools when one cannot be evaluated', async () => {
  const other = '55555555-5555-4555-8555-555555555555';
  await putSmallSchool(store);
  await putSmallSchool(store, other);
  const events: unknown[] = [];
  const deps = controlDeps(store);
  let broken = true;
  const failing = {
    ...deps,
    declaredOf: (source: string) => {
      if (!broken) return deps.declaredOf(source);
      broken = false;
      throw new Error('secret name');
    },
    log: (event: string, fields: object) => events.push([event, JSON.stringify(fields).includes('secret')]),
  };
  await followClock(failing, clockUntil(NOW));
  expect(events).toEqual([
    ['control.failed', false],
    ['control.done', false],
  ]);
});

it.each(['2025-12-27T12:00:00Z', '2026-05-20T00:00:00Z'])(
  'evaluates what a client enters within a minute, where the clock of all stands at %s',
  async (moment) => {
    await putSmallSchool(store);
    const api = await startApi(store.url);
    api.now = new Date(moment);
    const stop = new AbortController();
    const done: unknown[] = [];
    let slept = 0;
    const sleep = async (ms: number) => {
      slept += 1;
      if (slept === 2) {
        stop.abort();
        throw new Error('aborted');
      }
      const adoption = { regulation: 'tiny', from: '2025-09-01' };
      expect((await api.post(`/v1/schools/${SCHOOL}/regulations`, adoption)).status).toBe(200);
      expect(ms).toBeLessThanOrEqual(60_000);
      api.now = new Date(api.now.getTime() + ms);
    };
    const log = (event: string, { full }: Readonly<Record<string, unknown>>) => done.push([event, full]);
    await followClock({ ...controlDeps(store), log }, { now: () => api.now, sleep, signal: stop.signal });
    await api.close();
    expect(done).toEqual([
      ['control.done', true],
      ['control.done', true],
    ]);
    expect(await store.prisma.unitDue.count({ where: { dueAt: { lte: api.now } } })).toBe(0);
  },
);
