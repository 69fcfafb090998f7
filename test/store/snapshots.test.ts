import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observed } from '../../src/model/observation.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { begin, ending, mark, newConnection, numbers, progress, student, subject, TERM } from './school.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const STUDENTS = ['1', '2', '3'];
const DAYS = ['2025-09-03', '2025-09-10', '2025-10-20'];

/** What the journal holds at one reading: key → mark; a mark may change, move to another day, or go. */
type Snapshot = readonly (readonly [student: string, key: string, value: string, day: string])[];

const snapshot: fc.Arbitrary<Snapshot> = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(...STUDENTS),
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.constantFrom('2', '3', '4/5', 'н/а'),
    fc.constantFrom(...DAYS),
  ),
  { selector: ([pupil, key]) => `${pupil}/${key}`, maxLength: 10 },
);

const marksOf = (journal: Snapshot, pupil: string): Observed<'mark'>[] =>
  journal
    .filter(([owner]) => owner === pupil)
    .map(([owner, key, value, day]) => mark(`${owner}/${key}`, owner, value, day));

const at = (reading: number): string => new Date(Date.UTC(2025, 9, 1 + reading)).toISOString();

type Connection = Awaited<ReturnType<typeof newConnection>>;
type Opened = Awaited<ReturnType<typeof begin>>;

/** Gives students one a checkpoint, from the first one not yet given; counts what becomes of the marks. */
async function give({ ingest }: Opened, journal: Snapshot, from: number, to: number): Promise<number[]> {
  const total = [0, 0, 0, 0, 0];
  await ingest.add('subject', [subject('Алгебра')]);
  await ingest.add(
    'student',
    STUDENTS.map((key) => student(key)),
  );
  for (const [index, pupil] of STUDENTS.entries()) {
    if (index < from || index >= to) continue;
    await ingest.add('mark', marksOf(journal, pupil));
    await ingest.cover('mark', pupil, TERM.from, TERM.to);
    for (const [place, number] of numbers(await ingest.settle(), 'mark').entries())
      total[place] = (total[place] ?? 0) + number;
    await ingest.checkpoint(progress(String(index + 1)));
  }
  return total;
}

async function readWhole(connection: Connection, journal: Snapshot, reading: number): Promise<number[]> {
  const opened = await begin(store, connection, at(reading));
  const total = await give(opened, journal, 0, STUDENTS.length);
  await opened.ingest.finish(ending());
  await opened.ingest.close();
  return total;
}

/** The same reading, killed after some checkpoints with the next student's marks under way, then gone on with. */
async function readBroken(
  connection: Connection,
  journal: Snapshot,
  reading: number,
  after: number,
): Promise<void> {
  const first = await begin(store, connection, at(reading));
  await give(first, journal, 0, after);
  const lost = STUDENTS[after];
  if (lost !== undefined) {
    await first.ingest.add('mark', marksOf(journal, lost));
    await first.ingest.settle();
  }
  await first.ingest.close();
  const second = await begin(store, connection, at(reading), { run: first.run });
  await give(second, journal, after, STUDENTS.length);
  await second.ingest.finish(ending());
  await second.ingest.close();
}

/** All that is stored of the school's marks, without what differs by the school alone. */
async function stored(connection: Connection) {
  const where = { schoolId: connection.schoolId };
  const rows = await store.prisma.mark.findMany({ where, orderBy: { externalKey: 'asc' } });
  const history = await store.prisma.history.findMany({ where, orderBy: { historyId: 'asc' } });
  return {
    marks: rows.map(({ externalKey, value, date, absentAt, firstSeenAt, contentChangedAt, deletedAt }) => ({
      externalKey,
      value,
      date,
      absentAt,
      firstSeenAt,
      contentChangedAt,
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

const shown = (journal: Snapshot): string[] =>
  journal.map(([pupil, key, value, day]) => `${pupil}/${key} ${value} ${day}`).sort();

describe('any sequence of readings', () => {
  it('ends in what the last one showed, and its counts add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(snapshot, { minLength: 1, maxLength: 4 }), async (journals) => {
        const connection = await newConnection(store);
        for (const [reading, journal] of journals.entries()) {
          const counted = await readWhole(connection, journal, reading);
          expect(counted.reduce((sum, number) => sum + number, 0)).toBe(journal.length);
        }
        const { marks } = await stored(connection);
        const live = marks.filter(({ deletedAt }) => deletedAt === null);
        expect(
          live
            .map(
              ({ externalKey, value, date }) => `${externalKey} ${value} ${date.toISOString().slice(0, 10)}`,
            )
            .sort(),
        ).toEqual(shown(journals.at(-1) ?? []));
      }),
      { numRuns: 25 },
    );
  });

  it('ends the same when a reading is killed between two checkpoints and gone on with', async () => {
    await fc.assert(
      fc.asyncProperty(
        snapshot,
        snapshot,
        snapshot,
        fc.integer({ min: 0, max: 3 }),
        async (one, two, three, after) => {
          const whole = await newConnection(store);
          const broken = await newConnection(store);
          await readWhole(whole, one, 0);
          await readWhole(broken, one, 0);
          await readWhole(whole, two, 1);
          await readBroken(broken, two, 1, after);
          expect(await stored(broken)).toEqual(await stored(whole));
          await readWhole(whole, three, 2);
          await readWhole(broken, three, 2);
          expect(await stored(broken)).toEqual(await stored(whole));
        },
      ),
      { numRuns: 20 },
    );
  });
});
