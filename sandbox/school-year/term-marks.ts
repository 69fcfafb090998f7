import { LRUCache } from 'lru-cache';
import { type Day, daysBetween } from '../../src/model/dates.ts';
import { meanMark, readMark } from '../../src/model/mark-value.ts';
import type { Attendance } from './attendance.ts';
import { clock } from './bells.ts';
import type { Calendar } from './calendar.ts';
import { COURSES, type Course, PHYSICAL_EDUCATION } from './curriculum.ts';
import type { Lessons } from './lessons.ts';
import { classOn } from './movements.ts';
import { below, type Key, mix, PURPOSE, unit } from './random.ts';
import type { Rosters } from './rosters.ts';
import {
  type LessonRecord,
  markAt,
  type TruthClass,
  type TruthLesson,
  type TruthStudent,
  type TruthTerm,
  type TruthTermMark,
} from './types.ts';

interface Parts {
  readonly schoolKey: Key;
  readonly calendar: Calendar;
  readonly lessons: Lessons;
  readonly attendance: Attendance;
  readonly rosters: Rosters;
  classOf(classId: number): TruthClass;
  subjectOfGroup(groupId: number): number;
  termsOf(classId: number): readonly TruthTerm[];
  record(lesson: TruthLesson): LessonRecord;
}

export interface TermMarks {
  ofTerm(classId: number, termId: number): readonly TruthTermMark[];
  ofYear(classId: number): readonly TruthTermMark[];
}

/** Of the numbers that a student got in a class, a subject and a term. */
interface Sum {
  weights: number;
  weighted: number;
  count: number;
}

/** A class's sums by student and subject. */
type Sums = ReadonlyMap<number, Sum>;

const SUMS_KEPT = 48;
const sumKey = (studentId: number, subjectId: number): number => studentId * 64 + subjectId;

/** The usual thresholds (4.5, 3.5, 2.5). */
const roundMark = (mean: number): string => String(mean >= 4.5 ? 5 : mean >= 3.5 ? 4 : mean >= 2.5 ? 3 : 2);

/** Fewer marks than this are too few to assess: one in eight lessons, three at most. */
const enoughMarks = (lessons: number): number => Math.min(3, Math.ceil(lessons / 8));

function add(sum: Sum, value: string, weight: number): void {
  const meaning = readMark(value, 5);
  if (meaning.kind !== 'number') return;
  for (const number of meaning.numbers) {
    sum.weights += weight;
    sum.weighted += weight * number;
  }
  sum.count += 1;
}

export function makeTermMarks(parts: Parts): TermMarks {
  const { calendar, lessons, rosters } = parts;
  const kept = new LRUCache<number, Sums>({ max: SUMS_KEPT });
  const keptMarks = new LRUCache<number, readonly TruthTermMark[]>({ max: SUMS_KEPT });

  /** The last day with lessons in the term, or null when the year ends before it. */
  const lastDayOf = (term: TruthTerm): number | null => {
    const from = calendar.indexOf(term.startDay);
    for (let day = calendar.indexOf(term.endDay); day >= from; day -= 1)
      if (calendar.isSchoolDay(day)) return day;
    return null;
  };

  /** Mostly on the last day of the term, sometimes some days later; one moment for a class and a subject. */
  const entryOf = (classId: number, subjectId: number, term: TruthTerm, lastDay: number): string => {
    const key = mix(mix(mix(mix(parts.schoolKey, PURPOSE.termMark), classId), subjectId), term.id);
    const luck = unit(key);
    const delay = luck < 0.6 ? 0 : luck < 0.92 ? 1 + below(mix(key, 1), 3) : 6 + below(mix(key, 1), 4);
    return `${calendar.dayAt(lastDay + delay)}T${clock(15 * 60 + below(mix(key, 2), 300))}`;
  };

  const sumUp = (classId: number, term: TruthTerm, lastDay: number): Sums => {
    const sums = new Map<number, Sum>();
    for (const day of daysBetween(term.startDay, calendar.dayAt(lastDay)))
      for (const lesson of lessons.on(classId, day)) {
        const { works, marks } = parts.record(lesson);
        const moment = entryOf(classId, lesson.subjectId, term, lastDay);
        for (const mark of marks) {
          const value = markAt(mark, moment);
          if (value === null) continue;
          const key = sumKey(mark.studentId, lesson.subjectId);
          const sum = sums.get(key) ?? { weights: 0, weighted: 0, count: 0 };
          sums.set(key, sum);
          add(sum, value, works[mark.workIndex - 1]?.weight ?? 0);
        }
      }
    return sums;
  };

  const sumsOf = (classId: number, term: TruthTerm, lastDay: number): Sums => {
    const key = classId * 16 + term.id;
    const known = kept.get(key);
    if (known) return known;
    const sums = sumUp(classId, term, lastDay);
    kept.set(key, sums);
    return sums;
  };

  /** What a student got in all the classes of the term. */
  const sumOf = (student: TruthStudent, course: Course, term: TruthTerm, lastDay: number): Sum => {
    const total: Sum = { weights: 0, weighted: 0, count: 0 };
    for (const classId of new Set(student.enrolments.map((one) => one.classId))) {
      const sum = sumsOf(classId, term, lastDay).get(sumKey(student.id, course.id));
      if (!sum) continue;
      total.weights += sum.weights;
      total.weighted += sum.weighted;
      total.count += sum.count;
    }
    return total;
  };

  const termValue = (
    student: TruthStudent,
    course: Course,
    term: TruthTerm,
    lastDay: number,
    held: number,
  ): string => {
    if (course.passFail) return 'зач';
    const sum = sumOf(student, course, term, lastDay);
    if (sum.count >= Math.max(1, enoughMarks(held)) && sum.weights > 0)
      return roundMark(sum.weighted / sum.weights);
    const exempt = course.id === PHYSICAL_EDUCATION && parts.attendance.isExempt(student.id, lastDay);
    return exempt ? 'осв' : 'н/а';
  };

  const makeTerm = (classId: number, term: TruthTerm): TruthTermMark[] => {
    const lastDay = lastDayOf(term);
    if (lastDay === null) return [];
    const roster = rosters.rosterOn(classId, calendar.dayAt(lastDay));
    return subjectsOf(parts, classId).flatMap(({ course, groupId }) => {
      const held = lessons.countBetween(groupId, calendar.indexOf(term.startDay), lastDay + 1);
      if (held === 0) return [];
      const enteredAt = entryOf(classId, course.id, term, lastDay);
      return roster.map((student) => ({
        studentId: student.id,
        subjectId: course.id,
        kind: 'term' as const,
        termId: term.id,
        value: termValue(student, course, term, lastDay, held),
        enteredAt,
      }));
    });
  };

  const ofTerm = (classId: number, termId: number): readonly TruthTermMark[] => {
    const term = parts.termsOf(classId).find(({ id }) => id === termId);
    if (!term || parts.classOf(classId).grade === 1) return [];
    const key = classId * 16 + termId;
    const known = keptMarks.get(key);
    if (known) return known;
    const marks = makeTerm(classId, term);
    keptMarks.set(key, marks);
    return marks;
  };

  return { ofTerm, ofYear: (classId) => yearMarks(parts, ofTerm, lastDayOf, classId) };
}

const subjectsOf = (parts: Parts, classId: number) => {
  const seen = new Map<number, number>();
  for (const groupId of parts.classOf(classId).groupIds) {
    const subjectId = parts.subjectOfGroup(groupId);
    if (!seen.has(subjectId)) seen.set(subjectId, groupId);
  }
  return COURSES.flatMap((course) => {
    const groupId = seen.get(course.id);
    return groupId === undefined ? [] : [{ course, groupId }];
  });
};

/** A year mark out of term marks: the mean rounded, half up, where at least half of the terms have numbers. */
function yearValue(values: readonly string[], terms: number): string {
  const meanings = values.map((value) => readMark(value, 5));
  const numbers = meanings.filter(({ kind }) => kind === 'number');
  const mean = meanMark(numbers);
  if (mean !== null && numbers.length * 2 >= terms) return String(Math.floor(mean + 0.5));
  if (values.includes('зач')) return 'зач';
  return values.includes('осв') ? 'осв' : 'н/а';
}

function yearMarks(
  parts: Parts,
  ofTerm: TermMarks['ofTerm'],
  lastDayOf: (term: TruthTerm) => number | null,
  classId: number,
): TruthTermMark[] {
  const terms = parts.termsOf(classId);
  const ends: Day[] = [];
  for (const term of terms) {
    const lastDay = lastDayOf(term);
    // A year cut short has no year marks.
    if (lastDay === null || parts.classOf(classId).grade === 1) return [];
    ends.push(parts.calendar.dayAt(lastDay));
  }
  const roster = parts.rosters.rosterOn(classId, ends.at(-1) ?? '');
  const found = new Map<number, string[]>();
  for (const student of roster)
    terms.forEach((term, index) => {
      const then = classOn(student, ends[index] ?? '');
      if (then === null) return;
      for (const mark of ofTerm(then, term.id)) {
        if (mark.studentId !== student.id) continue;
        const key = sumKey(student.id, mark.subjectId);
        found.set(key, [...(found.get(key) ?? []), mark.value]);
      }
    });
  const enteredAt = `${ends.at(-1)}T20:30`;
  return roster.flatMap((student) =>
    subjectsOf(parts, classId).flatMap(({ course }) => {
      const values = found.get(sumKey(student.id, course.id));
      if (!values) return [];
      const value = yearValue(values, terms.length);
      return [
        {
          studentId: student.id,
          subjectId: course.id,
          kind: 'year' as const,
          termId: null,
          value,
          enteredAt,
        },
      ];
    }),
  );
}
