import { densityCounts, markCounts } from './results-sql.ts';

const NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid";

/** Which lessons have homework due at them, and which a mark. */
const kept = `
tasks as materialized (
  select s.sc, h.lesson_id, h.subject_id, h.due_day
  from scope s
  cross join lateral (select h.lesson_id, h.subject_id, h.due_day from homework h
    where h.school_id = s.school_id and h.class_id = s.class_id and h.due_day between s.from_day and s.until
      and h.source = s.source and h.deleted_at is null offset 0) h
  union all
  select l.sc, h.lesson_id, h.subject_id, h.due_day
  from (select distinct school_id from scope) s
  cross join lateral (select h.lesson_id, h.subject_id, h.due_day from homework h
    where h.school_id = s.school_id and h.class_id is null and h.deleted_at is null offset 0) h
  join lessons l on l.id = h.lesson_id
),
entries as materialized (
  select l.sc, l.id, l.group_id, l.subject_id, l.teacher_id,
    nullif(btrim(l.topic), '') is null as without_topic,
    t.lesson_id is null and d.sc is null as without_homework, m.lesson_id is null and n.sc is null as without_marks
  from lessons l
  left join (select distinct sc, lesson_id from tasks where lesson_id is not null) t
    on t.sc = l.sc and t.lesson_id = l.id
  left join (select distinct sc, subject_id, due_day from tasks where lesson_id is null) d
    on d.sc = l.sc and d.subject_id = l.subject_id and d.due_day = l.date
  left join (select sc, lesson_id from marked where lesson_id is not null) m
    on m.sc = l.sc and m.lesson_id = l.id
  left join (select sc, subject_id, date from marked where lesson_id is null) n
    on n.sc = l.sc and n.subject_id = l.subject_id and n.date = l.date
),
given as materialized (
  select sc, group_id, subject_id, teacher_id, count(*)::int as lessons,
    count(*) filter (where without_topic)::int as without_topic,
    count(*) filter (where without_homework)::int as without_homework,
    count(*) filter (where without_marks)::int as without_marks
  from entries group by sc, group_id, subject_id, teacher_id
)`;

/** Whether two rows name the same teacher, or both none. */
const same = (one: string, other: string): string =>
  `coalesce(${one}.teacher_id, ${NOBODY}) = coalesce(${other}.teacher_id, ${NOBODY})`;

/** Whose the results of a group are: its teacher's, else those of whoever gave most of its lessons. */
const leads = `
leads as materialized (
  select g.sc, g.group_id, g.subject_id, coalesce(g.teacher_id, v.teacher_id) as teacher_id
  from groups g
  left join (select distinct on (sc, group_id) sc, group_id, teacher_id from given
    order by sc, group_id, lessons desc, teacher_id) v on v.sc = g.sc and v.group_id = g.group_id
)`;

const plans = `
plans as materialized (
  select p.* from (select distinct school_id, min(from_day) over o as first, max(until) over o as last
    from scope window o as (partition by school_id)) s
  cross join lateral (select p.school_id, p.source, p.planned_day, p.subject_group_id, p.class_id, p.subject_id, p.hours
    from lesson_plan_entry p where p.school_id = s.school_id and p.deleted_at is null
      and p.planned_day between s.first and s.last offset 0) p
),
planned as materialized (
  select s.sc, p.subject_group_id as group_id, p.class_id, p.subject_id, sum(p.hours) as hours
  from scope s
  join plans p on p.school_id = s.school_id and p.source = s.source
    and p.planned_day between s.from_day and s.until
    and (p.subject_group_id is not null or p.class_id = s.class_id)
  group by 1, 2, 3, 4
)`;

const teaching = `
group_results as materialized (
  select m.sc, m.group_id, ${markCounts}, ${densityCounts}
  from (select distinct sc, group_id, subject_id, student_id from members where last) m
  join results r on r.sc = m.sc and r.student_id = m.student_id and r.subject_id = m.subject_id
  group by m.sc, m.group_id
),
teaching_keys as materialized (
  select sc, group_id, subject_id, teacher_id from leads
  union select sc, group_id, subject_id, teacher_id from given
),
teaching_figures as materialized (
  select k.sc, k.subject_id, k.group_id, k.teacher_id,
    r.base, r.n5, r.n4, r.n3, r.n2, r.n1, r.not_assessed, r.exempt, r.passed, r.failed, r.none,
    r.marks, r.students_without, r.students_with_one, r.gap_above, r.gap_below, r.gap_equal,
    v.lessons, v.without_topic, v.without_homework, v.without_marks,
    case when l.sc is not null then coalesce(p.hours, q.hours) end as lessons_planned
  from teaching_keys k
  left join leads l on l.sc = k.sc and l.group_id = k.group_id and ${same('l', 'k')}
  left join group_results r on l.sc is not null and r.sc = k.sc and r.group_id = k.group_id
  left join given v on v.sc = k.sc and v.group_id = k.group_id and v.subject_id = k.subject_id
    and ${same('v', 'k')}
  left join (select sc, group_id, sum(hours) as hours from planned group by sc, group_id) p
    on p.sc = k.sc and p.group_id = k.group_id
  left join planned q on q.sc = k.sc and q.group_id is null and q.subject_id = k.subject_id
  where r.base > 0 or v.lessons > 0
)`;

/** What was taught, over parts `lessons`, `marked` and `results`. */
export const teachingParts: readonly string[] = [kept, leads, plans, teaching];
