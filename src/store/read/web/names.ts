import type { Reach } from '../../../model/access.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** What has a name to be shown. */
export type Named = 'student' | 'staff' | 'guardian';

const statementOf = (entity: Named): Statement => ({
  name: `web-names-${entity}`,
  text: `select p.id, p.display_name from "${entity}" p join school sc on sc.school_id = p.school_id
where p.school_id = $1::uuid and p.id = any($5::uuid[]) and ${withinReach('sc', 2)}`,
});

/** The names of some people of a school by their ids. */
export async function readNames(
  database: ReadDatabase,
  where: { readonly schoolId: string; readonly reach: Reach },
  entity: Named,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const values = [where.schoolId, ...reachValues(where.reach), wanted];
  return new Map(await database.rows<readonly [string, string]>(statementOf(entity), values));
}

/** Somebody to choose. */
export interface PersonChoice {
  readonly id: string;
  readonly name: string;
  readonly position: string | null;
}

const staffStatement: Statement = {
  name: 'web-staff',
  text: `select p.id, p.display_name, p.position from staff p join school sc on sc.school_id = p.school_id
where p.school_id = $1::uuid and p.deleted_at is null and ${withinReach('sc', 2)}
order by p.display_name collate "ru-x-icu", p.id`,
};

/** The staff of a school, by name. */
export async function readStaffChoices(
  database: ReadDatabase,
  where: { readonly schoolId: string; readonly reach: Reach },
): Promise<readonly PersonChoice[]> {
  type Row = readonly [id: string, name: string, position: string | null];
  const rows = await database.rows<Row>(staffStatement, [where.schoolId, ...reachValues(where.reach)]);
  return rows.map(([id, name, position]) => ({ id, name, position }));
}
