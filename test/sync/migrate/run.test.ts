import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { testStore } from '../../database.ts';
import { begin, current, outcomes, plan, rowsOf, run, runToTheEnd } from './moving.ts';
import { newSchool } from './school.ts';
import { type Fault, plainDeclaration, ScriptedTarget } from './scripted-target.ts';

let store: Store;
let school: Connection;
beforeAll(async () => {
  store = await testStore();
  school = await newSchool(store);
});
afterAll(() => store.close());

const declaration = {
  ...plainDeclaration,
  cannot: { 'assessment.weight': 'Весов у работ нет.', 'attendance.reason': 'Причин пропусков нет.' },
};
const policy = { 'assessment.weight': 'comment', 'attendance.reason': 'keep' } as const;

async function undisturbed() {
  const target = new ScriptedTarget({ declaration });
  const moving = await begin(store, school, target, policy);
  await plan(moving);
  expect(await runToTheEnd(moving)).toBe(1);
  return { moving, target };
}

describe('a run of a transfer', () => {
  it('writes what the plan says, with the key that each row got', async () => {
    const { moving, target } = await undisturbed();
    const rows = await rowsOf(moving);
    const counts = (state: string) => rows.filter((row) => row.state === state).length;
    // 4 lessons, 4 works; of two students with consent 8 marks, 2 absences, 2 marks for the term.
    expect(target.rows.size).toBe(4 + 4 + 8 + 2 + 2);
    expect(counts('changed')).toBe(4 + 2);
    expect(counts('planned') + counts('writing')).toBe(0);
    expect(await current(moving)).toMatchObject({ state: 'done', done: 20, total: 20 });
    const work = [...target.rows.values()].find(({ entity }) => entity === 'assessment');
    expect(work?.data).toMatchObject({ topic: 'Дроби (вес: 2)', weight: null });
    const mark = [...target.rows.values()].find(({ entity }) => entity === 'mark');
    expect(target.rows.has(String(mark?.data['lessonId']))).toBe(true);
    expect(String(mark?.data['studentId'])).toMatch(/^t\/student\//);
  });

  it('gives what stands at one lesson together', async () => {
    const { target } = await undisturbed();
    const lessons = [...target.rows.values()]
      .filter(({ entity }) => entity === 'mark')
      .map(({ data }) => data['lessonId']);
    const changes = lessons.filter((lesson, index) => lesson !== lessons[index - 1]);
    expect(changes).toHaveLength(new Set(lessons).size);
  });

  it('writes nothing when it is given again', async () => {
    const { moving, target } = await undisturbed();
    const before = target.writes;
    await plan(moving);
    expect(await runToTheEnd(moving)).toBe(1);
    expect(target.writes).toBe(before);
  });

  it('comes to the same end whatever happens on the way, and puts nothing twice', async () => {
    const calm = await undisturbed();
    const expected = { content: calm.target.content(), rows: outcomes(await rowsOf(calm.moving)) };
    const faults: Fault[] = ['kill', 'kill_after', 'away', 'lose', 'busy', 'busy_done', 'drop', 'pause'];
    const script = fc.array(fc.tuple(fc.nat(60), fc.constantFrom(...faults)), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const target = new ScriptedTarget({ declaration, faults: new Map(steps) });
        const moving = await begin(store, school, target, policy);
        await plan(moving);
        await runToTheEnd(moving);
        expect(target.content()).toEqual(expected.content);
        expect(outcomes(await rowsOf(moving))).toEqual(expected.rows);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('waits for a target that is away for an hour', async () => {
    const target = new ScriptedTarget({ declaration });
    const moving = await begin(store, school, target, policy);
    await plan(moving);
    const back = moving.deps.now().getTime() + 3_600_000;
    const away = new Map<number, Fault>();
    for (let step = 10; step < 10_000; step += 1) away.set(step, 'away');
    target.script.faults = {
      get: (step: number) => (moving.deps.now().getTime() < back ? away.get(step) : undefined),
    } as ReadonlyMap<number, Fault>;
    expect(await runToTheEnd(moving)).toBe(1);
    expect(target.rows.size).toBe(20);
    expect(target.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3_600_000 + 300_001);
  });

  it('pauses with the reason where the target stays away, and goes on later', async () => {
    const target = new ScriptedTarget({ declaration });
    const moving = await begin(store, school, target, policy);
    await plan(moving);
    target.script.faults = { get: (step: number) => (step > 8 ? 'away' : undefined) } as ReadonlyMap<
      number,
      Fault
    >;
    const report = await run(moving);
    expect(report).toMatchObject({
      ok: true,
      value: { state: 'paused', error: { code: 'adapter.unavailable' } },
    });
    expect(await current(moving)).toMatchObject({ state: 'paused', error: { code: 'adapter.unavailable' } });
    target.script.faults = new Map();
    expect(await runToTheEnd(moving)).toBe(1);
    expect(target.rows.size).toBe(20);
    expect(await current(moving)).toMatchObject({ state: 'done', error: null });
  });

  it('stops with the cause where the right to write is lost half way, and comes to the same end with it', async () => {
    const calm = await undisturbed();
    const target = new ScriptedTarget({ declaration, faults: new Map([[11, 'forbid']]) });
    const moving = await begin(store, school, target, policy);
    await plan(moving);
    expect(await run(moving)).toMatchObject({
      ok: true,
      value: { state: 'paused', error: { code: 'adapter.forbidden' } },
    });
    expect((await rowsOf(moving)).filter(({ reason }) => reason === 'adapter.forbidden')).toEqual([]);
    expect(await runToTheEnd(moving)).toBe(1);
    expect(target.content()).toEqual(calm.target.content());
    expect(outcomes(await rowsOf(moving))).toEqual(outcomes(await rowsOf(calm.moving)));
  });

  it('leaves what the target refuses for good, with its reason', async () => {
    const target = new ScriptedTarget({
      declaration,
      refuse: ({ entity, data }) =>
        entity === 'mark' && 'date' in data && data.date === '2025-09-02' ? 'scripted.window_closed' : null,
    });
    const moving = await begin(store, school, target, policy);
    await plan(moving);
    const report = await run(moving);
    expect(report).toMatchObject({ ok: true, value: { counts: { mark: { arrived: 6, left: 2, held: 4 } } } });
    const left = (await rowsOf(moving)).filter(({ reason }) => reason === 'scripted.window_closed');
    expect(left).toHaveLength(2);
  });

  it('leaves what the target takes and does not keep, or keeps otherwise', async () => {
    const target = new ScriptedTarget({
      declaration,
      alter: ({ entity, data }) =>
        entity === 'termMark' ? { ...data, value: '3' } : (data as Readonly<Record<string, unknown>>),
    });
    const moving = await begin(store, school, target, policy);
    await plan(moving);
    expect(await run(moving)).toMatchObject({
      ok: true,
      value: { counts: { termMark: { left: 2, held: 1 } } },
    });
    const left = (await rowsOf(moving)).filter(({ reason }) => reason === 'transfer.altered');
    expect(left.map(({ targetKey }) => target.rows.has(targetKey ?? ''))).toEqual([true, true]);
  });

  it('refuses before anything is written', async () => {
    const target = new ScriptedTarget({ declaration });
    const moving = await begin(store, school, target, policy);
    expect(await run(moving)).toMatchObject({ ok: false, error: { code: 'transfer.not_planned' } });
    await plan(moving);
    const { resolve } = moving.mapping;
    moving.mapping = { version: 'v2', resolve };
    expect(await run(moving)).toMatchObject({ ok: false, error: { code: 'transfer.mapping_changed' } });
    moving.mapping = {
      version: 'v3',
      resolve: (entity, id) => (entity === 'staff' ? { kind: 'question' } : resolve(entity, id)),
    };
    const { inventory } = await plan(moving);
    expect(inventory.questions).toBe(2);
    expect(await run(moving)).toMatchObject({ ok: false, error: { code: 'transfer.open_questions' } });
    target.script.mayWrite = false;
    moving.mapping = { version: 'v3', resolve };
    const paused = { state: 'paused', error: { code: 'adapter.forbidden' } };
    expect(await run(moving)).toMatchObject({ ok: false });
    target.script.mayWrite = true;
    await plan(moving);
    target.script.mayWrite = false;
    expect(await run(moving)).toMatchObject({ ok: true, value: paused });
    expect(target.rows.size).toBe(0);
  });
});
