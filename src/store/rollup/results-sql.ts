import { accepted, joinHeld, present } from '../read/overlay.ts';
import { codeOf, firstNumber, rounded, secondNumber } from './mark-sql.ts';

const value = accepted('k.value', 'value');
const scale = `coalesce(${accepted('k.scale_max', 'scaleMax', '::int')}, k.scale_max)`;

/**
 * A mark counts for its term and for the year, and is read once. Between any two days on which some period begins or is
 * over lies a `cell`: a period is so many cells, one after another, and sums over a period are sums over its cells.
 * Readers are students by source, a crowd those of them that are in the same classes in the same periods.
 */
const readers = `
cells as materialized (
  select array_agg(day order by day) as days
  from (select from_day as day from scope union select to_day + 1 from scope) d
),
scope_cells as materialized (
  select s.sc, width_bucket(s.from_day, (select days from cells)) as first,
    width_bucket(s.to_day, (select days from cells)) as last
  from scope s
),
readers as materialized (
  select row_number() over ()::int as reader, dense_rank() over (order by scs)::int as crowd, r.*
  from (select school_id, source, student_id, min(from_day) as from_day, max(to_day) as to_day,
      array_agg(sc order by sc) as scs
    from people group by school_id, source, student_id) r
),
seats as materialized (
  select r.reader, p.sc, p.student_id, p.last as stays, c.first, c.last
  from people p
  join readers r on r.school_id = p.school_id and r.source = p.source and r.student_id = p.student_id
  join scope_cells c on c.sc = p.sc
)`;

/** Current marks of whoever was in the class. A mark without a weight counts once. */
const marks = `
weights as materialized (
  select s.school_id, w.id, w.weight
  from (select school_id, class_id, min(from_day) as from_day, max(to_day) as to_day
    from scope group by school_id, class_id) s
  cross join lateral (select w.id, w.weight from assessment w
    where w.school_id = s.school_id and w.class_id = s.class_id and w.date between s.from_day and s.to_day offset 0) w
),
read_marks as materialized (
  select r.reader, r.crowd, width_bucket(k.date, (select days from cells)) as cell,
    k.id, k.subject_id, k.lesson_id, k.date,
    coalesce(w.weight, (select o.weight from assessment o
      where o.school_id = r.school_id and o.id = k.assessment_id), 1) as weight,
    ${firstNumber(value, scale)} as first, ${secondNumber(value, scale)} as second
  from readers r
  cross join lateral (select k.id, k.subject_id, k.lesson_id, k.assessment_id, k.date, k.value, k.scale_max, k.deleted_at
    from mark k where k.school_id = r.school_id and k.student_id = r.student_id
    and k.date between r.from_day and r.to_day and k.source = r.source offset 0) k
  ${joinHeld('mark', 'k')}
  left join weights w on w.school_id = r.school_id and w.id = k.assessment_id
  where ${present('k', false)}
),
marks as materialized (
  select p.sc, p.student_id, k.id, k.subject_id, k.lesson_id, k.date, k.weight, k.first, k.second
  from seats p join read_marks k on k.reader = p.reader and k.cell between p.first and p.last
),
mark_sums as materialized (
  select reader, subject_id, cell, count(*) as marks, sum(weight * (first + coalesce(second, 0))) as total,
    sum(weight * case when second is null then 1 else 2 end) as weight
  from read_marks where first is not null and weight > 0
  group by reader, subject_id, cell
),
means as materialized (
  select p.sc, p.student_id, k.subject_id, sum(k.marks)::int as marks, sum(k.total) / sum(k.weight) as mean
  from seats p join mark_sums k on k.reader = p.reader and k.cell between p.first and p.last
  group by p.sc, p.student_id, k.subject_id
)`;

/** Lessons at which somebody got a mark; of a mark without a lesson, the subject and the day. */
const marked = `
marked as materialized (
  select distinct c.sc, k.lesson_id, k.subject_id, k.date
  from (select distinct crowd, cell, lesson_id, case when lesson_id is null then subject_id end as subject_id,
      case when lesson_id is null then date end as date from read_marks) k
  join (select distinct crowd, unnest(scs) as sc from readers) u on u.crowd = k.crowd
  join scope_cells c on c.sc = u.sc and k.cell between c.first and c.last
)`;

/** Marks for the period; for any two dates the rounded means. */
const finals = `
read_finals as materialized (
  select r.reader, k.id, k.subject_id, k.kind, k.term_id, k.academic_year_id, k.school_id, k.first_seen_at,
    ${codeOf(value, scale)} as code
  from readers r
  cross join lateral (select * from term_mark k
    where k.school_id = r.school_id and k.student_id = r.student_id and k.source = r.source offset 0) k
  ${joinHeld('termMark', 'k')}
  where ${present('k', false)}
),
finals as materialized (
  select distinct on (p.sc, p.student_id, k.subject_id) p.sc, p.student_id, k.subject_id, k.id, k.code
  from seats p join scope s using (sc)
  join read_finals k on k.reader = p.reader
    and case s.basis
      when 'term' then k.kind = 'term' and k.term_id = s.term_id
      when 'year' then k.kind = 'year' and (k.academic_year_id is null or exists (select 1 from academic_year y
        where y.school_id = k.school_id and y.id = k.academic_year_id
          and y.start_day <= s.to_day and y.end_day >= s.from_day))
      else false end
  where p.stays
  order by p.sc, p.student_id, k.subject_id, k.first_seen_at desc, k.id
)`;

/** What each student has in each subject on the last day. Whoever has a mark for the period learns the subject. */
const results = `
results as materialized (
  select l.sc, l.student_id, l.subject_id, f.id as final_id, case s.basis when 'range' then (${rounded('m.mean')})::text else f.code end as code,
    coalesce(m.marks, 0) as marks, case when f.code in ('1', '2', '3', '4', '5') then greatest(f.code::int, 2) - (${rounded('m.mean')}) end as gap
  from (select sc, student_id, subject_id from members where last
    union select sc, student_id, subject_id from finals) l
  join scope s using (sc)
  left join finals f on f.sc = l.sc and f.student_id = l.student_id and f.subject_id = l.subject_id
  left join means m on m.sc = l.sc and m.student_id = l.student_id and m.subject_id = l.subject_id
)`;

const coded = (code: string, name: string): string =>
  `count(*) filter (where r.code = '${code}')::int as ${name}`;

/** Aggregates over rows `r` of part `results`: marks for the period by value. */
export const markCounts = `count(*)::int as base, ${coded('5', 'n5')}, ${coded('4', 'n4')}, ${coded('3', 'n3')},
  ${coded('2', 'n2')}, ${coded('1', 'n1')}, ${coded('na', 'not_assessed')}, ${coded('exempt', 'exempt')},
  ${coded('passed', 'passed')}, ${coded('failed', 'failed')}, count(*) filter (where r.code is null)::int as none`;

/** Aggregates over the same: current marks, and how far marks for the period stand from them. */
export const densityCounts = `coalesce(sum(r.marks), 0)::int as marks,
  count(*) filter (where r.marks = 0)::int as students_without,
  count(*) filter (where r.marks = 1)::int as students_with_one,
  count(*) filter (where r.gap > 0)::int as gap_above, count(*) filter (where r.gap < 0)::int as gap_below,
  count(*) filter (where r.gap = 0)::int as gap_equal`;

const subjects = `
subject_figures as materialized (
  select r.sc, r.subject_id, ${markCounts}, ${densityCounts} from results r group by r.sc, r.subject_id
)`;

/** Students by category. Grade 1 has no marks, whatever a source says of it. */
const categories = `
graded as materialized (
  select r.sc, r.student_id, count(*) filter (where r.code = '4') as fours, count(*) filter (where r.code = '3') as threes,
    count(*) filter (where r.code in ('1', '2')) as lows, count(*) filter (where r.code = 'na') as gaps
  from results r join scope s using (sc)
  where r.code in ('1', '2', '3', '4', '5', 'na') and s.grade is distinct from 1
  group by r.sc, r.student_id
),
categories as materialized (
  select sc, count(*)::int as graded,
    count(*) filter (where ok and threes = 0 and fours = 0)::int as excellent,
    count(*) filter (where ok and threes = 0 and fours > 0)::int as good,
    count(*) filter (where ok and threes = 0 and fours = 1)::int as one_four,
    count(*) filter (where ok and threes > 0)::int as satisfactory,
    count(*) filter (where ok and threes = 1)::int as one_three,
    count(*) filter (where lows > 0)::int as failing,
    count(*) filter (where gaps > 0)::int as not_assessed,
    count(*) filter (where ok)::int as passing
  from (select *, lows = 0 and gaps = 0 as ok from graded) g
  group by sc
)`;

/** What was reached, over parts `people`, `members` and `held`. */
export const resultParts: readonly string[] = [readers, marks, marked, finals, results, subjects, categories];
