import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addConnection, type Connection } from '../../src/store/connections.ts';
import { openIngest } from '../../src/store/ingest.ts';
import type { Store } from '../../src/store/open.ts';
import { listQuarantine } from '../../src/store/quarantine.ts';
import { getRun } from '../../src/store/runs.ts';
import { createSchool } from '../../src/store/schools.ts';
import { unbalanced } from '../../src/sync/counts.ts';
import { type RunReport, runSync } from '../../src/sync/run.ts';
import { testStore } from '../database.ts';
import { type Behaviour, type Marks, record, script, scriptedAdapter } from './scripted-adapter.ts';

let store: Store;
let connection: Connection;
let clock: Date;
let schools = 0;

beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

beforeEach(async () => {
  schools += 1;
  clock = new Date('2026-01-10T09:00:00Z');
  const school = await createSchool(store, {
    name: `Школа ${schools}`,
    municipality: 'Озёрск',
    timeZone: 'Europe/Moscow',
    weekDays: 5,
  });
  const settings = { secret: 'x' };
  connection = await addConnection(
    store,
    Buffer.alloc(32, 1),
    { schoolId: school.schoolId, name: `s${schools}`, system: 'scripted', mode: 'only', rank: 50, settings },
    clock,
  );
});

interface Options {
  readonly dryRun?: boolean;
  readonly allowRemoval?: boolean;
  readonly signal?: AbortSignal;
  readonly settings?: unknown;
}

function run(behaviour: Behaviour, options: Options = {}): Promise<RunReport> {
  clock = new Date(clock.getTime() + 60_000);
  return runSync(
    {
      store,
      now: () => clock,
      sleep: async () => undefined,
      log: () => undefined,
      removalGuardShare: 0.2,
    },
    {
      connection,
      adapter: scriptedAdapter(() => behaviour),
      settings: options.settings ?? { secret: 'x' },
      from: null,
      to: null,
      dryRun: options.dryRun ?? false,
      allowRemoval: options.allowRemoval ?? false,
      signal: options.signal ?? new AbortController().signal,
      onProgress: () => undefined,
    },
  );
}

interface LiveMark {
  readonly external_key: string;
  readonly value: string;
  readonly run_id: string;
  readonly absent_at: Date | null;
  readonly deleted_at: Date | null;
}

async function marksStored(): Promise<LiveMark[]> {
  const { rows } = await store.pool.query<LiveMark>(
    'SELECT external_key, value, run_id, absent_at, deleted_at FROM mark WHERE school_id = $1 ORDER BY external_key',
    [connection.schoolId],
  );
  return rows;
}

const live = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await marksStored())
      .filter(({ deleted_at }) => deleted_at === null)
      .map(({ external_key, value }) => [external_key, value]),
  );

const few: Marks = {
  a: { '2025-09-08': '5', '2025-09-09': '4' },
  b: { '2025-09-08': '3' },
};

const flat = (marks: Marks): Record<string, string> =>
  Object.fromEntries(
    Object.entries(marks).flatMap(([key, byDay]) =>
      Object.entries(byDay).map(([date, value]) => [`${key}/${date}`, value] as const),
    ),
  );

describe('a run', () => {
  it('stores what the source says, and says what it stored', async () => {
    const report = await run({ events: script(few) });
    expect(report).toMatchObject({ state: 'succeeded', error: null });
    expect(report.counts.mark).toMatchObject({ read: 3, new: 3, changed: 0, unchanged: 0, gone: 0 });
    expect(await live()).toEqual(flat(few));
    expect(await getRun(store, report.runId)).toMatchObject({
      state: 'succeeded',
      counts: report.counts,
      fromDay: '2025-09-01',
      toDay: '2026-05-31',
    });
  });

  it('writes no row the second time', async () => {
    const first = await run({ events: script(few) });
    const second = await run({ events: script(few) });
    expect(second.counts.mark).toMatchObject({ read: 3, new: 0, changed: 0, unchanged: 3, gone: 0 });
    expect(second.counts.student).toMatchObject({ read: 2, unchanged: 2 });
    expect(new Set((await marksStored()).map(({ run_id }) => run_id))).toEqual(new Set([first.runId]));
  });

  it('keeps what a changed mark was, and between which readings it changed', async () => {
    await run({ events: script(few) });
    const before = clock;
    const { runId } = await run({ events: script({ ...few, b: { '2025-09-08': '4' } }) });
    const { rows } = await store.pool.query(
      `SELECT kind, before->>'value' AS value, not_before, not_after, run_id FROM history
       WHERE school_id = $1 AND entity = 'mark'`,
      [connection.schoolId],
    );
    expect(rows).toEqual([
      { kind: 'changed', value: '3', not_before: before, not_after: clock, run_id: runId },
    ]);
  });

  it('marks what is gone as deleted, and takes it back when it comes again', async () => {
    await run({ events: script(few) });
    const gone = await run({ events: script({ ...few, b: {} }) });
    expect(gone.counts.mark).toMatchObject({ gone: 1 });
    expect(await live()).toEqual(flat({ a: few['a'] ?? {} }));
    expect(await marksStored()).toHaveLength(3);
    const again = await run({ events: script(few) });
    expect(again.counts.mark).toMatchObject({ changed: 1, new: 0, unchanged: 2 });
    expect(await live()).toEqual(flat(few));
  });

  it('knows since when a new mark may have been there', async () => {
    await run({ events: script(few) });
    const seen = clock;
    await run({ events: script({ ...few, b: { '2025-09-08': '3', '2025-09-10': '5' } }) });
    const stored = await marksStored();
    expect(stored.find(({ external_key }) => external_key === 'b/2025-09-10')?.absent_at).toEqual(seen);
    expect(stored.find(({ external_key }) => external_key === 'b/2025-09-08')?.absent_at).toBeNull();
  });

  it('says beforehand what it would do, and does not do it', async () => {
    await run({ events: script(few) });
    const next = script({ a: { '2025-09-08': '5', '2025-09-09': '5' }, b: { '2025-09-15': '4' } });
    const plan = await run({ events: next }, { dryRun: true });
    expect(await live()).toEqual(flat(few));
    const done = await run({ events: next });
    expect(plan.counts).toEqual(done.counts);
    expect(done.counts.mark).toMatchObject({ read: 3, new: 1, changed: 1, unchanged: 1, gone: 1 });
  });

  it('sets a wrong record aside with its cause, and takes the rest', async () => {
    const wrong: Marks = { a: { '2025-09-08': '6', '2025-09-09': '4' }, b: { '2024-09-08': '3' } };
    const report = await run({ events: script(wrong) });
    expect(report.counts.mark).toMatchObject({ read: 3, new: 1, quarantined: 2 });
    const { items } = await listQuarantine(store, { runId: report.runId, limit: 10 });
    expect(items.map(({ key, diagnostic }) => [key, diagnostic.code])).toEqual([
      ['a/2025-09-08', 'mark.outside_scale'],
      ['b/2024-09-08', 'record.outside_year'],
    ]);
    expect(items[0]?.raw).toMatchObject({ value: '6' });
  });

  it('does not take a record for gone because it was set aside', async () => {
    await run({ events: script(few) });
    const report = await run({ events: script({ ...few, b: { '2025-09-08': '33' } }) });
    expect(report.counts.mark).toMatchObject({ quarantined: 1, gone: 0 });
    expect(await live()).toEqual(flat(few));
  });

  it('takes nothing for gone where a record could not tell whose it was', async () => {
    await run({ events: script(few) });
    const diagnostic = { code: 'record.invalid', place: 'diary[3]', message: 'no key', hint: 'none' };
    const events = script({ ...few, b: {} });
    events.splice(4, 0, { kind: 'rejected', entity: 'mark', key: null, diagnostic, raw: {} });
    expect((await run({ events })).counts.mark).toMatchObject({ quarantined: 1, gone: 0 });
    expect(await live()).toEqual(flat(few));
  });

  it('sets aside a mark of a student whom nobody told of', async () => {
    const [subjects, , , first, ...rest] = script(few);
    const events = [subjects, first, ...rest].filter((event) => event !== undefined);
    const report = await run({ events });
    expect(report.counts.mark).toMatchObject({ read: 3, quarantined: 3, new: 0 });
    const { items } = await listQuarantine(store, { runId: report.runId, limit: 1 });
    expect(items[0]?.diagnostic.code).toBe('record.unknown_reference');
  });

  it("counts an adapter's own rejections", async () => {
    const diagnostic = { code: 'record.invalid', place: 'diary[3]', message: 'no date', hint: 'none' };
    const raw = { id: '7000000000000000001' };
    const events = script(few);
    events.splice(4, 0, { kind: 'rejected', entity: 'mark', key: null, diagnostic, raw });
    const report = await run({ events });
    expect(report.counts.mark).toMatchObject({ read: 4, new: 3, quarantined: 1 });
    const { items } = await listQuarantine(store, { runId: report.runId, limit: 10 });
    expect(items).toMatchObject([{ entity: 'mark', key: null, diagnostic, raw }]);
  });
});

describe('the guard against mass deletion', () => {
  const many: Marks = {
    a: Object.fromEntries(
      Array.from({ length: 28 }, (_, i) => [`2025-10-${String(i + 1).padStart(2, '0')}`, '4']),
    ),
  };

  it('stops the run and removes nothing, until a person has looked', async () => {
    await run({ events: script(many) });
    const stopped = await run({ events: script({ a: {} }) });
    expect(stopped).toMatchObject({ state: 'stopped', error: { code: 'run.mass_removal', place: 'mark' } });
    expect(await live()).toEqual(flat(many));
    const allowed = await run({ events: script({ a: {} }) }, { allowRemoval: true });
    expect(allowed).toMatchObject({ state: 'succeeded', counts: { mark: { gone: 28 } } });
    expect(await live()).toEqual({});
  });

  it('speaks up in a dry run as well', async () => {
    await run({ events: script(many) });
    expect(await run({ events: script({ a: {} }) }, { dryRun: true })).toMatchObject({ state: 'stopped' });
  });
});

describe('an interruption', () => {
  it.each(['adapter.unreachable', 'adapter.unavailable', 'adapter.timed_out'] as const)(
    'by %s is gone on from, and ends as if it had never been',
    async (code) => {
      const broken = await run({ events: script(few), failAfter: { cursor: '1', code } });
      expect(broken).toMatchObject({ state: 'interrupted', error: { code } });
      expect(await live()).toEqual(flat({ a: few['a'] ?? {} }));
      const whole = await run({ events: script(few) });
      expect(whole).toMatchObject({ state: 'succeeded', runId: broken.runId });
      expect(whole.counts.mark).toMatchObject({ read: 3, new: 3 });
      expect(await live()).toEqual(flat(few));
    },
  );

  it('by a person ends the session and keeps the checkpoints', async () => {
    const stop = new AbortController();
    let closed = 0;
    const report = await run(
      {
        events: script(few),
        onCheckpoint: () => stop.abort(),
        onClose: () => {
          closed += 1;
        },
      },
      { signal: stop.signal },
    );
    expect(report).toMatchObject({ state: 'interrupted', error: { code: 'adapter.cancelled' } });
    expect(closed).toBe(1);
    expect(await run({ events: script(few) })).toMatchObject({ state: 'succeeded', runId: report.runId });
    expect(await live()).toEqual(flat(few));
  });

  it('of long ago is not gone on from', async () => {
    const broken = await run({ events: script(few), failAfter: { cursor: '1', code: 'adapter.timed_out' } });
    clock = new Date(clock.getTime() + 13 * 3_600_000);
    expect((await run({ events: script(few) })).runId).not.toBe(broken.runId);
  });

  it('removes nothing that the part not read may still have', async () => {
    await run({ events: script(few) });
    const broken = {
      events: script({ a: {}, b: {} }),
      failAfter: { cursor: '1', code: 'adapter.timed_out' },
    } as const;
    await run(broken);
    expect(await live()).toEqual(flat(few));
  });
});

describe('a source that fails', () => {
  it.each([
    'adapter.wrong_credentials',
    'adapter.login_refused',
    'adapter.contract_broken',
    'adapter.blocked',
  ] as const)('at the door with %s leaves a run that says so', async (code) => {
    const report = await run({ events: [], failToOpen: code });
    expect(report).toMatchObject({ state: 'failed', error: { code } });
    expect(await getRun(store, report.runId)).toMatchObject({
      state: 'failed',
      error: { code },
      fromDay: null,
    });
  });

  it('because its answers changed stops with what was committed, and starts anew the next time', async () => {
    const report = await run({
      events: script(few),
      failAfter: { cursor: '1', code: 'adapter.contract_broken' },
    });
    expect(report.state).toBe('failed');
    expect((await run({ events: script(few) })).runId).not.toBe(report.runId);
  });

  it('because its settings are wrong names the field and not the value', async () => {
    const report = await run({ events: [] }, { settings: { secret: 12345 } });
    expect(report.error).toMatchObject({
      code: 'adapter.settings_invalid',
      message: expect.stringContaining('secret'),
    });
    expect(JSON.stringify(report)).not.toContain('12345');
  });

  it('is gone on with after the database cut the connection', async () => {
    const cut = () =>
      store.pool.query(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE l.locktype = 'advisory' AND d.datname = current_database()`,
      );
    let cuts: Promise<unknown> | null = null;
    const broken = await run({
      events: script(few),
      onCheckpoint: (cursor) => {
        if (cursor === '1') cuts = cut();
      },
      pause: () => cuts ?? Promise.resolve(),
    });
    expect(broken).toMatchObject({ state: 'interrupted', error: { code: 'store.unreachable' } });
    expect(await run({ events: script(few) })).toMatchObject({ state: 'succeeded', runId: broken.runId });
    expect(await live()).toEqual(flat(few));
  });

  it('leaves the lock free when the program has a bug', async () => {
    const bug = { events: [{ kind: 'records', entity: 'mark', records: null }] } as unknown as Behaviour;
    await expect(run(bug)).rejects.toThrow(TypeError);
    expect(await run({ events: script(few) })).toMatchObject({ state: 'succeeded' });
  });

  it('is not read twice at once', async () => {
    const { runId } = await run({ events: script(few) });
    const { schoolId, system, source, rank } = connection;
    const other = await openIngest(store, {
      schoolId,
      system,
      source,
      rank,
      runId,
      observedAt: clock,
      dryRun: false,
    });
    const refused = await run({ events: script(few) });
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'run.already_running' } });
    await other.close();
    expect(await run({ events: script(few) })).toMatchObject({ state: 'succeeded' });
  });
});

describe('any sequence of readings', () => {
  const marks = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.dictionary(
      fc.constantFrom('2025-09-08', '2025-09-09', '2025-09-10'),
      fc.constantFrom('2', '3', '4', '5', 'н/а', '6'),
    ),
  );

  it('ends with what the last one said, and all counts add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(marks, { minLength: 1, maxLength: 4 }), async (readings) => {
        await store.pool.query('DELETE FROM mark WHERE school_id = $1', [connection.schoolId]);
        for (const reading of readings) {
          const report = await run(
            { events: script({ a: {}, b: {}, c: {}, ...reading }) },
            { allowRemoval: true },
          );
          expect(report.state).toBe('succeeded');
          expect(unbalanced(report.counts)).toEqual([]);
        }
        const last = Object.entries(flat(readings.at(-1) ?? {})).filter(([, value]) => value !== '6');
        const kept = await live();
        for (const [key, value] of last) expect(kept[key]).toBe(value);
        const told = Object.keys(flat(readings.at(-1) ?? {}));
        expect(Object.keys(kept).filter((key) => !told.includes(key))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

it('a record may come twice with one content', async () => {
  const events = script(few);
  events.splice(1, 0, {
    kind: 'records',
    entity: 'subject',
    records: [record<'subject'>('Алгебра', { name: 'Алгебра', shortName: null })],
  });
  expect((await run({ events })).counts.subject).toMatchObject({ read: 2, new: 1, unchanged: 1 });
});
