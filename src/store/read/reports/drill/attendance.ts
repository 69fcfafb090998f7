import { drillColumns } from './columns.ts';
import { lookup } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

/** Conditions on rows `b` of part `absences`; other values are reasons. */
const SETS: Readonly<Record<string, string>> = {
  missed: "b.status = 'absent'",
  late: "b.status = 'late'",
  days: "b.status = 'absent' and (d.whole or (d.lessons > 0 and d.absent >= d.lessons))",
};

const REASON = "b.status = 'absent' and b.reason = a.value";

/** An entry for a whole day misses all lessons of it; days are counted once a student. */
const counted = (value: string | null): string =>
  value === 'days'
    ? 'case when row_number() over (partition by b.sc, b.student_id, b.date order by b.id) = 1 then 1 else 0 end'
    : "case when b.status = 'absent' and b.whole then greatest(d.lessons, 1) else 1 end";

const SAID = `case when b.status = 'late' then 'опоздание' else 'отсутствие' end`;

const REASONS = `case b.reason when 'sick' then 'болезнь' when 'excused' then 'уважительная причина'
  when 'unexcused' then 'без уважительной причины' when 'school_event' then 'мероприятие школы'
  else 'причина не указана' end`;

/** Absences; `value` is a reason, `late` or `days` (of which every lesson was missed). */
export function attendance({ value }: DrillRequest): DrillSelect {
  const set = value === null ? SETS['missed'] : (SETS[value] ?? REASON);
  const known = value === null ? 'missed' : value in SETS ? value : 'reason';
  return {
    name: `attendance-${known}`,
    select: `select ${drillColumns('s.school_id', {
      entity: 'attendance',
      key: "s.class_id || '/' || k.id",
      classId: 's.class_id',
      studentId: 'b.student_id',
      subjectId: 'coalesce(k.subject_id, l.subject_id)',
      teacherId: 'l.teacher_id',
      day: 'b.date',
      value: SAID,
      text: `case when b.status = 'absent' then ${REASONS} || case when b.whole then ', весь день' else '' end end`,
      counts: counted(value),
      row: 'k',
    })}
    from absences b join picked s using (sc) cross join asked a
    left join missed_days d on d.sc = b.sc and d.student_id = b.student_id and d.date = b.date
    ${lookup('attendance', 'k', 'k.school_id = s.school_id and k.id = b.id')}
    ${lookup('lesson', 'l', 'l.school_id = s.school_id and l.id = k.lesson_id', true)}
    where ${set} and (a.student_id is null or b.student_id = a.student_id)
      and (a.subject_id is null or coalesce(k.subject_id, l.subject_id) = a.subject_id)`,
  };
}
