/** The id that stands for nobody, and for no group. */
export const NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid";

/**
 * Whether results of row `r` (class, student, subject) are of the group and the teacher asked for: a group's are those
 * of its students on the last day, a teacher's those of the groups that are the teacher's.
 */
export const resultsNarrowed = (teacher: boolean): string => `
  (a.subject_id is null or r.subject_id = a.subject_id)
  and (a.student_id is null or r.student_id = a.student_id)
  and (a.group_id is null or exists (select from members m where m.sc = r.sc and m.last
    and m.group_id = a.group_id and m.student_id = r.student_id and m.subject_id = r.subject_id))
  ${teacher ? OF_TEACHER : ''}`;

const OF_TEACHER = `and exists (select from members m join leads l on l.sc = m.sc and l.group_id = m.group_id
  where m.sc = r.sc and m.last and m.student_id = r.student_id and m.subject_id = r.subject_id
    and coalesce(l.teacher_id, ${NOBODY}) = a.teacher_id)`;

/** In sums over subjects the first grade, which has no marks, is left out. */
export const markedGrades = '(s.grade is distinct from 1 or coalesce(a.subject_id, a.group_id) is not null)';

/** Whether a lesson of row `l` is of the group, teacher and subject asked for. */
export const lessonsNarrowed = (alias: string): string => `
  (a.subject_id is null or ${alias}.subject_id = a.subject_id)
  and (a.group_id is null or ${alias}.group_id = a.group_id)
  and (a.teacher_id is null or coalesce(${alias}.teacher_id, ${NOBODY}) = a.teacher_id)`;
