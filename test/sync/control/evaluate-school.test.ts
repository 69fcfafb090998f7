import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unitName } from '../../../src/rules/unit.ts';
import { putAdoption } from '../../../src/store/adoptions.ts';
import { dueUnits, markDue, settleDue } from '../../../src/store/control/due.ts';
import type { Store } from '../../../src/store/open.ts';
import { controlSchool } from '../../../src/sync/control/evaluate-school.ts';
import type { SchoolRows } from '../../api/rows.ts';
import { testStore } from '../../database.ts';
import { controlDeps, NOW, putMark, putSmallSchool, SCHOOL } from './small-school.ts';
import { tinyAct } from './tiny-kinds.ts';

let store: Store;
let rows: SchoolRows;
beforeEach(async () => {
  store = await testStore();
  rows = await putSmallSchool(store);
});
afterEach(() => store.close());

const run = (what: 'full' | 'run' | 'clock', now = NOW, deps = controlDeps(store)) =>
  controlSchool(deps, { schoolId: SCHOOL, now, what });

const findings = async () => {
  const { rows: found } = await store.pool.query(
    `SELECT rule, verdict, reason, state, count, message FROM finding ORDER BY rule, verdict, state, message`,
  );
  return found as Record<string, unknown>[];
};

const algebra = () =>
  unitName({
    scope: 'subject_term',
    classId: rows.id('class', '7'),
    from: '2025-09-01',
    subjectId: rows.id('subject', 'Алгебра'),
  });

describe('controlSchool', () => {
  it('evaluates everything the first time, and says once what nobody tells', async () => {
    const report = await run('run');
    expect(report).toMatchObject({ full: true });
    // The stretch after the only term has no lessons yet, and is still ahead.
    expect(await findings()).toEqual([
      {
        rule: 'R96',
        verdict: 'not_evaluable',
        reason: 'missing_input',
        state: 'open',
        count: 1,
        message: 'Проверить нельзя: времени никто не сообщает.',
      },
    ]);
  });

  it('evaluates again only what is due', async () => {
    await run('run');
    await putMark(rows, 'bad', 'Алгебра', '2', '2025-09-11');
    expect(await run('run')).toMatchObject({ full: false, units: 0 });
    await markDue(store, SCHOOL, [algebra()], NOW);
    expect(await run('clock')).toMatchObject({ full: false, units: 1, opened: 1 });
    expect(await run('clock')).toMatchObject({ units: 0 });
    expect(await run('full')).toMatchObject({ full: true, opened: 0, changed: 0, mended: 0 });
  });

  it('opens, mends, and opens again', async () => {
    await run('run');
    const id = await putMark(rows, 'bad', 'Алгебра', '2', '2025-09-11');
    const step = async (value: string) => {
      await store.pool.query('UPDATE mark SET value = $2 WHERE id = $1', [id, value]);
      await markDue(store, SCHOOL, [algebra()], NOW);
      await run('run');
      return (await findings()).filter(({ rule }) => rule === 'R99').map(({ state }) => state);
    };
    expect([await step('2'), await step('4'), await step('2')]).toEqual([['open'], ['mended'], ['open']]);
  });

  it('looks again after a reading at what only a later look decides', async () => {
    await run('run');
    await putMark(rows, 'doubtful', 'Алгебра', '1', '2025-09-11');
    await markDue(store, SCHOOL, [algebra()], NOW);
    await run('run');
    expect(await run('clock')).toMatchObject({ units: 0 });
    expect(await run('run')).toMatchObject({ units: 0 });
    await store.pool.query(
      `INSERT INTO run (school_id, run_id, connection_id, source, state, dry_run, started_at, finished_at)
       SELECT school_id, 1, connection_id, source, 'succeeded', false, $1, $1 FROM connection`,
      [NOW],
    );
    expect(await run('run')).toMatchObject({ units: 1 });
  });

  it('is told by the clock of what was still ahead', async () => {
    await putMark(rows, 'later', 'Физика', '2', '2025-10-10');
    await run('run');
    expect(await run('clock', new Date('2025-10-09T16:00:00Z'))).toMatchObject({ units: 0 });
    // Midnight in Barnaul.
    expect(await run('clock', new Date('2025-10-09T17:00:00Z'))).toMatchObject({ units: 1, opened: 1 });
  });

  it('evaluates all anew when the school keeps to something else', async () => {
    await putMark(rows, 'bad', 'Алгебра', '2', '2025-09-11');
    await run('run');
    const adoption = { regulation: 'tiny', from: '2025-09-01', to: '2025-09-10', choices: {} };
    await putAdoption(store, SCHOOL, adoption, { now: NOW, by: 'test' });
    // The mark of the 11th is of a day on which nothing is adopted any more.
    expect(await run('clock')).toMatchObject({ full: true, mended: 1 });
  });

  it('judges what happened before the adoption by nothing', async () => {
    await putMark(rows, 'bad', 'Алгебра', '2', '2025-09-11');
    const later = { regulation: 'tiny', from: '2025-09-12', to: null, choices: {} };
    await store.pool.query('DELETE FROM adoption');
    await putAdoption(store, SCHOOL, later, { now: NOW, by: 'test' });
    await run('run');
    expect((await findings()).filter(({ rule }) => rule === 'R99')).toEqual([]);
  });

  it('clears away what is no more', async () => {
    await putMark(rows, 'bad', 'Алгебра', '2', '2025-09-11');
    await run('run');
    await store.pool.query('UPDATE class SET deleted_at = now()');
    await markDue(store, SCHOOL, ['all'], NOW);
    expect(await run('clock')).toMatchObject({ full: true, mended: 2 });
    const { rows: tallies } = await store.pool.query(
      'SELECT DISTINCT split_part(unit, $1, 1) AS scope FROM tally',
      [':'],
    );
    expect(tallies).toEqual([{ scope: 'school' }]);
  });

  it('leaves to a person what a person is done with, until it is another thing', async () => {
    const id = await putMark(rows, 'bad', 'Алгебра', '2', '2025-09-11');
    await run('run');
    await store.pool.query(`UPDATE finding SET state = 'closed', closed_at = now() WHERE rule = 'R99'`);
    await run('full');
    expect((await findings()).find(({ rule }) => rule === 'R99')).toMatchObject({ state: 'closed' });
    await store.pool.query('UPDATE mark SET deleted_at = now() WHERE id = $1', [id]);
    await run('full');
    await store.pool.query('UPDATE mark SET deleted_at = NULL WHERE id = $1', [id]);
    await run('full');
    expect((await findings()).find(({ rule }) => rule === 'R99')).toMatchObject({ state: 'open' });
  });

  it('names what it had to assume about the school', async () => {
    await store.pool.query('UPDATE school SET week_days = NULL');
    await run('run');
    const { rows: found } = await store.pool.query<{ basis: { assumptions: string[] } }>(
      'SELECT basis FROM finding',
    );
    expect(found[0]?.basis.assumptions.join(' ')).toContain('шестидневной');
  });

  it('takes a unit marked meanwhile for due still', async () => {
    await markDue(store, SCHOOL, [algebra()], NOW);
    const taken = await dueUnits(store, SCHOOL, NOW);
    await store.pool.query('UPDATE unit_due SET due_at = due_at');
    await settleDue(store, SCHOOL, taken, []);
    const again = await dueUnits(store, SCHOOL, NOW);
    expect(again.map(({ unit }) => unit)).toEqual([algebra()]);
    await settleDue(store, SCHOOL, again, []);
    expect(await dueUnits(store, SCHOOL, NOW)).toEqual([]);
  });

  it('knows no school that is not there', async () => {
    const schoolId = '99999999-9999-4999-8999-999999999999';
    expect(await controlSchool(controlDeps(store), { schoolId, now: NOW, what: 'full' })).toBeNull();
  });

  it('tells of a choice that was not made', async () => {
    const choice = { parameter: 'worst', options: { two: '2', one: '1' } };
    const entries = tinyAct().entries.map((entry) =>
      entry.kind === 'no_twos' ? { ...entry, choice } : entry,
    );
    const deps = controlDeps(store, [tinyAct({ entries })]);
    await run('run', NOW, deps);
    expect((await findings()).filter(({ reason }) => reason === 'not_settled')).toHaveLength(1);
  });
});
