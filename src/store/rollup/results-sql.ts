import { accepted, joinHeld, present } from '../read/overlay.ts';
import { codeOf, firstNumber, rounded, secondNumber } from './mark-sql.ts';

const value = accepted('k.value', 'value');
const scale = `coalesce(${accepted('k.scale_max', 'scaleMax', '::int')}, k.scale_max)`;

/** Current marks of whoever was in the class. A mark without a weight counts once. */
const marks = `
weights as materialized (
  select s.sc, w.id, w.weight from scope s
  cross join lateral (select w.id, w.weight from assessment w
    where w.school_id = s.school_id and w.class_id = s.class_id and w.date between s.from_day and s.to_day offset 0) w
),
marks as materialized (
  select p.sc, p.student_id, k.id, k.subject_id, k.lesson_id, k.date,
    coalesce(w.weight, o.weight, 1) as weight,
    ${firstNumber(value, scale)} as first, ${secondNumber(value, scale)} as second
  from people p
  cross join lateral (select k.id, k.subject_id, k.lesson_id, k.assessment_id, k.date, k.value, k.scale_max, k.deleted_at
    from mark k where k.school_id = p.school_id and k.student_id = p.student_id
    and k.date between p.from_day and p.to_day and k.source = p.source offset 0) k
  ${joinHeld('mark', 'k')}
  left join weights w on w.sc = p.sc and w.id = k.assessment_id
  left join lateral (select o.weight from assessment o
    where w.id is null and o.school_id = p.school_id and o.id = k.assessment_id offset 0) o on true
  where ${present('k', false)}
),
means as materialized (
  select sc, student_id, subject_id, count(*) as marks,
    sum(weight * (first + coalesce(second, 0)))
      / sum(weight * case when second is null then 1 else 2 end) as mean
  from marks where first is not null and weight > 0
  group by sc, student_id, subject_id
)`;

/** Marks for the period; for any two dates the rounded means. */
const finals = `
finals as materialized (
  select distinct on (p.sc, p.student_id, k.subject_id) p.sc, p.student_id, k.subject_id, k.id,
    ${codeOf(value, scale)} as code
  from people p
  cross join lateral (select * from term_mark k
    where k.school_id = p.school_id and k.student_id = p.student_id and k.source = p.source
    and case p.basis
      when 'term' then k.kind = 'term' and k.term_id = p.term_id
      when 'year' then k.kind = 'year' and (k.academic_year_id is null or exists (select 1 from academic_year y
        where y.school_id = k.school_id and y.id = k.academic_year_id
          and y.start_day <= p.to_day and y.end_day >= p.from_day))
      else false end offset 0) k
  ${joinHeld('termMark', 'k')}
  where p.last and ${present('k', false)}
  order by p.sc, p.student_id, k.subject_id, k.first_seen_at desc, k.id
)`;

/** What each student has in each subject on the last day. Whoever has a mark for the period learns the subject. */
const results = `
results as materialized (
  select l.sc, l.student_id, l.subject_id, f.id as final_id, case s.basis when 'range' then ${rounded('m.mean')}::text else f.code end as code,
    coalesce(m.marks, 0) as marks, case when f.code in ('1', '2', '3', '4', '5') then f.code::int - ${rounded('m.mean')} end as gap
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
export const resultParts: readonly string[] = [marks, finals, results, subjects, categories];
