import type { Day } from '../../../model/dates.ts';
import type { ReadDatabase } from '../database.ts';
import { type DaysAsked, daysValues, overClasses, staysPart } from './asked-classes.ts';

/** A mark, or a mark for a period, that became another. */
export interface ChangedMark {
  readonly id: string;
  readonly target: 'mark' | 'termMark';
  readonly schoolId: string;
  readonly classId: string;
  readonly className: string;
  readonly source: string;
  readonly studentId: string;
  readonly student: string;
  readonly subjectId: string;
  readonly subject: string;
  /** When the vendor says; else it happened between two looks, of which the first may be unknown. */
  readonly stamp: Day | null;
  readonly notBefore: Day | null;
  readonly notAfter: Day;
  readonly who: string | null;
  readonly lessonDay: Day | null;
  readonly was: string | null;
  readonly became: string | null;
  /** The permit for exactly this change. */
  readonly ground: string | null;
  readonly document: string | null;
  readonly documentDay: Day | null;
  /** Not accepted: it waits for a permit. */
  readonly withheld: boolean;
}

const local = (instant: string): string => `(${instant} at time zone k.time_zone)::date`;

/** What a row became at a change is what it was before the next one, or what it is now. */
const changesOf = (table: string, target: ChangedMark['target']): string => `
select s.sc, h.history_id, '${target}' as target, r.id, r.school_id, r.student_id, r.subject_id,
  ${target === 'mark' ? 'r.date' : 'null::date'} as lesson_day, h.not_before, h.not_after,
  case when h.kind = 'restored' then null else h.before->>'value' end as was,
  case when h.kind = 'gone' then null when h.next is not null then h.next->>'value'
    when r.deleted_at is null then r.value end as became,
  ${target === 'mark' ? "coalesce((h.next->>'teacher_id')::uuid, r.teacher_id)" : 'null::uuid'} as staff_id,
  ${target === 'mark' ? "coalesce((h.next->>'changed_at')::timestamptz, r.changed_at)" : 'null::timestamptz'} as stamp
from (select distinct sc, student_id from stays) y join scope s using (sc)
join "${table}" r on r.school_id = s.school_id and r.student_id = y.student_id and r.source = s.source
  and (r.content_changed_at is not null or r.deleted_at is not null)
join lateral (
  select h.*, lead(h.before) over (order by h.history_id) as next
  from history h where h.school_id = r.school_id and h.row_id = r.id and h.entity = '${target}'
) h on true`;

const LAST = `
select c.history_id::text, c.target, c.school_id, s.class_id, g.name, s.source, c.student_id, st.display_name,
  c.subject_id, coalesce(j.name, ''), ${local('c.stamp')}::text, ${local('c.not_before')}::text,
  ${local('c.not_after')}::text, coalesce(e.display_name, t.display_name), c.lesson_day::text, c.was, c.became,
  p.ground, p.document, p.document_day::text, w.row_id is not null
from changes c join scope s using (sc)
join school k on k.school_id = c.school_id
join class g on g.school_id = s.school_id and g.id = s.class_id
join student st on st.school_id = c.school_id and st.id = c.student_id
left join subject j on j.school_id = c.school_id and j.id = c.subject_id
left join staff t on t.school_id = c.school_id and t.id = c.staff_id
left join lateral (
  select p.* from amendment_permit p
  where p.school_id = c.school_id and p.student_id = c.student_id and p.target_id = c.id::text
    and p.target = c.target and p.state = 'granted' and p.value is not distinct from c.became
    and p.deleted_at is null
  order by p.decided_at desc nulls last limit 1
) p on true
left join staff e on e.school_id = c.school_id and e.id = p.entered_by_staff_id
left join withheld w on w.school_id = c.school_id and w.entity = c.target and w.row_id = c.id
where c.was is distinct from c.became
  and ${local('coalesce(c.stamp, c.not_after)')} between s.from_day and s.to_day
order by c.not_after, c.history_id, g.name`;

const statement = overClasses(
  'changed-marks',
  [
    staysPart,
    `changes as materialized (${changesOf('mark', 'mark')} union all ${changesOf('term_mark', 'termMark')})`,
  ],
  LAST,
);

/** Changes that happened in the days asked for, as far as is known, the oldest first. */
export async function readChangedMarks(
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly ChangedMark[]> {
  const rows = await database.rows<readonly unknown[]>(statement, daysValues(asked));
  return rows.map(changeOf);
}

function changeOf(row: readonly unknown[]): ChangedMark {
  let at = 0;
  const next = <V>(): V => row[at++] as V;
  return {
    id: next(),
    target: next(),
    schoolId: next(),
    classId: next(),
    className: next(),
    source: next(),
    studentId: next(),
    student: next(),
    subjectId: next(),
    subject: next(),
    stamp: next(),
    notBefore: next(),
    notAfter: next(),
    who: next(),
    lessonDay: next(),
    was: next(),
    became: next(),
    ground: next(),
    document: next(),
    documentDay: next(),
    withheld: next(),
  };
}
