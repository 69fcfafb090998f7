import type { EntityName } from '../../../model/entities.ts';
import { tableOf } from '../../schema/columns.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { askedSchools, askedValues, type WhereAsked } from './scope.ts';

/** Whether a school's sources tell of an entity at all. */
export interface Telling {
  readonly schoolId: string;
  readonly school: string;
  readonly municipality: string;
  /** Of its connections. */
  readonly sources: readonly string[];
  /** There are rows: a source tells them, or people have entered them with us. */
  readonly rows: boolean;
  /** A source was read for them, be it that there was nothing. */
  readonly read: boolean;
}

const statementOf = (entity: EntityName): Statement => {
  const { name } = tableOf(entity);
  return {
    name: `report-telling-${name}`,
    text: `
select sc.school_id, sc.name, sc.municipality,
  array(select distinct k.source from connection k
    where k.school_id = sc.school_id and k.disabled_at is null order by 1),
  exists (select from "${name}" r where r.school_id = sc.school_id and r.deleted_at is null),
  exists (select from coverage v where v.school_id = sc.school_id and v.entity = $8)
from school sc where ${askedSchools}
order by sc.name collate "ru-x-icu", sc.school_id`,
  };
};

/** The schools asked about, in order of names, with what is known of an entity there. */
export async function readTelling(
  database: ReadDatabase,
  where: WhereAsked,
  entity: EntityName,
): Promise<readonly Telling[]> {
  type Row = readonly [string, string, string, sources: readonly string[], rows: boolean, read: boolean];
  const found = await database.rows<Row>(statementOf(entity), [...askedValues(where), entity]);
  return found.map(([schoolId, school, municipality, sources, rows, read]) => ({
    schoolId,
    school,
    municipality,
    sources,
    rows,
    read,
  }));
}
