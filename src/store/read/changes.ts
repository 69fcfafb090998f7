import type { Reach } from '../../model/access.ts';
import { snakeCase } from '../schema/columns.ts';
import { type Held, heldEntities } from '../withheld.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { type Page, type PageRequest, type PageRow, pageOf } from './page.ts';
import { instantSql, reachValues, withinReach } from './reach.ts';

/** The changes of which term. */
export interface ChangesRequest extends PageRequest {
  readonly schoolId: string;
  readonly term: string;
  /** Only changes that a permit allows; null: all. */
  readonly permitted: boolean | null;
  readonly reach: Reach;
}

const imageValue = (entity: Held, image: string): string =>
  entity === 'attendance'
    ? `nullif(concat_ws('/', ${image}->>'status', ${image}->>'reason'), '')`
    : `${image}->>'value'`;

/** Marks of a year, an exam or the final ones stand in the table of the year's last term. */
const within: Readonly<Record<Held, string>> = {
  mark: 'r.date between term.start_day and term.end_day',
  attendance: 'r.date between term.start_day and term.end_day',
  termMark: `case when r.kind = 'term' then exists (select 1 from term own
      where own.school_id = r.school_id and own.id = r.term_id and own.kind = term.kind
        and own.start_day <= term.end_day and own.end_day >= term.start_day)
    else term.last and coalesce((select y.start_day <= term.end_day and y.end_day >= term.start_day
      from academic_year y where y.school_id = r.school_id and y.id = r.academic_year_id), true) end`,
};

const subjectOf = (entity: Held): string =>
  entity === 'attendance'
    ? 'coalesce(r.subject_id, (select l.subject_id from lesson l where l.school_id = r.school_id and l.id = r.lesson_id))'
    : 'r.subject_id';

/**
 * The changes of one sort of record. What a row became at a change is what it was before the next one, or what it is
 * now; a row that is gone is nothing. Who put a mark is only told where the vendor tells it of the mark itself.
 */
const changesOf = (entity: Held): string => `
select h.history_id, '${entity}' as target, r.id as target_id, r.student_id, ${subjectOf(entity)} as subject_id,
  ${entity === 'termMark' ? 'null::date' : 'r.date'} as lesson_day, h.not_before, h.not_after,
  case when h.kind = 'restored' then null else ${imageValue(entity, 'h.before')} end as was,
  case when h.kind = 'gone' then null
    when h.next is not null then ${imageValue(entity, 'h.next')}
    when r.deleted_at is null then ${imageValue(entity, 'to_jsonb(r)')} end as became,
  ${entity === 'mark' ? "coalesce((h.next->>'teacher_id')::uuid, r.teacher_id)" : 'null::uuid'} as staff_id,
  ${entity === 'mark' ? "coalesce((h.next->>'changed_at')::timestamptz, r.changed_at)" : 'null::timestamptz'} as stamp
from term
join "${snakeCase(entity)}" r on r.school_id = term.school_id and ${within[entity]}
join lateral (
  select h.*, lead(h.before) over (order by h.history_id) as next
  from history h where h.school_id = r.school_id and h.row_id = r.id and h.entity = '${entity}'
) h on true
where r.content_changed_at is not null or r.deleted_at is not null`;

const person = (alias: string): string =>
  `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'displayName', ${alias}.display_name) end`;

const changeJson = `json_build_object(
  'changeId', c.history_id::text, 'target', c.target, 'targetId', c.target_id,
  'changedAt', json_build_object('notBefore', ${instantSql('c.not_before')}, 'notAfter', ${instantSql('c.not_after')},
    'stamp', ${instantSql('c.stamp')}),
  'enteredBy', coalesce(${person('entered')}, ${person('teacher')}),
  'student', json_build_object('id', st.id, 'displayName', st.display_name),
  'subject', case when su.id is null then null else json_build_object('id', su.id, 'name', su.name) end,
  'lessonDay', c.lesson_day, 'was', c.was, 'became', c.became,
  'permit', case when p.id is null then null else json_build_object('id', p.id, 'ground', p.ground,
    'document', p.document, 'documentDay', p.document_day) end,
  'withheld', w.row_id is not null)`;

/** One statement for both tables: a change stands in it whether or not a permit is there. */
const statement: Statement = {
  name: 'changes',
  text: `
with term as materialized (
  select t.*, not exists (select 1 from term later where later.school_id = t.school_id and later.source = t.source
    and later.kind = t.kind and later.deleted_at is null
    and later.start_day between t.end_day and t.end_day + 80) as last
  from term t join school sc on sc.school_id = t.school_id
  where t.school_id = $1::uuid and t.id = $5::uuid and t.deleted_at is null and ${withinReach('sc', 2)}
),
changes as (${heldEntities.map(changesOf).join(' union all ')})
select c.history_id::text, ${changeJson}::text
from changes c
join student st on st.school_id = $1::uuid and st.id = c.student_id
left join subject su on su.school_id = $1::uuid and su.id = c.subject_id
left join staff teacher on teacher.school_id = $1::uuid and teacher.id = c.staff_id
left join lateral (
  select p.* from amendment_permit p
  where p.school_id = $1::uuid and p.student_id = c.student_id and p.target_id = c.target_id::text
    and p.target = c.target and p.state = 'granted' and p.value is not distinct from c.became
    and p.deleted_at is null
  order by p.decided_at desc nulls last limit 1
) p on true
left join staff entered on entered.school_id = $1::uuid and entered.id = p.entered_by_staff_id
left join withheld w on w.school_id = $1::uuid and w.entity = c.target and w.row_id = c.target_id
where c.was is distinct from c.became and ($6::boolean is null or $6 = (p.id is not null))
  and ($7::bigint is null or c.history_id > $7::bigint)
order by c.history_id
limit $8`,
};

const termStatement: Statement = {
  name: 'changes-term',
  text: `select 1 from term t join school sc on sc.school_id = t.school_id
where t.school_id = $1::uuid and t.id = $5::uuid and t.deleted_at is null and ${withinReach('sc', 2)}`,
};

/** The table of changes of a term, the oldest first; null when there is no such term within reach. */
export async function listChanges(database: ReadDatabase, request: ChangesRequest): Promise<Page | null> {
  const { schoolId, term, permitted, reach, after, limit } = request;
  const place = [schoolId, ...reachValues(reach), term];
  if ((await database.rows(termStatement, place)).length === 0) return null;
  return pageOf(await database.rows<PageRow>(statement, [...place, permitted, after, limit + 1]), limit);
}
