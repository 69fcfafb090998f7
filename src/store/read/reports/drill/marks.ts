import { accepted, joinHeld } from '../../overlay.ts';
import { workKindOf } from '../works.ts';
import { drillColumns } from './columns.ts';
import { lookup, resultsNarrowing } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

/**
 * Current marks that are counted: with a number and a weight, of whoever learns the subject on the last day. `which` may
 * narrow them to control works.
 */
export function marks(request: DrillRequest): DrillSelect {
  const narrowing = resultsNarrowing(request);
  const isControl = request.words.includes('control');
  return {
    name: `marks${narrowing.name}${isControl ? '-control' : ''}`,
    parts: narrowing.parts,
    select: `select ${drillColumns('s.school_id', {
      entity: 'mark',
      key: "s.class_id || '/' || k.id",
      classId: 's.class_id',
      studentId: 'r.student_id',
      subjectId: 'r.subject_id',
      teacherId: 'k.teacher_id',
      day: 'k.date',
      value: accepted('k.value', 'value'),
      text: "nullif(concat_ws(', ', t.name, w.topic, 'вес ' || case when m.weight <> 1 then trim_scale(m.weight::numeric) end), '')",
      row: 'k',
    })}
    from results r join picked s using (sc) cross join asked a ${narrowing.joins}
    join marks m on m.sc = r.sc and m.student_id = r.student_id and m.subject_id = r.subject_id
      and m.first is not null and m.weight > 0
    ${lookup('mark', 'k', 'k.school_id = s.school_id and k.id = m.id')}
    ${joinHeld('mark', 'k')}
    ${lookup('assessment', 'w', 'w.school_id = s.school_id and w.id = k.assessment_id', true)}
    left join work_type t on t.school_id = w.school_id and t.id = w.work_type_id
    where (a.value is null or ${accepted('k.value', 'value')} = a.value or m.first::text = a.value)
      and ${isControl ? `${workKindOf('t.name')} = 'control'` : 'true'} and ${narrowing.where}`,
  };
}
