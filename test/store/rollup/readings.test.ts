import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/store/connections.ts';
import { heldVersions, setClosing, settleHeld } from '../../../src/store/hold.ts';
import type { Store } from '../../../src/store/open.ts';
import { type ReadDatabase, readsOver } from '../../../src/store/read/database.ts';
import { readClassFigures, readSubjectFigures, readTeachingFigures } from '../../../src/store/rollup/read.ts';
import { verifyRollups } from '../../../src/store/rollup/verify.ts';
import { testStore } from '../../database.ts';
import { newConnection } from '../school.ts';
import {
  CLASSES,
  DAYS,
  emptyJournal,
  type Journal,
  readJournal,
  STUDENTS,
  SUBJECTS,
} from './small-journal.ts';
import { quarter, wholeSchool } from './world.ts';

let store: Store;
let database: ReadDatabase;
beforeAll(async () => {
  store = await testStore();
  database = readsOver(store.pool);
});
afterAll(() => store.close());

type Sums = Readonly<Record<string, number>>;

/** The same by plain SQL over the rows, one question each. */
const OVER_ROWS = {
  marks: `select c.name || ' ' || j.name as line, count(*)::int as n
    from term t join enrolment e using (school_id) join class c on c.school_id = e.school_id and c.id = e.class_id
    join mark m on m.school_id = e.school_id and m.student_id = e.student_id
      and m.date between t.start_day and t.end_day and m.deleted_at is null and m.value ~ '^[1-5]$'
    join subject j on j.school_id = m.school_id and j.id = m.subject_id
    where t.school_id = $1 and t.ordinal = $2 and e.deleted_at is null
      and coalesce(e.from_day <= t.end_day, true) and coalesce(e.to_day >= t.end_day, true) group by 1`,
  fives: `select c.name || ' ' || j.name as line, count(*)::int as n
    from term t join enrolment e using (school_id) join class c on c.school_id = e.school_id and c.id = e.class_id
    join term_mark m on m.school_id = e.school_id and m.student_id = e.student_id and m.term_id = t.id
      and m.deleted_at is null and m.value = '5'
    join subject j on j.school_id = m.school_id and j.id = m.subject_id
    where t.school_id = $1 and t.ordinal = $2 and e.deleted_at is null
      and coalesce(e.from_day <= t.end_day, true) and coalesce(e.to_day >= t.end_day, true) group by 1`,
  missed: `select c.name as line, count(*)::int as n
    from term t join attendance a on a.school_id = t.school_id and a.date between t.start_day and t.end_day
    join enrolment e on e.school_id = a.school_id and e.student_id = a.student_id and e.deleted_at is null
      and coalesce(e.from_day <= a.date, true) and coalesce(e.to_day >= a.date, true)
    join class c on c.school_id = e.school_id and c.id = e.class_id
    where t.school_id = $1 and t.ordinal = $2 and a.deleted_at is null group by 1`,
  withoutTopic: `select c.name || ' ' || j.name as line, count(*)::int as n
    from term t join lesson l on l.school_id = t.school_id and l.date between t.start_day and t.end_day
    join class c on c.school_id = l.school_id and c.id = l.class_id
    join subject j on j.school_id = l.school_id and j.id = l.subject_id
    where t.school_id = $1 and t.ordinal = $2 and l.topic is null group by 1`,
  withoutMarks: `select c.name || ' ' || j.name as line, count(*)::int as n
    from term t join lesson l on l.school_id = t.school_id and l.date between t.start_day and t.end_day
    join class c on c.school_id = l.school_id and c.id = l.class_id
    join subject j on j.school_id = l.school_id and j.id = l.subject_id
    where t.school_id = $1 and t.ordinal = $2 and not exists (select 1 from mark m
      where m.school_id = l.school_id and m.lesson_id = l.id and m.deleted_at is null) group by 1`,
};

async function overRows(schoolId: string, ordinal: number): Promise<Record<string, Sums>> {
  const found: Record<string, Sums> = {};
  for (const [name, text] of Object.entries(OVER_ROWS)) {
    const { rows } = await store.pool.query<{ line: string; n: number }>(text, [schoolId, ordinal]);
    found[name] = Object.fromEntries(rows.map(({ line, n }) => [line, n]));
  }
  return found;
}

/** Lines that are not zero. */
const sums = <F>(rows: readonly F[], line: (row: F) => string, number: (row: F) => number): Sums =>
  Object.fromEntries(rows.filter((row) => number(row) !== 0).map((row) => [line(row), number(row)]));

async function figures(schoolId: string, ordinal: number): Promise<Record<string, Sums>> {
  const request = wholeSchool(schoolId, quarter(ordinal));
  const classes = await readClassFigures(database, request);
  const subjects = await readSubjectFigures(database, request);
  const teaching = await readTeachingFigures(database, request);
  const line = (one: { className: string; subjectName: string }) => `${one.className} ${one.subjectName}`;
  return {
    marks: sums(subjects, line, ({ marks }) => marks),
    fives: sums(subjects, line, ({ n5 }) => n5),
    missed: sums(
      classes,
      ({ className }) => className,
      ({ missed }) => missed,
    ),
    withoutTopic: sums(teaching, line, ({ withoutTopic }) => withoutTopic),
    withoutMarks: sums(teaching, line, ({ withoutMarks }) => withoutMarks),
  };
}

async function expectEqual(schoolId: string, isDue: boolean): Promise<void> {
  const { differences, due } = await verifyRollups(store, schoolId);
  expect(differences).toEqual([]);
  if (!isDue) expect(due).toBe(0);
  for (const ordinal of [1, 2])
    expect(await figures(schoolId, ordinal)).toEqual(await overRows(schoolId, ordinal));
}

const at = (index: number): string => new Date(Date.UTC(2026, 0, 10 + index)).toISOString();

const cell = (...places: (readonly string[])[]) =>
  fc.tuple(...places.map((place) => fc.constantFrom(...place))).map((parts) => parts.join(' '));
const cells = cell(STUDENTS, SUBJECTS, DAYS);
const journals: fc.Arbitrary<Journal> = fc.record({
  marks: fc
    .array(fc.tuple(cells, fc.constantFrom('5', '4', '2', 'зач')), { maxLength: 20 })
    .map((all) => new Map(all)),
  absences: fc.array(cells, { maxLength: 8 }).map((all) => new Set(all)),
  finals: fc
    .array(fc.tuple(cell(STUDENTS, SUBJECTS, ['q1', 'q2']), fc.constantFrom('5', '3', 'н/а')), {
      maxLength: 8,
    })
    .map((all) => new Map(all)),
  topics: fc.array(cell(CLASSES, SUBJECTS, DAYS), { maxLength: 8 }).map((all) => new Set(all)),
  moved: fc.subarray([...STUDENTS]).map((all) => new Set(all)),
});
const readings = fc.array(fc.record({ journal: journals, killed: fc.boolean() }), {
  minLength: 3,
  maxLength: 5,
});

describe('sums after any readings', () => {
  it('equal the rows, whatever changed, went, or was killed between', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (all) => {
        const connection = await newConnection(store);
        for (const [index, { journal, killed }] of all.entries()) {
          await readJournal(store, connection, journal, { at: at(index), killed });
          await expectEqual(connection.schoolId, killed);
        }
      }),
      { numRuns: 6, seed: 41, endOnFailure: true },
    );
  });
});

const filled = (value: string): Journal => ({
  ...emptyJournal,
  marks: new Map(STUDENTS.map((key) => [`${key} Алгебра 2025-09-10`, value])),
  finals: new Map(STUDENTS.map((key) => [`${key} Алгебра q1`, '4'])),
});

const algebra = async ({ schoolId }: Connection) =>
  (await readSubjectFigures(database, wholeSchool(schoolId, quarter(1)))).filter(
    ({ subjectName }) => subjectName === 'Алгебра',
  );

describe('a class that two sources tell of', () => {
  const told = async (students: readonly string[]) => {
    const staff = await newConnection(store, 'staff');
    const family = await newConnection(store, 'family', staff.schoolId);
    await readJournal(store, family, filled('2'), { at: at(0) });
    await readJournal(store, staff, filled('4'), { at: at(1), students });
    expect((await verifyRollups(store, staff.schoolId)).differences).toEqual([]);
    return (await algebra(staff)).map(({ className, source, marks, gapEqual, gapAbove }) => [
      className,
      source,
      marks,
      gapEqual,
      gapAbove,
    ]);
  };

  it('is counted once, by the source of higher rank', async () => {
    expect(await told(STUDENTS)).toEqual([
      ['7а', 'netschool/staff', 2, 2, 0],
      ['8а', 'netschool/staff', 2, 2, 0],
    ]);
  });

  it('is counted by the one that read its marks, where the other read those of some students', async () => {
    expect(await told(['1', '3', '4'])).toEqual([
      ['7а', 'netschool/family', 2, 0, 2],
      ['8а', 'netschool/staff', 2, 2, 0],
    ]);
  });
});

describe('a late change of a mark', () => {
  it('counts when an evaluation lets it go, and not while it is held or confirmed', async () => {
    const connection = await newConnection(store);
    const { schoolId, source } = connection;
    await setClosing(store, schoolId, [{ entity: 'mark', afterDays: 14, byTermMark: false }]);
    await readJournal(store, connection, filled('4'), { at: '2025-10-30T05:00:00Z' });
    const changed = { ...filled('4'), marks: new Map(filled('4').marks).set('1 Алгебра 2025-09-10', '2') };
    await readJournal(store, connection, changed, { at: '2025-11-01T05:00:00Z' });
    const gaps = async () =>
      (await algebra(connection)).map(({ gapEqual, gapAbove }) => [gapEqual, gapAbove]);
    const asAccepted = [
      [2, 0],
      [2, 0],
    ];
    expect(await gaps()).toEqual(asAccepted);
    const [row] = await store.prisma.withheld.findMany({ where: { schoolId } });
    const seventh = await store.prisma.class.findFirstOrThrow({ where: { schoolId, name: '7а' } });
    if (!row) throw new Error('nothing is held');
    const settle = async (findingId: string | null) => {
      const before = await heldVersions(store, schoolId);
      const client = await store.connect();
      const one = {
        row: { entity: 'mark' as const, id: row.rowId },
        studentId: row.studentId,
        accepted: '4',
      };
      const range = { from: '2025-09-01', to: '2025-10-26', units: ['subject_term:x'], subjectIds: null };
      await client.query('BEGIN');
      await settleHeld(client, {
        ...{ schoolId, classId: seventh.id, sources: [source], before, ...range },
        held: findingId === null ? [] : [{ ...one, findingId }],
      });
      await client.query('COMMIT');
      await client.end();
      expect(await verifyRollups(store, schoolId)).toMatchObject({ due: 0, differences: [] });
    };
    await settle(randomUUID());
    expect(await gaps()).toEqual(asAccepted);
    await settle(null);
    expect(await gaps()).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });
});
