import { accepted, joinHeld, pendingJson, present } from './overlay.ts';
import { inSchoolYears, termChoice } from './term-choice.ts';

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
    'marks', (select count(*) from marks k where k.shown and k.date between w.monday and w.monday + 6),
    'missed', missed.counts, 'late', missed.late) order by w.monday) as items
  from week_starts w
  cross join lateral (
    select ${missedJson('t')} as counts, count(*) filter (where t.status = 'late') as late
    from absences t where t.shown and t.date between w.monday and w.monday + 6
  ) missed
)`;

/** The terms that the days asked for touch. */
const touched = `
grades as materialized (
  select c.id as class_id, c.grade from who
  join enrolment e on e.school_id = who.school_id and e.student_id = who.id and e.deleted_at is null
  join class c on c.school_id = e.school_id and c.id = e.class_id
  where coalesce(e.from_day <= $3::date, true) and coalesce(e.to_day >= $2::date, true)
  order by e.from_day desc nulls last, e.id limit 1
),
${termChoice('chosen', inSchoolYears('$2::date', '$3::date'))},
touched as materialized (select * from fitting t where t.start_day <= $3::date and t.end_day >= $2::date)`;

const ofTerm = (row: string): string => `${row}.school_id = who.school_id and ${row}.student_id = who.id
  and ${row}.date between t.start_day and t.end_day and ${row}.source = chosen.source and ${present(row, false)}`;

/** Counts over the whole of each term, whichever of its days were asked for. */
const termTotals = `
term_totals as (
  select t.id, json_build_object(
    'lessons', (select count(*) from who, chosen, memberships m
      join lesson l on l.subject_group_id = m.subject_group_id
      where l.school_id = who.school_id and l.date between t.start_day and t.end_day
        and l.source = chosen.source and l.deleted_at is null and l.date <@ m.days),
    'marks', (select count(*) from who, chosen, mark k ${joinHeld('mark', 'k')} where ${ofTerm('k')}),
    'missed', missed.counts, 'late', missed.late) as totals
  from touched t
  cross join lateral (
    select ${missedJson('a')} as counts, count(*) filter (where a.status = 'late') as late
    from (select ${accepted('o.status', 'status')} as status, ${accepted('o.reason', 'reason')} as reason
      from who, chosen, attendance o ${joinHeld('attendance', 'o')} where ${ofTerm('o')}) a
  ) missed
)`;

/** The terms with the marks given for them. */
const terms = (pending: boolean): string => `
term_marks as (
  select m.term_id, json_agg(json_build_object(
    'subject', json_build_object('id', m.subject_id, 'name', s.name),
    'value', ${accepted('m.value', 'value')},
    'scaleMax', coalesce(${accepted('m.scale_max', 'scaleMax', '::int')}, m.scale_max)${
      pending ? `, 'pending', ${pendingJson('m', 'm.value')}` : ''
    }) order by s.name, m.id) as items
  from who, chosen, term_mark m
  ${joinHeld('termMark', 'm')}
  left join subject s on s.school_id = m.school_id and s.id = m.subject_id
  where m.school_id = who.school_id and m.student_id = who.id and m.source = chosen.source
    and ${present('m', pending)} and m.term_id in (select id from touched)
  group by m.term_id
),
terms as (
  select json_agg(json_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'ordinal', t.ordinal,
    'from', t.start_day, 'to', t.end_day, 'marks', coalesce(m.items, '[]'), 'totals', c.totals)
    order by t.start_day, t.id) as items
  from touched t join term_totals c on c.id = t.id left join term_marks m on m.term_id = t.id
)`;

/** The parts that need `memberships`, `lessons`, `marks` and `absences` before them. */
export const diaryTotals = (pending: boolean): string =>
  [weeks, touched, termTotals, terms(pending)].join(',');
