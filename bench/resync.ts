/**
 * The same marks once more, nothing changed. Figure: rows a second; limit: 5 × the first reading of the same run,
 * which is the least it should reach. That no row is written is taken from the server's own statistics.
 */
import type pg from 'pg';
import { median, report, withStore } from './harness.ts';
import { MARKS_A_STUDENT } from './ingest-parts/marks.ts';
import { makeConnection, readSchool } from './ingest-parts/read-school.ts';

const STUDENTS = Number(process.argv[2] ?? 1_000);
const ROUNDS = 3;
const ROWS = STUDENTS * MARKS_A_STUDENT;

async function written(client: pg.Client): Promise<number> {
  // Connections report when they end; wait until the run's has.
  await client.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await client.query<{ count: number }>(
    `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::int AS count FROM pg_stat_user_tables
     WHERE relname IN ('mark', 'student', 'subject', 'staff', 'history')`,
  );
  return rows[0]?.count ?? 0;
}

await withStore(async (store) => {
  const client = await store.connect();
  try {
    const connection = await makeConnection(store);
    const first = await readSchool(store, connection, STUDENTS);
    const before = await written(client);
    const figures: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seconds, unchanged } = await readSchool(store, connection, STUDENTS);
      if (unchanged !== ROWS) throw new Error(`${unchanged} rows of ${ROWS} were found unchanged`);
      figures.push(Math.round(ROWS / seconds));
    }
    const ingest = Math.round(ROWS / first.seconds);
    report({
      bench: 'resync',
      figure: median(figures),
      unit: 'rows/s',
      limit: 5 * ingest,
      ingest,
      timesIngest: Number((median(figures) / ingest).toFixed(2)),
      rowsWritten: (await written(client)) - before,
      rows: ROWS,
      figures,
    });
  } finally {
    await client.end();
  }
});
