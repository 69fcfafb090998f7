import { workKindOf, workKinds } from '../works.ts';
import { drillColumns } from './columns.ts';
import { lessonsNarrowed, lookup } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

/**
 * Works and homework, each beside the lesson it is of: the one that it names, else those of its class, subject and day.
 * What names no class is found by its lesson.
 */
const besideLessons = (table: 'assessment' | 'homework', day: 'date' | 'due_day'): string => `
found as materialized (
  select s.sc, k.id, k.lesson_id, k.subject_id, k.${day} as day from scope s
  cross join lateral (select k.id, k.lesson_id, k.subject_id, k.${day} from ${table} k
    where k.school_id = s.school_id and k.class_id = s.class_id and k.${day} between s.from_day and s.until
      and k.source = s.source and k.deleted_at is null offset 0) k
  union all
  select l.sc, k.id, k.lesson_id, k.subject_id, k.${day} from (select distinct school_id from scope) s
  cross join lateral (select k.id, k.source, k.lesson_id, k.subject_id, k.${day} from ${table} k
    where k.school_id = s.school_id and k.class_id is null and k.deleted_at is null offset 0) k
  join lessons l on l.id = k.lesson_id
  join scope o on o.sc = l.sc and o.source = k.source
),
beside as materialized (
  select w.sc, w.id, l.group_id, l.subject_id, l.teacher_id from found w
  join lessons l on l.sc = w.sc and l.id = w.lesson_id
  union all
  select w.sc, w.id, l.group_id, l.subject_id, l.teacher_id from found w
  join lessons l on l.sc = w.sc and l.subject_id = w.subject_id and l.date = w.day
  where w.lesson_id is null
)`;

/** Works, at the lessons at which they were; `which` is a kind that teachers account for. */
export function assessments({ words }: DrillRequest): DrillSelect {
  const kinds = Object.keys(workKinds).filter((kind) => words.includes(kind));
  return {
    name: ['assessments', ...kinds].join('-'),
    parts: [besideLessons('assessment', 'date')],
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
    from beside l join picked s using (sc) cross join asked a
    ${lookup('assessment', 'k', 'k.school_id = s.school_id and k.id = l.id')}
    left join work_type t on t.school_id = k.school_id and t.id = k.work_type_id
    where ${kinds.length > 0 ? `${workKindOf('t.name')} = any(a.words)` : 'true'} and ${lessonsNarrowed('l')}
    order by s.sc, l.group_id, k.id, l.teacher_id`,
  };
}

/** Homework due at lessons that have come due, or on days of the subject. */
export const homework = (_: DrillRequest): DrillSelect => ({
  name: 'homework',
  parts: [besideLessons('homework', 'due_day')],
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
  from beside l join picked s using (sc) cross join asked a
  ${lookup('homework', 'k', 'k.school_id = s.school_id and k.id = l.id')}
  where ${lessonsNarrowed('l')}
  order by s.sc, k.id, l.group_id, l.teacher_id`,
});
