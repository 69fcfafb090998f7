import type { Day } from '../../model/dates.ts';
import type { Observed } from '../../model/observation.ts';
import { row } from '../events.ts';
import { timeOf } from '../local-date.ts';
import { shownText } from '../plain-text.ts';
import { subjectGroupKey } from './groups.ts';

/** A lesson of a schedule or of a class's list, in one form. */
export interface SeenLesson {
  readonly key: string;
  readonly place: string;
  readonly day: Day;
  readonly number: number | null;
  readonly subjectId: string;
  /** The class or the subgroup. */
  readonly groupId: string;
  readonly classId: string | null;
  readonly teacherId: string | null;
  readonly topic: string | null;
  readonly room: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly shift: number | null;
}

/** `08:30 - 09:15`; nulls where a lesson is outside the bells. */
export function hoursOf(hours: string | null): {
  readonly startTime: string | null;
  readonly endTime: string | null;
} {
  const [start = '', end = ''] = (hours ?? '').split('-').map((part) => part.trim());
  const [startTime, endTime] = [timeOf(start), timeOf(end)];
  return startTime && endTime ? { startTime, endTime } : { startTime: null, endTime: null };
}

/** The teacher of a lesson; of several, none is more the teacher than the others. */
export function onlyTeacher(teachers: readonly string[], known: ReadonlySet<string>): string | null {
  const [only, ...others] = teachers;
  return only !== undefined && others.length === 0 && known.has(only) ? only : null;
}

export const lessonRow = (lesson: SeenLesson): Observed<'lesson'> =>
  row<'lesson'>(lesson.key, lesson.place, {
    classId: lesson.classId,
    subjectGroupId: subjectGroupKey(lesson.groupId, lesson.subjectId),
    subjectId: lesson.subjectId,
    teacherId: lesson.teacherId,
    date: lesson.day,
    number: lesson.number,
    shift: lesson.shift,
    startTime: lesson.startTime,
    endTime: lesson.endTime,
    room: lesson.room,
    topic: shownText(lesson.topic),
    kind: 'lesson',
    planEntryId: null,
  });
