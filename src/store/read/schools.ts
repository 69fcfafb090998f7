import type { Reach } from '../../model/access.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { type Page, type PageRequest, type PageRow, pageOf, UNKNOWN_KEY } from './page.ts';
import { instantSql, reachValues, withinReach } from './reach.ts';

const schoolFields = `'schoolId', sc.school_id, 'name', sc.name, 'municipality', sc.municipality,
  'timeZone', sc.time_zone, 'weekDays', sc.week_days`;

/** By name as Russian sorts, then by id, so that two schools of one name do not hide one another. */
const order = (alias: string): string => `${alias}.name collate "ru-x-icu", ${alias}.school_id`;

const listStatement: Statement = {
  name: 'schools',
  text: `
select sc.school_id::text, json_build_object(${schoolFields})::text
from school sc
where ${withinReach('sc', 1)}
  and ($4::uuid is null
    or (${order('sc')}) > (select ${order('l')} from school l where l.school_id = $4::uuid))
order by ${order('sc')}
limit $5`,
};

const withinReachStatement: Statement = {
  name: 'school-within-reach',
  text: `select 1 from school sc where sc.school_id = $1::uuid and ${withinReach('sc', 2)}`,
};

/** Whether there is such a school within reach. */
export async function isWithinReach(
  database: ReadDatabase,
  schoolId: string,
  reach: Reach,
): Promise<boolean> {
  return (await database.rows(withinReachStatement, [schoolId, ...reachValues(reach)])).length > 0;
}

/** The schools within reach. */
export async function listSchools(
  database: ReadDatabase,
  reach: Reach,
  page: PageRequest,
): Promise<Page | typeof UNKNOWN_KEY> {
  if (page.after !== null) {
    if (!(await isWithinReach(database, page.after, reach))) return UNKNOWN_KEY;
  }
  const values = [...reachValues(reach), page.after, page.limit + 1];
  return pageOf(await database.rows<PageRow>(listStatement, values), page.limit);
}

const runJson = `json_build_object('runId', r.run_id::text, 'state', r.state,
  'from', r.from_day, 'to', r.to_day, 'finishedAt', ${instantSql('r.finished_at')})`;

/**
 * `sources` has one entry a source, though several connections may read it. Every source tells of the same terms
 * in rows of its own, so the terms are those of one: of the highest rank that has any.
 */
const schoolStatement: Statement = {
  name: 'school',
  text: `
select array(select distinct k.source from connection k where k.school_id = sc.school_id order by k.source),
  json_build_object(${schoolFields},
  'connections', (select coalesce(json_agg(json_build_object(
      'name', k.name, 'system', k.system, 'source', k.source, 'disabled', k.disabled_at is not null,
      'lastRun', (select ${runJson} from run r
        where r.school_id = k.school_id and r.connection_id = k.connection_id and not r.dry_run
        order by r.run_id desc limit 1)) order by k.rank desc, k.name), '[]')
    from connection k where k.school_id = sc.school_id),
  'terms', (select coalesce(json_agg(json_build_object(
      'id', t.id, 'name', t.name, 'kind', t.kind, 'ordinal', t.ordinal, 'from', t.start_day, 'to', t.end_day,
      'gradeFrom', t.grade_from, 'gradeTo', t.grade_to, 'source', t.source) order by t.start_day, t.id), '[]')
    from term t where t.school_id = sc.school_id and t.deleted_at is null and t.source = (
      select o.source from term o where o.school_id = sc.school_id and o.deleted_at is null
      group by o.source
      order by (select max(k.rank) from connection k where k.school_id = sc.school_id and k.source = o.source)
        desc nulls last, o.source
      limit 1)),
  'classes', (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'grade', c.grade)
      order by c.grade nulls last, c.name collate "ru-x-icu", c.id), '[]')
    from class c where c.school_id = sc.school_id and c.deleted_at is null))::text
from school sc
where sc.school_id = $1::uuid and ${withinReach('sc', 2)}`,
};

/** A school with what is read from it. */
export interface SchoolAnswer {
  readonly sources: readonly string[];
  /** The members of the JSON object, without its braces. */
  readonly members: string;
}

/** One school; null when there is none of that id within reach. */
export async function readSchool(
  database: ReadDatabase,
  schoolId: string,
  reach: Reach,
): Promise<SchoolAnswer | null> {
  type Row = readonly [sources: string[], json: string];
  const [row] = await database.rows<Row>(schoolStatement, [schoolId, ...reachValues(reach)]);
  return row ? { sources: row[0], members: row[1].slice(1, -1) } : null;
}
