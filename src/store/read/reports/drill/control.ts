import type { EntityName } from '../../../../model/entities.ts';
import { tableOf } from '../../../schema/columns.ts';
import { drillColumns } from './columns.ts';
import { lookup } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

/** Sets of findings besides their states; see `keeping.ts`. */
const SETS: Readonly<Record<string, string>> = {
  late: "f.kind = 'entry_deadline' and f.verdict = 'violated' and f.state <> 'mended'",
  undecided: "f.kind = 'entry_deadline' and f.verdict <> 'violated' and f.state <> 'mended'",
};

/**
 * Findings of days; `which` is a state, `late` or `undecided`, `value` a severity. Those of no day are of the day on
 * which they were opened, those of no class the whole school's.
 */
export const findings = ({ words }: DrillRequest): DrillSelect => {
  const set = words.find((word) => word in SETS);
  const which = set && SETS[set];
  return {
    name: `findings${set ? `-${set}` : ''}`,
    select: `select 'finding' as entity, f.finding_id::text as key, f.school_id, f.class_id, f.student_id, f.subject_id,
    f.staff_id as teacher_id, f.day, f.state as value, concat_ws(': ', f.clause, f.message) as text, ${set === 'undecided' ? 'f.count' : '1'} as counts,
    f.regulation as source, f.rule as external_key, null::text as run_id, f.opened_at as first_seen_at,
    f.changed_at
  from schools s cross join asked a
  join school o on o.school_id = s.school_id
  ${lookup('finding', 'f', 'f.school_id = s.school_id')}
  left join class c on c.school_id = f.school_id and c.id = f.class_id
  where ${which ?? "f.verdict = 'violated'"} and ($6::uuid[] is null or f.class_id = any($6))
    and coalesce(f.day, (f.opened_at at time zone o.time_zone)::date) between a.first_day and a.last_day
    and (a.grade is null or c.grade = a.grade)
    and (a.level is null or c.id in (select p.class_id from picked p))
    and (a.subject_id is null or f.subject_id = a.subject_id)
    and (a.student_id is null or f.student_id = a.student_id)
    and (a.teacher_id is null or coalesce(f.staff_id, '00000000-0000-0000-0000-000000000000') = a.teacher_id)
    and (a.value is null or f.severity = a.value) ${which ? '' : "and (a.words = '{}' or f.state = any(a.words))"}`,
  };
};

type Changing = 'mark' | 'attendance' | 'termMark';

const image = (entity: Changing, row: string): string =>
  entity === 'attendance'
    ? `nullif(concat_ws('/', ${row}->>'status', ${row}->>'reason'), '')`
    : `${row}->>'value'`;

const within: Readonly<Record<Changing, string>> = {
  mark: 'k.date between s.from_day and s.to_day',
  attendance: 'k.date between s.from_day and s.to_day',
  termMark: "(k.term_id = s.term_id or s.basis = 'year' and k.kind <> 'term')",
};

const subjectOf = (entity: Changing): string =>
  entity === 'attendance'
    ? 'coalesce(k.subject_id, (select l.subject_id from lesson l where l.school_id = k.school_id and l.id = k.lesson_id))'
    : 'k.subject_id';

const changed = (entity: Changing & EntityName): string => `
select distinct on (h.history_id) ${drillColumns('s.school_id', {
  entity,
  key: 'h.history_id',
  classId: 's.class_id',
  studentId: 'k.student_id',
  subjectId: subjectOf(entity),
  ...(entity === 'mark' ? { teacherId: 'k.teacher_id' } : {}),
  day: entity === 'termMark' ? '(h.not_after at time zone o.time_zone)::date' : 'k.date',
  value: `concat(coalesce(case when h.kind <> 'restored' then ${image(entity, 'h.before')} end, '—'), ' → ',
    coalesce(case when h.kind = 'gone' then null when h.next is not null then ${image(entity, 'h.next')}
      when k.deleted_at is null then ${image(entity, 'to_jsonb(k)')} end, '—'))`,
  text: "'замечено ' || to_char(h.not_after at time zone o.time_zone, 'DD.MM.YYYY HH24:MI')",
  row: 'k',
})}
from people p join picked s using (sc) cross join asked a
join school o on o.school_id = s.school_id
${lookup(
  tableOf(entity).name,
  'k',
  `k.school_id = s.school_id and k.student_id = p.student_id and k.source = s.source
  and ${within[entity]} and (k.content_changed_at is not null or k.deleted_at is not null)`,
)}
join lateral (select h.*, lead(h.before) over (order by h.history_id) as next
  from history h where h.school_id = k.school_id and h.row_id = k.id and h.entity = '${entity}') h on true
where (a.student_id is null or k.student_id = a.student_id)
  and (a.subject_id is null or ${subjectOf(entity)} = a.subject_id)
order by h.history_id, p.last desc, s.class_id`;

const CHANGING = ['mark', 'attendance', 'termMark'] as const;

/** What was changed after it was first read: what it was, what it became; `which` is the sort of record. */
export function changes({ words }: DrillRequest): DrillSelect {
  const asked = CHANGING.filter((entity) => words.length === 0 || words.includes(entity));
  const selects = (asked.length > 0 ? asked : CHANGING).map((entity) => `(${changed(entity)})`);
  return { name: ['changes', ...asked].join('-'), select: selects.join(' union all ') };
}
