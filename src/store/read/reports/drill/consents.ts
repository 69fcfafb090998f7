import { tellersPart } from '../asked-classes.ts';
import { drillColumns } from './columns.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

/** The last word of a student and purpose on the last day, as the form of consents has it. */
const PAPERS = `
papers as materialized (
  select distinct on (b.school_id, b.student_id, b.purpose) b.*
  from (select b.*, case when b.withdrawn_day <= a.last_day then 'withdrawn'
      when b.state = 'withdrawn' and b.withdrawn_day is not null then 'given'
      when b.state = 'given' and b.to_day < a.last_day then 'expired' else b.state end as now_state
    from tellers t cross join asked a
    join consent b on b.school_id = t.school_id and b.source = t.source and b.deleted_at is null
      and b.from_day <= a.last_day) b
  order by b.school_id, b.student_id, b.purpose,
    greatest(b.from_day, case when b.now_state = 'withdrawn' then b.withdrawn_day end) desc,
    b.source = 'peremena/register' desc, b.first_seen_at desc, b.id
)`;

const SAID = `case k.now_state when 'given' then 'дано' when 'refused' then 'отказано' when 'withdrawn' then 'отозвано'
  when 'expired' then 'срок истёк' else 'нет' end`;

const UNTIL = `nullif(concat_ws(', ', k.document, 'до ' || to_char(k.to_day, 'DD.MM.YYYY')), '')`;

/**
 * Consents of students of the last day; `value` is a purpose, `which` a state on that day, `expiring` (within 30 days),
 * or `missing`: students without any paper for the purpose, which are nobody's rows.
 */
export function consents({ words, value }: DrillRequest): DrillSelect {
  const isMissing = value !== null && words.includes('missing');
  const isExpiring = words.includes('expiring');
  const stated = isExpiring
    ? "k.now_state = 'given' and k.to_day <= a.last_day + 30"
    : "(a.words = '{}' or k.now_state = any(a.words))";
  return {
    name: `consents${isMissing ? '-missing' : isExpiring ? '-expiring' : ''}`,
    parts: [tellersPart('consent'), PAPERS],
    select: `select ${drillColumns('s.school_id', {
      entity: 'consent',
      key: "s.class_id || '/' || p.student_id || coalesce('/' || k.id, '')",
      classId: 's.class_id',
      studentId: 'p.student_id',
      day: 'k.from_day',
      value: SAID,
      text: UNTIL,
      row: 'k',
    })}
    from people p join picked s using (sc) cross join asked a
    left join papers k on k.school_id = s.school_id and k.student_id = p.student_id
      and (a.value is null or k.purpose = a.value)
    where p.last and (a.student_id is null or p.student_id = a.student_id)
      and ${isMissing ? 'k.id is null' : `k.id is not null and ${stated}`}`,
  };
}
