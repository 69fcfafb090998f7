import type pg from 'pg';
import type { Store } from '../open.ts';

/** The unit that stands for the whole school: everything is evaluated again. */
export const WHOLE_SCHOOL = 'all';

/** A unit that is due, as it was when it was looked at. */
export interface DueUnit {
  readonly unit: string;
  /** Another one when somebody has marked the unit again meanwhile. */
  readonly version: string;
}

/** What is due at `now`. */
export async function dueUnits(store: Store, schoolId: string, now: Date): Promise<DueUnit[]> {
  const { rows } = await store.pool.query<{ unit: string; version: string }>(
    `SELECT unit, xmin::text AS version FROM unit_due WHERE school_id = $1 AND due_at <= $2 ORDER BY unit`,
    [schoolId, now],
  );
  return rows;
}

/** A unit with something that only a later look at the journal decides, and the kind of rule that says so. */
export interface NotLooked {
  readonly unit: string;
  readonly kind: string;
}

/** See {@link NotLooked}. */
export async function unitsNotLooked(store: Store, schoolId: string): Promise<NotLooked[]> {
  const { rows } = await store.pool.query<NotLooked>(
    `SELECT DISTINCT unit, kind FROM finding
     WHERE school_id = $1 AND reason = 'not_looked' AND state <> 'mended'`,
    [schoolId],
  );
  return rows;
}

/** Where a source never says that it gave all of these, marks were looked at together with them. */
const SEEN_WITH_MARKS = ['lesson', 'homework', 'assessment'];

/** Entities of which runs that ended at `since` or later have read something whole. */
export async function entitiesRead(
  store: Store,
  schoolId: string,
  since: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await store.pool.query<{ entity: string }>(
    `SELECT DISTINCT c.entity FROM coverage c
     WHERE c.school_id = $1 AND c.run_id IN (SELECT r.run_id FROM run r
       WHERE r.school_id = $1 AND coalesce(r.finished_at >= $2, true))`,
    [schoolId, since],
  );
  const read = new Set(rows.map(({ entity }) => entity));
  if (read.has('mark')) for (const entity of SEEN_WITH_MARKS) read.add(entity);
  return read;
}

/** Schools where the clock has made something due. */
export async function schoolsDue(store: Store, now: Date): Promise<string[]> {
  const { rows } = await store.pool.query<{ school_id: string }>(
    'SELECT DISTINCT school_id FROM unit_due WHERE due_at <= $1 ORDER BY school_id',
    [now],
  );
  return rows.map((row) => row.school_id);
}

/** Marks units for the next evaluation. */
export async function markDue(
  store: Store,
  schoolId: string,
  units: readonly string[],
  at: Date,
): Promise<void> {
  for (const unit of units) await putDue(store.pool, schoolId, unit, at);
}

/**
 * One row a statement: a run that is under way holds rows of this table until its checkpoint, and somebody who
 * holds one row and waits for another could wait for it in a circle.
 */
async function putDue(
  client: Pick<pg.Pool, 'query'> | pg.PoolClient,
  schoolId: string,
  unit: string,
  at: Date,
) {
  await client.query(
    `INSERT INTO unit_due (school_id, unit, due_at) VALUES ($1, $2, $3)
     ON CONFLICT (school_id, unit) DO UPDATE SET due_at = least(unit_due.due_at, excluded.due_at)`,
    [schoolId, unit, at],
  );
}

/** Takes away what was evaluated, unless it was marked again since it was looked at. */
async function takeAway(client: pg.PoolClient, schoolId: string, taken: readonly DueUnit[]): Promise<void> {
  if (taken.length === 0) return;
  await client.query(
    `DELETE FROM unit_due WHERE ctid = ANY (ARRAY(
       SELECT d.ctid FROM unit_due d
       JOIN unnest($2::text[], $3::text[]) AS t (unit, version) ON t.unit = d.unit AND t.version = d.xmin::text
       WHERE d.school_id = $1 FOR UPDATE OF d SKIP LOCKED))`,
    [schoolId, taken.map(({ unit }) => unit), taken.map(({ version }) => version)],
  );
}

/** After an evaluation: `taken` are no longer due, and each unit is again when the clock says so. */
export async function settleDue(
  store: Store,
  schoolId: string,
  taken: readonly DueUnit[],
  next: readonly { readonly unit: string; readonly dueAt: number | null }[],
): Promise<void> {
  const ahead = next.flatMap(({ unit, dueAt }) => (dueAt === null ? [] : [{ unit, at: new Date(dueAt) }]));
  if (taken.length === 0 && ahead.length === 0) return;
  const client = await store.pool.connect();
  try {
    // As with the findings themselves; written behind them, so never without them.
    await client.query('SET synchronous_commit = off');
    await takeAway(client, schoolId, taken);
    for (const { unit, at } of ahead) await putDue(client, schoolId, unit, at);
  } finally {
    await client.query('RESET synchronous_commit').finally(() => client.release());
  }
}
