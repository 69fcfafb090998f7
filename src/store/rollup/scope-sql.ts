import { withinReach } from '../read/reach.ts';

/**
 * The first parameters of every statement about figures: $1…$3 reach, $4 a school or null, $5 a municipality or null,
 * $6 classes or null. Then for terms $7 their keys or null, for any two dates $7 and $8. `behind`: like terms, but only
 * those of classes $8 (null: of all), and those whose stored sums are of other days or another source than they
 * would be of now.
 */
export type ScopeKind = 'terms' | 'range' | 'behind';

/** The schools, with the day up to which their lessons are counted: that of the last run that read anything. */
const schools = `
schools as materialized (
  select sc.school_id, coalesce(
    max((r.started_at at time zone sc.time_zone)::date) filter (where r.state in ('succeeded', 'failed', 'stopped')),
    max((r.started_at at time zone sc.time_zone)::date), 'infinity'::date) as as_of
  from school sc
  left join run r on r.school_id = sc.school_id and not r.dry_run and (r.state = 'succeeded' or r.cursor is not null)
  where ${withinReach('sc', 1)} and ($4::uuid is null or sc.school_id = $4)
    and ($5::text is null or sc.municipality = $5)
  group by sc.school_id
)`;

const classes = `
classes as materialized (
  select c.school_id, c.id as class_id, c.grade, k.as_of, y.start_day, y.end_day
  from schools k
  join class c on c.school_id = k.school_id and c.deleted_at is null
  left join academic_year y on y.school_id = c.school_id and y.id = c.academic_year_id and y.deleted_at is null
  where $6::uuid[] is null or c.id = any($6)
),
sources as materialized (
  select c.*, e.source,
    (select max(k.rank) from connection k where k.school_id = c.school_id and k.source = e.source) as rank
  from classes c
  join (select distinct e.school_id, e.class_id, e.source from enrolment e
    where e.school_id in (select school_id from schools) and e.deleted_at is null) e
    on e.school_id = c.school_id and e.class_id = c.class_id
)`;

/**
 * The terms of classes as each source tells them, chosen as an evaluation chooses (facts/terms.ts): those that say they
 * are for the grade before those that do not say, then one kind. A source that tells none takes those of the source
 * that tells most.
 */
const terms = `
term_sources as materialized (
  select t.school_id, t.source, row_number() over (partition by t.school_id
    order by count(*) desc, (select max(k.rank) from connection k
      where k.school_id = t.school_id and k.source = t.source) desc nulls last, t.source) as place
  from term t where t.school_id in (select school_id from schools) and t.deleted_at is null
  group by t.school_id, t.source
),
fitting as materialized (
  select s.school_id, s.class_id, s.grade, s.source, t.id as term_id, t.kind, t.ordinal, t.start_day, t.end_day,
    date_part('year', t.start_day - interval '7 months')::int as year,
    coalesce(t.grade_from, t.grade_to) is not null as bounded
  from sources s
  join term_sources k on k.school_id = s.school_id
    and case when exists (select 1 from term_sources o where o.school_id = s.school_id and o.source = s.source)
      then k.source = s.source else k.place = 1 end
  join term t on t.school_id = s.school_id and t.source = k.source and t.deleted_at is null
    and coalesce(s.grade between coalesce(t.grade_from, 1) and coalesce(t.grade_to, 11), true)
    and coalesce(t.start_day <= s.end_day, true) and coalesce(t.end_day >= s.start_day, true)
),
pool as materialized (
  select *, array_position(array['quarter', 'trimester', 'half_year', 'other'], kind) as place,
    min(kind) over own <> max(kind) over own as mixed
  from (select *, bool_or(bounded) over (partition by school_id, class_id, source, year) as any_bounded
    from fitting) f
  where bounded = any_bounded
  window own as (partition by school_id, class_id, source, year)
),
kinds as materialized (
  select distinct on (school_id, class_id, source, year) school_id, class_id, source, year, kind
  from (select distinct p.school_id, p.class_id, p.source, p.year, p.grade, p.kind, p.place,
      p.mixed and exists (select 1 from enrolment e
        join term_mark m on m.school_id = e.school_id and m.student_id = e.student_id and m.deleted_at is null
        join term t on t.school_id = m.school_id and t.id = m.term_id and t.kind = p.kind and t.deleted_at is null
          and date_part('year', t.start_day - interval '7 months')::int = p.year
        where e.school_id = p.school_id and e.class_id = p.class_id and e.deleted_at is null) as marked
    from pool p) k
  order by school_id, class_id, source, year, marked desc,
    not marked and (kind = 'half_year') = (coalesce(grade, 0) >= 10) desc, place
),
chosen_terms as materialized (
  select p.* from pool p join kinds k using (school_id, class_id, source, year, kind)
)`;

/** Periods of classes as each source has them, begun by the day of the last run. */
const termPeriods = `
periods as materialized (
  select s.school_id, s.class_id, s.grade, s.source, s.rank, p.period, p.basis, p.term_id, p.from_day, p.to_day,
    least(p.to_day, s.as_of) as until
  from sources s
  join (
    select school_id, class_id, source, year || '-' || kind || '-' || ordinal as period, 'term' as basis, term_id,
      start_day as from_day, end_day as to_day
    from chosen_terms where kind <> 'other'
    union all
    select school_id, class_id, source, year || '-year-0', 'year', null, min(start_day), max(end_day)
    from chosen_terms group by school_id, class_id, source, year
    union all
    select school_id, class_id, source, date_part('year', start_day - interval '7 months')::int || '-year-0', 'year',
      null, start_day, end_day
    from sources o where start_day is not null and not exists (select 1 from chosen_terms t
      where t.school_id = o.school_id and t.class_id = o.class_id and t.source = o.source)
  ) p using (school_id, class_id, source)
  where p.from_day <= s.as_of and ($7::text[] is null or p.period = any($7))
)`;

const rangePeriods = `
periods as materialized (
  select s.school_id, s.class_id, s.grade, s.source, s.rank, 'range' as period, 'range' as basis, null::uuid as term_id,
    $7::date as from_day, $8::date as to_day, least($8::date, s.as_of) as until
  from sources s
  where coalesce(s.start_day <= $8::date, true) and coalesce(s.end_day >= $7::date, true)
)`;

/**
 * One source a class and period: of those that have read the marks of nearly as many of its students as any has, the
 * highest in rank (as evaluations choose). How much was read is looked at only where there is a choice.
 */
const choice = `
plural as materialized (
  select * from (select *, count(*) over (partition by school_id, class_id, period) as sources from periods) p
  where sources > 1
),
looks as materialized (
  select c.* from (select distinct school_id from plural) p
  cross join lateral (select c.school_id, c.source, c.owner_id, c.from_day, c.to_day from coverage c
    where c.school_id = p.school_id and c.entity = 'mark' offset 0) c
),
reads as materialized (
  select p.school_id, p.class_id, p.period, p.source, count(distinct e.student_id) as read
  from plural p
  join enrolment e on e.school_id = p.school_id and e.class_id = p.class_id and e.source = p.source
    and e.deleted_at is null
    and coalesce(e.from_day <= p.to_day, true) and coalesce(e.to_day >= p.from_day, true)
  cross join lateral (values (e.student_id), ('00000000-0000-0000-0000-000000000000'::uuid)) o(owner_id)
  join looks c on c.school_id = e.school_id and c.source = e.source and c.owner_id = o.owner_id
    and coalesce(c.from_day <= p.to_day, true) and coalesce(c.to_day >= p.from_day, true)
  group by p.school_id, p.class_id, p.period, p.source
),
candidates as materialized (
  select p.*, coalesce(r.read, 0) as read
  from periods p left join reads r using (school_id, class_id, period, source)
),
chosen as materialized (
  select distinct on (school_id, class_id, period) *
  from (select *, max(read) over (partition by school_id, class_id, period) as most from candidates) c
  order by school_id, class_id, period, read >= most * 0.9 desc, rank desc nulls last, source
)`;

const numbered = (condition: string): string => `
scope as materialized (
  select row_number() over ()::int as sc, o.* from chosen o where ${condition}
)`;

const BEHIND = `$8::uuid[] is null or o.class_id = any($8) or not exists (select 1 from rollup_class r
  where r.school_id = o.school_id and r.period = o.period and r.class_id = o.class_id and r.source = o.source
    and r.from_day = o.from_day and r.to_day = o.to_day and r.until = o.until)`;

/** The classes and periods that figures are of: part `scope`, one row each, `sc` its number. */
export const scopeParts = (kind: ScopeKind): readonly string[] => [
  schools,
  classes,
  ...(kind === 'range' ? [rangePeriods] : [terms, termPeriods]),
  choice,
  numbered(kind === 'behind' ? BEHIND : 'true'),
];
