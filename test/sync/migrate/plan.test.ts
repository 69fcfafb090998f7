import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { planTransfer } from '../../../src/sync/migrate/plan.ts';
import type { TransferPolicy } from '../../../src/sync/migrate/policy.ts';
import type { Mapping } from '../../../src/sync/migrate/resolve.ts';
import { noMapping } from '../../../src/sync/migrate/resolve.ts';
import { testStore } from '../../database.ts';
import { begin, everything, plan, rowsOf, runToTheEnd, whereOf } from './moving.ts';
import { newSchool, tell } from './school.ts';
import { plainDeclaration, type Script, ScriptedTarget } from './scripted-target.ts';

let store: Store;
let school: Connection;
beforeAll(async () => {
  store = await testStore();
  school = await newSchool(
    store,
    tell((student, date) => (date === '2025-09-02' ? '.' : student === '2' ? '4/5' : '5')),
  );
});
afterAll(() => store.close());

interface Options {
  readonly script?: Partial<Script>;
  readonly policy?: TransferPolicy;
  readonly mapping?: Mapping;
}

async function planned({ script, policy, mapping }: Options = {}) {
  const target = new ScriptedTarget(script);
  const moving = await begin(store, school, target, policy);
  if (mapping) moving.mapping = mapping;
  const { inventory } = await plan(moving);
  return { moving, target, inventory };
}

const cannot = (keys: Readonly<Record<string, string>>): Partial<Script> => ({
  declaration: { ...plainDeclaration, cannot: keys },
});

const without = (entity: string, kind: 'leave' | 'question'): Mapping => ({
  version: 'v1',
  resolve: (name, id) => (name === entity ? { kind } : everything.resolve(name, id)),
});

describe('a plan of a transfer', () => {
  it('gives every row of the source exactly one fate', async () => {
    const { inventory } = await planned();
    expect(inventory.entities).toMatchObject({
      academicYear: { rows: 1, leave: 1 },
      student: { rows: 3, arrive: 2, hold: 1 },
      guardian: { rows: 1, leave: 1 },
      lesson: { rows: 4, arrive: 4 },
      mark: { rows: 12, arrive: 8, hold: 4 },
      attendance: { rows: 2, arrive: 2 },
      termMark: { rows: 3, arrive: 2, hold: 1 },
      consent: { rows: 2, leave: 2 },
    });
    expect(inventory.reasons['transfer.not_taken']).toBe(1 + 1 + 2 + 2);
    for (const { rows, arrive, change, hold, leave } of Object.values(inventory.entities)) {
      expect(arrive + change + hold + leave).toBe(rows);
    }
  });

  it('names students without consent by their ids, and counts by class and subject', async () => {
    const { inventory } = await planned();
    // The student, the enrolment, four marks, the mark for the term.
    expect(inventory.held).toEqual([{ studentId: expect.any(String), reason: 'consent.missing', rows: 7 }]);
    const marks = inventory.places.filter(({ entity }) => entity === 'mark');
    expect(marks).toHaveLength(2);
    for (const { classId, subjectId } of marks) expect([classId, subjectId]).not.toContain(null);
  });

  it('lists beforehand what the edit window of the target refuses', async () => {
    const { inventory } = await planned({ script: { oldest: '2025-09-10' } });
    expect(inventory.reasons['transfer.too_old']).toBe(2 + 2 + 4 + 2);
    expect(inventory.entities.termMark).toMatchObject({ arrive: 2 });
  });

  it.each([
    ['keep', 'leave', 2, 'transfer.kept_here/mark.value=.'],
    ['leave', 'leave', 2, 'transfer.left_behind/mark.value=.'],
  ] as const)('lets the policy decide about single values: %s', async (choice, fate, rows, reason) => {
    const key = 'mark.value=.';
    const { inventory } = await planned({
      script: cannot({ [key]: 'Точки нет.' }),
      policy: { [key]: choice },
    });
    expect(inventory.entities.mark).toMatchObject({ [fate]: rows });
    expect(inventory.reasons[reason]).toBe(rows);
  });

  it('knows values by their look', async () => {
    const key = 'mark.value=*/*';
    const { inventory } = await planned({ script: cannot({ [key]: 'Двойных отметок нет.' }) });
    expect(inventory.reasons[`transfer.kept_here/${key}`]).toBe(3);
  });

  it.each([
    ['keep', 'transfer.kept_here/attendance.reason', null],
    ['comment', 'transfer.in_comment/attendance.reason', 'причина: болезнь'],
  ] as const)('lets the policy decide about fields: %s', async (choice, reason, comment) => {
    const { moving, target, inventory } = await planned({
      script: cannot({ 'attendance.reason': 'Причин нет.' }),
      policy: { 'attendance.reason': choice },
    });
    expect(inventory.entities.attendance).toMatchObject({ change: 2 });
    expect(inventory.reasons[reason]).toBe(2);
    await runToTheEnd(moving);
    const rows = [...target.rows.values()].filter(({ entity }) => entity === 'attendance');
    expect(rows.map(({ data }) => [data['reason'], data['comment']])).toEqual([
      [null, comment],
      [null, comment],
    ]);
  });

  it('leaves the whole row behind where the policy says so, and what refers to it, each with its number', async () => {
    const key = 'assessment.weight';
    const { moving, target, inventory } = await planned({
      script: cannot({ [key]: 'Весов нет.' }),
      policy: { [key]: 'leave' },
    });
    expect(inventory.entities.assessment).toMatchObject({ leave: 4, change: 0 });
    expect(inventory.reasons[`transfer.left_behind/${key}`]).toBe(4);
    await runToTheEnd(moving);
    expect([...target.rows.values()].filter(({ entity }) => entity === 'assessment')).toEqual([]);
  });

  it('puts no bare id of a row into a comment', async () => {
    const refused = await planned({
      script: cannot({ 'lesson.teacherId': 'Учителя задаёт расписание.' }),
      policy: { 'lesson.teacherId': 'comment' },
    }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ message: 'transfer.policy_invalid' });
  });

  it('leaves what the target cannot hold at all', async () => {
    const { inventory } = await planned({
      script: cannot({ attendance: 'Посещаемость не принимается.' }),
      policy: { attendance: 'leave' },
    });
    expect(inventory.entities.attendance).toMatchObject({ leave: 2 });
    expect(inventory.reasons['transfer.left_behind/attendance']).toBe(2);
  });

  it('drops what may be dropped of a reference that leads nowhere, and leaves the row where it may not', async () => {
    const teacher = await planned({ mapping: without('staff', 'leave') });
    expect(teacher.inventory.entities.lesson).toMatchObject({ change: 4 });
    expect(teacher.inventory.reasons['transfer.reference_dropped/lesson.teacherId']).toBe(4);
    const subject = await planned({ mapping: without('subject', 'leave') });
    expect(subject.inventory.entities.mark).toMatchObject({ leave: 8, hold: 4 });
    expect(subject.inventory.reasons['transfer.reference_left/mark.subjectId']).toBe(8);
  });

  it('counts what waits for an answer in the mapping', async () => {
    const { inventory } = await planned({ mapping: without('class', 'question') });
    expect(inventory.questions).toBe(1);
    const { inventory: unknown } = await planned({ mapping: noMapping });
    // Subject, class, two students, two teachers, group, work type, term; the third student is held back anyway.
    expect(unknown.questions).toBe(9);
  });

  it('translates codes of attendance and never counts a mark over to another scale', async () => {
    const mapping: Mapping = {
      version: 'v1',
      resolve: (entity, id) => {
        if (entity === 'attendanceCode') return { kind: 'target', targetKey: 'absent/none/ОТ' };
        if (entity === 'markScale') return { kind: 'target', targetKey: '100' };
        return everything.resolve(entity, id);
      },
    };
    const { inventory, moving, target } = await planned({ mapping });
    expect(inventory.reasons['transfer.scale_differs']).toBe(8 + 2);
    expect(inventory.reasons['transfer.code_differs/attendance.rawCode']).toBe(2);
    await runToTheEnd(moving);
    const absence = [...target.rows.values()].find(({ entity }) => entity === 'attendance');
    expect(absence?.data).toMatchObject({ status: 'absent', reason: null, rawCode: 'ОТ' });
  });

  it('moves only the days that are asked for', async () => {
    const target = new ScriptedTarget();
    const moving = await begin(store, school, target);
    await store.pool.query(
      `UPDATE transfer SET from_day = '2025-09-08', to_day = '2025-09-17' WHERE transfer_id = $1`,
      [moving.transfer.transferId],
    );
    const { inventory } = await plan(moving);
    expect(inventory.entities).toMatchObject({
      lesson: { rows: 2 },
      mark: { rows: 6 },
      termMark: { rows: 3 },
    });
  });

  it.each([
    [{ 'mark.value': 'keep' }, 'transfer.policy_invalid'],
    [{ 'assessment.topic': 'comment' }, 'transfer.policy_invalid'],
    [{}, 'transfer.other_year'],
  ] as const)('refuses a policy or a target that does not fit: %j', async (policy, code) => {
    const year = { from: '2024-09-01', to: '2025-05-31' };
    const script = { ...cannot({ 'assessment.topic': 'Тем нет.' }), year };
    const moving = await begin(store, school, new ScriptedTarget(script), policy);
    const { transferId } = moving.transfer;
    expect(await planTransfer(moving.deps, transferId, whereOf(moving))).toMatchObject({
      ok: false,
      error: { code },
    });
    expect(await rowsOf(moving)).toEqual([]);
  });

  it('is not made after the switch day', async () => {
    const moving = await begin(store, school, new ScriptedTarget());
    await store.pool.query(`UPDATE transfer SET switch_day = '2025-10-27' WHERE transfer_id = $1`, [
      moving.transfer.transferId,
    ]);
    const refused = await planTransfer(moving.deps, moving.transfer.transferId, whereOf(moving));
    expect(refused).toMatchObject({ ok: false, error: { code: 'transfer.after_switch_day' } });
  });
});
