import type { Day } from '../../../model/dates.ts';
import { REGISTER_SOURCE } from '../../../model/disclosure.ts';
import type { EntityName } from '../../../model/entities.ts';
import { scopeParts } from '../../rollup/scope-sql.ts';
import { tableOf } from '../../schema/columns.ts';
import type { Statement } from '../database.ts';
import { reachValues } from '../reach.ts';
import type { WhereAsked } from './scope.ts';

/** Who asks about whom, and from which day to which. */
export interface DaysAsked extends WhereAsked {
  readonly from: Day;
  readonly to: Day;
}

/** Values $1…$8 of statements {@link overClasses}. */
export const daysValues = (asked: DaysAsked): readonly unknown[] => [
  ...reachValues(asked.reach),
  asked.schoolId,
  asked.municipality,
  asked.classId === null ? asked.classIds : [asked.classId],
  asked.from,
  asked.to,
];

/**
 * A statement about the classes asked for: part `scope` (class, its one source, the days, `until` which of them the
 * journal was read), then `parts` and `last`. The source is chosen as figures choose it, so that lists and sums agree.
 */
export const overClasses = (name: string, parts: readonly string[], last: string): Statement => ({
  name: `report-${name}`,
  text: `with ${[...scopeParts('range'), ...parts].join(',')}\n${last}`,
});

/** Part `stays`: who was in the classes when; `last`: on the last day, too. */
export const staysPart = `
stays as materialized (
  select s.sc, s.school_id, s.class_id, s.source, e.student_id, e.from_day, e.to_day, e.order_number, e.order_day,
    coalesce(e.from_day <= s.from_day, true) and coalesce(e.to_day >= s.from_day, true) as first,
    coalesce(e.from_day <= s.to_day, true) and coalesce(e.to_day >= s.to_day, true) as last
  from scope s
  join enrolment e on e.school_id = s.school_id and e.class_id = s.class_id and e.source = s.source
    and e.deleted_at is null
    and coalesce(e.from_day <= s.to_day, true) and coalesce(e.to_day >= s.from_day, true)
)`;

/**
 * Part `tellers`: whose rows of an entity count. Papers are told by any source of the school, or entered with us; of
 * several sources only the first in rank is heard, or everything would be there twice.
 */
export function tellersPart(entity: EntityName): string {
  const { name } = tableOf(entity);
  return `
tellers as materialized (
  (select distinct on (t.school_id) t.school_id, t.source
  from (select distinct r.school_id, r.source from "${name}" r
    where r.school_id in (select school_id from scope) and r.deleted_at is null
      and r.source <> '${REGISTER_SOURCE}') t
  order by t.school_id, (select max(k.rank) from connection k
    where k.school_id = t.school_id and k.source = t.source) desc nulls last, t.source)
  union all
  select distinct school_id, '${REGISTER_SOURCE}' from scope
)`;
}

/** The order of classes `c` within a school. */
export const classOrder = 'c.grade nulls last, c.name collate "ru-x-icu", c.id';
