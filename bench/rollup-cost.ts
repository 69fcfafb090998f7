/**
 * A school's year is read for the first time, everything that a journal has. Figure: what keeping the sums adds to
 * writing these rows, in percent (all of the run's end is counted as that); limit: 15, the most it should be.
 */
import { randomBytes } from 'node:crypto';
import { makeMunicipality } from '../sandbox/school-year/index.ts';
import type { PullEvent } from '../src/adapters/contract.ts';
import { addConnection } from '../src/store/connections.ts';
import { type Ingest, openIngest } from '../src/store/ingest.ts';
import type { Store } from '../src/store/open.ts';
import { verifyRollups } from '../src/store/rollup/verify.ts';
import { startRun } from '../src/store/runs.ts';
import { createSchool } from '../src/store/schools.ts';
import { truthAdapter } from '../test/ground-truth/truth-adapter.ts';
import { median, report, secondsOf, withStore } from './harness.ts';

const [STUDENTS = 300, WEEKS = 34] = process.argv.slice(2).map(Number);
const ROUNDS = 3;
const END = new Date('2026-06-20T12:00:00Z');

const year = makeMunicipality({ schools: 1, studentsPerSchool: STUDENTS, weeks: WEEKS }).school(1);

/** Made up once: that is not what is measured. */
async function tellAll(): Promise<PullEvent[]> {
  const signal = new AbortController().signal;
  const adapter = truthAdapter({ year, moment: '2026-06-20T12:00' });
  const session = await adapter.open(
    { mode: 'full' },
    { signal, now: () => END, sleep: async () => undefined, log: () => undefined },
  );
  const events: PullEvent[] = [];
  const days = { from: '2025-09-01', to: '2026-08-31' };
  for await (const event of session.pull({ ...days, after: null })) events.push(event);
  return events;
}

async function take(ingest: Ingest, event: PullEvent): Promise<void> {
  if (event.kind === 'records') await ingest.add(event.entity, event.records);
  else if (event.kind === 'covered') await ingest.cover(event.entity, event.owner, event.from, event.to);
  else if (event.kind === 'checkpoint') {
    await ingest.settle();
    await ingest.checkpoint({ cursor: event.cursor, done: 1, total: 1, counts: {} });
  }
}

async function readOnce(store: Store, events: readonly PullEvent[]) {
  const { schoolId } = await createSchool(store, {
    name: year.name,
    municipality: 'Город',
    timeZone: year.timeZone,
    weekDays: year.weekDays,
  });
  const name = `bench-${randomBytes(4).toString('hex')}`;
  const wanted = { schoolId, name, system: 'truth', mode: 'full', rank: 90, settings: {} };
  const connection = await addConnection(store, randomBytes(32), wanted, END);
  const { runId } = await startRun(store, connection, { dryRun: false, startedAt: END });
  const { system, source, rank } = connection;
  const ingest = await openIngest(store, {
    schoolId,
    system,
    source,
    rank,
    runId,
    observedAt: END,
    dryRun: false,
  });
  const written = await secondsOf(async () => {
    for (const event of events) await take(ingest, event);
  });
  const ended = await secondsOf(() =>
    ingest.finish({ removeGone: true, state: 'succeeded', counts: {}, finishedAt: END }),
  );
  await ingest.close();
  const { differences, lines } = await verifyRollups(store, schoolId);
  if (differences.length > 0) throw new Error(`${differences.length} of ${lines} lines are wrong`);
  return { written, ended };
}

await withStore(async (store) => {
  const events = await tellAll();
  const rows = events.reduce((sum, event) => sum + (event.kind === 'records' ? event.records.length : 0), 0);
  const rounds: { readonly written: number; readonly ended: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await readOnce(store, events));
  report({
    bench: 'rollup-cost',
    figure: median(rounds.map(({ written, ended }) => (ended / written) * 100)),
    unit: '%',
    limit: 15,
    rows,
    students: STUDENTS,
    writtenSeconds: Number(median(rounds.map(({ written }) => written)).toFixed(2)),
    keptSeconds: Number(median(rounds.map(({ ended }) => ended)).toFixed(2)),
  });
});
