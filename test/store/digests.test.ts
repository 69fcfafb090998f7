import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import {
  begin,
  ending,
  mark,
  newConnection,
  numbers,
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

const STUDENTS = ['1', '2', '3'];
const RANGES = [
  TERM,
  { from: '2025-09-01', to: '2025-09-30' },
  { from: '2025-09-05', to: '2025-12-30' },
] as const;

/** What one checkpoint tells: marks in any order, whose keys wander between students, and what was read whole. */
interface Step {
  readonly marks: readonly (readonly [student: string, key: string, value: string, day: string])[];
  readonly covers: readonly (readonly [student: string | null, range: number])[];
}

const step: fc.Arbitrary<Step> = fc.record({
  marks: fc.array(
    fc.tuple(
      fc.constantFrom(...STUDENTS, '9'),
      fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      fc.constantFrom('2', '3'),
      fc.constantFrom('2025-09-03', '2025-09-10', '2025-10-20'),
    ),
    { maxLength: 6 },
  ),
  covers: fc.array(
    fc.tuple(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...STUDENTS) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(RANGES.length - 1) }),
    ),
    { maxLength: 4 },
  ),
});

/** One reading: which of the steps, how it ends. */
interface Reading {
  readonly steps: readonly number[];
  readonly end: 'whole' | 'kept' | 'killed';
}

const STEPS = 4;
const reading: fc.Arbitrary<Reading> = fc.record({
  steps: fc.oneof(
    { weight: 2, arbitrary: fc.constant([0, 1]) },
    { weight: 3, arbitrary: fc.array(fc.nat(STEPS - 1), { minLength: 1, maxLength: 3 }) },
  ),
  end: fc.constantFrom('whole', 'whole', 'whole', 'kept', 'killed'),
});

type Connection = Awaited<ReturnType<typeof newConnection>>;

async function read(
  connection: Connection,
  steps: readonly Step[],
  { steps: order, end }: Reading,
  day: number,
) {
  const at = new Date(Date.UTC(2025, 9, 1 + day)).toISOString();
  const { ingest } = await begin(store, connection, at);
  await ingest.add('subject', [subject('Алгебра')]);
  await ingest.add(
    'student',
    STUDENTS.map((key) => student(key)),
  );
  const told: unknown[] = [];
  for (const index of order) {
    const { marks, covers } = steps[index] ?? { marks: [], covers: [] };
    await ingest.add(
      'mark',
      marks.map(([pupil, key, value, date]) => mark(key, pupil, value, date)),
    );
    for (const [pupil, range] of covers) {
      const { from, to } = RANGES[range] ?? TERM;
      await ingest.cover('mark', pupil, from, to);
    }
    const outcomes = await ingest.settle();
    told.push(
      numbers(outcomes, 'mark'),
      outcomes.get('mark')?.refused.map(({ diagnostic }) => diagnostic.code),
    );
    await ingest.checkpoint(progress(String(index)));
  }
  told.push(await ingest.gone());
  if (end !== 'killed') await ingest.finish(ending(end === 'whole'));
  await ingest.close();
  return told;
}

async function stored({ schoolId }: Connection) {
  const rows = await store.prisma.mark.findMany({ where: { schoolId }, orderBy: { externalKey: 'asc' } });
  const history = await store.prisma.history.findMany({ where: { schoolId } });
  const people = await store.prisma.student.findMany({ where: { schoolId } });
  const keyOf = new Map(people.map(({ id, externalKey }) => [id, externalKey]));
  return {
    marks: rows.map(({ externalKey, studentId, value, date, absentAt, firstSeenAt, deletedAt }) => ({
      externalKey,
      pupil: keyOf.get(studentId),
      value,
      date,
      absentAt,
      firstSeenAt,
      deletedAt,
    })),
    history: history
      .map(({ kind, notBefore, notAfter, before }) => {
        const { external_key: key, value } = before as Record<string, string>;
        return JSON.stringify([kind, key, value, notBefore, notAfter]);
      })
      .sort(),
  };
}

const digestsOf = ({ schoolId }: Connection) =>
  store.prisma.coverage.count({ where: { schoolId, digest: { not: null } } });

const forget = ({ schoolId }: Connection) =>
  store.prisma.coverage.updateMany({ where: { schoolId }, data: { digest: null } });

describe('digests of what was read', () => {
  it('change nothing but the time that a reading takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: STEPS, maxLength: STEPS }),
        fc.array(reading, { minLength: 2, maxLength: 6 }),
        async (steps, readings) => {
          const quick = await newConnection(store);
          const slow = await newConnection(store);
          for (const [day, one] of readings.entries()) {
            await forget(slow);
            expect(await read(quick, steps, one, day)).toEqual(await read(slow, steps, one, day));
            expect(await stored(quick)).toEqual(await stored(slow));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are kept for owners whose rows are what was read, and for no others', async () => {
    const connection = await newConnection(store);
    const all = [mark('a', '1', '4'), mark('b', '2', '3'), mark('c', '3', '3')];
    const students = { students: STUDENTS };
    await readMarks(store, connection, '2025-10-01T05:00:00Z', all, students);
    expect(await digestsOf(connection)).toBe(3);
    // One is gone, one is changed; the gone one's owner has none until the row is seen to be gone.
    const next = [mark('b', '2', '5'), mark('c', '3', '3')];
    const second = await readMarks(store, connection, '2025-10-02T05:00:00Z', next, students);
    expect(numbers(second.outcomes, 'mark')).toEqual([0, 1, 1, 0, 0]);
    expect(await digestsOf(connection)).toBe(2);
    await readMarks(store, connection, '2025-10-03T05:00:00Z', next, students);
    expect(await digestsOf(connection)).toBe(3);
    // A record that is refused, and one outside of the range.
    const odd = [mark('', '2', '5'), mark('c', '3', '3'), mark('d', '3', '3', '2026-01-01')];
    await readMarks(store, connection, '2025-10-04T05:00:00Z', odd, students);
    expect(await digestsOf(connection)).toBe(1);
  });

  it('do not outlive another row for the same person', async () => {
    const connection = await newConnection(store);
    const { schoolId } = connection;
    const all = [mark('a', '1', '4')];
    await readMarks(store, connection, '2025-10-01T05:00:00Z', all);
    const other = '00000000-0000-4000-8000-000000000001';
    const where = { schoolId, entity: 'student', externalKey: '1' };
    await store.prisma.identity.updateMany({ where, data: { rowId: other } });
    await store.prisma.coverage.updateMany({ where: { schoolId }, data: { ownerId: other } });
    const { outcomes } = await readMarks(store, connection, '2025-10-02T05:00:00Z', all);
    expect(numbers(outcomes, 'mark')).toEqual([0, 1, 0, 0, 0]);
    const row = await store.prisma.mark.findFirstOrThrow({ where: { schoolId } });
    expect(row.studentId).toBe(other);
  });
});
