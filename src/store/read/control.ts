import type { Reach } from '../../model/access.ts';
import type { Day } from '../../model/dates.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { instantSql, reachValues, withinReach } from './reach.ts';

/** For which days the counters of control are wanted. */
export interface ControlRequest {
  readonly schoolId: string;
  readonly from: Day;
  readonly to: Day;
  readonly reach: Reach;
}

/** Of several sources that tell of marks in these days the highest in rank, as everywhere. */
const source = (table: string): string => `
  (select k.source from connection k
    where k.school_id = sc.school_id and exists (select from "${table}" x where x.school_id = k.school_id
      and x.source = k.source and x.deleted_at is null and x.date between $2::date and $3::date)
    order by k.rank desc, k.source limit 1)`;

/** Marks that each student of a subject group got in these days. */
const density = `
  select count(*)::int as pairs, count(*) filter (where marks = 0)::int as none,
    count(*) filter (where marks = 1)::int as one
  from (
    select m.student_id, g.subject_id, (select count(*) from mark x where x.school_id = sc.school_id
      and x.student_id = m.student_id and x.subject_id = g.subject_id and x.source = sources.marks
      and x.deleted_at is null and x.date between $2::date and $3::date) as marks
    from group_membership m
    join subject_group g on g.school_id = m.school_id and g.id = m.subject_group_id and g.deleted_at is null
    where m.school_id = sc.school_id and m.source = sources.marks and m.deleted_at is null
      and coalesce(m.from_day <= $3::date, true) and coalesce(m.to_day >= $2::date, true)
    group by m.student_id, g.subject_id
  ) pair`;

const lessons = `
  select count(*)::int as given, count(l.topic)::int as with_topic,
    count(*) filter (where exists (select from homework h where h.school_id = l.school_id and h.lesson_id = l.id
      and h.deleted_at is null))::int as with_homework
  from lesson l where l.school_id = sc.school_id and l.source = sources.lessons and l.deleted_at is null
    and l.date between $2::date and $3::date`;

/** What became of findings in these days, by the clause that they break. */
const clauses = `
  select coalesce(json_agg(json_build_object('regulation', regulation, 'clause', clause, 'rule', rule,
    'open', open, 'explained', explained, 'notEvaluable', doubts, 'opened', opened, 'mended', mended)
    order by regulation, clause, rule), '[]')
  from (
    select f.regulation, f.clause, f.rule,
      count(*) filter (where f.verdict = 'violated' and f.state = 'open')::int as open,
      count(*) filter (where f.verdict = 'violated' and f.state = 'explained')::int as explained,
      count(*) filter (where f.verdict = 'not_evaluable' and f.state <> 'mended')::int as doubts,
      count(*) filter (where f.verdict = 'violated' and f.opened_at >= moments.first and f.opened_at < moments.behind)
        ::int as opened,
      count(*) filter (where f.verdict = 'violated' and f.state = 'mended' and f.closed_at >= moments.first
        and f.closed_at < moments.behind)::int as mended
    from finding f where f.school_id = sc.school_id
    group by f.regulation, f.clause, f.rule
  ) clause`;

/** Decisions of the units whose term has any of these days, or that are of no term. */
const entries = `
  select coalesce(json_agg(json_build_object('regulation', regulation, 'entry', entry, 'kind', kind, 'met', met,
    'violated', violated, 'notEvaluable', doubts, 'notConcerned', apart) order by regulation, entry), '[]')
  from (
    select y.regulation, y.entry, y.kind, sum(y.met)::int as met, sum(y.violated)::int as violated,
      sum(y.not_evaluable)::int as doubts, sum(y.not_concerned)::int as apart
    from tally y
    left join term t on t.school_id = y.school_id and t.id = y.term_id
    where y.school_id = sc.school_id
      and (t.id is null or (t.start_day <= $3::date and t.end_day >= $2::date))
    group by y.regulation, y.entry, y.kind
  ) entry`;

const statement: Statement = {
  name: 'control',
  text: `
select json_build_object('from', $2::date, 'to', $3::date,
  'evaluatedAt', (select ${instantSql('max(at)')} from (
    select max(y.evaluated_at) as at from tally y where y.school_id = sc.school_id
    union all select b.evaluated_at from control_basis b where b.school_id = sc.school_id) evaluated),
  'lessons', (select json_build_object('source', sources.lessons, 'given', given, 'withTopic', with_topic,
    'withHomework', with_homework) from (${lessons}) counted),
  'marks', (select json_build_object('source', sources.marks, 'studentsBySubject', pairs, 'withoutMarks', none,
    'withOneMark', one) from (${density}) counted),
  'clauses', (${clauses}), 'entries', (${entries}))::text
from school sc
cross join lateral (select ${source('lesson')} as lessons, ${source('mark')} as marks) sources
cross join lateral (select $2::date::timestamp at time zone sc.time_zone as first,
  ($3::date + 1)::timestamp at time zone sc.time_zone as behind) moments
where sc.school_id = $1::uuid and ${withinReach('sc', 4)}`,
};

/** The counters of control for some days, as JSON; null when there is no such school within reach. */
export async function readControl(
  database: ReadDatabase,
  { schoolId, from, to, reach }: ControlRequest,
): Promise<string | null> {
  const values = [schoolId, from, to, ...reachValues(reach)];
  const [row] = await database.rows<readonly [string]>(statement, values);
  return row ? row[0] : null;
}

const termStatement: Statement = {
  name: 'control-term',
  text: `
select sc.time_zone, t.start_day::text, t.end_day::text
from school sc
left join lateral (
  select q.start_day, q.end_day from term q
  where q.school_id = sc.school_id and q.deleted_at is null and q.start_day <= $5::date
  order by (q.end_day >= $5::date) desc, q.start_day desc,
    (select max(k.rank) from connection k where k.school_id = q.school_id and k.source = q.source) desc nulls last, q.id
  limit 1
) t on true
where sc.school_id = $1::uuid and ${withinReach('sc', 2)}`,
};

/** The school's clock, and the term of a day or the last one before it; null: no such school within reach. */
export async function readTermOf(
  database: ReadDatabase,
  schoolId: string,
  reach: Reach,
  day: Day,
): Promise<{ readonly timeZone: string; readonly from: Day | null; readonly to: Day | null } | null> {
  type Row = readonly [zone: string, from: string | null, to: string | null];
  const [row] = await database.rows<Row>(termStatement, [schoolId, ...reachValues(reach), day]);
  return row ? { timeZone: row[0], from: row[1], to: row[2] } : null;
}
