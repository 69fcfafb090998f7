import type { Day } from '../../../model/dates.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { askedSchools, askedValues, type WhereAsked } from './scope.ts';

/** A connection of a school: when it was last read, what was refused, what of the marks it has. */
export interface SourceState {
  readonly schoolId: string;
  readonly school: string;
  /** Null: the school has no connection. */
  readonly source: string | null;
  readonly connection: string | null;
  readonly readAt: Date | null;
  /** The day of it, by the school's clock. */
  readonly readDay: Day | null;
  readonly lastState: string | null;
  readonly lastStartedAt: Date | null;
  /** Records of the last successful run that could not be taken. */
  readonly quarantined: number;
  /** The days of marks that were read. */
  readonly marksFrom: Day | null;
  readonly marksTo: Day | null;
  /** Students in the classes as the source tells them, and those of them whose marks were read. */
  readonly students: number;
  readonly withMarks: number;
}

const statement: Statement = {
  name: 'report-sources-state',
  text: `
with asked as materialized (
  select sc.school_id, sc.name, sc.time_zone from school sc where ${askedSchools}
),
marks as materialized (
  select v.school_id, v.source, min(v.from_day) as from_day, max(v.to_day) as to_day,
    bool_or(v.owner_id = '00000000-0000-0000-0000-000000000000') as whole
  from coverage v where v.school_id in (select school_id from asked) and v.entity = 'mark' group by 1, 2
),
heads as materialized (
  select e.school_id, e.source, count(distinct e.student_id)::int as students,
    count(distinct e.student_id) filter (where exists (select from coverage v
      where v.school_id = e.school_id and v.source = e.source and v.entity = 'mark'
        and v.owner_id = e.student_id))::int as own
  from enrolment e where e.school_id in (select school_id from asked) and e.deleted_at is null
    and coalesce(e.to_day >= $8::date, true) and coalesce(e.from_day <= $8::date, true)
  group by 1, 2
)
select a.school_id, a.name, k.source, k.name, r.finished_at, (r.finished_at at time zone a.time_zone)::date::text, l.state, l.started_at,
  (select count(*)::int from quarantine q where q.school_id = a.school_id and q.run_id = r.run_id),
  m.from_day::text, m.to_day::text, coalesce(h.students, 0),
  case when m.whole then coalesce(h.students, 0) else coalesce(h.own, 0) end
from asked a
left join connection k on k.school_id = a.school_id and k.disabled_at is null
left join lateral (select r.run_id, r.finished_at from run r where r.school_id = k.school_id
  and r.connection_id = k.connection_id and r.state = 'succeeded' and not r.dry_run
  order by r.run_id desc limit 1) r on true
left join lateral (select r.state, r.started_at from run r where r.school_id = k.school_id
  and r.connection_id = k.connection_id and not r.dry_run order by r.run_id desc limit 1) l on true
left join marks m on m.school_id = k.school_id and m.source = k.source
left join heads h on h.school_id = k.school_id and h.source = k.source
order by a.name collate "ru-x-icu", a.school_id, k.rank desc, k.name`,
};

type Row = readonly [
  schoolId: string,
  school: string,
  source: string | null,
  connection: string | null,
  readAt: Date | null,
  readDay: Day | null,
  lastState: string | null,
  lastStartedAt: Date | null,
  quarantined: number,
  marksFrom: Day | null,
  marksTo: Day | null,
  students: number,
  withMarks: number,
];

/** The connections of the schools asked about; students are those of `day`. */
export async function readSourceStates(
  database: ReadDatabase,
  where: WhereAsked,
  day: Day,
): Promise<readonly SourceState[]> {
  const rows = await database.rows<Row>(statement, [...askedValues(where), day]);
  return rows.map(([schoolId, school, source, connection, readAt, readDay, lastState, ...others]) => {
    const [lastStartedAt, quarantined, marksFrom, marksTo, students, withMarks] = others;
    const read = { readAt, readDay, lastState, lastStartedAt, quarantined };
    return { schoolId, school, source, connection, ...read, marksFrom, marksTo, students, withMarks };
  });
}
