const NO_GROUP = "'00000000-0000-0000-0000-000000000000'::uuid";

/** Who was in the class when; `last`: on the period's last day, too. */
const stays = `
stays as materialized (
  select s.sc, e.student_id, greatest(e.from_day, s.from_day) as from_day, least(e.to_day, s.to_day) as to_day,
    coalesce(e.from_day <= s.to_day, true) and coalesce(e.to_day >= s.to_day, true) as last
  from scope s
  join enrolment e on e.school_id = s.school_id and e.class_id = s.class_id and e.source = s.source
    and e.deleted_at is null
    and coalesce(e.from_day <= s.to_day, true) and coalesce(e.to_day >= s.from_day, true)
),
people as materialized (
  select s.sc, s.school_id, s.source, s.basis, s.term_id, s.from_day, s.to_day, p.student_id, p.last
  from (select sc, student_id, bool_or(last) as last from stays group by sc, student_id) p
  join scope s using (sc)
)`;

/** Who was in which group when. Where the source tells nobody's groups, all are in all groups of their class. */
const members = `
told as materialized (
  select y.sc, m.subject_group_id as group_id, y.student_id,
    greatest(m.from_day, y.from_day) as from_day, least(m.to_day, y.to_day) as to_day,
    y.last and coalesce(m.from_day <= s.to_day, true) and coalesce(m.to_day >= s.to_day, true) as last
  from stays y join scope s using (sc)
  cross join lateral (select m.subject_group_id, m.from_day, m.to_day from group_membership m
    where m.school_id = s.school_id and m.student_id = y.student_id and m.source = s.source and m.deleted_at is null
      and coalesce(m.from_day <= y.to_day, true) and coalesce(m.to_day >= y.from_day, true) offset 0) m
),
members as materialized (
  select t.sc, t.group_id, g.subject_id, t.student_id, t.from_day, t.to_day, t.last
  from told t join scope s using (sc)
  join subject_group g on g.school_id = s.school_id and g.id = t.group_id and g.deleted_at is null
  union all
  select y.sc, g.id, g.subject_id, y.student_id, y.from_day, y.to_day, y.last
  from scope s join stays y using (sc)
  join subject_group g on g.school_id = s.school_id and g.class_id = s.class_id and g.source = s.source
    and g.deleted_at is null
  where not exists (select 1 from told t where t.sc = s.sc)
),
groups as materialized (
  select m.sc, m.group_id, m.subject_id, g.teacher_id
  from (select distinct sc, group_id, subject_id from members) m join scope s using (sc)
  join subject_group g on g.school_id = s.school_id and g.id = m.group_id
)`;

/** Lessons that have come due; those of no group are of the whole class. */
const lessons = `
lessons as materialized (
  select s.sc, l.id, g.group_id, g.subject_id, coalesce(l.teacher_id, g.teacher_id) as teacher_id, l.date, l.topic
  from groups g join scope s using (sc)
  cross join lateral (select l.id, l.teacher_id, l.date, l.topic from lesson l
    where l.school_id = s.school_id and l.subject_group_id = g.group_id and l.date between s.from_day and s.until
      and l.source = s.source and l.deleted_at is null and l.kind <> 'extracurricular' offset 0) l
  union all
  select s.sc, l.id, ${NO_GROUP}, l.subject_id, l.teacher_id, l.date, l.topic
  from scope s
  cross join lateral (select l.id, l.subject_id, l.teacher_id, l.date, l.topic from lesson l
    where l.school_id = s.school_id and l.subject_group_id is null and l.date between s.from_day and s.until
      and l.class_id = s.class_id and l.source = s.source and l.deleted_at is null
      and l.kind <> 'extracurricular' offset 0) l
),
group_days as materialized (
  select sc, group_id, date, count(*) as lessons from lessons group by sc, group_id, date
),
attending as materialized (
  select sc, group_id, student_id, from_day, to_day from members
  union all
  select sc, ${NO_GROUP}, student_id, from_day, to_day from stays
  where sc in (select sc from lessons where group_id = ${NO_GROUP})
),
possible as materialized (
  select a.sc, sum(a.students * d.lessons)::int as possible
  from (select sc, group_id, from_day, to_day, count(*) as students from attending group by 1, 2, 3, 4) a
  join group_days d on d.sc = a.sc and d.group_id = a.group_id
    and coalesce(d.date >= a.from_day, true) and coalesce(d.date <= a.to_day, true)
  group by a.sc
)`;

/** The people of part `scope`, their groups and lessons. */
export const peopleParts: readonly string[] = [stays, members, lessons];
