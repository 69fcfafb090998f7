import { accepted, joinHeld, present } from '../read/overlay.ts';

/** What is withheld, of all schools at once: nearly always nothing. */
const held = `
held as materialized (
  select w.entity, w.row_id, w.accepted from withheld w where w.school_id in (select school_id from scope)
)`;

/** Of the students' days in the class, up to the day that lessons are counted to. */
const absences = `
absences as materialized (
  select y.sc, y.student_id, a.id, a.date, ${accepted('a.status', 'status')} as status,
    coalesce(${accepted('a.reason', 'reason')}, 'not_given') as reason,
    a.lesson_id is null and a.subject_id is null as whole
  from stays y join scope s using (sc)
  cross join lateral (select a.id, a.date, a.status, a.reason, a.lesson_id, a.subject_id, a.deleted_at from attendance a
    where a.school_id = s.school_id and a.student_id = y.student_id and a.source = s.source
      and a.date between y.from_day and least(y.to_day, s.until) offset 0) a
  ${joinHeld('attendance', 'a')}
  where ${present('a', false)} and ${accepted('a.status', 'status')} in ('absent', 'late')
)`;

/** The lessons of the days on which students missed some; one entry for a whole day misses all of it. */
const days = `
absent_days as materialized (
  select sc, student_id, date, count(*) as absent, bool_or(whole) as whole
  from absences where status = 'absent' group by sc, student_id, date
),
missed_days as materialized (
  select d.*, coalesce(l.lessons, 0) as lessons
  from absent_days d
  left join (
    select k.sc, k.student_id, k.date, sum(g.lessons) as lessons
    from (
      select k.sc, k.student_id, k.date, a.group_id
      from absent_days k
      join attending a on a.sc = k.sc and a.student_id = k.student_id
        and coalesce(k.date >= a.from_day, true) and coalesce(k.date <= a.to_day, true) offset 0
    ) k
    join group_days g on g.sc = k.sc and g.group_id = k.group_id and g.date = k.date
    group by k.sc, k.student_id, k.date
  ) l on l.sc = d.sc and l.student_id = d.student_id and l.date = d.date
)`;

const sum = (reason: string | null, name: string): string =>
  `coalesce(sum(a.weight) filter (where a.status = 'absent'${
    reason === null ? '' : ` and a.reason = '${reason}'`
  }), 0)::int as ${name}`;

const missed = `
missed as materialized (
  select a.sc,
    ${sum(null, 'missed')}, ${sum('sick', 'missed_sick')}, ${sum('excused', 'missed_excused')},
    ${sum('unexcused', 'missed_unexcused')}, ${sum('school_event', 'missed_event')},
    ${sum('not_given', 'missed_not_given')}, count(*) filter (where a.status = 'late')::int as late
  from (
    select b.sc, b.status, b.reason, case when b.whole then greatest(d.lessons, 1) else 1 end as weight
    from absences b
    left join (select * from missed_days where whole) d on b.whole and d.sc = b.sc and d.student_id = b.student_id and d.date = b.date
  ) a
  group by a.sc
),
whole_days as materialized (
  select sc, count(*) filter (where whole or (lessons > 0 and absent >= lessons))::int as missed_days
  from missed_days group by sc
)`;

/** What was missed, over parts `stays`, `attending` and `group_days`. */
export const missedParts: readonly string[] = [held, absences, days, missed];
