/**
 * Half a year of a school of 1,000 moved from one vendor to another: simulators, each in a process of its own, at both
 * ends. Figure: rows written and read back in a second of mapping, planning and running. Limit: the same rows read from
 * the store and written to another empty school over the same kind of sockets, without mapping, rules and read-back.
 * Four weeks are moved of that school and of one of 3,000, to see that memory does not grow with it.
 *
 * `bench/migrate.ts [students] [netschool|dnevnik]`.
 */

import type { Store } from '../src/store/open.ts';
import { report, withStore } from './harness.ts';
import { part, withSimulator } from './migrate-parts/processes.ts';

const [given, source = 'netschool'] = process.argv.slice(2);
const STUDENTS = Number(given ?? 1_000);
const LARGE = 3 * STUDENTS;

const HALF_YEAR = 0;
const FOUR_WEEKS = 28;

/** What is written; the rest is there already and matched. */
const WRITTEN = ['lesson', 'homework', 'assessment', 'mark', 'attendance', 'termMark'];

interface Moved {
  readonly transferId: string;
  readonly seconds: { readonly mapping: number; readonly plan: number; readonly run: number };
  readonly spent: Readonly<Record<string, number>>;
  readonly questions: number;
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly peakMb: number;
}

interface Put {
  readonly rows: number;
  readonly refused: number;
  readonly seconds: number;
}

async function move({ url }: Store, students: number, days: number): Promise<Moved> {
  const size = [String(students), String(days)];
  const whose = await withSimulator([source, ...size], (card) => part('read-source', url, card));
  return withSimulator(['empty', ...size], async (card) => JSON.parse(await part('move', url, whose, card)));
}

const putBare = ({ url }: Store, { transferId }: Moved): Promise<Put> =>
  withSimulator(['empty', String(STUDENTS), String(HALF_YEAR)], async (card) =>
    JSON.parse(await part('bare', url, transferId, card)),
  );

const rowsOf = ({ counts }: Moved, ...ends: string[]): number =>
  WRITTEN.flatMap((name) => ends.map((end) => counts[name]?.[end] ?? 0)).reduce((sum, rows) => sum + rows, 0);

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Seconds that the target took, by what was asked of it. */
const askedFor = ({ spent }: Moved, asked: string): number =>
  tenths(
    Object.entries(spent)
      .filter(([name]) => name.startsWith(asked))
      .reduce((sum, [, seconds]) => sum + seconds, 0),
  );

await withStore(async (store) => {
  const half = await move(store, STUDENTS, HALF_YEAR);
  const limit = await putBare(store, half);
  const small = await move(store, STUDENTS, FOUR_WEEKS);
  const large = await move(store, LARGE, FOUR_WEEKS);
  const rows = rowsOf(half, 'arrived', 'changed');
  if (limit.rows !== rows) throw new Error(`${limit.rows} rows of ${rows} were put for the limit`);
  const { mapping, plan, run } = half.seconds;
  report({
    bench: 'migrate',
    figure: rows / (mapping + plan + run),
    unit: 'rows/s',
    limit: rows / limit.seconds,
    source,
    students: STUDENTS,
    rows,
    left: rowsOf(half, 'left', 'held', 'waiting'),
    questions: half.questions,
    refusedOfLimit: limit.refused,
    mappingSeconds: tenths(mapping),
    planSeconds: tenths(plan),
    runSeconds: tenths(run),
    writeSeconds: askedFor(half, 'write'),
    readBackSeconds: askedFor(half, 'read back'),
    limitSeconds: tenths(limit.seconds),
    moverPeakMb: half.peakMb,
    fourWeeksRows: rowsOf(small, 'arrived', 'changed'),
    fourWeeksPeakMb: small.peakMb,
    largeStudents: LARGE,
    largeRows: rowsOf(large, 'arrived', 'changed'),
    largePeakMb: large.peakMb,
    memoryGrowth: Number((large.peakMb / small.peakMb - 1).toFixed(3)),
  });
});
