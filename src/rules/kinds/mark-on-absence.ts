import { z } from 'zod';
import { readMark } from '../../model/mark-value.ts';
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
  if (absences.length === 0) return false;
  const named = absences.every(({ lessonId }) => lessonId !== null);
  if (mark.lessonId !== null && named) return absences.some(({ lessonId }) => lessonId === mark.lessonId);
  return absences.length >= lessonsOf(mark, index) ? true : null;
}

const keyOf = ({ studentId, date }: MarkFact | AttendanceFact, subjectId: string | null): string =>
  `${studentId} ${subjectId} ${date}`;

function absencesBy(facts: ClassTermFacts, index: ClassIndex): Map<string, AttendanceFact[]> {
  const subjectOf = ({ subjectId, lessonId }: AttendanceFact): string | null =>
    subjectId ?? (lessonId === null ? undefined : index.lessons.get(lessonId)?.subjectId) ?? null;
  return groupedBy(facts.attendance.filter(isAbsence), (row) => keyOf(row, subjectOf(row)));
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
    const absences = absencesBy(facts, index);
    for (const mark of facts.marks) {
      const missed = absences.get(keyOf(mark, mark.subjectId)) ?? [];
      const absent = isEarned(mark) && wasAbsent(mark, missed, index);
      const told = {
        key: mark.id,
        rows: [
          { entity: 'mark' as const, id: mark.id },
          ...missed.map(({ id }) => ({ entity: 'attendance' as const, id })),
        ],
        place: {
          subjectId: mark.subjectId,
          studentId: mark.studentId,
          staffId: mark.teacherId,
          day: mark.date,
        },
      };
      if (absent === false) judge.met();
      else if (absent) {
        const message = `За урок ${dayText(mark.date)} стоят и отметка, и пропуск.`;
        judge.violated({ ...told, message });
      } else {
        judge.undecided({
          ...told,
          message: `${dayText(mark.date)} было несколько уроков предмета: стоят и отметка, и пропуск, но за один ли урок, не известно.`,
          reason: 'missing_input',
          advice: 'Сверьте в журнале, за какой урок отметка и какой пропущен.',
        });
      }
    }
  },
});
