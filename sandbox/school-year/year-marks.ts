import { meanMark, readMark } from '../../src/model/mark-value.ts';
import { classOn } from './movements.ts';
import type { Running } from './running.ts';
import { coursesOf, type TermMarks } from './term-marks.ts';
import { lastLessonDay, sumKey } from './term-sums.ts';
import type { TruthStudent, TruthTerm, TruthTermMark } from './types.ts';

/** A term with the last day on which it had lessons. */
interface Ended {
  readonly term: TruthTerm;
  readonly lastDay: string;
}

function endedTerms(parts: Running, classId: number): Ended[] {
  return parts.termsOf(classId).flatMap((term) => {
    const day = lastLessonDay(parts.calendar, term);
    return day === null ? [] : [{ term, lastDay: parts.calendar.dayAt(day) }];
  });
}

/** The mean of the term marks rounded, half up, where at least half of the terms have numbers. */
function yearValue(values: readonly string[], terms: number): string {
  const numbers = values.map((value) => readMark(value, 5)).filter(({ kind }) => kind === 'number');
  const mean = meanMark(numbers);
  if (mean !== null && numbers.length * 2 >= terms) return String(Math.floor(mean + 0.5));
  if (values.includes('зач')) return 'зач';
  return values.includes('осв') ? 'осв' : 'н/а';
}

/** Each student's term marks by subject, out of whichever class the student was in then. */
function termValues(roster: readonly TruthStudent[], terms: readonly Ended[], termMarks: TermMarks) {
  const values = new Map<number, string[]>();
  for (const { term, lastDay } of terms) {
    const classes = new Map(roster.map((student) => [student.id, classOn(student, lastDay)]));
    for (const classId of new Set(classes.values())) {
      if (classId === null) continue;
      for (const { studentId, subjectId, value } of termMarks(classId, term.id)) {
        if (classes.get(studentId) !== classId) continue;
        const key = sumKey(studentId, subjectId);
        values.set(key, [...(values.get(key) ?? []), value]);
      }
    }
  }
  return values;
}

/** Year marks; a year that is cut short has none, nor has grade 1. */
export function yearMarks(parts: Running, termMarks: TermMarks, classId: number): TruthTermMark[] {
  const terms = endedTerms(parts, classId);
  const end = terms.at(-1);
  if (!end || terms.length < parts.termsOf(classId).length) return [];
  const roster = parts.rosters.rosterOn(classId, end.lastDay);
  const values = termValues(roster, terms, termMarks);
  const enteredAt = `${parts.calendar.dayAt(parts.calendar.indexOf(end.lastDay) + 10)}T12:00`;
  return roster.flatMap((student) =>
    coursesOf(parts, classId).flatMap(({ course }) => {
      const had = values.get(sumKey(student.id, course.id));
      if (!had) return [];
      const value = yearValue(had, terms.length);
      return [
        {
          studentId: student.id,
          subjectId: course.id,
          kind: 'year' as const,
          termId: null,
          value,
          enteredAt,
          edits: [],
        },
      ];
    }),
  );
}
