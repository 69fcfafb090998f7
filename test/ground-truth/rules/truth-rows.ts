import type { SchoolYear, TruthMark, TruthTerm } from '../../../sandbox/school-year/types.ts';
import { attendanceAt, markAt } from '../../../sandbox/school-year/types.ts';
import { allTermMarks, type Known, lessonsBetween } from '../told-lessons.ts';
import { keys } from '../told-school.ts';
import type { Mode } from './control-world.ts';
import { atMoment, endOf, type Local, type Looks, onDay, plusMinutes, type Span } from './looks.ts';
import {
  byDeadline,
  note,
  type Seen,
  statesSeen,
  until,
  type Verdicts,
  type Walked,
  walk,
} from './verdicts.ts';

/** What is judged: the truth of a school, how it was told, and when it was read. */
export interface Evidence {
  readonly year: SchoolYear;
  readonly mode: Mode;
  readonly looks: Looks;
  readonly lessons: readonly Known[];
}

export const evidenceOf = (year: SchoolYear, mode: Mode, looks: Looks): Evidence => ({
  year,
  mode,
  looks,
  lessons: lessonsBetween(year, year.startDay, year.endDay),
});

/** The deadline of something that hangs on a lesson; null: none is asked for. */
export type LessonDeadline = (known: Known) => Local | null;

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const sameDay: LessonDeadline = ({ lesson }) => endOf(lesson.date);
export const daysAfter =
  (days: number): LessonDeadline =>
  ({ lesson }) =>
    endOf(addDays(lesson.date, days));
export const minutesAfterStart =
  (minutes: number): LessonDeadline =>
  ({ lesson }) =>
    plusMinutes(`${lesson.date}T${lesson.startTime}`, minutes);

/** Some hours after the last lesson that the class has that day. */
export function hoursAfterLastLesson({ lessons }: Evidence, hours: number): LessonDeadline {
  const ends = new Map<string, string>();
  for (const { lesson } of lessons) {
    const of = `${lesson.classId} ${lesson.date}`;
    if ((ends.get(of) ?? '') < lesson.endTime) ends.set(of, lesson.endTime);
  }
  return ({ lesson }) =>
    plusMinutes(`${lesson.date}T${ends.get(`${lesson.classId} ${lesson.date}`)}`, hours * 60);
}

/** Work types by name: of a mark, the name of its work's. */
export const workTypeOf = ({ year }: Evidence, { record }: Known, index: number): string => {
  const work = record.works.find((one) => one.index === index);
  return year.workTypes.find(({ id }) => id === work?.workTypeId)?.name ?? '';
};

/** Marks that came too late. */
export function lateMarks(
  evidence: Evidence,
  deadline: (known: Known, mark: TruthMark) => Local | null,
): Verdicts {
  const found: Verdicts = new Map();
  for (const known of evidence.lessons)
    for (const mark of known.record.marks) {
      const by = deadline(known, mark);
      const span = enteredSpan(evidence, mark.enteredAt, true);
      if (by !== null && span)
        note(
          found,
          keys.mark(known.key, mark.workIndex, mark.studentId),
          byDeadline(span, by, evidence.looks),
        );
    }
  return found;
}

/** When something was entered, as far as it was seen; a mark's day is told by the vendor in the full mode. */
function enteredSpan({ looks, mode }: Evidence, enteredAt: Local, isMark = false): Span | null {
  const span = looks.spanOf(enteredAt);
  return span && isMark && mode === 'full' ? onDay(span, enteredAt.slice(0, 10)) : span;
}

const isPast = ({ looks }: Evidence, by: Local): boolean => by < looks.last;

/** Lessons without their topic in time: too late, or still without. */
export function lateTopics(evidence: Evidence, deadline: LessonDeadline): Verdicts {
  const found: Verdicts = new Map();
  for (const known of evidence.lessons) {
    const by = deadline(known);
    if (by === null) continue;
    const { topicEnteredAt } = known.record;
    const span = topicEnteredAt === null ? null : evidence.looks.spanOf(topicEnteredAt);
    if (span || isPast(evidence, by)) note(found, known.key, byDeadline(span, by, evidence.looks));
  }
  return found;
}

/** Works that were opened too late. */
export function lateWorks(evidence: Evidence, deadline: LessonDeadline): Verdicts {
  const found: Verdicts = new Map();
  for (const known of evidence.lessons)
    for (const { index, enteredAt } of known.record.works) {
      const by = deadline(known);
      const span = evidence.looks.spanOf(enteredAt);
      if (by !== null && span) note(found, keys.work(known.key, index), byDeadline(span, by, evidence.looks));
    }
  return found;
}

/** Homework set too late, counted from the group's lesson before the one it is due at. */
export function lateHomework(evidence: Evidence, deadline: LessonDeadline): Verdicts {
  const found: Verdicts = new Map();
  const previous = new Map<number, Known>();
  for (const known of evidence.lessons) {
    const before = previous.get(known.lesson.groupId);
    previous.set(known.lesson.groupId, known);
    const { homework } = known.record;
    const by = before && deadline(before);
    const span = homework && evidence.looks.spanOf(homework.setAt);
    if (by && span) note(found, known.key, byDeadline(span, by, evidence.looks));
  }
  return found;
}

/** Absences that were marked too late. */
export function lateAttendance(evidence: Evidence, deadline: LessonDeadline): Verdicts {
  const found: Verdicts = new Map();
  for (const known of evidence.lessons)
    for (const { studentId, enteredAt } of known.record.attendance) {
      const by = deadline(known);
      const span = evidence.looks.spanOf(enteredAt);
      if (by !== null && span)
        note(found, keys.attendance(known.key, studentId), byDeadline(span, by, evidence.looks));
    }
  return found;
}

/** Term marks that came too late. */
export function lateTermMarks(evidence: Evidence, deadline: (term: TruthTerm) => Local): Verdicts {
  const found: Verdicts = new Map();
  for (const mark of allTermMarks(evidence.year)) {
    const term = evidence.year.terms.find(({ id }) => id === mark.termId);
    const span = evidence.looks.spanOf(mark.enteredAt);
    if (!term || !span) continue;
    const answer = byDeadline(span, deadline(term), evidence.looks);
    note(found, keys.termMark(mark.termId, mark.subjectId, mark.studentId), answer);
  }
  return found;
}

/** What a window made of rows, with what goes on being shown. */
export type Edits = ReadonlyMap<string, Walked>;

const notKept = (walked: ReadonlyMap<string, Walked>): Edits =>
  new Map([...walked].filter(([, { answer }]) => answer !== 'kept'));

/** What a mark was seen to be. */
export function markStates({ looks, mode }: Evidence, mark: TruthMark): Seen[] {
  return statesSeen(
    looks,
    (moment) => markAt(mark, moment),
    (span, { look, isFirst }) => {
      if (mode === 'silent') return span;
      if (isFirst) return onDay(span, mark.enteredAt.slice(0, 10));
      const last = mark.edits.filter(({ at }) => at <= look).at(-1);
      return last ? atMoment(last.at) : span;
    },
  );
}

/** Marks that were changed after their window had closed. */
export function lateMarkEdits(
  evidence: Evidence,
  closes: (known: Known, mark: TruthMark) => Local | null,
): Edits {
  const found = new Map<string, Walked>();
  for (const known of evidence.lessons)
    for (const mark of known.record.marks) {
      const end = closes(known, mark);
      if (end === null) continue;
      const key = keys.mark(known.key, mark.workIndex, mark.studentId);
      found.set(key, walk(markStates(evidence, mark), until(end)));
    }
  return notKept(found);
}

/** Attendance that was changed after its window had closed: the reason came late. */
export function lateAttendanceEdits(evidence: Evidence, closes: LessonDeadline): Edits {
  const found = new Map<string, Walked>();
  for (const known of evidence.lessons)
    for (const one of known.record.attendance) {
      const end = closes(known);
      if (end === null) continue;
      const states = statesSeen(
        evidence.looks,
        (moment) => {
          const state = attendanceAt(one, moment);
          return state && [state.status, state.reason].filter(Boolean).join('/');
        },
        (span) => span,
      );
      found.set(keys.attendance(known.key, one.studentId), walk(states, until(end)));
    }
  return notKept(found);
}

/** Term marks that were changed after their window had closed. */
export function lateTermMarkEdits(evidence: Evidence, closes: (term: TruthTerm) => Local): Edits {
  const found = new Map<string, Walked>();
  for (const mark of allTermMarks(evidence.year)) {
    const term = evidence.year.terms.find(({ id }) => id === mark.termId);
    if (!term) continue;
    const states = statesSeen(
      evidence.looks,
      (moment) => markAt(mark, moment),
      (span) => span,
    );
    found.set(keys.termMark(mark.termId, mark.subjectId, mark.studentId), walk(states, until(closes(term))));
  }
  return notKept(found);
}

/** As verdicts, where what is shown does not matter. */
export const verdictsOf = (edits: Edits): Verdicts => {
  const found: Verdicts = new Map();
  for (const [key, { answer }] of edits) note(found, key, answer);
  return found;
};
