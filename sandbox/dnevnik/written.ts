import type { Day } from '../../src/model/dates.ts';
import { type LessonKey, periodWorkKey } from './ids.ts';
import type { WorkRow } from './work-row.ts';
import type { World } from './world.ts';

/** Where something stands, in the truth's numbers. */
interface OnLesson {
  readonly group: number;
  readonly date: Day;
  readonly number: number;
}

/** What stands of what clients have written, in the truth's numbers: for whoever holds it against the truth. */
export interface Written {
  readonly works: readonly (OnLesson & { readonly typeId: number; readonly text: string | null })[];
  /** Marks of lessons; `work` tells works of a lesson apart. */
  readonly marks: readonly (OnLesson & {
    readonly student: number;
    readonly typeId: number;
    readonly work: bigint;
    readonly value: string;
  })[];
  /** Marks of terms; `term` 0 is the year. */
  readonly termMarks: readonly {
    readonly student: number;
    readonly classId: number;
    readonly subjectId: number;
    readonly term: number;
    readonly value: string;
  }[];
  readonly entries: readonly (OnLesson & { readonly student: number; readonly status: string })[];
  readonly topics: readonly (OnLesson & { readonly topic: string })[];
}

const placeOf = ({ group, date, number }: LessonKey): OnLesson => ({ group, date, number });

const workPlace = ({ lesson }: WorkRow): OnLesson[] => (lesson ? [placeOf(lesson.key)] : []);

/** Tells everything that stands of one school. */
export function writtenOf({ overlay, ids }: World, school: number): Written {
  const { works, marks, entries, topics } = overlay.standing();
  const ofLesson = (id: bigint): OnLesson[] => {
    const key = ids.lessonKey(String(id));
    return key?.school === school ? [placeOf(key)] : [];
  };
  const own = works.filter(({ lesson }) => lesson?.key.school === school);
  const byId = new Map(own.map((row) => [row.id, row]));
  return {
    works: own.flatMap((row) => workPlace(row).map((at) => ({ ...at, typeId: row.typeId, text: row.text }))),
    marks: marks.flatMap(({ work, student, value }) => {
      const row = byId.get(work);
      return row ? workPlace(row).map((at) => ({ ...at, student, typeId: row.typeId, work, value })) : [];
    }),
    termMarks: marks.flatMap(({ work, student, value }) => {
      const key = periodWorkKey(String(work));
      if (key?.school !== school) return [];
      const { classId, subjectId, term } = key;
      return [{ student, classId, subjectId, term, value }];
    }),
    entries: entries.flatMap(({ lesson, student, status }) =>
      ofLesson(lesson).map((at) => ({ ...at, student, status })),
    ),
    topics: [...topics].flatMap(([lesson, topic]) =>
      topic === '' ? [] : ofLesson(lesson).map((at) => ({ ...at, topic })),
    ),
  };
}
