import { type EntityName, entityNames } from '../../model/entities.ts';
import { tableOf } from '../schema/columns.ts';
import type { ReadDatabase, Statement } from './database.ts';
import type { FindingRow } from './findings.ts';
import { instantSql } from './reach.ts';

/** The fields of a row as the model names them. */
const fieldsJson = (entity: EntityName): string =>
  `jsonb_build_object(${tableOf(entity)
    .fields.map((column) => `'${column.field}', t."${column.name}"`)
    .join(', ')})`;

/** What it was before each change that was seen, under the names of the table's columns. */
const pastJson = `
  (select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'before', h.before,
      'notBefore', ${instantSql('h.not_before')}, 'notAfter', ${instantSql('h.not_after')})
    order by h.history_id), '[]')
  from history h where h.school_id = t.school_id and h.row_id = t.id and h.entity = $3)`;

const statementOf = (entity: EntityName): Statement => ({
  name: `finding-rows-${entity}`,
  text: `
select t.id::text, jsonb_build_object('entity', $3::text, 'id', t.id, 'source', t.source, 'fields', ${fieldsJson(entity)},
  'absentAt', ${instantSql('t.absent_at')}, 'firstSeenAt', ${instantSql('t.first_seen_at')},
  'deletedAt', ${instantSql('t.deleted_at')}, 'past', ${pastJson})::text
from "${tableOf(entity).name}" t where t.school_id = $1::uuid and t.id = any($2::uuid[])`,
});

const statements = new Map(entityNames.map((entity) => [entity, statementOf(entity)]));

/** The records that a finding stands on, as JSON texts, in its order; what is nowhere any more is left out. */
export async function readFindingRows(
  database: ReadDatabase,
  schoolId: string,
  rows: readonly FindingRow[],
): Promise<string[]> {
  const found = new Map<string, string>();
  for (const entity of new Set(rows.map((row) => row.entity as EntityName))) {
    const statement = statements.get(entity);
    if (!statement) continue;
    const ids = rows.filter((row) => row.entity === entity).map(({ id }) => id);
    const told = await database.rows<readonly [string, string]>(statement, [schoolId, ids, entity]);
    for (const [id, json] of told) found.set(`${entity}/${id}`, json);
  }
  return [...new Set(rows.map(({ entity, id }) => `${entity}/${id}`))].flatMap((key) => found.get(key) ?? []);
}
