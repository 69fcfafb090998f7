import type { Day } from '../../model/dates.ts';
import { entityOf } from '../../model/entities.ts';
import type { TermFact } from '../../rules/facts.ts';
import { termsOfClass } from '../../store/facts/terms.ts';
import type { ClassStay, TransferGround } from '../../store/transfer/ground.ts';
import type { RowPlace, SourceRow } from '../../store/transfer/types.ts';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const within = (day: Day, from: Day | null, to: Day | null): boolean =>
  (from === null || from <= day) && (to === null || day <= to);

function classOn(stays: readonly ClassStay[] | undefined, day: Day | null): string | null {
  if (!stays) return null;
  const then = day === null ? undefined : stays.find(({ from, to }) => within(day, from, to));
  return (then ?? stays[0])?.classId ?? null;
}

const NO_KINDS: ReadonlySet<string> = new Set();

type Terms = Pick<TransferGround, 'terms' | 'marked' | 'gradeOfClass'>;

/** The terms of classes: a class of quarters has no half-years, though the journal tells of both for the same days. */
function termsBy({ terms, marked, gradeOfClass }: Terms): (classId: string | null) => readonly TermFact[] {
  const known = new Map<string | null, readonly TermFact[]>();
  return (classId) => {
    const found = known.get(classId);
    if (found) return found;
    const grade = classId === null ? null : (gradeOfClass.get(classId) ?? null);
    const own = termsOfClass(terms, { grade }, marked.get(classId ?? '') ?? NO_KINDS);
    known.set(classId, own);
    return own;
  };
}

/** A year is cut at the ends of terms: what is dated between two of them counts with the later one. */
const termOn = (terms: readonly TermFact[], day: Day): string | null =>
  terms.find(({ endDay }) => day <= endDay)?.id ?? null;

/** Whose a row is and of which class, subject and term: where it does not say, by its day and the student's class. */
export function placesOf(ground: TransferGround): (row: SourceRow) => RowPlace {
  const termsOf = termsBy(ground);
  const staysOf = new Map<string, ClassStay[]>();
  for (const stay of ground.stays)
    staysOf.set(stay.studentId, [...(staysOf.get(stay.studentId) ?? []), stay]);
  return ({ entity, rowId, data }) => {
    const own = (name: string, field: string) => (entity === name ? rowId : textOf(data[field]));
    const { day: dayField } = entityOf(entity);
    const day = dayField === null ? null : textOf(data[dayField]);
    const studentId = own('student', 'studentId');
    const classId =
      own('class', 'classId') ?? (studentId === null ? null : classOn(staysOf.get(studentId), day));
    const termId = own('term', 'termId') ?? (day === null ? null : termOn(termsOf(classId), day));
    return { studentId, classId, subjectId: own('subject', 'subjectId'), termId };
  };
}
