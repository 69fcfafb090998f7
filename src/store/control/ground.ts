import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { EntityName } from '../../model/entities.ts';
import type { DayRange } from '../../rules/calendar.ts';
import type { Store } from '../open.ts';
import { tableOf } from '../schema/columns.ts';

/** Days without lessons as the school's journals tell them. */
export async function schoolBreaks(
  store: Store,
  schoolId: string,
): Promise<{ readonly breaks: readonly DayRange[]; readonly holidays: readonly DayRange[] }> {
  const { rows } = await store.pool.query<{ name: string; kind: string; from: string; to: string }>(
    `SELECT DISTINCT name, kind, start_day::text AS "from", end_day::text AS "to" FROM school_break
     WHERE school_id = $1 AND deleted_at IS NULL ORDER BY 3, 4, 1`,
    [schoolId],
  );
  const of = (kind: string): DayRange[] =>
    rows.filter((row) => row.kind === kind).map(({ name, from, to }) => ({ name, from, to }));
  return { breaks: of('break'), holidays: of('holiday') };
}

/** Registers that a school may keep with us where its journal has none. */
const registered: readonly EntityName[] = ['substitution', 'account'];

const KEPT = registered
  .map(
    (entity) =>
      `SELECT '${entity}' AS entity WHERE EXISTS (SELECT FROM "${tableOf(entity).name}"
         WHERE school_id = $1 AND source = '${REGISTER_SOURCE}' AND deleted_at IS NULL)`,
  )
  .join(' UNION ALL ');

/** Entities that the school's own registers have rows of. */
export async function registersKept(store: Store, schoolId: string): Promise<ReadonlySet<EntityName>> {
  const { rows } = await store.pool.query<{ entity: EntityName }>(KEPT, [schoolId]);
  return new Set(rows.map(({ entity }) => entity));
}
