import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowId } from '../../src/model/ids.ts';
import type { Closing } from '../../src/store/hold.ts';
import { heldVersions, setClosing, settleHeld } from '../../src/store/hold.ts';
import type { Store } from '../../src/store/open.ts';
import { schoolRows } from '../api/rows.ts';
import { testStore } from '../database.ts';
import { begin, ending, mark, newConnection, observed, progress, student, subject, TERM } from './school.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

type Connection = Awaited<ReturnType<typeof newConnection>>;
type Mark = ReturnType<typeof mark>;

const TWO_WEEKS: readonly Closing[] = [{ entity: 'mark', afterDays: 14, byTermMark: false }];
const LESSON = '2025-09-10';
/** The window of two weeks ends with the 24th of September in Barnaul, 17:00 UTC. */
const WITHIN = '2025-09-20T05:00:00Z';
const LAST_LOOK_WITHIN = '2025-09-24T16:59:59Z';
const FIRST_LOOK_AFTER = '2025-09-24T17:00:00Z';
const AFTER = '2025-10-02T05:00:00Z';

async function connected(closings: readonly Closing[] = TWO_WEEKS): Promise<Connection> {
  const connection = await newConnection(store);
  await setClosing(store, connection.schoolId, closings);
  return connection;
}

async function read(
  connection: Connection,
  at: string,
  marks: readonly Mark[],
  termMark?: string,
): Promise<void> {
  const { ingest } = await begin(store, connection, at);
  try {
    await ingest.add('subject', [subject('Алгебра')]);
    const none = { letter: null, academicYearId: null, homeroomTeacherId: null, shift: null };
    await ingest.add('class', [observed<'class'>('7а', { name: '7а', grade: 7, ...none })]);
    await ingest.add('student', [student('1')]);
    const stay = { studentId: '1', classId: '7а', fromDay: null, toDay: null };
    await ingest.add('enrolment', [
      observed<'enrolment'>('7а/1', { ...stay, orderNumber: null, orderDay: null }),
    ]);
    const term = { name: '1', kind: 'quarter' as const, ordinal: 1, gradeFrom: null, gradeTo: null };
    await ingest.add('term', [
      observed<'term'>('q1', { ...term, startDay: TERM.from, endDay: '2025-09-15', academicYearId: null }),
    ]);
    await ingest.add('mark', marks);
    await ingest.cover('mark', '1', TERM.from, TERM.to);
    if (termMark !== undefined) {
      const given = {
        studentId: '1',
        subjectId: 'Алгебра',
        kind: 'term' as const,
        termId: 'q1',
        academicYearId: null,
      };
      await ingest.add('termMark', [observed<'termMark'>('t', { ...given, value: termMark, scaleMax: 5 })]);
    }
    await ingest.cover('termMark', '1', null, null);
    await ingest.settle();
    await ingest.checkpoint(progress('end'));
    await ingest.finish(ending());
  } finally {
    await ingest.close();
  }
}

const m = (value: string, more: Parameters<typeof mark>[4] = {}) => mark('m', '1', value, LESSON, more);

const heldIn = async ({ schoolId }: Connection) => {
  const found = await store.prisma.withheld.findMany({ where: { schoolId }, orderBy: { entity: 'asc' } });
  return found.map(({ entity, accepted, findingId }) => [
    entity,
    (accepted as { value: string } | null)?.value ?? null,
    findingId,
  ]);
};

/** One reading after the other; what is held in the end. */
async function heldAfter(
  readings: readonly (readonly [at: string, marks: readonly Mark[], termMark?: string | undefined])[],
  closings = TWO_WEEKS,
): Promise<unknown> {
  const connection = await connected(closings);
  for (const [at, marks, termMark] of readings) await read(connection, at, marks, termMark);
  return heldIn(connection);
}

describe('holding late changes back', () => {
  it('holds a change that was not there when the window had closed', async () => {
    expect(
      await heldAfter([
        [WITHIN, [m('4')]],
        [FIRST_LOOK_AFTER, [m('4')]],
        [AFTER, [m('5')]],
      ]),
    ).toEqual([['mark', '4', null]]);
  });

  it('does not hold one that may have been made in time', async () => {
    expect(
      await heldAfter([
        [LAST_LOOK_WITHIN, [m('4')]],
        [AFTER, [m('5')]],
      ]),
    ).toEqual([]);
  });

  it('hides a mark that was added late, and goes on showing one that went late', async () => {
    expect(
      await heldAfter([
        [AFTER, []],
        ['2025-10-03T05:00:00Z', [m('5')]],
      ]),
    ).toEqual([['mark', null, null]]);
    expect(
      await heldAfter([
        [AFTER, [m('4')]],
        ['2025-10-03T05:00:00Z', []],
      ]),
    ).toEqual([['mark', '4', null]]);
  });

  it('holds nothing at the first reading', async () => {
    expect(await heldAfter([[AFTER, [m('5')]]])).toEqual([]);
  });

  it('keeps what was accepted first through further changes', async () => {
    expect(
      await heldAfter([
        [AFTER, [m('4')]],
        ['2025-10-03T05:00:00Z', [m('5')]],
        ['2025-10-04T05:00:00Z', [m('3')]],
        ['2025-10-05T05:00:00Z', []],
      ]),
    ).toEqual([['mark', '4', null]]);
  });

  it('does not hold what nobody sees', async () => {
    const moved = { lessonId: '2025-09-10/2' };
    expect(
      await heldAfter([
        [AFTER, [m('4')]],
        ['2025-10-03T05:00:00Z', [m('4', moved)]],
      ]),
    ).toEqual([]);
    expect(
      await heldAfter([
        [AFTER, [m('4')]],
        ['2025-10-03T05:00:00Z', [m('4', { comment: 'переделано' })]],
      ]),
    ).toEqual([['mark', '4', null]]);
  });

  it('holds marks behind the term mark where the act closes them with it', async () => {
    const byTermMark: Closing[] = [{ entity: 'mark', afterDays: null, byTermMark: true }];
    const readings = (termMark?: string) =>
      [
        [WITHIN, [m('4')], termMark],
        ['2025-09-21T05:00:00Z', [m('4')], termMark],
        ['2025-09-22T05:00:00Z', [m('5')], termMark],
      ] as const;
    expect(await heldAfter(readings('4'), byTermMark)).toEqual([['mark', '4', null]]);
    expect(await heldAfter(readings(), byTermMark)).toEqual([]);
  });

  it('holds what is put in the name of a teacher whose password has leaked', async () => {
    const voided: Closing[] = [{ entity: 'mark', afterDays: null, byTermMark: false, afterLeak: true }];
    const heldWith = async (events: readonly (readonly [kind: string, day: string])[], value: string) => {
      const connection = await connected(voided);
      const { schoolId } = connection;
      const teacherId = rowId({ schoolId, source: 'x', entity: 'staff', key: 't' });
      const rows = schoolRows(store, schoolId, 'peremena/register');
      for (const [kind, day] of events)
        await rows.put('controlEvent', day, { kind, day, staffId: teacherId });
      await read(connection, '2025-09-20T05:00:00Z', [m('4')]);
      await store.pool.query('UPDATE mark SET teacher_id = $2 WHERE school_id = $1', [schoolId, teacherId]);
      await read(connection, '2025-09-25T05:00:00Z', [m(value)]);
      return heldIn(connection);
    };
    const leak = ['credential_leak', '2025-09-15'] as const;
    expect(await heldWith([leak], '5')).toEqual([['mark', '4', null]]);
    expect(await heldWith([leak], '4')).toEqual([]);
    expect(await heldWith([], '5')).toEqual([]);
    expect(await heldWith([leak, ['credentials_issued', '2025-09-16']], '5')).toEqual([]);
    expect(await heldWith([leak, ['credentials_issued', '2025-09-22']], '5')).toEqual([['mark', '4', null]]);
  });

  it('counts the window of term marks from the last day of the term, the first one included', async () => {
    const closings: Closing[] = [{ entity: 'termMark', afterDays: 14, byTermMark: false }];
    const late = await heldAfter(
      [
        [AFTER, [m('4')]],
        ['2025-10-03T05:00:00Z', [m('4')], '5'],
      ],
      closings,
    );
    expect(late).toEqual([['termMark', null, null]]);
    const inTime = await heldAfter(
      [
        [WITHIN, [m('4')]],
        ['2025-10-03T05:00:00Z', [m('4')], '5'],
      ],
      closings,
    );
    expect(inTime).toEqual([]);
  });

  it('holds nothing in a school whose act closes nothing, and forgets what it closed before', async () => {
    const connection = await connected();
    await setClosing(store, connection.schoolId, []);
    await read(connection, AFTER, [m('4')]);
    await read(connection, '2025-10-03T05:00:00Z', [m('5')]);
    expect(await heldIn(connection)).toEqual([]);
  });
});

describe('settling what is held', () => {
  const late = async () => {
    const connection = await connected();
    await read(connection, AFTER, [m('4', { comment: 'было' })]);
    await read(connection, '2025-10-03T05:00:00Z', [m('5')]);
    const { schoolId, source } = connection;
    const schoolClass = await store.prisma.class.findFirstOrThrow({ where: { schoolId } });
    const pupil = await store.prisma.student.findFirstOrThrow({ where: { schoolId } });
    const algebra = await store.prisma.subject.findFirstOrThrow({ where: { schoolId } });
    const row = { entity: 'mark' as const, id: rowId({ schoolId, source, entity: 'mark', key: 'm' }) };
    const about = {
      schoolId,
      classId: schoolClass.id,
      from: '2025-09-01',
      to: '2025-10-26',
      units: ['subject_term:x'],
      subjectIds: null,
    };
    const held = (accepted: string | null) => [
      { row, studentId: pupil.id, accepted, findingId: randomUUID() },
    ];
    const settle = async (more: Partial<Parameters<typeof settleHeld>[1]>) => {
      const before = await heldVersions(store, schoolId);
      const client = await store.connect();
      await settleHeld(client, { ...about, sources: [source], before, held: [], ...more });
      await client.end();
    };
    return { connection, held, settle, algebra, row };
  };

  it('confirms what the evaluation confirms, and keeps all that was seen', async () => {
    const { connection, held, settle } = await late();
    const confirmed = held('4');
    await settle({ held: confirmed });
    expect(await heldIn(connection)).toEqual([['mark', '4', confirmed[0]?.findingId]]);
    const { schoolId } = connection;
    const [row] = await store.prisma.withheld.findMany({ where: { schoolId } });
    expect(row?.accepted).toEqual({ value: '4', scaleMax: 5, comment: 'было', setDay: null });
  });

  it('lets go what it does not confirm, of its class, days and subjects only', async () => {
    const { connection, settle, algebra } = await late();
    await settle({ subjectIds: [randomUUID()] });
    await settle({ from: '2025-09-11' });
    await settle({ classId: randomUUID() });
    await settle({ sources: ['netschool/family'] });
    expect(await heldIn(connection)).toHaveLength(1);
    await settle({ subjectIds: [algebra.id] });
    expect(await heldIn(connection)).toEqual([]);
  });

  it('holds what no run held, with what the record was then', async () => {
    const { connection, held, settle } = await late();
    await settle({});
    await settle({ held: held('4') });
    const { schoolId } = connection;
    const [row] = await store.prisma.withheld.findMany({ where: { schoolId } });
    expect(row?.accepted).toEqual({ value: '4', scaleMax: 5, comment: 'было', setDay: null });
    expect(row?.since).toEqual(new Date('2025-10-03T05:00:00Z'));
    await settle({ held: held(null) });
    expect((await heldIn(connection))[0]?.[1]).toBeNull();
  });

  it('lets a confirmed one go when its finding is no more', async () => {
    const { connection, held, settle } = await late();
    await settle({ held: held('4') });
    await settle({});
    expect(await heldIn(connection)).toEqual([]);
  });

  it('keeps what a run has held since the facts were read, and lets it go the next time', async () => {
    const { connection, settle } = await late();
    const { schoolId } = connection;
    const before = await heldVersions(store, schoolId);
    await read(connection, '2025-10-04T05:00:00Z', [m('3'), mark('n', '1', '2', LESSON)]);
    await settle({ before });
    expect(await heldIn(connection)).toHaveLength(2);
    await settle({});
    expect(await heldIn(connection)).toEqual([]);
  });

  it('keeps what a run holds just now and has not yet committed', async () => {
    const { connection, settle, row } = await late();
    const run = await store.connect();
    await run.query('BEGIN');
    await run.query('UPDATE withheld SET since = since WHERE row_id = $1', [row.id]);
    await settle({});
    await run.query('COMMIT');
    await run.end();
    expect(await heldIn(connection)).toHaveLength(1);
  });

  it('keeps what was confirmed and has changed again since the facts were read', async () => {
    const { connection, held, settle } = await late();
    await settle({ held: held('4') });
    const before = await heldVersions(store, connection.schoolId);
    await read(connection, '2025-10-04T05:00:00Z', [m('3')]);
    await settle({ before });
    expect(await heldIn(connection)).toHaveLength(1);
  });
});
