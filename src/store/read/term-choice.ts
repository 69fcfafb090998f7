import { present } from './overlay.ts';

/** Terms are of one school year when they begin between one August and the next. */
const schoolYear = (day: string): string => `date_part('year', ${day} - interval '7 months')`;

/** What is withheld of the term marks `m` of any student: what nobody sees does not choose either. */
const joinWithheld = `left join withheld h
    on h.school_id = m.school_id and h.entity = 'termMark' and h.row_id = m.id`;

/**
 * Parts of a statement about one student: `terms_of_grade` (the terms of the source in part `source` that the
 * grade does not rule out) and `fitting` (those of them that are the student's).
 *
 * A source need not say which grades a term is for, and a school has quarters for some and half-years for others.
 * Where it does not say, the kind is that in which the student has term marks that school year, else that in
 * which the class has, else half-years from grade 10 on and the others below. The looking-up is done only where
 * there is more than one kind.
 *
 * Needs the parts `who` and `source`, and `grades`: one row at most, `class_id` and `grade`. `within` narrows the
 * terms `t`.
 */
export const termChoice = (source: string, within: string): string => `
terms_of_grade as materialized (
  select t.id, t.name, t.kind, t.ordinal, t.start_day, t.end_day, ${schoolYear('t.start_day')} as year,
    coalesce(t.grade_from, t.grade_to) is not null as bounded
  from who, ${source}, term t
  where t.school_id = who.school_id and t.source = ${source}.source and t.deleted_at is null
    and coalesce((select grade from grades) between coalesce(t.grade_from, 1) and coalesce(t.grade_to, 11), true)
    and ${within}
),
own_kinds as materialized (
  select distinct g.year, g.kind
  from who, term_mark m join terms_of_grade g on g.id = m.term_id
  ${joinWithheld}
  where m.school_id = who.school_id and m.student_id = who.id and ${present('m', false)}
),
class_kinds as materialized (
  select distinct g.year, g.kind
  from who, grades
  join enrolment e on e.class_id = grades.class_id
  join term_mark m on m.school_id = e.school_id and m.student_id = e.student_id
  join terms_of_grade g on g.id = m.term_id
  ${joinWithheld}
  where e.school_id = who.school_id and e.deleted_at is null and ${present('m', false)}
),
fitting as materialized (
  select g.* from terms_of_grade g
  where g.bounded or case
    when not exists (select 1 from terms_of_grade o where o.year = g.year and o.kind <> g.kind) then true
    when exists (select 1 from own_kinds k where k.year = g.year)
      then exists (select 1 from own_kinds k where k.year = g.year and k.kind = g.kind)
    when exists (select 1 from class_kinds k where k.year = g.year)
      then exists (select 1 from class_kinds k where k.year = g.year and k.kind = g.kind)
    when exists (select 1 from terms_of_grade o where o.year = g.year
        and (o.kind = 'half_year') <> (g.kind = 'half_year'))
      then (g.kind = 'half_year') = coalesce((select grade from grades) >= 10, false)
    else true end
)`;

/** The terms of the school years that the days from `first` to `last` touch. */
export const inSchoolYears = (first: string, last: string): string =>
  `${schoolYear('t.start_day')} between ${schoolYear(first)} and ${schoolYear(last)}`;
