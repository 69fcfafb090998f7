import { LRUCache } from 'lru-cache';
import { COURSES, type Course, PHYSICAL_EDUCATION } from './curriculum.ts';
import type { Running } from './running.ts';
import { termEdits } from './term-edits.ts';
import { emptySum, lastLessonDay, type Sum, type Sums, sumKey, sumUp, termEntry } from './term-sums.ts';
import type { LessonRecord, TruthLesson, TruthStudent, TruthTerm, TruthTermMark } from './types.ts';

/** The term marks of a class; none in grade 1, none for a term that a short year does not reach. */
export type TermMarks = (classId: number, termId: number) => readonly TruthTermMark[];

const KEPT = 48;

/** The usual thresholds (4.5, 3.5, 2.5). */
const roundMark = (mean: number): string => String(mean >= 4.5 ? 5 : mean >= 3.5 ? 4 : mean >= 2.5 ? 3 : 2);

/** Fewer marks than this are too few to assess: one in eight lessons, three at most. */
const enoughMarks = (lessons: number): number => Math.max(1, Math.min(3, Math.ceil(lessons / 8)));

/** The courses of a class, each with one of its groups. */
export function coursesOf(parts: Running, classId: number): { course: Course; groupId: number }[] {
  const groups = parts.classOf(classId).groupIds.map(parts.groupOf);
  return COURSES.flatMap((course) => {
    const group = groups.find(({ subjectId }) => subjectId === course.id);
    return group ? [{ course, groupId: group.id }] : [];
  });
}

/** What a student got in all the classes of the term: a transfer takes the marks along. */
function sumOf(student: TruthStudent, course: Course, sumsOf: (classId: number) => Sums): Sum {
  const total = emptySum();
  for (const classId of new Set(student.enrolments.map((one) => one.classId))) {
    const sum = sumsOf(classId).get(sumKey(student.id, course.id));
    if (!sum) continue;
    total.weights += sum.weights;
    total.weighted += sum.weighted;
    total.count += sum.count;
  }
  return total;
}

function makeTermMarksOf(
  parts: Running,
  sumsOf: (classId: number, term: TruthTerm, lastDay: number) => Sums,
  classId: number,
  term: TruthTerm,
): TruthTermMark[] {
  const { calendar, lessons, attendance } = parts;
  const lastDay = lastLessonDay(calendar, term);
  if (lastDay === null) return [];
  const roster = parts.rosters.rosterOn(classId, calendar.dayAt(lastDay));
  const valueFor = (student: TruthStudent, course: Course, held: number): string => {
    if (course.passFail) return 'зач';
    const sum = sumOf(student, course, (from) => sumsOf(from, term, lastDay));
    if (sum.count >= enoughMarks(held)) return roundMark(sum.weighted / sum.weights);
    const exempt = course.id === PHYSICAL_EDUCATION && attendance.isExempt(student.id, lastDay);
    return exempt ? 'осв' : 'н/а';
  };
  return coursesOf(parts, classId).flatMap(({ course, groupId }) => {
    const held = lessons.countBetween(groupId, calendar.indexOf(term.startDay), lastDay + 1);
    if (held === 0) return [];
    const enteredAt = termEntry(parts, { classId, subjectId: course.id, termId: term.id }, lastDay);
    const teacherId = parts.groupOf(groupId).teacherId;
    return roster.map((student) => {
      const value = valueFor(student, course, held);
      return {
        studentId: student.id,
        subjectId: course.id,
        kind: 'term' as const,
        termId: term.id,
        value,
        enteredAt,
        edits: termEdits(
          parts,
          { studentId: student.id, subjectId: course.id, term, teacherId },
          enteredAt,
          value,
        ),
      };
    });
  });
}

/** Keeps what it found for the classes asked about last. */
function keeping<T extends object>(
  make: (classId: number, term: TruthTerm) => T,
): (classId: number, term: TruthTerm) => T {
  const kept = new LRUCache<number, T>({ max: KEPT });
  return (classId, term) => {
    const key = classId * 16 + term.id;
    const found = kept.get(key) ?? make(classId, term);
    kept.set(key, found);
    return found;
  };
}

export function makeTermMarks(parts: Running, record: (lesson: TruthLesson) => LessonRecord): TermMarks {
  const sums = keeping<Sums>((classId, term) => {
    const lastDay = lastLessonDay(parts.calendar, term);
    return lastDay === null ? new Map() : sumUp(parts, record, classId, term, lastDay);
  });
  const marks = keeping((classId, term) => makeTermMarksOf(parts, sums, classId, term));
  return (classId, termId) => {
    const term = parts.termsOf(classId).find(({ id }) => id === termId);
    return term && parts.classOf(classId).grade > 1 ? marks(classId, term) : [];
  };
}
