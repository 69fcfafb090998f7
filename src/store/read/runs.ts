import type { Reach } from '../../model/access.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { type Page, type PageRequest, type PageRow, pageOf } from './page.ts';
import { instantSql, reachValues, withinReach } from './reach.ts';

const runJson = `json_build_object(
  'runId', r.run_id::text, 'schoolId', r.school_id, 'connection', k.name, 'source', r.source,
  'state', r.state, 'dryRun', r.dry_run, 'from', r.from_day, 'to', r.to_day,
  'startedAt', ${instantSql('r.started_at')}, 'finishedAt', ${instantSql('r.finished_at')},
  'done', r.done, 'total', r.total, 'counts', r.counts, 'error', r.error)`;

const joined = `
from run r
join school sc on sc.school_id = r.school_id
join connection k on k.school_id = r.school_id and k.connection_id = r.connection_id`;

const listStatement: Statement = {
  name: 'runs',
  text: `
select r.run_id::text, ${runJson}::text ${joined}
where ${withinReach('sc', 1)}
  and ($4::uuid is null or r.school_id = $4::uuid) and ($5::text is null or r.state = $5)
  and ($6::bigint is null or r.run_id < $6::bigint)
order by r.run_id desc
limit $7`,
};

/** Which runs. */
export interface RunsRequest extends PageRequest {
  readonly schoolId: string | null;
  readonly state: string | null;
  readonly reach: Reach;
}

/** Runs, the latest first. */
export async function listRuns(database: ReadDatabase, request: RunsRequest): Promise<Page> {
  const { schoolId, state, after, limit } = request;
  const values = [...reachValues(request.reach), schoolId, state, after, limit + 1];
  return pageOf(await database.rows<PageRow>(listStatement, values), limit);
}

const oneStatement: Statement = {
  name: 'run',
  text: `select ${runJson}::text ${joined} where r.run_id = $1::bigint and ${withinReach('sc', 2)}`,
};

/** One run as JSON; null when there is none of that id within reach. */
export async function readRun(database: ReadDatabase, runId: string, reach: Reach): Promise<string | null> {
  const [row] = await database.rows<readonly [string]>(oneStatement, [runId, ...reachValues(reach)]);
  return row ? row[0] : null;
}

const quarantineStatement: Statement = {
  name: 'quarantine',
  text: `
select q.quarantine_id::text, json_build_object(
  'quarantineId', q.quarantine_id::text, 'entity', q.entity, 'externalKey', q.external_key,
  'place', q.place, 'code', q.code, 'message', q.message, 'hint', q.hint,
  'createdAt', ${instantSql('q.created_at')},
  'raw', case when $2::boolean then q.raw else null end)::text
from quarantine q
join run r on r.school_id = q.school_id and r.run_id = q.run_id
where r.run_id = $1::bigint and ($3::bigint is null or q.quarantine_id > $3::bigint)
order by q.quarantine_id
limit $4`,
};

/** Which quarantined records; `raw`: with what the source sent, which is personal data. */
export interface QuarantineRequest extends PageRequest {
  readonly runId: string;
  readonly raw: boolean;
  readonly reach: Reach;
}

/** What a run could not accept, in the order it was met; null when there is no such run within reach. */
export async function listQuarantine(
  database: ReadDatabase,
  request: QuarantineRequest,
): Promise<Page | null> {
  if ((await readRun(database, request.runId, request.reach)) === null) return null;
  const values = [request.runId, request.raw, request.after, request.limit + 1];
  return pageOf(await database.rows<PageRow>(quarantineStatement, values), request.limit);
}
