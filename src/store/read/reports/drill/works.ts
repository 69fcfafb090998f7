import { workKindOf, workKinds } from '../works.ts';
import { drillColumns } from './columns.ts';
import { lessonsNarrowed } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

const ofLesson = `(k.lesson_id = l.id or k.lesson_id is null and k.class_id = s.class_id
  and k.subject_id = l.subject_id and k.date = l.date)`;

/** Works, at the lessons at which they were; `which` is a kind that teachers account for. */
export function assessments({ words }: DrillRequest): DrillSelect {
  const kinds = Object.keys(workKinds).filter((kind) => words.includes(kind));
  return {
    name: ['assessments', ...kinds].join('-'),
    select: `select distinct on (s.sc, l.group_id, k.id) ${drillColumns('s.school_id', {
      entity: 'assessment',
      key: "s.class_id || '/' || l.group_id || '/' || k.id",
      classId: 's.class_id',
      subjectId: 'k.subject_id',
      teacherId: 'l.teacher_id',
      day: 'k.date',
      value: 't.name',
      text: "nullif(concat_ws(', ', k.topic, 'вес ' || k.weight), '')",
      row: 'k',
    })}
    from lessons l join picked s using (sc) cross join asked a
    join assessment k on k.school_id = s.school_id and k.source = s.source and k.deleted_at is null and ${ofLesson}
    left join work_type t on t.school_id = k.school_id and t.id = k.work_type_id
    where ${kinds.length > 0 ? `${workKindOf('t.name')} = any(a.words)` : 'true'} and ${lessonsNarrowed('l')}
    order by s.sc, l.group_id, k.id, l.teacher_id`,
  };
}

/** Homework due at lessons that have come due, or on days of the subject. */
export const homework = (_: DrillRequest): DrillSelect => ({
  name: 'homework',
  select: `select distinct on (s.sc, k.id) ${drillColumns('s.school_id', {
    entity: 'homework',
    key: "s.class_id || '/' || k.id",
    classId: 's.class_id',
    subjectId: 'k.subject_id',
    teacherId: 'l.teacher_id',
    day: 'k.due_day',
    text: 'k.text',
    row: 'k',
  })}
  from lessons l join picked s using (sc) cross join asked a
  join homework k on k.school_id = s.school_id and k.source = s.source and k.deleted_at is null
    and k.due_day between s.from_day and s.until and (k.lesson_id = l.id
      or k.lesson_id is null and k.class_id = s.class_id and k.subject_id = l.subject_id and k.due_day = l.date)
  where ${lessonsNarrowed('l')}
  order by s.sc, k.id, l.id`,
});
