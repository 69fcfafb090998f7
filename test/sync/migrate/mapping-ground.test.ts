import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TargetDeclaration, TargetWords } from '../../../src/adapters/target.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import type { Observed } from '../../../src/model/observation.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { proposeMapping } from '../../../src/sync/migrate/mapping/propose.ts';
import { readMappingGround } from '../../../src/sync/migrate/mapping-ground.ts';
import { mappingFrom } from '../../../src/sync/migrate/resolve.ts';
import { testStore } from '../../database.ts';
import { observed } from '../../store/school.ts';
import { begin, everything, plan, runToTheEnd } from './moving.ts';
import { newSchool, tell } from './school.ts';
import { plainDeclaration, ScriptedTarget } from './scripted-target.ts';

const membership = (key: string) =>
  observed<'groupMembership'>(`m${key}`, {
    studentId: key,
    subjectGroupId: '7а/Алгебра',
    fromDay: '2025-09-01',
    toDay: null,
  });

const theirs: TargetWords = {
  scales: [5],
  attendance: [
    { status: 'absent', reason: null, rawCode: 'Absent' },
    { status: 'late', reason: null, rawCode: 'Late' },
  ],
};

let store: Store;
let school: Connection;
beforeAll(async () => {
  store = await testStore();
  const told = new Map<EntityName, readonly Observed[]>(tell());
  told.set('groupMembership', ['1', '2', '3'].map(membership));
  school = await newSchool(store, told);
});
afterAll(() => store.close());

async function groundWith(words: TargetWords | null, cannot: TargetDeclaration['cannot'] = {}) {
  const declaration = { ...plainDeclaration, cannot };
  const target = new ScriptedTarget({ declaration });
  const moving = await begin(store, school, target);
  const session = await target.open();
  const speaking = words === null ? session : { ...session, words: async () => words };
  const aim = { system: 'scripted', declaration };
  const now = new Date('2025-10-28T09:00:00Z');
  const ground = await readMappingGround(store, moving.transfer, aim, speaking, now);
  return { ground, moving };
}

describe('readMappingGround', () => {
  it('reads who is in a group, who has no consent, and what hangs on a teacher', async () => {
    const { ground } = await groundWith(null);
    expect(ground.source.subjectGroup.map(({ studentIds }) => studentIds.length)).toEqual([3]);
    expect(ground.held?.length).toBe(1);
    expect(ground.source.student.map(({ id }) => id)).toContain(ground.held?.[0]);
    expect(
      Object.values(ground.loads ?? {})
        .map(({ lessons }) => lessons)
        .sort(),
    ).toEqual([1, 3]);
  });

  it('asks about scales and codes where the target tells its own, and not elsewhere', async () => {
    const { ground } = await groundWith(theirs);
    const lines = proposeMapping(ground).lines.filter(
      ({ entity }) => entity === 'markScale' || entity === 'attendanceCode',
    );
    expect(lines.map(({ sourceId, targetKey }) => [sourceId, targetKey])).toEqual([
      ['5', '5'],
      ['absent/sick/Б', 'absent/none/Absent'],
    ]);
    const { ground: untold } = await groundWith(null);
    expect(untold.entities).not.toContain('attendanceCode');
    expect(untold.source.attendanceCode).toEqual([]);
  });

  it('does not ask about codes that the policy decides', async () => {
    const { ground } = await groundWith(theirs, { 'attendance.status=absent': 'такого вида там нет' });
    expect(ground.source.attendanceCode).toEqual([]);
  });
});

describe('a code of attendance that is mapped', () => {
  it('leaves the reason to the policy where the target cannot hold it', async () => {
    const declaration = { ...plainDeclaration, cannot: { 'attendance.reason=sick': 'причин там нет' } };
    const target = new ScriptedTarget({ declaration });
    const moving = await begin(store, school, target, { 'attendance.reason=sick': 'comment' });
    const { ground } = await groundWith(theirs, declaration.cannot);
    const codes = mappingFrom(proposeMapping(ground));
    moving.mapping = {
      version: 'v1',
      resolve: (entity, id) => (entity === 'attendanceCode' ? codes : everything).resolve(entity, id),
    };
    const { inventory } = await plan(moving);
    expect(inventory.reasons['transfer.in_comment/attendance.reason=sick']).toBe(2);
    await runToTheEnd(moving);
    const rows = [...target.rows.values()].filter(({ entity }) => entity === 'attendance');
    expect(rows.map(({ data }) => [data['status'], data['reason'], data['rawCode']])).toEqual([
      ['absent', null, 'Absent'],
      ['absent', null, 'Absent'],
    ]);
    expect(rows.every(({ data }) => typeof data['comment'] === 'string')).toBe(true);
  });
});
