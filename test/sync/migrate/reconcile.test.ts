import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import { reconcileTransfer } from '../../../src/sync/migrate/reconcile/reconcile.ts';
import { type Difference, reconciliationSchema } from '../../../src/sync/migrate/reconcile/types.ts';
import { testStore } from '../../database.ts';
import { begin, current, type Moving, plan, rowsOf, runToTheEnd, whereOf } from './moving.ts';
import { newSchool, readSchool, tell } from './school.ts';
import { type Fault, plainDeclaration, ScriptedTarget } from './scripted-target.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const declaration = { ...plainDeclaration, cannot: { 'attendance.reason': 'Причин пропусков нет.' } };

async function moved(target = new ScriptedTarget({ declaration })) {
  const school = await newSchool(store);
  const moving = await begin(store, school, target);
  await plan(moving);
  await runToTheEnd(moving);
  return { school, moving, target };
}

async function reconcile(moving: Moving) {
  const differences: Difference[] = [];
  const result = await reconcileTransfer(moving.deps, moving.transfer.transferId, {
    ...whereOf(moving),
    onDifferences: (found) => differences.push(...found),
  });
  if (!result.ok) throw new Error(result.error.code);
  return { ...result.value, told: differences };
}

const keysOf = (target: ScriptedTarget, entity: string) =>
  [...target.rows].flatMap(([key, row]) => (row.entity === entity ? [key] : []));

describe('a reconciliation', () => {
  it('accounts for every row of the source', async () => {
    const { moving } = await moved();
    const found = await reconcile(moving);
    expect(found.differing).toBe(0);
    expect(found.entities).toMatchObject({
      mark: { source: 12, arrived: 8, changed: 0, held: 4, left: 0, gone: 0 },
      attendance: { source: 2, arrived: 0, changed: 2, held: 0, left: 0 },
      termMark: { source: 3, arrived: 2, held: 1 },
      guardian: { source: 1, left: 1 },
    });
    expect(found.marks).toHaveLength(1);
    const [marks] = found.marks;
    expect(marks?.source.marks).toBe(12);
    expect(marks?.target).toEqual(marks?.expected);
    expect(marks?.target).toMatchObject({ marks: 8 });
    expect([marks?.classId, marks?.subjectId, marks?.termId]).not.toContain(null);
    expect(found.attendance).toEqual([
      { kind: 'absent', source: 0, expected: 2, target: 2 },
      { kind: 'absent/sick', source: 2, expected: 0, target: 0 },
    ]);
    expect(found.termMarks).toMatchObject([{ source: 3, expected: 2, target: 2 }]);
    const { reconciliation } = await current(moving);
    expect(reconciliationSchema.parse(reconciliation).entities).toEqual(found.entities);
  });

  it('finds each row that the target has silently lost, and the next run brings it again', async () => {
    const { moving, target } = await moved();
    const lost = [...target.rows.keys()].filter((_, index) => index % 7 === 0);
    for (const key of lost) target.rows.delete(key);
    const found = await reconcile(moving);
    expect(found.told.map(({ targetKey, kind }) => [targetKey, kind]).sort()).toEqual(
      lost.map((key) => [key, 'missing']).sort(),
    );
    expect(found.reasons['transfer.not_kept']).toBe(lost.length);
    expect((await rowsOf(moving)).filter(({ reason }) => reason === 'transfer.not_kept')).toHaveLength(
      lost.length,
    );
    await plan(moving);
    await runToTheEnd(moving);
    expect(await reconcile(moving)).toMatchObject({ differing: 0 });
    expect(target.rows.size).toBe(20);
  });

  it('finds writes that were dropped while the run went on, if the run has not', async () => {
    const every = { get: (step: number) => (step % 10 === 9 ? 'drop' : undefined) };
    const target = new ScriptedTarget({ declaration, faults: every as ReadonlyMap<number, Fault> });
    const { moving } = await moved(target);
    expect(await reconcile(moving)).toMatchObject({ differing: 0 });
    expect(target.rows.size).toBe(20);
  });

  it('finds what the target has otherwise, field by field, and the sums differ', async () => {
    const { moving, target } = await moved();
    const [key = ''] = keysOf(target, 'mark');
    const row = target.rows.get(key);
    if (row) target.rows.set(key, { ...row, data: { ...row.data, value: '2' } });
    const found = await reconcile(moving);
    expect(found.told).toMatchObject([
      { entity: 'mark', targetKey: key, kind: 'differs', fields: ['value'] },
    ]);
    expect(found.entities['mark']).toMatchObject({ source: 12, arrived: 7, held: 4, left: 1 });
    const [marks] = found.marks;
    expect(marks?.target.sum).not.toBe(marks?.expected.sum);
    expect(marks?.target.digest).not.toBe(marks?.expected.digest);
    await plan(moving);
    await runToTheEnd(moving);
    expect(await reconcile(moving)).toMatchObject({ differing: 0 });
  });

  it('finds what the target has beside, and names it by its keys', async () => {
    const { moving, target } = await moved();
    expect((await reconcile(moving)).surplus).toEqual([]);
    const [key = ''] = keysOf(target, 'mark');
    const row = target.rows.get(key);
    if (!row) throw new Error('no mark was written');
    // One of ours that stands there twice, one that a teacher has entered, one of another year.
    target.rows.set('twice', row);
    target.rows.set('own', { ...row, ourId: 'nobody', data: { ...row.data, value: '2' } });
    target.rows.set('before', { ...row, ourId: 'nobody', data: { ...row.data, date: '2024-09-02' } });
    const found = await reconcile(moving);
    expect(found.surplus).toEqual([{ entity: 'mark', rows: 2, keys: ['twice', 'own'] }]);
    expect(found.differing).toBe(0);
    const { reconciliation } = await current(moving);
    expect(reconciliationSchema.parse(reconciliation).surplus).toEqual(found.surplus);
  });

  it('finds what the source has new, changed and gone since the run', async () => {
    const { school, moving } = await moved();
    const value = (student: string, date: string) => {
      if (student !== '1') return '5';
      return date === '2025-09-02' ? null : '2';
    };
    await readSchool(
      store,
      school,
      tell(value, { students: ['1', '2', '3', '4'], consenting: ['1', '2'] }),
      '2025-10-28T10:00:00Z',
    );
    const found = await reconcile(moving);
    const kinds = (kind: string) =>
      found.told.filter((one) => one.kind === kind && one.entity === 'mark').length;
    expect(kinds('gone')).toBe(1);
    expect(kinds('not_planned')).toBe(4);
    expect(kinds('outdated')).toBeGreaterThan(0);
    expect(found.entities['mark']).toMatchObject({ source: 15, held: 4, gone: 1 });
  });

  it('counts what is still to be written as left', async () => {
    const school = await newSchool(store);
    const moving = await begin(store, school, new ScriptedTarget({ declaration }));
    await plan(moving);
    const found = await reconcile(moving);
    expect(found.entities['mark']).toMatchObject({ source: 12, arrived: 0, held: 4, left: 8 });
    expect(found.reasons['transfer.not_yet']).toBe(20);
    await runToTheEnd(moving);
    expect(await reconcile(moving)).toMatchObject({ differing: 0 });
  });
});
