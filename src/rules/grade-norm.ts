import { z } from 'zod';
import type { Judge } from './decision.ts';
import type { ClassFact } from './facts.ts';

/** A table of a norm by grade, as regulation files write it: `{"5": 29, "6": 30}`. */
export const byGrade = <T extends z.ZodType>(norm: T) =>
  z
    .record(z.string().regex(/^([1-9]|1[01])$/, 'not a grade 1…11'), norm)
    .refine((table) => Object.keys(table).length > 0, 'names no grade');

/**
 * The class's norm. Undefined where there is none to judge by: the table has none for its grade («not concerned»), or
 * nobody tells the grade («not evaluable»); the judge is told which.
 */
export function normOf<T>(
  table: Readonly<Record<string, T>>,
  { grade, name }: ClassFact,
  judge: Judge,
): T | undefined {
  if (grade === null) {
    judge.undecided({
      key: 'grade',
      rows: [],
      place: {},
      message: `Не указано, какой параллели класс ${name}: норма для него не известна.`,
      reason: 'not_settled',
      advice: 'Укажите параллель класса в журнале.',
    });
    return undefined;
  }
  const norm = table[String(grade)];
  if (norm === undefined) judge.notConcerned();
  return norm;
}
