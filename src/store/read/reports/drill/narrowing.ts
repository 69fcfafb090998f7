import type { DrillRequest } from './request.ts';

/** The id that stands for nobody, and for no group. */
export const NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid";

/** Whose results are the group's and the teacher's asked for: of its students on the last day, of the teacher's groups. */
const OWNED = `
owned as materialized (
  select distinct m.sc, m.student_id, m.subject_id
  from members m join leads l on l.sc = m.sc and l.group_id = m.group_id cross join asked a
  where m.last and (a.group_id is null or m.group_id = a.group_id)
    and (a.teacher_id is null or coalesce(l.teacher_id, ${NOBODY}) = a.teacher_id)
)`;

/**
 * Narrows results of row `r` (class, student, subject) to what is asked for. In sums over subjects the first grade, which
 * has no marks, is left out.
 */
export function resultsNarrowing({ groupId, teacherId }: DrillRequest) {
  const isOwned = groupId !== null || teacherId !== null;
  return {
    name: isOwned ? '-owned' : '',
    parts: isOwned ? [OWNED] : [],
    joins: isOwned
      ? 'join owned u on u.sc = r.sc and u.student_id = r.student_id and u.subject_id = r.subject_id'
      : '',
    where: `(a.subject_id is null or r.subject_id = a.subject_id)
  and (a.student_id is null or r.student_id = a.student_id)
  and (s.grade is distinct from 1 or coalesce(a.subject_id, a.group_id) is not null)`,
  };
}

/** Whether a lesson of row `alias` is of the group, teacher and subject asked for. */
export const lessonsNarrowed = (alias: string): string => `
  (a.subject_id is null or ${alias}.subject_id = a.subject_id)
  and (a.group_id is null or ${alias}.group_id = a.group_id)
  and (a.teacher_id is null or coalesce(${alias}.teacher_id, ${NOBODY}) = a.teacher_id)`;

/**
 * A join that looks rows up one by one, by an index: statements about figures are planned for joins of whole parts, and
 * whole tables are too much for that.
 */
export const lookup = (table: string, alias: string, condition: string, left = false): string =>
  `${left ? 'left' : 'inner'} join lateral (select * from "${table}" ${alias} where ${condition} offset 0) ${alias} on true`;
