import type { Reach } from '../../model/access.ts';
import type { EntityName } from '../../model/entities.ts';
import { type Column, tableOf } from '../schema/columns.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { type Page, type PageRequest, type PageRow, pageOf, UNKNOWN_KEY } from './page.ts';
import { instantSql, reachValues, withinReach } from './reach.ts';
import { isWithinReach } from './schools.ts';

/** Which rows of a register. */
export interface RegisterRequest extends PageRequest {
  readonly schoolId: string;
  /** Only rows where these fields have these values; undefined: any. */
  readonly where: Readonly<Record<string, string | undefined>>;
  readonly reach: Reach;
}

const jsonOf = ({ name, type }: Column): string =>
  type === 'timestamptz' ? instantSql(`t."${name}"`) : `t."${name}"`;

const enteredJson = `'id', t.id, 'source', t.source, 'enteredAt', ${instantSql('t.first_seen_at')}`;

function statementOf(entity: EntityName, filters: readonly string[]): Statement {
  const { name, fields } = tableOf(entity);
  const members = fields.map((column) => `'${column.field}', ${jsonOf(column)}`).join(', ');
  const conditions = filters.map((filter, index) => {
    const column = fields.find(({ field }) => field === filter);
    if (!column) throw new Error(`${entity} has no ${filter}`);
    return `and t."${column.name}" = $${index + 7}::${column.type}`;
  });
  return {
    name: ['register', name, ...filters].join('-'),
    text: `
select t.id::text, json_build_object(${enteredJson}, ${members})::text
from "${name}" t join school sc on sc.school_id = t.school_id
where t.school_id = $1::uuid and t.deleted_at is null and ${withinReach('sc', 2)} ${conditions.join(' ')}
  and ($5::uuid is null or (t.first_seen_at, t.id) < (select l.first_seen_at, l.id from "${name}" l
    where l.school_id = $1::uuid and l.id = $5::uuid))
order by t.first_seen_at desc, t.id desc
limit $6`,
  };
}

/** Rows of a register, those of every source, the latest first; null when there is no such school within reach. */
export async function listRegister(
  database: ReadDatabase,
  entity: EntityName,
  { schoolId, where, reach, after, limit }: RegisterRequest,
): Promise<Page | null | typeof UNKNOWN_KEY> {
  if (!(await isWithinReach(database, schoolId, reach))) return null;
  const known = { name: `register-place-${entity}`, text: placeText(entity) };
  if (after !== null && (await database.rows(known, [schoolId, after])).length === 0) return UNKNOWN_KEY;
  const filters = Object.entries(where).filter(([, value]) => value !== undefined);
  const statement = statementOf(
    entity,
    filters.map(([name]) => name),
  );
  const values = [schoolId, ...reachValues(reach), after, limit + 1, ...filters.map(([, value]) => value)];
  return pageOf(await database.rows<PageRow>(statement, values), limit);
}

const placeText = (entity: EntityName): string =>
  `select 1 from "${tableOf(entity).name}" t where t.school_id = $1::uuid and t.id = $2::uuid`;
