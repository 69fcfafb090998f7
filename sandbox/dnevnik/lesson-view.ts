import type { LessonRecord, TruthLesson } from '../school-year/types.ts';
import type { LessonKey } from './ids.ts';

/** A lesson with its record and its members. */
export interface LessonView {
  readonly key: LessonKey;
  readonly id: bigint;
  readonly lesson: TruthLesson;
  readonly record: LessonRecord;
  readonly members: ReadonlySet<number>;
}

/** A lesson that holds nothing yet. */
export const emptyRecord = (lesson: TruthLesson): LessonRecord => ({
  lesson,
  planOrdinal: 0,
  topic: '',
  topicEnteredAt: null,
  homework: null,
  works: [],
  marks: [],
  attendance: [],
});
