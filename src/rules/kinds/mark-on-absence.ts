import { z } from 'zod';
import { readMark } from '../../model/mark-value.ts';
import type { Judge } from '../decision.ts';
import type { AttendanceFact, ClassTermFacts, MarkFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { defineKind } from '../kind.ts';
import { currentOf } from '../observed.ts';
import { dayText } from '../wording.ts';
import { type ClassIndex, indexOf } from './records/class-index.ts';

const isAbsence = ({ value }: AttendanceFact): boolean => currentOf(value)?.startsWith('absent') ?? false;

/** What a student was given for work done: a number, a pass or a fail. */
function isEarned({ value, scaleMax }: MarkFact): boolean {
  const current = currentOf(value);
  return current !== null && ['number', 'pass', 'fail'].includes(readMark(current, scaleMax).kind);
}

/** How many lessons of the subject a student can have on the day: those of the group that has most. */
function lessonsOf({ subjectId, date }: MarkFact, index: ClassIndex): number {
  const groups = groupedBy(index.lessonsOn(subjectId, date), ({ groupId }) => groupId);
  return Math.max(1, ...[...groups.values()].map((lessons) => lessons.length));
}

/** Whether the student was absent at the mark's lesson; null when it may have been another lesson of the day. */
function wasAbsent(mark: MarkFact, absences: readonly AttendanceFact[], index: ClassIndex): boolean | null {
  const named = absences.every(({ lessonId }) => lessonId !== null);
  if (mark.lessonId !== null && named) return absences.some(({ lessonId }) => lessonId === mark.lessonId);
  return absences.length >= lessonsOf(mark, index) ? true : null;
}

type Absences = ReadonlyMap<string, readonly AttendanceFact[]>;

/** Absences by student: there are few. */
const absencesOf = ({ attendance }: ClassTermFacts): Absences =>
  groupedBy(attendance.filter(isAbsence), ({ studentId }) => studentId);

const subjectOf = ({ subjectId, lessonId }: AttendanceFact, { lessons }: ClassIndex): string | null =>
  subjectId ?? (lessonId === null ? undefined : lessons.get(lessonId)?.subjectId) ?? null;

/** The student's absences from the mark's subject on its day. */
const missedOf = (mark: MarkFact, absences: Absences, index: ClassIndex): readonly AttendanceFact[] =>
  absences
    .get(mark.studentId)
    ?.filter((row) => row.date === mark.date && subjectOf(row, index) === mark.subjectId) ?? [];

function judgeBoth(mark: MarkFact, missed: readonly AttendanceFact[], index: ClassIndex, judge: Judge): void {
  const absent = wasAbsent(mark, missed, index);
  const told = {
    key: mark.id,
    rows: [
      { entity: 'mark' as const, id: mark.id },
      ...missed.map(({ id }) => ({ entity: 'attendance' as const, id })),
    ],
    place: { subjectId: mark.subjectId, studentId: mark.studentId, staffId: mark.teacherId, day: mark.date },
  };
  const day = dayText(mark.date);
  if (absent === false) judge.met();
  else if (absent) judge.violated({ ...told, message: `За урок ${day} стоят и отметка, и пропуск.` });
  else {
    judge.undecided({
      ...told,
      message: `${day} было несколько уроков предмета: стоят и отметка, и пропуск, но за один ли урок, не известно.`,
      reason: 'missing_input',
      advice: 'Сверьте в журнале, за какой урок отметка и какой пропущен.',
    });
  }
}

/** R13: nobody gets a mark at a lesson that they missed. */
export const markOnAbsence = defineKind({
  name: 'mark_on_absence',
  rules: ['R13'],
  title: 'Отсутствовавшему не выставлена отметка за урок',
  severity: 'warning',
  scope: 'subject_term',
  params: z.strictObject({}),
  topic: () => 'mark_on_absence',
  needs: () => ['mark', 'attendance'],
  watches: ['mark', 'attendance', 'lesson'],
  evaluate(facts, _, __, judge) {
    const index = indexOf(facts);
    const absences = absencesOf(facts);
    for (const mark of facts.marks) {
      const missed = missedOf(mark, absences, index);
      if (missed.length > 0 && isEarned(mark)) judgeBoth(mark, missed, index, judge);
      else judge.met();
    }
  },
});
