import type { Day } from '../../model/dates.ts';
import type { Known } from './known.ts';
import type { Ours } from './lessons.ts';
import { filled, type RawRow } from './raw-rows.ts';
import { classOn, type SourceGround, type Stay } from './source-ground.ts';

/** Whether a row is of the class: a student who moved has rows of both, and each row is of one. */
export interface Ownership extends Ours {
  record(studentId: string, day: Day, lessonId: string | null): boolean;
}

const LIVE_LESSONS = `
select l.id from lesson l where l.school_id = $1 and l.id = any($2::uuid[]) and l.deleted_at is null`;

const hasMoved = (stays: readonly Stay[]): boolean =>
  stays.some(({ classId }) => classId !== stays[0]?.classId);

/** Rows of records, and which of their columns name the student and the lesson. */
export interface RecordRows {
  readonly rows: readonly RawRow[];
  readonly student: number;
  readonly lesson: number;
}

/** Lessons that are not the class's own and take the rows of students who moved elsewhere. */
async function elsewhereOf(
  { asker, schoolId }: Known,
  moved: ReadonlySet<string>,
  own: ReadonlySet<string>,
  records: readonly RecordRows[],
): Promise<ReadonlySet<string>> {
  const foreign = new Set<string>();
  for (const { rows, student, lesson } of moved.size === 0 ? [] : records) {
    for (const row of rows) {
      const id = row[lesson];
      if (id && !own.has(id) && moved.has(filled(row[student]))) foreign.add(id);
    }
  }
  if (foreign.size === 0) return foreign;
  const found = await asker.rows('live-lessons', LIVE_LESSONS, [schoolId, [...foreign]]);
  return new Set(found.map(([id]) => filled(id)));
}

/** Tells of each row whether it is of the class. */
export async function ownershipOf(
  known: Known,
  { staysOf }: SourceGround,
  { classId, studentIds }: { readonly classId: string; readonly studentIds: readonly string[] },
  lessonIds: ReadonlySet<string>,
  records: readonly RecordRows[],
): Promise<Ownership> {
  const moved = new Set(studentIds.filter((id) => hasMoved(staysOf.get(id) ?? [])));
  const elsewhere = await elsewhereOf(known, moved, lessonIds, records);
  const students = new Set(studentIds);
  return {
    hasLesson: (lessonId) => lessonIds.has(lessonId),
    hasStudent: (studentId) => students.has(studentId),
    record(studentId, day, lessonId) {
      if (!moved.has(studentId)) return true;
      if (lessonId !== null && lessonIds.has(lessonId)) return true;
      if (lessonId !== null && elsewhere.has(lessonId)) return false;
      return classOn(staysOf.get(studentId), day) === classId;
    },
  };
}
