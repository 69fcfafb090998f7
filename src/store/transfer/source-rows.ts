import type { Day } from '../../model/dates.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Store } from '../open.ts';
import { type Column, tableOf } from '../schema/columns.ts';
import type { SourceRow } from './types.ts';

/** Which rows of a school are moved. */
export interface SourceScope {
  readonly schoolId: string;
  /** `system/mode`. */
  readonly source: string;
  readonly from: Day;
  readonly to: Day;
}

/** Two columns that bound a row's days, where it has no single one. */
const SPANS: Readonly<Partial<Record<EntityName, readonly [from: string, to: string]>>> = {
  academicYear: ['start_day', 'end_day'],
  term: ['start_day', 'end_day'],
  schoolBreak: ['start_day', 'end_day'],
  enrolment: ['from_day', 'to_day'],
  groupMembership: ['from_day', 'to_day'],
  timetableSlot: ['from_day', 'to_day'],
};

const columnSql = ({ name, type }: Column): string =>
  type === 'date' || type === 'timestamptz' ? `t."${name}"::text` : `t."${name}"`;

/** People, classes and subjects may have been written by another mode of the same system: whom it knows is asked. */
const ofSourceSql = (entity: EntityName): string =>
  entityOf(entity).identity
    ? `EXISTS (SELECT 1 FROM identity i WHERE i.school_id = t.school_id AND i.entity = '${entity}'
         AND i.system = split_part($2, '/', 1) AND i.row_id = t.id)`
    : 't.source = $2';

/** A mark for a term is of the days of its term; one for a year, of every range that is asked for. */
const TERM_MARK = `(t.term_id IS NULL OR NOT EXISTS (SELECT 1 FROM term q WHERE q.school_id = t.school_id
    AND q.id = t.term_id AND (q.start_day > $4::date OR q.end_day < $3::date)))`;

function daysSql(entity: EntityName): string {
  const { day, fields } = entityOf(entity);
  if (day !== null) {
    const column = tableOf(entity).fields.find(({ field }) => field === day)?.name ?? day;
    return `t."${column}" BETWEEN $3::date AND $4::date`;
  }
  const span = SPANS[entity];
  if (span && fields.size > 0) {
    return `(t."${span[0]}" IS NULL OR t."${span[0]}" <= $4::date) AND (t."${span[1]}" IS NULL OR t."${span[1]}" >= $3::date)`;
  }
  return entity === 'termMark' ? TERM_MARK : '$3::date <= $4::date';
}

/** The condition that row `t` of an entity's table is of the scope: parameters 1…4 are those of {@link scopeValues}. */
export const inScopeSql = (entity: EntityName): string =>
  `t.school_id = $1 AND t.deleted_at IS NULL AND ${ofSourceSql(entity)} AND ${daysSql(entity)}`;

/** See {@link inScopeSql}. */
export const scopeValues = ({ schoolId, source, from, to }: SourceScope): readonly unknown[] => [
  schoolId,
  source,
  from,
  to,
];

/** `2025-09-08 09:04:11.5+00` as the model writes a moment. */
const instantOf = (text: string): string =>
  new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();

function rowOf(
  entity: EntityName,
  fields: readonly Column[],
  [rowId, ...cells]: readonly unknown[],
): SourceRow {
  const data: Record<string, unknown> = {};
  fields.forEach(({ field, type }, index) => {
    const cell = cells[index] ?? null;
    if (field !== null)
      data[field] = type === 'timestamptz' && cell !== null ? instantOf(String(cell)) : cell;
  });
  return { entity, rowId: String(rowId), data };
}

async function select(
  store: Store,
  entity: EntityName,
  rest: string,
  values: readonly unknown[],
): Promise<SourceRow[]> {
  const { name, fields } = tableOf(entity);
  const text = `SELECT t.id, ${fields.map(columnSql).join(', ')} FROM "${name}" t WHERE ${rest}`;
  const { rows } = await store.pool.query({ text, values: [...values], rowMode: 'array' });
  return rows.map((row: readonly unknown[]) => rowOf(entity, fields, row));
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** The rows of an entity within the scope, a page at a time, in the order of their ids. */
export async function* sourcePages(
  store: Store,
  scope: SourceScope,
  entity: EntityName,
  size: number,
): AsyncGenerator<readonly SourceRow[]> {
  const where = `${inScopeSql(entity)} AND t.id > $5 ORDER BY t.id LIMIT ${size}`;
  let after = FIRST;
  for (;;) {
    const rows = await select(store, entity, where, [...scopeValues(scope), after]);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < size) return;
    after = last.rowId;
  }
}

/** Rows by their ids, as they are now; those that the scope has no more are left out. */
export async function sourceRows(
  store: Store,
  scope: SourceScope,
  entity: EntityName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceRow>> {
  const rows = await select(store, entity, `${inScopeSql(entity)} AND t.id = ANY ($5::uuid[])`, [
    ...scopeValues(scope),
    ids,
  ]);
  return new Map(rows.map((row) => [row.rowId, row]));
}

/** Rows by their ids, also those that the source has given up: as they were last. */
export async function formerRows(
  store: Store,
  schoolId: string,
  entity: EntityName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceRow>> {
  const rows = await select(store, entity, 't.school_id = $1 AND t.id = ANY ($2::uuid[])', [schoolId, ids]);
  return new Map(rows.map((row) => [row.rowId, row]));
}

/** How many rows of an entity the scope has now. */
export async function countSource(store: Store, scope: SourceScope, entity: EntityName): Promise<number> {
  const { rows } = await store.pool.query<{ rows: number }>(
    `SELECT count(*)::int AS rows FROM "${tableOf(entity).name}" t WHERE ${inScopeSql(entity)}`,
    [...scopeValues(scope)],
  );
  return rows[0]?.rows ?? 0;
}
