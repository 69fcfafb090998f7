import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityNames } from '../../src/model/entities.ts';
import { rowId } from '../../src/model/ids.ts';
import { StoreError } from '../../src/store/error.ts';
import type { Store } from '../../src/store/open.ts';
import { snakeCase } from '../../src/store/schema/columns.ts';
import { testStore } from '../database.ts';
import {
  begin,
  ending,
  mark,
  newConnection,
  numbers,
  observed,
  progress,
  readMarks,
  student,
  subject,
  TERM,
} from './school.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const DAY_1 = '2025-10-01T05:00:00Z';
const DAY_2 = '2025-10-02T05:00:00Z';
const DAY_3 = '2025-10-03T05:00:00Z';

const historyOf = (schoolId: string) =>
  store.prisma.history.findMany({ where: { schoolId }, orderBy: { historyId: 'asc' } });

describe('ingest', () => {
  it('writes a record as the model says, with where it comes from', async () => {
    const connection = await newConnection(store);
    const { schoolId, source } = connection;
    await readMarks(store, connection, DAY_1, [
      mark('m1', '1', '4/5', '2025-09-10', {
        comment: 'Молодец, «ё»',
        changedAt: '2025-09-10T12:30:15+07:00',
      }),
    ]);
    const row = await store.prisma.mark.findFirstOrThrow({ where: { schoolId } });
    const pupil = await store.prisma.student.findFirstOrThrow({ where: { schoolId } });
    expect(row).toMatchObject({
      id: rowId({ schoolId, source, entity: 'mark', key: 'm1' }),
      externalKey: 'm1',
      source,
      studentId: pupil.id,
      lessonId: rowId({ schoolId, source, entity: 'lesson', key: '2025-09-10/1' }),
      value: '4/5',
      scaleMax: 5,
      comment: 'Молодец, «ё»',
      date: new Date('2025-09-10'),
      changedAt: new Date('2025-09-10T05:30:15Z'),
      firstSeenAt: new Date(DAY_1),
      absentAt: null,
      contentChangedAt: null,
      deletedAt: null,
    });
    expect(pupil).toMatchObject({
      displayName: 'Иванов Пётр 1',
      birthDate: new Date('2012-03-04'),
      sourceRank: 80,
    });
  });

  it('holds every kind of column', async () => {
    const { schoolId, ...connection } = await newConnection(store);
    const { ingest } = await begin(store, { schoolId, ...connection }, DAY_1);
    await ingest.add('subject', [subject('Алгебра')]);
    await ingest.add('lessonPlanEntry', [
      observed<'lessonPlanEntry'>('p', {
        classId: null,
        subjectId: 'Алгебра',
        subjectGroupId: null,
        ordinal: -7,
        section: null,
        topic: 'Т',
        hours: 0.25,
        plannedDay: '1999-12-31',
      }),
    ]);
    await ingest.add('homework', [
      observed<'homework'>('h', {
        lessonId: null,
        classId: null,
        subjectId: 'Алгебра',
        studentId: null,
        dueDay: '2025-09-10',
        text: '№ 5',
        minutes: null,
        files: [{ key: '9007199254740993', name: 'Задание.pdf' }],
      }),
    ]);
    await ingest.add('academicYear', [
      observed<'academicYear'>('y', {
        name: '2025/2026',
        startDay: '2025-09-01',
        endDay: '2026-05-31',
        closed: false,
      }),
    ]);
    await ingest.add('bellPeriod', [
      observed<'bellPeriod'>('b', {
        scheduleName: null,
        shift: 1,
        number: 1,
        startTime: '08:00',
        endTime: '08:40',
      }),
    ]);
    await ingest.checkpoint(progress('end'));
    await ingest.close();
    const where = { schoolId };
    expect(await store.prisma.lessonPlanEntry.findFirst({ where })).toMatchObject({
      ordinal: -7,
      hours: 0.25,
      plannedDay: new Date('1999-12-31'),
    });
    expect(await store.prisma.homework.findFirst({ where })).toMatchObject({
      files: [{ key: '9007199254740993', name: 'Задание.pdf' }],
    });
    expect(await store.prisma.academicYear.findFirst({ where })).toMatchObject({ closed: false });
    expect(await store.prisma.bellPeriod.findFirst({ where })).toMatchObject({ startTime: '08:00' });
  });

  it('tells new from changed from unchanged, and keeps what was', async () => {
    const connection = await newConnection(store);
    const first = await readMarks(store, connection, DAY_1, [mark('a', '1', '4'), mark('b', '1', '3')]);
    expect(numbers(first.outcomes, 'mark')).toEqual([2, 0, 0, 0, 0]);
    await readMarks(store, connection, DAY_2, [mark('a', '1', '4'), mark('b', '1', '3')]);
    const third = await readMarks(store, connection, DAY_3, [
      mark('a', '1', '5'),
      mark('b', '1', '3'),
      mark('c', '1', '2'),
    ]);
    expect(numbers(third.outcomes, 'mark')).toEqual([1, 1, 1, 0, 0]);
    const [change, ...more] = await historyOf(connection.schoolId);
    expect(more).toEqual([]);
    // It was still a four at the second look, so it became a five between the second and the third.
    expect(change).toMatchObject({
      entity: 'mark',
      kind: 'changed',
      notBefore: new Date(DAY_2),
      notAfter: new Date(DAY_3),
      before: { value: '4', external_key: 'a' },
    });
    const rows = await store.prisma.mark.findMany({
      where: { schoolId: connection.schoolId },
      orderBy: { externalKey: 'asc' },
    });
    expect(rows.map((row) => [row.value, row.absentAt, row.firstSeenAt, row.contentChangedAt])).toEqual([
      ['5', null, new Date(DAY_1), new Date(DAY_3)],
      ['3', null, new Date(DAY_1), null],
      // Nobody saw it at the second look.
      ['2', new Date(DAY_2), new Date(DAY_3), null],
    ]);
  });

  it('marks deleted what a covered range no longer has, and restores what comes back', async () => {
    const connection = await newConnection(store);
    const { schoolId } = connection;
    await readMarks(store, connection, DAY_1, [mark('a', '1', '4'), mark('b', '1', '3')]);
    const second = await readMarks(store, connection, DAY_2, [mark('a', '1', '4')]);
    expect(second.gone).toEqual({ mark: { candidates: 1, live: 2 } });
    const gone = await store.prisma.mark.findFirstOrThrow({ where: { schoolId, externalKey: 'b' } });
    expect(gone.deletedAt).toEqual(new Date(DAY_2));
    const third = await readMarks(store, connection, DAY_3, [mark('a', '1', '4'), mark('b', '1', '3')]);
    expect(numbers(third.outcomes, 'mark')).toEqual([0, 1, 1, 0, 0]);
    const back = await store.prisma.mark.findFirstOrThrow({ where: { schoolId, externalKey: 'b' } });
    expect(back).toMatchObject({ deletedAt: null, firstSeenAt: new Date(DAY_1) });
    expect(
      (await historyOf(schoolId)).map(({ kind, notBefore, notAfter }) => [kind, notBefore, notAfter]),
    ).toEqual([
      ['gone', new Date(DAY_1), new Date(DAY_2)],
      ['restored', new Date(DAY_2), new Date(DAY_3)],
    ]);
    expect(await store.prisma.pendingGone.count({ where: { schoolId } })).toBe(0);
  });

  it('takes nothing for gone outside of what was covered, nor of another source, nor unasked', async () => {
    const connection = await newConnection(store);
    const { schoolId } = connection;
    const family = await newConnection(store, 'family', schoolId);
    const all = [mark('a', '1', '4', '2025-09-10'), mark('b', '1', '3', '2025-11-10'), mark('c', '2', '3')];
    await readMarks(store, connection, DAY_1, all, { students: ['1', '2'] });
    await readMarks(store, family, DAY_1, [mark('a', '1', '4')]);
    // Student 2 and November are not in the second reading.
    const second = await readMarks(store, connection, DAY_2, []);
    expect(second.gone).toEqual({ mark: { candidates: 1, live: 3 } });
    const live = await store.prisma.mark.findMany({ where: { schoolId, deletedAt: null } });
    expect(live.map((row) => `${row.source} ${row.externalKey}`).sort()).toEqual([
      'netschool/family a',
      'netschool/staff b',
      'netschool/staff c',
    ]);
    const { ingest } = await begin(store, family, DAY_3);
    await ingest.cover('mark', '1', TERM.from, TERM.to);
    await ingest.checkpoint(progress('end'));
    expect(await ingest.gone()).toEqual({ mark: { candidates: 1, live: 1 } });
    await ingest.finish({ ...ending(false), state: 'stopped' });
    await ingest.close();
    expect(
      await store.prisma.mark.count({ where: { schoolId, source: family.source, deletedAt: null } }),
    ).toBe(1);
    expect(await store.prisma.pendingGone.count({ where: { schoolId } })).toBe(0);
  });

  it('does not take for gone what only moved to a later checkpoint', async () => {
    const connection = await newConnection(store);
    await readMarks(store, connection, DAY_1, [mark('a', '1', '4')], { students: ['1', '2'] });
    const { ingest } = await begin(store, connection, DAY_2);
    await ingest.cover('mark', '1', TERM.from, TERM.to);
    await ingest.checkpoint(progress('1'));
    expect(await ingest.gone()).toEqual({ mark: { candidates: 1, live: 1 } });
    await ingest.add('mark', [mark('a', '2', '4')]);
    await ingest.checkpoint(progress('2'));
    expect(await ingest.gone()).toEqual({});
    await ingest.finish(ending());
    await ingest.close();
  });

  it('refuses what names somebody unknown, and a second record with the same key', async () => {
    const connection = await newConnection(store);
    const { outcomes } = await readMarks(store, connection, DAY_1, [
      mark('a', '1', '4'),
      mark('b', '99', '4'),
      mark('a', '1', '4'),
      mark('a', '1', '2'),
      mark('', '1', '2'),
      mark('x\u0000', '1', '2'),
    ]);
    expect(numbers(outcomes, 'mark')).toEqual([1, 0, 1, 0, 4]);
    expect(outcomes.get('mark')?.refused.map(({ diagnostic }) => diagnostic.code)).toEqual([
      'record.unknown_reference',
      'record.duplicate_key',
      'record.key_invalid',
      'record.key_invalid',
    ]);
    const row = await store.prisma.mark.findFirstOrThrow({ where: { schoolId: connection.schoolId } });
    expect(row.value).toBe('4');
  });

  it('shares people between the ways of reading one system, and lets the higher rank decide', async () => {
    const staff = await newConnection(store, 'staff');
    const { schoolId } = staff;
    const family = await newConnection(store, 'family', schoolId);
    const give = async (connection: typeof staff, at: string, name: string) => {
      const { ingest } = await begin(store, connection, at);
      await ingest.add('student', [student('1', name)]);
      await ingest.cover('student', null, null, null);
      const outcomes = await ingest.settle();
      await ingest.checkpoint(progress('end'));
      await ingest.finish(ending());
      await ingest.close();
      return numbers(outcomes, 'student');
    };
    expect(await give(family, DAY_1, 'Иванов П.')).toEqual([1, 0, 0, 0, 0]);
    expect(await give(staff, DAY_1, 'Иванов Пётр')).toEqual([0, 1, 0, 0, 0]);
    expect(await give(family, DAY_2, 'Иванов П.')).toEqual([0, 0, 0, 1, 0]);
    expect(await give(staff, DAY_2, 'Иванов Пётр')).toEqual([0, 0, 1, 0, 0]);
    const rows = await store.prisma.student.findMany({ where: { schoolId } });
    expect(rows.map((row) => [row.displayName, row.source, row.sourceRank])).toEqual([
      ['Иванов Пётр', 'netschool/staff', 80],
    ]);
    expect(await store.prisma.identity.count({ where: { schoolId, entity: 'student' } })).toBe(1);
  });

  it('gives a row that its source has given up to whoever still sees it', async () => {
    const staff = await newConnection(store, 'staff');
    const { schoolId } = staff;
    const family = await newConnection(store, 'family', schoolId);
    for (const [connection, at, people] of [
      [staff, DAY_1, [student('1')]],
      [staff, DAY_2, []],
      [family, DAY_3, [student('1')]],
    ] as const) {
      const { ingest } = await begin(store, connection, at);
      await ingest.add('student', people);
      await ingest.cover('student', null, null, null);
      await ingest.checkpoint(progress('end'));
      await ingest.finish(ending());
      await ingest.close();
    }
    const row = await store.prisma.student.findFirstOrThrow({ where: { schoolId } });
    expect([row.source, row.sourceRank, row.deletedAt]).toEqual(['netschool/family', 40, null]);
  });

  it('writes no row of the school at a second reading that finds nothing new', async () => {
    const connection = await newConnection(store);
    const marks = Array.from({ length: 300 }, (_, index) => mark(`m${index}`, '1', '4'));
    await readMarks(store, connection, DAY_1, marks);
    const before = await written();
    const { outcomes } = await readMarks(store, connection, DAY_2, marks);
    expect(numbers(outcomes, 'mark')).toEqual([0, 0, 300, 0, 0]);
    expect(await written()).toEqual(before);
  });

  it('foretells in a dry run what the real one does, and writes nothing but its run', async () => {
    const connection = await newConnection(store);
    const { schoolId } = connection;
    await readMarks(store, connection, DAY_1, [
      mark('a', '1', '4'),
      mark('b', '1', '3'),
      mark('c', '1', '3'),
    ]);
    const before = await written();
    const next = [mark('a', '1', '5'), mark('b', '1', '3'), mark('d', '2', '2'), mark('e', '9', '2')];
    const options = { students: ['1', '2'] };
    const dry = await readMarks(store, connection, DAY_2, next, { ...options, dryRun: true });
    expect(await written()).toEqual(before);
    expect(await store.prisma.identity.count({ where: { schoolId, entity: 'student' } })).toBe(1);
    expect(await store.prisma.coverage.count({ where: { schoolId, seenAt: new Date(DAY_2) } })).toBe(0);
    const real = await readMarks(store, connection, DAY_2, next, options);
    for (const name of entityNames) expect(numbers(dry.outcomes, name)).toEqual(numbers(real.outcomes, name));
    expect(dry.gone).toEqual(real.gone);
    expect(numbers(real.outcomes, 'mark')).toEqual([1, 1, 1, 0, 1]);
  });

  it('foretells the same when a record is told at several checkpoints', async () => {
    const connection = await newConnection(store);
    const tell = async (dryRun: boolean) => {
      const { ingest } = await begin(store, connection, DAY_1, { dryRun });
      const told: number[][] = [];
      for (const step of ['1', '2', '3']) {
        await ingest.add('subject', [subject('Алгебра')]);
        await ingest.add('student', [student('1', step === '3' ? 'Петров' : 'Иванов')]);
        const outcomes = await ingest.settle();
        told.push(numbers(outcomes, 'subject'), numbers(outcomes, 'student'));
        await ingest.checkpoint(progress(step));
      }
      await ingest.finish(ending());
      await ingest.close();
      return told;
    };
    const foretold = await tell(true);
    expect(foretold).toEqual(await tell(false));
    expect(foretold).toEqual([
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 1, 0, 0, 0],
    ]);
  });

  it('knows at a later checkpoint of the very first run what an earlier one wrote', async () => {
    const connection = await newConnection(store);
    const { ingest } = await begin(store, connection, DAY_1);
    await ingest.add('subject', [subject('Алгебра')]);
    await ingest.add('student', [student('1')]);
    const told: number[][] = [];
    for (const marks of [
      [mark('a', '1', '4'), mark('b', '1', '4')],
      [mark('c', '1', '4'), mark('b', '1', '4'), mark('a', '1', '5')],
      [mark('d', '1', '4')],
    ]) {
      await ingest.add('mark', marks);
      told.push(numbers(await ingest.settle(), 'mark'));
      await ingest.checkpoint(progress('x'));
    }
    await ingest.finish(ending());
    await ingest.close();
    expect(told).toEqual([
      [2, 0, 0, 0, 0],
      [1, 1, 1, 0, 0],
      [1, 0, 0, 0, 0],
    ]);
    const rows = await store.prisma.mark.findMany({ where: { schoolId: connection.schoolId } });
    expect(rows.map((row) => `${row.externalKey}${row.value}`).sort()).toEqual(['a5', 'b4', 'c4', 'd4']);
    expect((await historyOf(connection.schoolId)).map(({ kind }) => kind)).toEqual(['changed']);
  });

  it('keeps what was put into quarantine, whatever the vendor sent', async () => {
    const connection = await newConnection(store);
    const { run, ingest } = await begin(store, connection, DAY_1);
    const diagnostic = { code: 'record.invalid', place: '$.a', message: 'm', hint: 'h' };
    await ingest.quarantine([
      { entity: 'mark', key: null, diagnostic, raw: { text: 'a\u0000b\ud800', big: 123456789012345678901n } },
      { entity: 'mark', key: 'k\u0000', diagnostic, raw: undefined },
    ]);
    await ingest.checkpoint(progress('end'));
    await ingest.finish(ending());
    await ingest.close();
    const rows = await store.prisma.quarantine.findMany({ where: { runId: BigInt(run.runId) } });
    expect(rows.map((row) => [row.externalKey, row.raw])).toEqual([
      [null, { text: 'a\ufffdb\ufffd', big: '123456789012345678901' }],
      ['k\ufffd', null],
    ]);
  });

  it('lets one run at a time read a school from a source', async () => {
    const connection = await newConnection(store);
    const { ingest } = await begin(store, connection, DAY_1);
    await expect(begin(store, connection, DAY_1)).rejects.toSatisfy(
      (error) => error instanceof StoreError && error.diagnostic.code === 'run.already_running',
    );
    await ingest.close();
    await (await begin(store, connection, DAY_1)).ingest.close();
  });

  it('says that a run failed after a write of it failed, and keeps what was committed', async () => {
    const connection = await newConnection(store);
    const { schoolId } = connection;
    const { run, ingest } = await begin(store, connection, DAY_1);
    await ingest.add('subject', [subject('Алгебра')]);
    await ingest.checkpoint(progress('1'));
    await ingest.add('subject', [subject('Химия')]);
    // What the run's checks never let through, and the database refuses.
    await ingest.add('academicYear', [
      observed<'academicYear'>('y', {
        name: 'x\u0000',
        startDay: '2025-09-01',
        endDay: '2026-05-31',
        closed: false,
      }),
    ]);
    await expect(ingest.settle()).rejects.toThrow();
    await ingest.finish({
      ...ending(),
      state: 'failed',
      error: { code: 'a.b', place: 'p', message: 'm', hint: 'h' },
    });
    await ingest.close();
    const row = await store.prisma.run.findUniqueOrThrow({ where: { runId: BigInt(run.runId) } });
    expect(row).toMatchObject({ state: 'failed', cursor: '1', error: { code: 'a.b' } });
    expect(await store.prisma.subject.count({ where: { schoolId } })).toBe(1);
  });
});

/** Rows inserted, updated or deleted so far in any entity's table, by the server's own statistics. */
async function written(): Promise<Record<string, number>> {
  const tables = new Set(entityNames.map(snakeCase));
  const client = await store.connect();
  try {
    await client.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await client.query<{ name: string; count: number }>(
      `SELECT relname AS name, (n_tup_ins + n_tup_upd + n_tup_del)::int AS count FROM pg_stat_user_tables`,
    );
    return Object.fromEntries(rows.filter((row) => tables.has(row.name)).map((row) => [row.name, row.count]));
  } finally {
    await client.end();
  }
}
