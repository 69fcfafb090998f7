import type { Day } from '../../model/dates.ts';
import type { Known } from './known.ts';
import type { Ours } from './lessons.ts';
import { type Cell, filled } from './raw-rows.ts';
import { classOn, type SourceGround, type Stay } from './source-ground.ts';

/** Whether a row is of the class: a student who moved has rows of both, and each row is of one. */
export interface Ownership extends Ours {
  record(studentId: string, day: Day, lessonId: string | null): boolean;
}

const LIVE_LESSONS = `
select l.id from lesson l where l.school_id = $1 and l.id = any($2::uuid[]) and l.deleted_at is null`;

const hasMoved = (stays: readonly Stay[] | undefined): boolean =>
  stays?.some(({ classId }) => classId !== stays[0]?.classId) === true;

/** `records`: students and lessons of the rows in question. A lesson of another class takes its rows there. */
export async function ownershipOf(
  { asker, schoolId }: Known,
  { staysOf }: SourceGround,
  { classId }: { readonly classId: string },
  lessonIds: ReadonlySet<string>,
  records: readonly (readonly [student: Cell | undefined, lesson: Cell | undefined])[],
): Promise<Ownership> {
  const foreign = new Set<string>();
  for (const [student, lesson] of records) {
    if (lesson && !lessonIds.has(lesson) && hasMoved(staysOf.get(filled(student)))) foreign.add(lesson);
  }
  const found =
    foreign.size === 0 ? [] : await asker.rows('live-lessons', LIVE_LESSONS, [schoolId, [...foreign]]);
  const elsewhere = new Set(found.map(([id]) => filled(id)));
  return {
    hasLesson: (lessonId) => lessonIds.has(lessonId),
    hasStudent: (studentId) => staysOf.get(studentId)?.some((stay) => stay.classId === classId) === true,
    record(studentId, day, lessonId) {
      const stays = staysOf.get(studentId);
      if (!hasMoved(stays)) return true;
      if (lessonId !== null && lessonIds.has(lessonId)) return true;
      if (lessonId !== null && elsewhere.has(lessonId)) return false;
      return classOn(stays, day) === classId;
    },
  };
}
