import type pg from 'pg';
import { type EntityName, entityOf, type Fields } from '../model/entities.ts';
import { contentHash } from './ingest/keys.ts';
import { tableOf } from './schema/columns.ts';

/** A row as people's registers know it, whatever source it is of. */
export interface RegisterRow<N extends EntityName = EntityName> {
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly fields: Fields<N>;
}

interface RawRow {
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** PostgreSQL writes moments of JSON in the session's zone. */
const utc = (value: unknown): unknown => (typeof value === 'string' ? new Date(value).toISOString() : value);

function fieldsOf<N extends EntityName>(entity: N, row: RawRow['row']): Fields<N> {
  const entries = tableOf(entity).fields.map(({ field, name, type }) => [
    field,
    type === 'timestamptz' ? utc(row[name]) : row[name],
  ]);
  // The columns are made of the entity's fields.
  return Object.fromEntries(entries) as Fields<N>;
}

/** Live rows where fields have the values given, of every source, in the order in which they came. */
export async function findRows<N extends EntityName>(
  client: pg.ClientBase,
  schoolId: string,
  entity: N,
  where: Readonly<Record<string, string>>,
): Promise<RegisterRow<N>[]> {
  const table = tableOf(entity);
  const names = Object.keys(where).map((name) => {
    const column = [...table.columns].find(({ field, name: own }) => field === name || own === name);
    if (!column) throw new Error(`${entity} has no ${name}`);
    return column;
  });
  const conditions = names.map(({ name, type }, index) => `t."${name}" = $${index + 2}::${type}`);
  const { rows } = await client.query<RawRow>(
    `SELECT t.id, t.source, t.external_key AS key, to_jsonb(t) AS row FROM "${table.name}" t
     WHERE ${['t.school_id = $1', 't.deleted_at IS NULL', ...conditions].join(' AND ')}
     ORDER BY t.first_seen_at, t.id`,
    [schoolId, ...Object.values(where)],
  );
  return rows.map(({ id, source, key, row }) => ({ id, source, key, fields: fieldsOf(entity, row) }));
}

/** The first field that names something the school does not have; null when all are there. */
export async function danglingField(
  client: pg.ClientBase,
  schoolId: string,
  entity: EntityName,
  fields: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  for (const [name, { ref }] of entityOf(entity).fields) {
    const id = fields[name];
    if (ref === undefined || typeof id !== 'string') continue;
    const { rowCount } = await client.query(
      `SELECT 1 FROM "${tableOf(ref as EntityName).name}" WHERE school_id = $1 AND id = $2 AND deleted_at IS NULL`,
      [schoolId, id],
    );
    if (rowCount === 0) return name;
  }
  return null;
}

/** Whether there are live rows of another source than this one. */
export async function anyOfOthers(
  client: pg.ClientBase,
  schoolId: string,
  entity: EntityName,
  source: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM "${tableOf(entity).name}" WHERE school_id = $1 AND source <> $2 AND deleted_at IS NULL LIMIT 1`,
    [schoolId, source],
  );
  return rowCount !== 0;
}

/** What is written of a row beside its fields. */
export interface RowOrigin {
  readonly schoolId: string;
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly at: Date;
}

/** Nobody outranks what a person has entered with us. */
const RANK = 100;

/** What a row's content is known by. */
export const hashOfFields = (entity: EntityName, fields: Readonly<Record<string, unknown>>): Buffer => {
  const content = tableOf(entity).fields.map(({ field }) => fields[field ?? ''] ?? null);
  return Buffer.from(contentHash(Buffer.from(JSON.stringify(content)), ''), 'latin1');
};

const cell = (value: unknown, type: string): unknown =>
  type === 'jsonb' && value !== null && value !== undefined ? JSON.stringify(value) : (value ?? null);

/** Inserts a row. It is entered now, and certainly not before: `absent_at` says so to whoever judges by intervals. */
export async function insertRow(
  client: pg.ClientBase,
  entity: EntityName,
  origin: RowOrigin,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { columns, name } = tableOf(entity);
  const own: Readonly<Record<string, unknown>> = {
    school_id: origin.schoolId,
    id: origin.id,
    source: origin.source,
    source_rank: RANK,
    external_key: origin.key,
    content_hash: hashOfFields(entity, fields),
    run_id: 0,
    absent_at: origin.at,
    first_seen_at: origin.at,
  };
  const values = columns.map((column) =>
    column.field === null ? (own[column.name] ?? null) : cell(fields[column.field], column.type),
  );
  await client.query(
    `INSERT INTO "${name}" (${columns.map((column) => `"${column.name}"`).join(', ')})
     VALUES (${values.map((_, index) => `$${index + 1}`).join(', ')})`,
    values,
  );
}

/** Writes a row's new content and keeps what it was. */
export async function changeRow(
  client: pg.ClientBase,
  entity: EntityName,
  origin: RowOrigin,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { fields: columns, name } = tableOf(entity);
  await client.query(
    `INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_before, not_after)
     SELECT t.school_id, $3, t.id, 0, 'changed', to_jsonb(t) - 'content_hash', $4, $4
     FROM "${name}" t WHERE t.school_id = $1 AND t.id = $2`,
    [origin.schoolId, origin.id, entity, origin.at],
  );
  const sets = columns.map((column, index) => `"${column.name}" = $${index + 5}`);
  await client.query(
    `UPDATE "${name}" SET content_hash = $3, content_changed_at = $4, ${sets.join(', ')}
     WHERE school_id = $1 AND id = $2`,
    [
      origin.schoolId,
      origin.id,
      hashOfFields(entity, fields),
      origin.at,
      ...columns.map(({ field, type }) => cell(fields[field ?? ''], type)),
    ],
  );
}
