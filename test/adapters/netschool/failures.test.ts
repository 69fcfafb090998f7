import { describe, expect, it, vi } from 'vitest';
import { AdapterError } from '../../../src/adapters/errors.ts';
import { interruptAt, open, passwordOf, read, readPlain, rowsOf } from './reading.ts';
import { type Arrangement, simulated } from './simulated.ts';

/** Once the school's own lists are told, a page that fails is one of a class or of a student. */
const LATE_FAULT = { path: '/webapi/schedule/classmeetings', skip: 1 };

function expiringOnce(quirks: Arrangement['quirks'] & object): Arrangement {
  return {
    quirks,
    onEvent: (simulator, count) => {
      if (count === 40) simulator.expire(simulator.account('admin').login);
    },
  };
}

describe('netschool: reports that fail', () => {
  it('reads marks subject by subject where the report by dates is refused', async () => {
    const plain = await readPlain('staff');
    const { events, error, log } = await read({ quirks: { refusedReports: ['studenttotal'] } });
    expect(error).toBeNull();
    expect(rowsOf(events, 'mark').size).toBe(rowsOf(plain.events, 'mark').size);
    expect(rowsOf(events, 'attendance').size).toBe(0);
    expect(events.some((event) => event.kind === 'covered' && event.entity === 'attendance')).toBe(false);
    expect(log.filter((line) => line.startsWith('netschool.report_refused'))).toHaveLength(1);
  });

  it('reads a family diary where the reports are refused', async () => {
    const plain = await readPlain('family');
    const quirks = { refusedReports: ['studenttotal', 'studenttotalmarks'] };
    const { events, error } = await read({ mode: 'family', quirks });
    expect(error).toBeNull();
    expect(rowsOf(events, 'mark')).toEqual(rowsOf(plain.events, 'mark'));
    const told = events.flatMap((event) => (event.kind === 'covered' ? [event.entity] : []));
    expect(told).toContain('mark');
    expect(told).not.toContain('attendance');
    expect(told).not.toContain('termMark');
  });

  it('gives type, topic and the day put when asked to', async () => {
    const plain = await readPlain('staff');
    const { events } = await read({ settings: { details: 'full' } });
    const marks = rowsOf(events, 'mark');
    expect(marks.size).toBe(rowsOf(plain.events, 'mark').size);
    expect(
      [...marks.values()].every(({ setDay, assessmentId }) => setDay !== null && assessmentId !== null),
    ).toBe(true);
    // A student has one mark on a work: of «4/5» the second is of a work of its own.
    const places = [...marks.values()].map(({ assessmentId, studentId }) => `${assessmentId} ${studentId}`);
    expect(new Set(places).size).toBe(places.length);
    expect(rowsOf(events, 'attendance')).toEqual(rowsOf(plain.events, 'attendance'));
  });

  it.each<readonly [string, Arrangement, string, RegExp]>([
    ['refused upgrade', { quirks: { hubUpgradeStatus: 403 } }, 'adapter.refused', /^report hub$/],
    ['failing report', { quirks: { failingReports: ['studenttotal'] } }, 'adapter.refused', /^report hub$/],
  ])('%s', async (_name, arrangement, code, place) => {
    const { error } = await read(arrangement);
    expect(error).toBeInstanceOf(AdapterError);
    expect((error as AdapterError).diagnostic).toMatchObject({ code });
    expect((error as AdapterError).diagnostic.place).toMatch(place);
  });
});

describe('netschool: stopping', () => {
  it('does not wait for a report that is in work', async () => {
    const fixture = await simulated({
      quirks: { endlessReports: ['studenttotal'] },
      settings: { reportTimeoutMs: 3_600_000 },
    });
    open.push(fixture);
    const stop = new AbortController();
    const context = {
      signal: stop.signal,
      now: () => new Date(),
      sleep: async () => undefined,
      log: () => undefined,
    };
    const session = await fixture.adapter.open(fixture.settings, context);
    const reading = (async () => {
      for await (const event of session.pull({ ...fixture.range, after: null })) fixture.onEvent?.(event);
    })();
    const failed = expect(reading).rejects.toMatchObject({ diagnostic: { code: 'adapter.cancelled' } });
    await vi.waitUntil(() => fixture.simulator.reportsStarted > 0);
    stop.abort();
    await failed;
    await session.close();
    expect(fixture.simulator.sessions.live).toBe(0);
  });
});

describe('netschool: sessions', () => {
  it.each<readonly [string, Arrangement, number]>([
    ['not once where nothing happens', {}, 1],
    ['once where the session ends', expiringOnce({}), 2],
    ['once where that is answered 403', expiringOnce({ expiredAnswer: 403 }), 2],
    ['once where that is answered 500', expiringOnce({ expiredAnswer: 500 }), 2],
    ['once where that is answered with a page', expiringOnce({ expiredAnswer: 'html' }), 2],
    ['once for four requests at once', { ...expiringOnce({}), settings: { concurrency: 4 } }, 2],
    [
      'not at all for the security warning',
      { onEvent: (simulator, count) => interruptAt(simulator, count, 30) },
      1,
    ],
  ])('logs in again %s', async (_name, arrangement, logins) => {
    const { error, fixture } = await read(arrangement);
    expect(error).toBeNull();
    expect(fixture.simulator.sessions).toMatchObject({ logins, live: 0, maxLivePerAccount: 1 });
  });

  it.each<readonly [string, Arrangement, RegExp]>([
    [
      "a parent's account in the staff mode",
      { mode: 'staff', accounts: (simulator) => [passwordOf(simulator, 'guardian')] },
      /^(terms|classes)$/,
    ],
    [
      "a student's account in the staff mode",
      { mode: 'staff', accounts: (simulator) => [passwordOf(simulator, 'student')] },
      /^(terms|classes)$/,
    ],
    [
      "a teacher's account in the family mode",
      { mode: 'family', accounts: (simulator) => [passwordOf(simulator, 'teacher')] },
      /^student\/diary\/init$/,
    ],
    [
      "a deputy's account in the family mode",
      { mode: 'family', accounts: (simulator) => [passwordOf(simulator, 'deputy')] },
      /^student\/diary\/init$/,
    ],
  ])('does not log in again for a right that is lacking: %s', async (_name, arrangement, place) => {
    const { error, fixture } = await read(arrangement);
    expect(error).toMatchObject({
      diagnostic: { code: 'adapter.forbidden', place: expect.stringMatching(place) },
    });
    expect(fixture.simulator.sessions).toMatchObject({ logins: 1, live: 0, maxLivePerAccount: 1 });
  });
});

describe('netschool: failing pages', () => {
  it.each([429, 500, 502, 503, 504])('repeats a %d that says no time', async (status) => {
    const { error, pauses, fixture } = await read({
      quirks: { faults: [{ ...LATE_FAULT, status, times: 2 }] },
    });
    expect(error).toBeNull();
    expect(pauses.length).toBeGreaterThan(0);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1000);
    expect(fixture.simulator.sessions).toMatchObject({ logins: 1, live: 0 });
  });

  it.each([429, 500, 502, 503, 504])('gives up a %d that goes on', async (status) => {
    const { error, fixture } = await read({ quirks: { faults: [{ ...LATE_FAULT, status }] } });
    expect(error).toMatchObject({
      diagnostic: { code: 'adapter.unavailable', place: 'schedule/classmeetings' },
    });
    expect(fixture.simulator.sessions).toMatchObject({ logins: 1, live: 0 });
  });

  it.each(['staff', 'family'] as const)('ends with a report that never completes: %s', async (mode) => {
    const { error, fixture, log } = await read({
      mode,
      quirks: { endlessReports: ['studenttotal'] },
      settings: { reportTimeoutMs: 100 },
    });
    expect(error).toMatchObject({ diagnostic: { code: 'adapter.timed_out', place: 'report hub' } });
    expect(log.filter((line) => line.startsWith('netschool.report_repeated'))).toHaveLength(1);
    expect(fixture.simulator.sessions.live).toBe(0);
  });
});
