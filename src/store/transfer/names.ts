import type { Day } from '../../model/dates.ts';
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

/** A source of a school. */
export interface SourceName {
  readonly schoolId: string;
  /** `system/mode`. */
  readonly source: string;
}

/** The first and the last day. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

const SPAN = `min(t.start_day)::text AS "from", max(t.end_day)::text AS "to"`;

const OWN = 't.school_id = $1 AND t.source = $2 AND t.deleted_at IS NULL';

async function spanOf(store: Store, text: string, values: readonly unknown[]): Promise<Span | null> {
  const { rows } = await store.pool.query<Span>(text, [...values]);
  return rows[0] ?? null;
}

/** The days of an academic year of a source, by its name; null where there is none of it. */
export const daysOfYear = (
  store: Store,
  { schoolId, source }: SourceName,
  name: string,
): Promise<Span | null> =>
  spanOf(store, `SELECT ${SPAN} FROM academic_year t WHERE ${OWN} AND t.name = $3 HAVING count(*) > 0`, [
    schoolId,
    source,
    name,
  ]);

/** The days of a term of a source, by its name: of the year that is named, else of the last that has such a term. */
export const daysOfTerm = (
  store: Store,
  { schoolId, source }: SourceName,
  name: string,
  year: string | null,
): Promise<Span | null> =>
  spanOf(
    store,
    `SELECT ${SPAN} FROM term t LEFT JOIN academic_year y ON y.school_id = t.school_id AND y.id = t.academic_year_id
     WHERE ${OWN} AND t.name = $3 AND ($4::text IS NULL OR y.name = $4)
     GROUP BY t.academic_year_id ORDER BY max(t.end_day) DESC LIMIT 1`,
    [schoolId, source, name, year],
  );

/** The days of the last academic year of a source; null where it told of none. */
export const lastYear = (store: Store, { schoolId, source }: SourceName): Promise<Span | null> =>
  spanOf(
    store,
    `SELECT t.start_day::text AS "from", t.end_day::text AS "to" FROM academic_year t
     WHERE ${OWN} ORDER BY t.start_day DESC LIMIT 1`,
    [schoolId, source],
  );

/** The days of the academic year of a source that a day is of; null where it told of none. */
export const yearAround = (store: Store, { schoolId, source }: SourceName, day: Day): Promise<Span | null> =>
  spanOf(
    store,
    `SELECT t.start_day::text AS "from", t.end_day::text AS "to" FROM academic_year t
     WHERE ${OWN} AND $3::date BETWEEN t.start_day AND t.end_day ORDER BY t.start_day DESC LIMIT 1`,
    [schoolId, source, day],
  );

/** The name of a term of a source that lies wholly between two days, both left out; null where there is none. */
export async function termBetween(
  store: Store,
  { schoolId, source }: SourceName,
  after: Day,
  before: Day,
): Promise<string | null> {
  const { rows } = await store.pool.query<{ name: string }>(
    `SELECT t.name FROM term t WHERE ${OWN} AND t.start_day > $3::date AND t.end_day < $4::date
     ORDER BY t.start_day, t.end_day, t.name LIMIT 1`,
    [schoolId, source, after, before],
  );
  return rows[0]?.name ?? null;
}

/** When a source was last read to the end; null where it never was. */
export async function lastReadAt(store: Store, { schoolId, source }: SourceName): Promise<Date | null> {
  const { rows } = await store.pool.query<{ at: Date | null }>(
    `SELECT max(finished_at) AS at FROM run WHERE school_id = $1 AND source = $2 AND state = 'succeeded' AND NOT dry_run`,
    [schoolId, source],
  );
  return rows[0]?.at ?? null;
}
