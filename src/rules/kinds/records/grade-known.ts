import type { Judge } from '../../decision.ts';
import type { ClassTermFacts } from '../../facts.ts';
import { type Filters, gradeMeant } from '../../filters.ts';

/** Whether the class is one that the entry is about; says so when it is not, or when nobody can tell. */
export function concernsClass(facts: ClassTermFacts, filters: Filters, judge: Judge): boolean {
  const meant = gradeMeant(filters, facts.class.grade);
  if (meant === false) judge.notConcerned();
  if (meant === null) {
    judge.undecided({
      key: 'grade',
      rows: [{ entity: 'class', id: facts.class.id }],
      place: { classId: facts.class.id },
      message: 'Не известно, какая это параллель, а пункт относится не ко всем.',
      reason: 'missing_input',
      advice: 'Укажите параллель класса в журнале.',
    });
  }
  return meant === true;
}
