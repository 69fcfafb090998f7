import type { ReadDatabase, Statement } from '../database.ts';
import { askedSchools, askedValues, type WhereAsked } from './scope.ts';

const statement: Statement = {
  name: 'report-school-names',
  text: `select sc.school_id, sc.name from school sc where ${askedSchools}
order by sc.name collate "ru-x-icu", sc.school_id`,
};

/** The schools asked about by their ids, in order of names. */
export async function readSchoolNames(
  database: ReadDatabase,
  where: WhereAsked,
): Promise<ReadonlyMap<string, string>> {
  return new Map(await database.rows<readonly [string, string]>(statement, askedValues(where)));
}
