import type { Reach } from '../../model/access.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { type Page, type PageRequest, type PageRow, pageOf } from './page.ts';
import { instantSql } from './reach.ts';
import { isWithinReach } from './schools.ts';

const statement: Statement = {
  name: 'audit',
  text: `
select a.entry_no::text, json_build_object('entryNo', a.entry_no::text, 'at', ${instantSql('a.at')},
  'by', a.by, 'action', a.action, 'object', a.object, 'details', a.details,
  'hash', encode(a.hash, 'hex'))::text
from audit a
where a.school_id = $1::uuid and ($2::bigint is null or a.entry_no < $2::bigint)
order by a.entry_no desc
limit $3`,
};

/** Who did what, the latest first; null when there is no such school within reach. */
export async function listAudit(
  database: ReadDatabase,
  { schoolId, reach, after, limit }: PageRequest & { readonly schoolId: string; readonly reach: Reach },
): Promise<Page | null> {
  if (!(await isWithinReach(database, schoolId, reach))) return null;
  return pageOf(await database.rows<PageRow>(statement, [schoolId, after, limit + 1]), limit);
}
