/**
 * The results of a term of a whole municipality, out of the sums that runs keep, and the same figures by SQL over the
 * rows. Figure: how many times faster the sums are; limit: 100, which is the least it should be.
 */

import type { Store } from '../src/store/open.ts';
import { openReads, type ReadDatabase } from '../src/store/read/database.ts';
import { computing } from '../src/store/rollup/compute.ts';
import { readSchoolFigures } from '../src/store/rollup/read.ts';
import { computed, selectSchools } from '../src/store/rollup/select-sql.ts';
import type { FiguresRequest } from '../src/store/rollup/types.ts';
import { rebuildRollups } from '../src/store/rollup/verify.ts';
import { median, report, secondsOf, withStore } from './harness.ts';
import { SCHOOL, seedYear } from './rules-parts/seed.ts';

const [SCHOOLS = 60, STUDENTS = 1_000] = process.argv.slice(2).map(Number);
const ROUNDS = 300;
const PERIOD = '2025-quarter-2';

/** Of the second quarter alone: that is what the report is about. */
const COPIED = [
  'academic_year',
  'term',
  'subject',
  'staff',
  'class',
  'student',
  'enrolment',
  'subject_group',
  'group_membership',
  'lesson',
  'homework',
  'assessment',
  'mark',
  'attendance',
  'term_mark',
  'connection',
  'run',
];
const DAYS: Readonly<Record<string, string>> = {
  lesson: 'date',
  homework: 'due_day',
  assessment: 'date',
  mark: 'date',
  attendance: 'date',
};

const schoolId = (index: number): string => `${SCHOOL.slice(0, 24)}${index.toString(16).padStart(12, '0')}`;

async function columnsOf(store: Store, table: string): Promise<string[]> {
  const { rows } = await store.pool.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Other schools are the first one under another id: ids of rows are unique within a school. */
async function multiply(store: Store): Promise<void> {
  await store.pool.query(
    `INSERT INTO run (school_id, connection_id, source, state, dry_run, started_at, cursor)
     SELECT school_id, connection_id, source, 'succeeded', false, '2026-06-10', 'x' FROM connection`,
  );
  for (const table of Object.keys(DAYS))
    await store.pool.query(
      `DELETE FROM ${table} WHERE NOT ${DAYS[table]} BETWEEN '2025-11-03' AND '2025-12-28'`,
    );
  await store.pool.query(
    `INSERT INTO school SELECT (left($1, 24) || lpad(to_hex(n), 12, '0'))::uuid, 'Школа № ' || n, 'Город', time_zone,
       week_days FROM school, generate_series(1, $2::int) n`,
    [SCHOOL, SCHOOLS - 1],
  );
  for (const table of COPIED) {
    const all = await columnsOf(store, table);
    const columns = all.filter((column) => table !== 'run' || column !== 'run_id');
    const values = columns.map((column) => {
      if (column === 'school_id') return `(left('${SCHOOL}', 24) || lpad(to_hex(n), 12, '0'))::uuid`;
      return table === 'connection' && column === 'name' ? `"name" || n` : `"${column}"`;
    });
    await store.pool.query(
      `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join(', ')})
       SELECT ${values.join(', ')} FROM generate_series(1, ${SCHOOLS - 1}) n, ${table} WHERE school_id = '${SCHOOL}'`,
    );
  }
  await store.pool.query('VACUUM ANALYZE');
}

const request: FiguresRequest = {
  reach: { all: true },
  classIds: null,
  schoolId: null,
  municipality: 'Город',
  period: { kind: 'term', term: { year: 2025, kind: 'quarter', ordinal: 2 } },
};

/** The same figures with nothing kept. */
const overRows = (database: ReadDatabase) =>
  database.rows({ name: 'over-rows', text: computing('terms', selectSchools(computed)), hashed: true }, [
    true,
    [],
    [],
    null,
    'Город',
    null,
    [PERIOD],
  ]);

await withStore(async (store) => {
  await seedYear(store, STUDENTS);
  await multiply(store);
  for (let index = 0; index < SCHOOLS; index += 1)
    await rebuildRollups(store, index === 0 ? SCHOOL : schoolId(index));
  await store.pool.query('VACUUM ANALYZE rollup_class');
  const database = openReads(store.url, { statementTimeoutMs: 600_000 });
  try {
    const kept = await readSchoolFigures(database, request);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      times.push(await secondsOf(() => readSchoolFigures(database, request)));
    const slow: number[] = [];
    for (let round = 0; round < 3; round += 1) slow.push(await secondsOf(() => overRows(database)));
    const sorted = times.toSorted((left, right) => left - right);
    const { rows } = await store.pool.query<{ marks: number }>('SELECT count(*)::int AS marks FROM mark');
    report({
      bench: 'report-municipal',
      figure: median(slow) / median(times),
      unit: 'times',
      limit: 100,
      p50Ms: Number((median(times) * 1000).toFixed(2)),
      p99Ms: Number(((sorted[Math.floor(ROUNDS * 0.99)] ?? 0) * 1000).toFixed(2)),
      overRowsMs: Math.round(median(slow) * 1000),
      schools: SCHOOLS,
      studentsPerSchool: STUDENTS,
      marks: rows[0]?.marks ?? 0,
      lines: kept.length,
    });
  } finally {
    await database.close();
  }
});
