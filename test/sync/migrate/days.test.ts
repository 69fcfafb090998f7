import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityName } from '../../../src/model/entities.ts';
import type { Observed } from '../../../src/model/observation.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { getTransfer } from '../../../src/store/transfer/transfers.ts';
import { beginMigration, type PlanRequest } from '../../../src/sync/migrate/service/begin.ts';
import { type DaysAsked, pickTransfer } from '../../../src/sync/migrate/service/days.ts';
import { testStore } from '../../database.ts';
import { observed } from '../../store/school.ts';
import { begin, type Moving, plan, rowsOf, runToTheEnd } from './moving.ts';
import { newSchool, OPERATOR, readSchool, tell, type ValueOf } from './school.ts';
import { ScriptedTarget } from './scripted-target.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const year = (key: string, name: string, startDay: string, endDay: string) =>
  observed<'academicYear'>(key, { name, startDay, endDay, closed: false });

const term = (key: string, name: string, academicYearId: string, startDay: string, endDay: string) =>
  observed<'term'>(key, {
    academicYearId,
    name,
    kind: 'quarter',
    ordinal: 1,
    startDay,
    endDay,
    gradeFrom: null,
    gradeTo: null,
  });

/** The school of the other tests in a year of short terms: two lessons in the first, one in each of the next. */
function told(value?: ValueOf): ReadonlyMap<EntityName, readonly Observed[]> {
  return new Map<EntityName, readonly Observed[]>([
    ...tell(value),
    [
      'academicYear',
      [
        year('y', '2025/2026', '2025-09-01', '2026-05-31'),
        year('before', '2024/2025', '2024-09-01', '2025-05-31'),
      ],
    ],
    [
      'term',
      [
        term('1', 'I', 'y', '2025-09-01', '2025-09-10'),
        term('2', 'II', 'y', '2025-09-14', '2025-09-18'),
        term('3', 'III', 'y', '2025-09-21', '2025-09-30'),
        term('1 before', 'I', 'before', '2024-09-01', '2024-09-10'),
      ],
    ],
  ]);
}

interface Begun {
  readonly school: Connection;
  readonly target: ScriptedTarget;
  readonly moving: Moving;
  readonly ask: (request: PlanRequest) => ReturnType<typeof beginMigration>;
  readonly pick: (asked: DaysAsked) => ReturnType<typeof pickTransfer>;
}

/** A transfer of the whole year that was begun and not yet planned. */
async function begun(): Promise<Begun> {
  const target = new ScriptedTarget();
  const school = await newSchool(store, told());
  const moving = await begin(store, school, target);
  const ends = { source: school, name: 'new', system: 'scripted', target, settings: {} };
  const { schoolId, source } = school;
  return {
    school,
    target,
    moving,
    ask: (request) => beginMigration(moving.deps, ends, { operator: OPERATOR, ...request }),
    pick: (asked) => pickTransfer(moving.deps, { schoolId, source, target: 'new' }, asked),
  };
}

async function move({ ask, moving }: Begun, name: string): Promise<void> {
  const asked = await ask({ term: name });
  if (!asked.ok) throw new Error(asked.error.code);
  expect(asked.value.transferId).toBe(moving.transfer.transferId);
  await plan(moving);
  await runToTheEnd(moving);
}

const datesOf = ({ target }: Begun) =>
  [...target.rows.values()]
    .filter(({ entity }) => entity === 'lesson')
    .map(({ data }) => String(data['date']))
    .sort();

describe('a school that moves term by term', () => {
  it('keeps in the new journal what another term brought', async () => {
    const here = await begun();
    await move(here, 'II');
    expect(datesOf(here)).toEqual(['2025-09-16']);
    const asked = await here.ask({ term: 'I' });
    expect(asked).toMatchObject({ ok: true, value: { fromDay: '2025-09-01', toDay: '2025-09-18' } });
    const { inventory } = await plan(here.moving);
    expect(Object.values(inventory.entities).map(({ gone }) => gone)).not.toContain(1);
    expect(inventory.entities.lesson).toMatchObject({ rows: 3, arrive: 3, gone: 0 });
    const { writes } = here.target;
    await runToTheEnd(here.moving);
    expect(datesOf(here)).toEqual(['2025-09-02', '2025-09-09', '2025-09-16']);
    // Two lessons, their works, four marks, two absences and two term marks: nothing of the second term once more.
    expect(here.target.writes).toBe(writes + 12);
    expect((await rowsOf(here.moving)).filter(({ fate }) => fate === 'gone')).toEqual([]);
    await move(here, 'III');
    expect(datesOf(here)).toHaveLength(4);
    // A term that was moved before goes on being looked after.
    await move(here, 'I');
    expect(datesOf(here)).toHaveLength(4);
  });

  it('takes back what the old journal has given up in a term that was moved, and says so beforehand', async () => {
    const here = await begun();
    await move(here, 'II');
    await move(here, 'I');
    const fewer: ValueOf = (student, date) => (student === '1' && date === '2025-09-16' ? null : '5');
    await readSchool(store, here.school, told(fewer), '2025-10-27T12:00:00Z');
    await here.ask({ term: 'I' });
    const { inventory } = await plan(here.moving);
    expect(inventory.entities.mark).toMatchObject({ gone: 1 });
    await runToTheEnd(here.moving);
    const marks = [...here.target.rows.values()].filter(({ entity }) => entity === 'mark');
    expect(marks).toHaveLength(5);
  });

  it('does not take along a term between that nobody named', async () => {
    const here = await begun();
    await move(here, 'I');
    const apart = await here.ask({ term: 'III' });
    expect(apart).toMatchObject({ ok: false, error: { code: 'transfer.days_apart', place: 'term' } });
    expect(await getTransfer(store, here.moving.transfer.transferId)).toMatchObject({ toDay: '2025-09-10' });
    await move(here, 'II');
    await move(here, 'III');
    expect(datesOf(here)).toHaveLength(4);
  });

  it('may name other days as long as nothing was written', async () => {
    const here = await begun();
    await plan(here.moving);
    expect(await here.ask({ term: 'III' })).toMatchObject({ value: { fromDay: '2025-09-21' } });
    expect(await here.ask({ term: 'I' })).toMatchObject({
      value: { fromDay: '2025-09-01', toDay: '2025-09-10' },
    });
  });

  it('means by a year and a term the term of that year, and another year is a transfer of its own', async () => {
    const here = await begun();
    await move(here, 'I');
    const before = await here.ask({ year: '2024/2025', term: 'I' });
    expect(before).toMatchObject({ value: { fromDay: '2024-09-01', toDay: '2024-09-10' } });
    const [mine, other] = [here.moving.transfer.transferId, before.ok && before.value.transferId];
    expect(other).not.toBe(mine);
    expect(await here.ask({ year: '2024/2025', term: 'II' })).toMatchObject({
      error: { code: 'transfer.unknown_days', place: 'term' },
    });
    expect(await here.ask({ year: '1998/1999', term: 'I' })).toMatchObject({
      error: { code: 'transfer.unknown_days', place: 'year' },
    });
    expect(await here.pick({})).toMatchObject({ value: { transferId: other } });
    expect(await here.pick({ term: 'I' })).toMatchObject({ value: { transferId: mine } });
    expect(await here.pick({ year: '2024/2025' })).toMatchObject({ value: { transferId: other } });
    expect(await here.pick({ term: 'II' })).toMatchObject({
      error: { code: 'transfer.other_days', place: 'term' },
    });
  });
});
