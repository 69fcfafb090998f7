import type { Fields } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import { readList } from '../contract-broken.ts';
import { outsideYear, type Reject, rejectsOf, row, uniqueKeys } from '../events.ts';
import { dayOf, timeOf } from '../local-date.ts';
import { shownText } from '../plain-text.ts';
import { groupKey, subjectOf } from './names.ts';
import {
  type DiaryAssignment,
  type DiaryLesson,
  diaryAssignmentSchema,
  diaryLessonSchema,
} from './schema.ts';
import type { SchoolBase } from './school-base.ts';

const HOMEWORK_TYPE = '3';

/** A lesson of the diary that could be read, with its assignments. */
export interface SeenLesson {
  readonly key: string;
  readonly day: string;
  readonly group: string;
  readonly place: string;
  readonly lesson: DiaryLesson;
  readonly assignments: readonly { readonly value: DiaryAssignment; readonly place: string }[];
}

export interface SeenLessons {
  readonly lessons: readonly SeenLesson[];
  readonly rejects: readonly Reject[];
}

export const isHomework = (assignment: DiaryAssignment): boolean => assignment.typeId === HOMEWORK_TYPE;

/**
 * Reads the lessons of a diary. `owner` stands in a group's key: the class's key, or its name where the
 * diary tells no more. Two lessons of a group under one number are told apart by a `/2`.
 */
export function readLessons(
  days: readonly { readonly lessons: readonly unknown[] }[],
  owner: string,
  base: SchoolBase,
): SeenLessons {
  const lessons: SeenLesson[] = [];
  const rejects: Reject[] = [];
  const unique = uniqueKeys();
  for (const [index, { lessons: rows }] of days.entries()) {
    const list = readList(diaryLessonSchema, rows, `student/diary $.weekDays[${index}].lessons`);
    rejects.push(...rejectsOf('lesson', list));
    for (const { value: lesson, place } of list.rows) {
      const day = dayOf(lesson.day);
      const group = lesson.subjectName.trim();
      if (day === null || day < base.startDay || day > base.endDay) {
        const raw = { day: lesson.day, number: lesson.number, subjectName: group };
        rejects.push({ entity: 'lesson', key: null, diagnostic: outsideYear(`${place}.day`), raw });
        continue;
      }
      const assignments = readList(diaryAssignmentSchema, lesson.assignments, `${place}.assignments`);
      rejects.push(...rejectsOf('assessment', assignments));
      const key = unique(`${day}/${lesson.number ?? '-'}/${groupKey(owner, group)}`);
      lessons.push({ key, day, group, place, lesson, assignments: assignments.rows });
    }
  }
  return { lessons, rejects };
}

/** The topic is the name of the first work of the lesson: the diary has no other place for it. */
const topicOf = ({ assignments }: SeenLesson): string | null =>
  assignments
    .filter(({ value }) => !isHomework(value))
    .map(({ value }) => shownText(value.assignmentName))
    .find((topic) => topic !== null) ?? null;

function kindOf({ isEaLesson, isDistanceLesson }: DiaryLesson): Fields<'lesson'>['kind'] {
  if (isEaLesson) return 'extracurricular';
  return isDistanceLesson ? 'remote' : 'lesson';
}

/** A lesson as the model has it. `classId` null where the class is not known by its key. */
export const lessonRow = (
  seen: SeenLesson,
  owner: string,
  classId: string | null,
  teacherId: string | null,
): Observed<'lesson'> =>
  row<'lesson'>(seen.key, seen.place, {
    classId,
    subjectGroupId: groupKey(owner, seen.group),
    subjectId: subjectOf(seen.group),
    teacherId,
    date: seen.day,
    number: seen.lesson.number,
    shift: seen.lesson.relay,
    startTime: timeOf(seen.lesson.startTime ?? ''),
    endTime: timeOf(seen.lesson.endTime ?? ''),
    room: shownText(seen.lesson.room),
    topic: topicOf(seen),
    kind: kindOf(seen.lesson),
    planEntryId: null,
  });
