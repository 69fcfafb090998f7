import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { getConnection } from '../../../src/store/connections.ts';
import { openIngest } from '../../../src/store/ingest.ts';
import { readClassFigures, readSchoolFigures, readTeachingFigures } from '../../../src/store/rollup/read.ts';
import { markRollups } from '../../../src/store/rollup/refresh.ts';
import { verifyRollups } from '../../../src/store/rollup/verify.ts';
import { startRun } from '../../../src/store/runs.ts';
import { openRollupWorld, quarter, type RollupWorld, wholeSchool } from './world.ts';

let world: RollupWorld;
beforeAll(async () => {
  const year = makeMunicipality({ seed: 11, schools: 1, studentsPerSchool: 60, weeks: 9 }).school(1);
  world = await openRollupWorld(year);
});
afterAll(() => world.close());

const check = () => verifyRollups(world.store, world.schoolId);
const equal = { due: 0, differences: [] };
const request = () => wholeSchool(world.schoolId, quarter(1));
const marks = async (): Promise<number> =>
  (await readTeachingFigures(world.database, request())).reduce((sum, one) => sum + one.marks, 0);

/** A run that commits one mark (a new one, or null: one that is there); killed after its checkpoint unless it may end. */
async function runWithMark(at: string, key: string | null, value: string, end: boolean): Promise<void> {
  const { store, schoolId } = world;
  const connection = await getConnection(store, 'truth');
  if (!connection) throw new Error('no connection');
  const old = await store.prisma.mark.findFirstOrThrow({ where: { schoolId, value: '5', deletedAt: null } });
  const observedAt = new Date(at);
  const run = await startRun(store, connection, { dryRun: false, startedAt: observedAt });
  const { system, source, rank } = connection;
  const options = { schoolId, system, source, rank, runId: run.runId, observedAt, dryRun: false };
  const ingest = await openIngest(store, options);
  const identities = await store.prisma.identity.findMany({ where: { schoolId } });
  const keyOf = (id: string) => identities.find(({ rowId }) => rowId === id)?.externalKey ?? '';
  const data = {
    assessmentId: null,
    lessonId: null,
    comment: null,
    teacherId: null,
    studentId: keyOf(old.studentId),
    subjectId: keyOf(old.subjectId),
    date: old.date.toISOString().slice(0, 10),
    value,
    scaleMax: 5,
    setDay: null,
    changedAt: null,
  };
  await ingest.add('mark', [{ key: key ?? old.externalKey, place: '$', data }]);
  await ingest.settle();
  await ingest.checkpoint({ cursor: 'x', done: 1, total: 2, counts: {} });
  if (end) await ingest.finish({ removeGone: false, state: 'succeeded', counts: {}, finishedAt: observedAt });
  await ingest.close();
}

describe('sums that are kept', () => {
  it('equal the rows after a first reading', async () => {
    await world.read('2025-10-10T18:00');
    const found = await check();
    expect(found).toMatchObject(equal);
    expect(found.lines).toBeGreaterThan(100);
  });

  it('follow the days, and what changed since', async () => {
    const before = await marks();
    await world.read('2025-10-28T18:00');
    expect(await check()).toMatchObject(equal);
    expect(await marks()).toBeGreaterThan(before);
  });

  it('stay as they are when nothing changed', async () => {
    const versions = async () =>
      (await world.store.pool.query('SELECT xmin::text FROM rollup_subject ORDER BY 1')).rows;
    const before = await versions();
    await world.read('2025-10-28T18:00');
    expect(await versions()).toEqual(before);
  });

  it('have what came, and forget what is gone', async () => {
    const before = await marks();
    await runWithMark('2025-10-28T19:00:00Z', 'extra', '4', true);
    expect(await check()).toMatchObject(equal);
    expect(await marks()).toBe(before + 1);
    await world.read('2025-10-28T18:00');
    expect(await check()).toMatchObject(equal);
    expect(await marks()).toBe(before);
  });

  it('are computed out of rows for classes of a run that was killed between checkpoints', async () => {
    const before = await marks();
    const levels = await readSchoolFigures(world.database, request());
    await runWithMark('2025-10-28T20:00:00Z', null, 'зач', false);
    const found = await check();
    expect(found.differences).toEqual([]);
    expect(found.due).toBeGreaterThan(0);
    expect(await marks()).toBe(before - 1);
    expect((await readSchoolFigures(world.database, request())).map(({ students }) => students)).toEqual(
      levels.map(({ students }) => students),
    );
    await world.read('2025-10-28T18:00');
    expect(await check()).toMatchObject(equal);
    expect(await marks()).toBe(before);
  });

  it('count what is accepted while a change waits', async () => {
    const { store, schoolId } = world;
    const before = await readClassFigures(world.database, request());
    const { rows } = await store.pool.query<{ id: string; student_id: string }>(
      `SELECT m.id, m.student_id FROM term_mark m JOIN term t ON t.school_id = m.school_id AND t.id = m.term_id
       WHERE m.school_id = $1 AND m.value IN ('3', '4') AND t.ordinal = 1 ORDER BY m.id LIMIT 1`,
      [schoolId],
    );
    const [held] = rows;
    if (!held) throw new Error('no term mark');
    await store.pool.query(
      `INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since)
       VALUES ($1, 'termMark', $2, $3, '{"value": "2", "scaleMax": 5}', now())`,
      [schoolId, held.id, held.student_id],
    );
    await markRollups(store.pool, schoolId, null);
    const failing = (all: typeof before) => all.reduce((sum, one) => sum + one.allSubjects.n2, 0);
    expect(failing(await readClassFigures(world.database, request()))).toBe(failing(before) + 1);
    await world.read('2025-10-30T18:00');
    expect(await check()).toMatchObject(equal);
    expect(failing(await readClassFigures(world.database, request()))).toBe(failing(before) + 1);
  });
});
