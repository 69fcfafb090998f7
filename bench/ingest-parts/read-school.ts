import { randomBytes } from 'node:crypto';
import { addConnection, type Connection } from '../../src/store/connections.ts';
import { openIngest } from '../../src/store/ingest.ts';
import type { Store } from '../../src/store/open.ts';
import { startRun } from '../../src/store/runs.ts';
import { createSchool } from '../../src/store/schools.ts';
import { marksOf, students, subjects, teachers } from './marks.ts';

/** As an adapter would: a checkpoint a few classes. */
const STUDENTS_A_CHECKPOINT = 100;

export async function makeConnection(store: Store): Promise<Connection> {
  const school = { name: 'Школа', municipality: 'Заозёрск', timeZone: 'Asia/Barnaul', weekDays: 6 } as const;
  const { schoolId } = await createSchool(store, school);
  const name = `bench-${randomBytes(4).toString('hex')}`;
  const connection = { schoolId, name, system: 'netschool', mode: 'family', rank: 40, settings: {} };
  return addConnection(store, randomBytes(32), connection, new Date());
}

/** What a reading wrote, and the seconds of it that were the store's: making up the marks is not. */
export interface Reading {
  readonly seconds: number;
  readonly added: number;
  readonly unchanged: number;
}

export async function readSchool(
  store: Store,
  connection: Connection,
  studentCount: number,
): Promise<Reading> {
  const startedAt = new Date();
  const run = await startRun(store, connection, { dryRun: false, startedAt });
  const { schoolId, system, source, rank } = connection;
  const pupils = students(studentCount);
  const counts = { added: 0, unchanged: 0 };
  let spent = 0;
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    spent += performance.now() - from;
    return result;
  };

  const options = { schoolId, system, source, rank, runId: run.runId, observedAt: startedAt, dryRun: false };
  const ingest = await timed(() => openIngest(store, options));
  await timed(async () => {
    await ingest.add('subject', subjects());
    await ingest.add('staff', teachers());
    await ingest.add('student', pupils);
    await ingest.settle();
    await ingest.checkpoint({ cursor: '0', done: 0, total: studentCount, counts });
  });
  for (let done = 0; done < studentCount; done += STUDENTS_A_CHECKPOINT) {
    const keys = pupils.slice(done, done + STUDENTS_A_CHECKPOINT).map(({ key }) => key);
    const batches = keys.map((key) => ({ key, marks: marksOf(key) }));
    await timed(async () => {
      for (const { key, marks } of batches) {
        await ingest.add('mark', marks);
        await ingest.cover('mark', key, '2025-09-01', '2026-05-31');
      }
      const outcome = (await ingest.settle()).get('mark');
      counts.added += outcome?.added ?? 0;
      counts.unchanged += outcome?.unchanged ?? 0;
      await ingest.checkpoint({ cursor: String(done), done, total: studentCount, counts });
    });
  }
  await timed(() => ingest.finish({ removeGone: true, state: 'succeeded', counts, finishedAt: new Date() }));
  await ingest.close();
  return { seconds: spent / 1000, ...counts };
}
