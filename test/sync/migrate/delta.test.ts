import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { dryRunTransfer, type ForeseenRow } from '../../../src/sync/migrate/dry-run.ts';
import { policyChoices } from '../../../src/sync/migrate/policy.ts';
import { rollbackTransfer } from '../../../src/sync/migrate/rollback.ts';
import { testStore } from '../../database.ts';
import { begin, current, type Moving, outcomes, plan, rowsOf, run, runToTheEnd, whereOf } from './moving.ts';
import { newSchool, type Pupils, pupils, readSchool, tell, type ValueOf } from './school.ts';
import { type Fault, Killed, plainDeclaration, ScriptedTarget } from './scripted-target.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

let clock = Date.parse('2025-10-27T12:00:00Z');

/** The school works on in its old journal, which is read again. */
async function goOn(school: Connection, value?: ValueOf, who: Pupils = pupils): Promise<void> {
  clock += 60_000;
  await readSchool(store, school, tell(value, who), new Date(clock).toISOString());
}

async function moved(target = new ScriptedTarget()) {
  const school = await newSchool(store);
  const moving = await begin(store, school, target);
  await plan(moving);
  await runToTheEnd(moving);
  return { school, moving, target };
}

const marksIn = (target: ScriptedTarget) =>
  [...target.rows.values()].filter(({ entity }) => entity === 'mark');

const change: ValueOf = (student, date) => (student === '1' && date === '2025-09-09' ? '2' : '5');
const fewer: ValueOf = (student, date) => (student === '1' && date === '2025-09-09' ? null : '5');

describe('a transfer that is run again', () => {
  it('brings only what is new and what changed, in its old place', async () => {
    const { school, moving, target } = await moved();
    await goOn(school, () => '5');
    await plan(moving);
    await runToTheEnd(moving);
    const before = target.writes;
    await goOn(school, change);
    await plan(moving);
    await runToTheEnd(moving);
    expect(target.writes).toBe(before + 1);
    expect(marksIn(target)).toHaveLength(8);
    expect(marksIn(target).filter(({ data }) => data['value'] === '2')).toHaveLength(1);
  });

  it('takes back what the source has no more', async () => {
    const { school, moving, target } = await moved();
    await goOn(school, fewer);
    await plan(moving);
    await runToTheEnd(moving);
    expect(marksIn(target)).toHaveLength(7);
    const gone = (await rowsOf(moving)).filter(({ fate }) => fate === 'gone');
    expect(gone).toMatchObject([{ entity: 'mark', state: 'removed', targetKey: null }]);
    await goOn(school, () => '5');
    await plan(moving);
    await runToTheEnd(moving);
    expect(marksIn(target)).toHaveLength(8);
  });

  it('lists what is gone where the target cannot delete', async () => {
    const target = new ScriptedTarget({ declaration: { ...plainDeclaration, deletes: false } });
    const { school, moving } = await moved(target);
    await goOn(school, fewer);
    await plan(moving);
    await runToTheEnd(moving);
    expect(marksIn(target)).toHaveLength(8);
    const gone = (await rowsOf(moving)).filter(({ fate }) => fate === 'gone');
    expect(gone).toMatchObject([{ entity: 'mark', state: 'stays', targetKey: expect.any(String) }]);
  });

  it('takes back what a withdrawn consent does not cover any more', async () => {
    const { school, moving, target } = await moved();
    await goOn(school, undefined, { ...pupils, consenting: ['2'] });
    await plan(moving);
    await runToTheEnd(moving);
    expect(marksIn(target)).toHaveLength(4);
    expect((await rowsOf(moving)).filter(({ state }) => state === 'held')).toHaveLength(
      4 + 4 + 1 + 1 + 1 + 2 + 2,
    );
  });

  it('writes a mark that changes while the run goes on as it is by then', async () => {
    const school = await newSchool(store);
    const target = new ScriptedTarget({ faults: new Map([[1, 'pause' as Fault]]) });
    const moving = await begin(store, school, target);
    await plan(moving);
    expect(await run(moving)).toMatchObject({ ok: true, value: { state: 'paused' } });
    await goOn(school, change);
    await runToTheEnd(moving);
    expect(marksIn(target).filter(({ data }) => data['value'] === '2')).toHaveLength(1);
    const { writes } = target;
    await plan(moving);
    await runToTheEnd(moving);
    expect(target.writes).toBe(writes);
  });

  it('ends with what the source has, whatever happened while the school worked on', async () => {
    const school = await newSchool(store);
    const faults: Fault[] = ['kill', 'kill_after', 'away', 'lose', 'busy_done', 'pause'];
    const script = fc.array(fc.tuple(fc.nat(45), fc.constantFrom(...faults)), {
      minLength: 1,
      maxLength: 10,
    });
    const values = fc.array(fc.constantFrom('3', '4', '5', null), { minLength: 12, maxLength: 12 });
    const consenting = fc.subarray(['1', '2', '3']);
    await fc.assert(
      fc.asyncProperty(script, values, values, consenting, async (steps, first, second, who) => {
        const at =
          (list: readonly (string | null)[]): ValueOf =>
          (student, date) =>
            list[(Number(student) - 1) * 4 + Math.floor((Number(date.slice(-2)) - 2) / 7)] ?? null;
        await goOn(school, at(first));
        const target = new ScriptedTarget({ faults: new Map(steps) });
        const moving = await begin(store, school, target);
        await plan(moving);
        await run(moving).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        await goOn(school, at(second), { ...pupils, consenting: who });
        await plan(moving);
        await runToTheEnd(moving);
        const fresh = await begin(store, school, new ScriptedTarget());
        await plan(fresh);
        await runToTheEnd(fresh);
        expect(target.content()).toEqual(fresh.target.content());
        const live = (await rowsOf(moving)).filter(({ fate }) => fate !== 'gone');
        expect(outcomes(live)).toEqual(outcomes(await rowsOf(fresh)));
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});

async function foreseen(moving: Moving): Promise<readonly string[]> {
  const rows: ForeseenRow[] = [];
  const { transferId } = moving.transfer;
  const told = await dryRunTransfer(moving.deps, transferId, whereOf(moving), (page) => {
    rows.push(...page);
  });
  expect(told.ok).toBe(true);
  return rows.map(({ entity, rowId, state, reason }) => `${entity}/${rowId} ${state} ${reason ?? ''}`).sort();
}

describe('a dry run', () => {
  it('says row by row what the run then does', async () => {
    const school = await newSchool(store);
    const values = fc.array(fc.constantFrom('2', '4/5', '.', null), { minLength: 3, maxLength: 3 });
    const choice = fc.constantFrom(...policyChoices);
    const options = fc.record({
      first: values,
      second: values,
      oldest: fc.constantFrom(null, '2025-09-10'),
      policy: fc.record({ 'assessment.weight': choice, 'attendance.reason': choice }),
    });
    await fc.assert(
      fc.asyncProperty(options, fc.nat(30), async ({ first, second, oldest, policy }, killedAt) => {
        const at =
          (list: readonly (string | null)[]): ValueOf =>
          (student) =>
            list[Number(student) - 1] ?? null;
        await goOn(school, at(first));
        const cannot = {
          'mark.value=.': 'Точки нет.',
          'assessment.weight': 'Весов нет.',
          'attendance.reason': 'Причин нет.',
        };
        const declaration = { ...plainDeclaration, cannot };
        const target = new ScriptedTarget({ declaration, oldest, faults: new Map([[killedAt, 'kill']]) });
        const moving = await begin(store, school, target, policy);
        await plan(moving);
        await run(moving).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        await goOn(school, at(second));
        await plan(moving);
        const writes = target.writes;
        const said = await foreseen(moving);
        expect(target.writes).toBe(writes);
        await runToTheEnd(moving);
        expect(outcomes(await rowsOf(moving))).toEqual(said);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});

const roll = (moving: Moving) => rollbackTransfer(moving.deps, moving.transfer.transferId, whereOf(moving));

describe('a rollback', () => {
  it('takes back what was written, children first, however often it is killed', async () => {
    const { moving, target } = await moved();
    const order: string[] = [];
    const remove = target.rows.delete.bind(target.rows);
    target.rows.delete = (key) => {
      order.push(key.split(':')[0] ?? '');
      return remove(key);
    };
    target.script.faults = new Map([
      [target.steps + 3, 'kill_after'],
      [target.steps + 9, 'lose'],
    ]);
    await expect(roll(moving)).rejects.toThrow(Killed);
    expect(await roll(moving)).toMatchObject({ ok: true, value: { stays: 0 } });
    expect(target.rows.size).toBe(0);
    const ranks = order.map((entity) =>
      ['termMark', 'attendance', 'mark', 'assessment', 'homework', 'lesson'].indexOf(entity),
    );
    expect(ranks).toEqual([...ranks].sort((left, right) => left - right));
    expect(await current(moving)).toMatchObject({ state: 'rolled_back' });
    expect(await run(moving)).toMatchObject({ ok: false, error: { code: 'transfer.rolled_back' } });
  });

  it('takes back what a killed run wrote without knowing it', async () => {
    const school = await newSchool(store);
    const target = new ScriptedTarget({ faults: new Map([[6, 'kill_after' as Fault]]) });
    const moving = await begin(store, school, target);
    await plan(moving);
    await expect(run(moving)).rejects.toThrow(Killed);
    expect(target.rows.size).toBeGreaterThan(0);
    expect(await roll(moving)).toMatchObject({ ok: true, value: { stays: 0 } });
    expect(target.rows.size).toBe(0);
  });

  it.each([
    ['what is its own for good', 'target.stays', 'rolled_back'],
    ['what it refuses to give back now', 'adapter.forbidden', 'paused'],
  ])('says how much stays of %s', async (_name, code, state) => {
    const { moving, target } = await moved(
      new ScriptedTarget({ stays: (entity) => (entity === 'lesson' ? code : null) }),
    );
    expect(await roll(moving)).toMatchObject({ ok: true, value: { removed: 16, stays: 4, state } });
    expect([...target.rows.values()].every(({ entity }) => entity === 'lesson')).toBe(true);
    expect(await current(moving)).toMatchObject({ state });
  });

  it('says what stays where the target cannot delete', async () => {
    const { moving, target } = await moved(
      new ScriptedTarget({ declaration: { ...plainDeclaration, deletes: false } }),
    );
    expect(await roll(moving)).toMatchObject({ ok: true, value: { removed: 0, stays: 20 } });
    expect(target.rows.size).toBe(20);
    expect(await current(moving)).not.toMatchObject({ state: 'rolled_back' });
  });
});
