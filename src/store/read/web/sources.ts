import type { Reach } from '../../../model/access.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** How the last reading of a connection ended, or that it goes on. */
export type LastState = 'running' | 'succeeded' | 'failed' | 'stopped' | 'interrupted';

/** A way of reading a school, with how its readings went. */
export interface SourceState {
  readonly schoolId: string;
  readonly connection: string;
  readonly system: string;
  readonly mode: string;
  /** `netschool/staff` */
  readonly source: string;
  /** End of the last reading that succeeded; null: there was none. */
  readonly readAt: Date | null;
  readonly lastRunId: string | null;
  readonly lastState: LastState | null;
  readonly lastAt: Date | null;
  readonly error: Pick<Diagnostic, 'code'> | null;
  /** Records that the last reading could not take in. */
  readonly quarantined: number;
}

/** Both readings are found from the end of the school's runs, whose key leads with the school. */
const statement: Statement = {
  name: 'web-sources',
  text: `
select k.school_id, k.name, k.system, k.mode, k.source, good.finished_at, last.run_id::text, last.state,
  coalesce(last.finished_at, last.started_at), last.error->>'code',
  (select count(*)::int from quarantine q where q.school_id = k.school_id and q.run_id = last.run_id)
from connection k
join school sc on sc.school_id = k.school_id
left join lateral (
  select r.finished_at from run r
  where r.school_id = k.school_id and r.connection_id = k.connection_id and r.state = 'succeeded' and not r.dry_run
  order by r.run_id desc limit 1) good on true
left join lateral (
  select r.run_id, r.state, r.started_at, r.finished_at, r.error from run r
  where r.school_id = k.school_id and r.connection_id = k.connection_id and not r.dry_run
  order by r.run_id desc limit 1) last on true
where k.disabled_at is null and ${withinReach('sc', 1)} and ($4::uuid is null or sc.school_id = $4)
order by k.school_id, k.rank desc, k.name`,
};

type Row = readonly [
  schoolId: string,
  connection: string,
  system: string,
  mode: string,
  source: string,
  readAt: Date | null,
  lastRunId: string | null,
  lastState: LastState | null,
  lastAt: Date | null,
  code: string | null,
  quarantined: number,
];

/** How the sources of schools stand: of all within reach, or of one. */
export async function readSources(
  database: ReadDatabase,
  reach: Reach,
  schoolId: string | null,
): Promise<readonly SourceState[]> {
  const rows = await database.rows<Row>(statement, [...reachValues(reach), schoolId]);
  return rows.map(
    ([id, connection, system, mode, source, readAt, lastRunId, lastState, lastAt, code, quarantined]) => ({
      ...{
        schoolId: id,
        connection,
        system,
        mode,
        source,
        readAt,
        lastRunId,
        lastState,
        lastAt,
        quarantined,
      },
      error: code === null ? null : { code },
    }),
  );
}
