import { type Period, termKeyText, termsEndingWith } from '../../../model/period.ts';
import { peopleParts } from '../../rollup/people-sql.ts';
import { scopeParts } from '../../rollup/scope-sql.ts';
import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues } from '../reach.ts';

/** How far a subject group has come through its programme. */
export interface ProgrammeLine {
  readonly schoolId: string;
  readonly schoolName: string;
  readonly source: string;
  readonly classId: string;
  readonly className: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly groupId: string;
  readonly group: string;
  readonly teacherId: string | null;
  readonly teacher: string | null;
  /** Of the load or the curriculum; null where nobody tells. */
  readonly weeklyHours: number | null;
  /** On which the class had lessons, up to the day that was read; and of how many a week is made. */
  readonly studyDays: number;
  readonly weekDays: number;
  readonly given: number;
  /** Hours of the lesson plan that have a day within the period up to now; null where none has. */
  readonly dated: number | null;
  /** Hours of the whole plan; null where there is none. */
  readonly plan: number | null;
  /** Hours of the plan that lessons of the period were entered for. */
  readonly covered: number;
}

const parts = `
class_days as materialized (
  select sc, count(distinct date)::int as days, max(extract(isodow from date))::int as latest from lessons group by sc
),
given as materialized (
  select sc, group_id, count(*)::int as given from lessons group by sc, group_id
),
plan_of as materialized (
  select g.sc, g.group_id, p.id, p.hours::float8 as hours,
    p.planned_day between s.from_day and s.until as due
  from groups g join scope s using (sc)
  join lesson_plan_entry p on p.school_id = s.school_id and p.source = s.source and p.deleted_at is null
    and (p.subject_group_id = g.group_id
      or p.subject_group_id is null and p.class_id = s.class_id and p.subject_id = g.subject_id)
),
taught as materialized (
  select distinct l.sc, l.group_id, n.plan_entry_id
  from lessons l join scope s using (sc)
  join lesson n on n.school_id = s.school_id and n.id = l.id
  where n.plan_entry_id is not null
),
plans as materialized (
  select p.sc, p.group_id, sum(p.hours) as hours, sum(p.hours) filter (where p.due) as dated,
    coalesce(sum(p.hours) filter (where t.plan_entry_id is not null), 0) as covered
  from plan_of p
  left join taught t on t.sc = p.sc and t.group_id = p.group_id and t.plan_entry_id = p.id
  group by p.sc, p.group_id
)`;

const select = `
select s.school_id, k.name, s.source, c.id, c.name, j.id, j.name, g.group_id, sg.name, t.id, t.display_name,
  coalesce(
    (select max(u.weekly_hours) from teaching_load u where u.school_id = s.school_id and u.source = s.source
      and u.subject_group_id = g.group_id and u.deleted_at is null),
    (select max(u.weekly_hours) from curriculum_line u where u.school_id = s.school_id and u.source = s.source
      and u.class_id = s.class_id and u.subject_id = g.subject_id and u.deleted_at is null))::float8,
  coalesce(d.days, 0), coalesce(k.week_days, case when d.latest > 5 then 6 else 5 end)::int,
  coalesce(v.given, 0), p.dated, p.hours, coalesce(p.covered, 0)
from groups g join scope s using (sc)
join school k on k.school_id = s.school_id
join class c on c.school_id = s.school_id and c.id = s.class_id
join subject j on j.school_id = s.school_id and j.id = g.subject_id
join subject_group sg on sg.school_id = s.school_id and sg.id = g.group_id
left join staff t on t.school_id = s.school_id and t.id = g.teacher_id
left join class_days d on d.sc = g.sc
left join given v on v.sc = g.sc and v.group_id = g.group_id
left join plans p on p.sc = g.sc and p.group_id = g.group_id
-- Of students who came from another class the groups there are not this class's.
where coalesce(sg.class_id = s.class_id, true)
order by k.name collate "ru-x-icu", s.school_id, c.grade nulls last, c.name collate "ru-x-icu", c.id,
  j.name collate "ru-x-icu", sg.name collate "ru-x-icu", g.group_id`;

const statementOf = (kind: 'terms' | 'range'): Statement => ({
  name: `report-programme-${kind}`,
  text: `with ${[...scopeParts(kind), ...peopleParts, parts].join(',')}${select}`,
});

const statements = { terms: statementOf('terms'), range: statementOf('range') } as const;

const periodValues = (period: Period): readonly unknown[] =>
  period.kind === 'range' ? [period.from, period.to] : [termsEndingWith(period.term).map(termKeyText)];

type Row = readonly [
  schoolId: string,
  schoolName: string,
  source: string,
  classId: string,
  className: string,
  subjectId: string,
  subject: string,
  groupId: string,
  group: string,
  teacherId: string | null,
  teacher: string | null,
  weeklyHours: number | null,
  studyDays: number,
  weekDays: number,
  given: number,
  dated: number | null,
  plan: number | null,
  covered: number,
];

function lineOf(row: Row): ProgrammeLine {
  const [schoolId, schoolName, source, classId, className, subjectId, subject, groupId, group, ...rest] = row;
  const [teacherId, teacher, weeklyHours, studyDays, weekDays, given, dated, plan, covered] = rest;
  const place = { schoolId, schoolName, source, classId, className, subjectId, subject, groupId, group };
  return { ...place, teacherId, teacher, weeklyHours, studyDays, weekDays, given, dated, plan, covered };
}

/** The groups of the classes asked for, by class and subject. */
export async function readProgramme(
  database: ReadDatabase,
  { reach, schoolId, municipality, classIds, period }: FiguresRequest,
): Promise<readonly ProgrammeLine[]> {
  const values = [...reachValues(reach), schoolId, municipality, classIds, ...periodValues(period)];
  const rows = await database.rows<Row>(statements[period.kind === 'range' ? 'range' : 'terms'], values);
  return rows.map(lineOf);
}
