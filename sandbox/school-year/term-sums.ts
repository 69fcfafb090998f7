import { daysBetween } from '../../src/model/dates.ts';
import { readMark } from '../../src/model/mark-value.ts';
import { clock } from './bells.ts';
import type { Calendar } from './calendar.ts';
import { below, type Key, mix, PURPOSE, unit } from './random.ts';
import type { Running } from './running.ts';
import { type LessonRecord, markAt, type TruthLesson, type TruthTerm } from './types.ts';

/** Of the numbers that a student got in a class, a subject and a term. */
export interface Sum {
  weights: number;
  weighted: number;
  count: number;
}

/** A class's sums by student and subject. */
export type Sums = ReadonlyMap<number, Sum>;

export const sumKey = (studentId: number, subjectId: number): number => studentId * 64 + subjectId;

export const emptySum = (): Sum => ({ weights: 0, weighted: 0, count: 0 });

/** The last day with lessons in the term, or null when the year is cut short before it. */
export function lastLessonDay(calendar: Calendar, term: TruthTerm): number | null {
  const from = calendar.indexOf(term.startDay);
  for (let day = calendar.indexOf(term.endDay); day >= from; day -= 1)
    if (calendar.isSchoolDay(day)) return day;
  return null;
}

/**
 * When the term marks of a class in a subject are put: mostly on the last day, sometimes some days later.
 * Later marks and later edits do not change them.
 */
export function termEntry(
  parts: { readonly schoolKey: Key; readonly calendar: Calendar },
  of: { readonly classId: number; readonly subjectId: number; readonly termId: number },
  lastDay: number,
): string {
  const key = mix(mix(mix(mix(parts.schoolKey, PURPOSE.termMark), of.classId), of.subjectId), of.termId);
  const luck = unit(key);
  const delay = luck < 0.6 ? 0 : luck < 0.92 ? 1 + below(mix(key, 1), 3) : 6 + below(mix(key, 1), 4);
  // The last lesson of the second shift ends at 19:00.
  return `${parts.calendar.dayAt(lastDay + delay)}T${clock(19 * 60 + 5 + below(mix(key, 2), 120))}`;
}

function add(sum: Sum, value: string, weight: number): void {
  const meaning = readMark(value, 5);
  if (meaning.kind !== 'number') return;
  for (const number of meaning.numbers) {
    sum.weights += weight;
    sum.weighted += weight * number;
  }
  sum.count += 1;
}

/** Goes through a class's term once. */
export function sumUp(
  parts: Running,
  record: (lesson: TruthLesson) => LessonRecord,
  classId: number,
  term: TruthTerm,
  lastDay: number,
): Sums {
  const sums = new Map<number, Sum>();
  for (const day of daysBetween(term.startDay, parts.calendar.dayAt(lastDay)))
    for (const lesson of parts.lessons.on(classId, day)) {
      const { works, marks } = record(lesson);
      const { subjectId } = lesson;
      const moment = termEntry(parts, { classId, subjectId, termId: term.id }, lastDay);
      for (const mark of marks) {
        const value = markAt(mark, moment);
        if (value === null) continue;
        const key = sumKey(mark.studentId, subjectId);
        const sum = sums.get(key) ?? emptySum();
        sums.set(key, sum);
        add(sum, value, works[mark.workIndex - 1]?.weight ?? 0);
      }
    }
  return sums;
}
