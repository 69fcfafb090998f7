import type { Day } from '../../model/dates.ts';
import { entityOf } from '../../model/entities.ts';
import type { ClassStay, TermSpan, TransferGround } from '../../store/transfer/ground.ts';
import type { RowPlace, SourceRow } from '../../store/transfer/types.ts';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const within = (day: Day, from: Day | null, to: Day | null): boolean =>
  (from === null || from <= day) && (to === null || day <= to);

function classOn(stays: readonly ClassStay[] | undefined, day: Day | null): string | null {
  if (!stays) return null;
  const then = day === null ? undefined : stays.find(({ from, to }) => within(day, from, to));
  return (then ?? stays[0])?.classId ?? null;
}

function termOn(terms: readonly TermSpan[], grade: number | null, day: Day): string | null {
  const fits = terms.find(
    ({ from, to, gradeFrom, gradeTo }) =>
      from <= day && day <= to && (grade === null || ((gradeFrom ?? 0) <= grade && grade <= (gradeTo ?? 99))),
  );
  return fits?.termId ?? null;
}

/** Whose a row is and of which class, subject and term: where it does not say, by its day and the student's class. */
export function placesOf({ stays, terms, gradeOfClass }: TransferGround): (row: SourceRow) => RowPlace {
  const staysOf = new Map<string, ClassStay[]>();
  for (const stay of stays) staysOf.set(stay.studentId, [...(staysOf.get(stay.studentId) ?? []), stay]);
  return ({ entity, rowId, data }) => {
    const own = (name: string, field: string) => (entity === name ? rowId : textOf(data[field]));
    const { day: dayField } = entityOf(entity);
    const day = dayField === null ? null : textOf(data[dayField]);
    const studentId = own('student', 'studentId');
    const classId =
      own('class', 'classId') ?? (studentId === null ? null : classOn(staysOf.get(studentId), day));
    const grade = classId === null ? null : (gradeOfClass.get(classId) ?? null);
    const termId = own('term', 'termId') ?? (day === null ? null : termOn(terms, grade, day));
    return { studentId, classId, subjectId: own('subject', 'subjectId'), termId };
  };
}
