import { randomUUID } from 'node:crypto';
import type { Store } from '../../src/store/open.ts';

/** How large the municipality is. */
export interface Size {
  readonly schools: number;
  readonly classes: number;
  readonly runs: number;
  readonly findings: number;
}

/** One statement a table, over all schools: nothing here is measured. */
const STATEMENTS = [
  `INSERT INTO school (school_id, name, municipality, time_zone, week_days)
   SELECT gen_random_uuid(), 'Школа № ' || n, 'Заречный', 'Europe/Moscow', 6 FROM generate_series(1, $1) n`,
  `INSERT INTO connection (school_id, connection_id, name, system, mode, source, rank, settings_sealed, created_at)
   SELECT school_id, gen_random_uuid(), replace(name, 'Школа № ', 'school-') || '-' || mode, system, mode,
     system || '/' || mode, rank, '', now() - interval '200 days'
   FROM school, (VALUES ('netschool', 'staff', 60), ('dnevnik', 'family', 50)) k(system, mode, rank)`,
  `INSERT INTO run (school_id, connection_id, source, state, dry_run, started_at, finished_at, counts)
   SELECT k.school_id, k.connection_id, k.source, CASE WHEN n % 17 = 0 THEN 'failed' ELSE 'succeeded' END, false,
     now() - n * interval '1 day', now() - n * interval '1 day', '{}'
   FROM connection k, generate_series($1::int, 1, -1) n ORDER BY n DESC`,
  `INSERT INTO term (school_id, id, source, external_key, content_hash, run_id, first_seen_at, name, kind, ordinal,
     start_day, end_day)
   SELECT school_id, gen_random_uuid(), source, 'q' || n, '', 1, now(), n || ' четверть', 'quarter', n,
     (now() - (9 - 2 * n) * interval '28 days')::date, (now() - (8 - 2 * n) * interval '28 days')::date
   FROM connection, generate_series(1, 4) n`,
  `INSERT INTO class (school_id, id, source, source_rank, external_key, content_hash, run_id, first_seen_at, name, grade)
   SELECT school_id, gen_random_uuid(), 'netschool/staff', 50, n::text, '', 1, now(), n % 11 + 1 || 'а', n % 11 + 1
   FROM school, generate_series(1, $1) n`,
  `INSERT INTO finding (school_id, finding_id, unit, rule, kind, severity, effect, regulation, entry, clause, verdict,
     message, class_id, count, rows, basis, state, opened_at, changed_at)
   SELECT c.school_id, gen_random_uuid(), 'u', 'R07', 'edit_window', (array['error', 'warning', 'info'])[n % 3 + 1],
     'report', 'act', 'e', 'п. ' || n % 20, CASE WHEN n % 5 = 0 THEN 'not_evaluable' ELSE 'violated' END, 'текст',
     c.id, 1, '[]', '{}', (array['open', 'mended', 'open', 'explained'])[n % 4 + 1], now(), now()
   FROM class c, generate_series(1, $1) n`,
];

/** Fills the sums of all classes for all quarters: the columns are many, and their values do not matter. */
async function putSums(store: Store): Promise<void> {
  const { rows } = await store.pool.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_name = 'rollup_class' AND data_type = 'integer' AND column_name <> 'grade'`,
  );
  const names = rows.map(({ name }) => name);
  await store.pool.query(
    `INSERT INTO rollup_class (school_id, period, class_id, grade, source, from_day, to_day, until, ${names.join(', ')})
     SELECT c.school_id, date_part('year', t.start_day - interval '7 months')::int || '-quarter-' || t.ordinal, c.id,
       c.grade, 'netschool/staff', t.start_day, t.end_day, t.end_day,
       ${names.map((_, index) => `(${index} * 7 + c.grade) % 30`).join(', ')}
     FROM class c JOIN term t ON t.school_id = c.school_id AND t.source = 'netschool/staff'`,
  );
}

/** A municipality of invented schools on two journals, with half a year of readings and findings. */
export async function seedMunicipality(store: Store, size: Size): Promise<void> {
  const counts = [size.schools, null, size.runs, null, size.classes, Math.ceil(size.findings / size.classes)];
  for (const [index, statement] of STATEMENTS.entries()) {
    const count = counts[index] ?? null;
    await store.pool.query(statement, count === null ? [] : [count]);
  }
  await putSums(store);
  await store.pool.query('DELETE FROM rollup_due');
  await store.pool.query('VACUUM ANALYZE');
}

/** A password that nobody else has. */
export const anyPassword = (): string => randomUUID();
