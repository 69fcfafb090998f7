import type { EntityName } from '../../model/entities.ts';
import type { Store } from '../open.ts';
import { tableOf } from '../schema/columns.ts';

/** What people call the rows of an entity, by our id. */
export async function namesOf(
  store: Store,
  schoolId: string,
  entity: Extract<EntityName, 'class' | 'subject' | 'term' | 'student'>,
): Promise<ReadonlyMap<string, string>> {
  const column = entity === 'student' ? 'display_name' : 'name';
  const { rows } = await store.pool.query<{ id: string; name: string }>(
    `SELECT id, ${column} AS name FROM "${tableOf(entity).name}" WHERE school_id = $1`,
    [schoolId],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The days of an academic year or a term of a source, by its name; null where there is none of it. */
export async function daysOf(
  store: Store,
  { schoolId, source }: { readonly schoolId: string; readonly source: string },
  entity: 'academicYear' | 'term',
  name: string,
): Promise<{ readonly from: string; readonly to: string } | null> {
  const { rows } = await store.pool.query<{ from: string; to: string }>(
    `SELECT min(start_day)::text AS "from", max(end_day)::text AS "to" FROM "${tableOf(entity).name}"
     WHERE school_id = $1 AND source = $2 AND deleted_at IS NULL AND name = $3 HAVING count(*) > 0`,
    [schoolId, source, name],
  );
  return rows[0] ?? null;
}

/** The days of the last academic year of a source; null where it told of none. */
export async function lastYear(
  store: Store,
  { schoolId, source }: { readonly schoolId: string; readonly source: string },
): Promise<{ readonly from: string; readonly to: string } | null> {
  const { rows } = await store.pool.query<{ from: string; to: string }>(
    `SELECT start_day::text AS "from", end_day::text AS "to" FROM academic_year
     WHERE school_id = $1 AND source = $2 AND deleted_at IS NULL ORDER BY start_day DESC LIMIT 1`,
    [schoolId, source],
  );
  return rows[0] ?? null;
}

/** When a source was last read to the end; null where it never was. */
export async function lastReadAt(
  store: Store,
  { schoolId, source }: { readonly schoolId: string; readonly source: string },
): Promise<Date | null> {
  const { rows } = await store.pool.query<{ at: Date | null }>(
    `SELECT max(finished_at) AS at FROM run WHERE school_id = $1 AND source = $2 AND state = 'succeeded' AND NOT dry_run`,
    [schoolId, source],
  );
  return rows[0]?.at ?? null;
}
