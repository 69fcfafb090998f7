import type { ReadDatabase, Statement } from '../database.ts';

/** How many records of a run are in quarantine for one and the same reason. */
export interface QuarantineTally {
  readonly code: string;
  readonly entity: string;
  readonly records: number;
}

const tallyStatement: Statement = {
  name: 'web-quarantine-tally',
  text: `
select q.code, q.entity, count(*)::int from quarantine q
where q.school_id = $1::uuid and q.run_id = $2::bigint
group by q.code, q.entity order by count(*) desc, q.code, q.entity`,
};

/** What is in quarantine of a run that the viewer may see, by reason and kind of record. */
export async function tallyQuarantine(
  database: ReadDatabase,
  { schoolId, runId }: { readonly schoolId: string; readonly runId: string },
): Promise<readonly QuarantineTally[]> {
  const rows = await database.rows<readonly [string, string, number]>(tallyStatement, [schoolId, runId]);
  return rows.map(([code, entity, records]) => ({ code, entity, records }));
}
