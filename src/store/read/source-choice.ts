import { withinReach } from './reach.ts';

/** The owner of what was read for a whole school at once. */
const WHOLE_SCHOOL = "'00000000-0000-0000-0000-000000000000'::uuid";

/** Where the statement finds what the choice depends on. */
export interface SourceChoice {
  /** SQL of the first and last day. */
  readonly first: string;
  readonly last: string;
  /** The number of the first of the three parameters of reach. */
  readonly reach: number;
  /** SQL of a source that is shown whatever was read; null there leaves the choice free. */
  readonly pinned?: string;
}

/**
 * The first three parts of a statement about one student and a range of days: `who` (the student, when it is
 * within reach), `seen` (what was read of the student's marks within the range) and `chosen` (the one source
 * that is shown).
 *
 * Several sources may tell of one student. Shown is one of them, never a mixture: the two would tell of the
 * same mark twice. First comes a source whose reading covers the whole range, then one that covers some of it,
 * then one that at least knows the student's groups; among equals the higher rank of its connection decides.
 *
 * Parameter $1 is the student.
 */
export const sourceChoiceOf = ({ first, last, reach, pinned }: SourceChoice): string => `
who as materialized (
  select s.school_id, s.id, s.display_name, sc.time_zone
  from student s
  join school sc on sc.school_id = s.school_id
  where s.id = $1::uuid and s.deleted_at is null and ${withinReach('sc', reach)}
),
seen as materialized (
  select c.source, c.from_day, c.to_day, c.seen_at,
    daterange(c.from_day, c.to_day, '[]') @> daterange(${first}, ${last}, '[]') as whole
  from who
  join coverage c on c.school_id = who.school_id and c.owner_id in (who.id, ${WHOLE_SCHOOL})
  where c.entity = 'mark'
    and coalesce(c.from_day <= ${last}, true) and coalesce(c.to_day >= ${first}, true)
    and coalesce(c.from_day <= c.to_day, true)
),
chosen as materialized (
  ${pinned === undefined ? '' : `select ${pinned} as source where ${pinned} is not null union all`}
  (select known.source
  from (
    select source,
      case when range_agg(daterange(from_day, to_day, '[]')) @> daterange(${first}, ${last}, '[]')
        then 3 else 2 end as tier
    from seen group by source
    union all
    select m.source, 1
    from who
    join group_membership m on m.school_id = who.school_id and m.student_id = who.id
    where m.deleted_at is null
  ) known
  ${pinned === undefined ? '' : `where ${pinned} is null`}
  order by known.tier desc,
    (select max(k.rank) from who join connection k
      on k.school_id = who.school_id and k.source = known.source) desc nulls last,
    known.source
  limit 1)
)`;

/** The choice for the days $2…$3, reach in $4…$6. */
export const sourceChoice = sourceChoiceOf({ first: '$2::date', last: '$3::date', reach: 4 });
