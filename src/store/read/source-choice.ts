import { withinReach } from './reach.ts';

/** The owner of what was read for a whole school at once. */
const WHOLE_SCHOOL = "'00000000-0000-0000-0000-000000000000'::uuid";

/**
 * The first three parts of a statement about one student and a range of days: `who` (the student, when it is
 * within reach), `seen` (what was read of the student's marks within the range) and `chosen` (the one source
 * that is shown).
 *
 * Several sources may tell of one student. Shown is one of them, never a mixture: the two would tell of the
 * same mark twice. First comes a source whose reading covers the whole range, then one that covers some of it,
 * then one that at least knows the student's groups; among equals the higher rank of its connection decides.
 *
 * Parameters: $1 student, $2 and $3 first and last day, $4…$6 reach.
 */
export const sourceChoice = `
who as materialized (
  select s.school_id, s.id, s.display_name, sc.time_zone
  from student s
  join school sc on sc.school_id = s.school_id
  where s.id = $1::uuid and s.deleted_at is null and ${withinReach('sc', 4)}
),
seen as materialized (
  select c.source, c.from_day, c.to_day, c.seen_at,
    daterange(c.from_day, c.to_day, '[]') @> daterange($2::date, $3::date, '[]') as whole
  from who
  join coverage c on c.school_id = who.school_id and c.owner_id in (who.id, ${WHOLE_SCHOOL})
  where c.entity = 'mark'
    and coalesce(c.from_day <= $3::date, true) and coalesce(c.to_day >= $2::date, true)
    and coalesce(c.from_day <= c.to_day, true)
),
chosen as materialized (
  select known.source
  from (
    select source,
      case when range_agg(daterange(from_day, to_day, '[]')) @> daterange($2::date, $3::date, '[]')
        then 3 else 2 end as tier
    from seen group by source
    union all
    select m.source, 1
    from who
    join group_membership m on m.school_id = who.school_id and m.student_id = who.id
    where m.deleted_at is null
  ) known
  order by known.tier desc,
    (select max(k.rank) from who join connection k
      on k.school_id = who.school_id and k.source = known.source) desc nulls last,
    known.source
  limit 1
)`;
