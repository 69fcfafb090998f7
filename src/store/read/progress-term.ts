import type { Reach } from '../../model/access.ts';
import type { Day } from '../../model/dates.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { heldPart, joinHeld, present } from './overlay.ts';
import { reachValues, withinReach } from './reach.ts';
import { sourceChoiceOf } from './source-choice.ts';
import { termChoice } from './term-choice.ts';

/** The term that a progress is of. */
export interface ProgressTerm {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly ordinal: number;
  readonly from: Day;
  readonly to: Day;
}

/** Whose progress; without a term, that of `now`. */
export interface TermRequest {
  readonly studentId: string;
  readonly term: string | null;
  readonly now: Date;
  readonly reach: Reach;
}

/** A term, and the source whose marks it was taken for; null when no marks decided. */
export interface ChosenTerm {
  readonly term: ProgressTerm;
  readonly source: string | null;
}

const termJson = `json_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'ordinal', t.ordinal,
  'from', t.start_day, 'to', t.end_day)`;

const namedStatement: Statement = {
  name: 'progress-term-named',
  text: `
select ${termJson}, null
from student s
join school sc on sc.school_id = s.school_id
join term t on t.school_id = s.school_id and t.id = $5::uuid and t.deleted_at is null
where s.id = $1::uuid and s.deleted_at is null and ${withinReach('sc', 2)}`,
};

const clock = `$5::timestamptz at time zone time_zone`;
const today = `(select (${clock})::date from who)`;

/** The source is chosen by what it read of the school year so far. */
const yearStart = `(select (date_trunc('year', ${clock} - interval '8 months') + interval '8 months')::date from who)`;

/**
 * Of the student's terms the latest begun that has marks of the chosen source, else that of today, else the last
 * that began, else the first to come. A source without terms of its own borrows those of the highest rank.
 */
const currentStatement: Statement = {
  name: 'progress-term-current',
  text: `
with ${sourceChoiceOf({ first: yearStart, last: today, reach: 2 })},${heldPart},
term_source as materialized (
  select t.source from who, term t
  where t.school_id = who.school_id and t.deleted_at is null
  group by who.school_id, t.source
  order by t.source is not distinct from (select source from chosen) desc,
    (select max(k.rank) from connection k where k.school_id = who.school_id and k.source = t.source)
      desc nulls last,
    t.source
  limit 1
),
grades as materialized (
  select c.id as class_id, c.grade from who
  join enrolment e on e.school_id = who.school_id and e.student_id = who.id and e.deleted_at is null
  join class c on c.school_id = e.school_id and c.id = e.class_id
  order by e.from_day desc nulls last, e.id limit 1
),
${termChoice('term_source', 'true')},
tiers as (
  select f.*, case
    when f.start_day <= ${today} and exists (
      select 1 from who, chosen, mark k
      ${joinHeld('mark', 'k')}
      where k.school_id = who.school_id and k.student_id = who.id and k.source = chosen.source
        and k.date between f.start_day and f.end_day and ${present('k', false)}) then 3
    when ${today} between f.start_day and f.end_day then 2
    when f.start_day <= ${today} then 1
    else 0 end as tier
  from fitting f
)
select ${termJson}, case when t.tier = 3 then (select source from chosen) end
from tiers t
order by t.tier desc, case when t.tier > 0 then t.start_day end desc, t.start_day, t.end_day, t.id
limit 1`,
};

/** The term asked for; null when there is no such student within reach, or the school has no such term. */
export async function readTerm(database: ReadDatabase, request: TermRequest): Promise<ChosenTerm | null> {
  const { term, now, studentId, reach } = request;
  const statement = term === null ? currentStatement : namedStatement;
  const values = [studentId, ...reachValues(reach), term ?? now];
  const [row] = await database.rows<readonly [ProgressTerm, string | null]>(statement, values);
  return row ? { term: row[0], source: row[1] } : null;
}
