/** Counts of absences by reason and of lateness, over rows `alias` of attendance. */
export const missedJson = (alias: string): string => {
  const missed = (reason: string) =>
    `count(*) filter (where ${alias}.status = 'absent' and coalesce(${alias}.reason, 'not_given') = '${reason}')`;
  return `json_build_object('total', count(*) filter (where ${alias}.status = 'absent'),
    'sick', ${missed('sick')}, 'excused', ${missed('excused')}, 'unexcused', ${missed('unexcused')},
    'schoolEvent', ${missed('school_event')}, 'notGiven', ${missed('not_given')})`;
};

/** Weeks begin on Monday; only the days asked for are counted. */
const weeks = `
week_starts as (
  select generate_series(date_trunc('week', $2::date)::date, $3::date, interval '7 days')::date as monday
),
weeks as (
  select json_agg(json_build_object(
    'from', greatest(w.monday, $2::date), 'to', least(w.monday + 6, $3::date),
    'lessons', (select count(*) from lessons l where l.date between w.monday and w.monday + 6),
    'marks', (select count(*) from marks k where k.date between w.monday and w.monday + 6),
    'missed', missed.counts, 'late', missed.late) order by w.monday) as items
  from week_starts w
  cross join lateral (
    select ${missedJson('t')} as counts, count(*) filter (where t.status = 'late') as late
    from absences t where t.date between w.monday and w.monday + 6
  ) missed
)`;

/** The terms that the days asked for touch, with the marks given for them. */
const terms = `
grades as (
  select c.grade from who
  join enrolment e on e.school_id = who.school_id and e.student_id = who.id and e.deleted_at is null
  join class c on c.school_id = e.school_id and c.id = e.class_id
  where coalesce(e.from_day <= $3::date, true) and coalesce(e.to_day >= $2::date, true)
  order by e.from_day desc nulls last limit 1
),
touched as materialized (
  select t.id, t.name, t.kind, t.ordinal, t.start_day, t.end_day
  from who, chosen, term t
  where t.school_id = who.school_id and t.source = chosen.source and t.deleted_at is null
    and t.start_day <= $3::date and t.end_day >= $2::date
    and coalesce((select grade from grades) between coalesce(t.grade_from, 1) and coalesce(t.grade_to, 11), true)
),
term_marks as (
  select m.term_id, json_agg(json_build_object(
    'subject', json_build_object('id', m.subject_id, 'name', s.name),
    'value', m.value, 'scaleMax', m.scale_max) order by s.name, m.id) as items
  from who, chosen, term_mark m
  left join subject s on s.school_id = m.school_id and s.id = m.subject_id
  where m.school_id = who.school_id and m.student_id = who.id and m.source = chosen.source
    and m.deleted_at is null and m.term_id in (select id from touched)
  group by m.term_id
),
terms as (
  select json_agg(json_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'ordinal', t.ordinal,
    'from', t.start_day, 'to', t.end_day, 'marks', coalesce(m.items, '[]')) order by t.start_day, t.id) as items
  from touched t left join term_marks m on m.term_id = t.id
)`;

/** The parts that need `lessons`, `marks` and `absences` before them. */
export const diaryTotals = [weeks, terms].join(',');
