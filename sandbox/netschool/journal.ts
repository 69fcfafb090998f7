import { type Day, daysBetween } from '../../src/model/dates.ts';
import {
  markAt,
  type TruthAttendance,
  type TruthMark,
  type TruthStudent,
  type TruthTermMark,
  type TruthWork,
} from '../school-year/types.ts';
import { classOn, withinYear } from './book.ts';
import type { AssignmentKey } from './ids.ts';
import type { LessonView, World } from './world.ts';

/** How far ahead homework stands in the diary. */
const HOMEWORK_AHEAD_DAYS = 7;

/** A mark as this system can hold it: a number of the scale, or the dot of a debt. */
export interface SeenMark {
  /** Null for a debt. */
  readonly number: number | null;
  readonly comment: string | null;
  readonly enteredAt: string;
  readonly work: TruthWork;
  /** The assignment's place in the lesson: see `AssignmentKey.work`. */
  readonly slot: number;
}

/** The part of a work in the assignment ids that carries the second number of `4/5`. */
export const SECOND = 10;

/** The student's lessons from day to day, wherever the student was then. */
export function* lessonsOf(
  world: World,
  school: number,
  student: TruthStudent,
  range: { readonly from: Day; readonly to: Day; readonly classId?: number },
): Generator<LessonView> {
  const { from, to } = withinYear(world.book(school), range);
  for (const date of daysBetween(from, to)) {
    const classId = classOn(student, date);
    if (classId === null || (range.classId !== undefined && range.classId !== classId)) continue;
    for (const view of world.day(school, classId, date)) if (view.members.has(student.id)) yield view;
  }
}

/** Whether the lesson is over at the moment: before that the journal holds nothing but homework. */
export const isOver = (view: LessonView, moment: string): boolean =>
  `${view.lesson.date}T${view.lesson.endTime}` <= moment;

export const worksSeen = (view: LessonView, moment: string): readonly TruthWork[] =>
  isOver(view, moment) ? view.record.works : [];

export function homeworkSeen(view: LessonView, moment: string): LessonView['record']['homework'] {
  const ahead = (Date.parse(view.lesson.date) - Date.parse(moment.slice(0, 10))) / 86_400_000;
  return ahead <= HOMEWORK_AHEAD_DAYS ? view.record.homework : null;
}

/** What stands in place of a mark where somebody mistyped it. */
const OUTSIDE_SCALE = 7;

/** Whether the quirk spoils this mark: the same in the diary and in every report. */
const isMistyped = ({ lesson }: LessonView, slot: number): boolean =>
  (lesson.groupId + lesson.number + Number(lesson.date.slice(8)) + slot) % 5 === 0;

/**
 * What the diary and the report cells can show of a mark: digits, the dot, and two digits for `4/5`. Words
 * (`зач`, `н/а`, `осв`) have no place in a lesson's mark of this system and are not shown.
 */
function seenOf(mark: TruthMark, work: TruthWork, moment: string): SeenMark[] {
  const text = markAt(mark, moment);
  if (text === null) return [];
  const common = { comment: mark.comment, enteredAt: mark.enteredAt, work };
  if (text === '.') return [{ ...common, number: null, slot: work.index }];
  if (!/^\d+(\/\d+)?$/.test(text)) return [];
  return text
    .split('/')
    .map((part, index) => ({ ...common, number: Number(part), slot: work.index + index * SECOND }));
}

/** The student's marks at a lesson. */
export function marksSeen(
  { quirks }: Pick<World, 'quirks'>,
  view: LessonView,
  studentId: number,
  moment: string,
): SeenMark[] {
  if (!isOver(view, moment)) return [];
  const marks = view.record.marks
    .filter((mark) => mark.studentId === studentId)
    .flatMap((mark) => {
      const work = view.record.works.find((one) => one.index === mark.workIndex);
      return work ? seenOf(mark, work, moment) : [];
    });
  if (!quirks.markOutsideScale) return marks;
  return marks.map((mark) =>
    mark.number !== null && isMistyped(view, mark.slot) ? { ...mark, number: OUTSIDE_SCALE } : mark,
  );
}

/** Σ(mark·weight) / Σweight, as the reports print it; the plain mean where nothing has a weight. */
export function meanSeen(marks: readonly SeenMark[]): number | null {
  const numbered = marks.flatMap(({ number, work }) =>
    number === null ? [] : [{ number, weight: work.weight }],
  );
  const weighted = numbered.some(({ weight }) => weight > 0);
  let sum = 0;
  let weights = 0;
  for (const { number, weight } of numbered) {
    const counts = weighted ? weight : 1;
    sum += number * counts;
    weights += counts;
  }
  return weights === 0 ? null : sum / weights;
}

export const attendanceSeen = (
  view: LessonView,
  studentId: number,
  moment: string,
): TruthAttendance | undefined =>
  isOver(view, moment) ? view.record.attendance.find((row) => row.studentId === studentId) : undefined;

const ABSENCE = { sick: 'Б', excused: 'УП', unexcused: 'НП', not_given: 'ОТ' } as const;

/** The journal's code of an absence, a lateness, or an exemption. */
export function attendanceCode(row: TruthAttendance): string {
  if (row.status === 'late') return 'ОП';
  return row.status === 'exempt' ? 'ОСВ' : ABSENCE[row.reason ?? 'not_given'];
}

/** The student's term and year marks in a class that are put by now. */
export function finalMarks(
  world: World,
  school: number,
  student: number,
  classId: number,
  termId: number | null,
): TruthTermMark[] {
  const moment = world.momentOf(school);
  return world
    .termMarks(school, classId, termId)
    .filter((mark) => mark.studentId === student)
    .flatMap((mark) => {
      const value = markAt(mark, moment);
      return value === null ? [] : [{ ...mark, value }];
    });
}

/** The lesson that an assignment belongs to, when there is one. */
export function viewOf(world: World, key: AssignmentKey): LessonView | null {
  const group = world.schools.includes(key.school) ? world.book(key.school).groups.get(key.group) : undefined;
  if (!group) return null;
  const day = world.day(key.school, group.classId, key.date);
  return day.find(({ lesson }) => lesson.groupId === key.group && lesson.number === key.number) ?? null;
}
