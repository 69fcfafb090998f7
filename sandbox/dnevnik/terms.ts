import type { Day } from '../../src/model/dates.ts';
import type { SchoolBook } from '../school-year/book.ts';
import type { TruthTerm } from '../school-year/types.ts';

export interface PeriodRef {
  /** From 0. */
  readonly number: number;
  readonly type: string;
}

export const periodType = ({ kind }: TruthTerm): string => (kind === 'quarter' ? 'Quarter' : 'HalfYear');

export const periodOf = (term: TruthTerm): PeriodRef => ({
  number: term.ordinal - 1,
  type: periodType(term),
});

/** The term of the class that a day is in, or the one before it. */
export function periodAt(book: SchoolBook, classId: number, day: Day): PeriodRef {
  const terms = book.year.termsOf(classId);
  const begun = terms.filter(({ startDay }) => startDay <= day);
  const term = begun.at(-1) ?? terms[0];
  return term ? periodOf(term) : { number: 0, type: 'Quarter' };
}
