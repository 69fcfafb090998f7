import { z } from 'zod';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, TermMarkFact } from '../facts.ts';
import { type Filters, filterShape, filterTopic } from '../filters.ts';
import { filtersMeet } from '../filters-meet.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { intervalText } from '../moment-text.ts';
import { currentOf, enteredOf, type Interval } from '../observed.ts';
import { type Timing, walk } from '../walk.ts';
import { dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';
import { concernsClass } from './records/grade-known.ts';
import { type JournalRecord, journalRecords } from './records/journal-record.ts';
import { judgeWalk } from './records/judge-walk.ts';

const { grades, subjects } = filterShape;
const params = z.strictObject({ record: z.literal('mark').default('mark'), grades, subjects });

/** Whether something came before the term mark was set, or after it. */
function timingAgainst(set: Interval): (since: Interval) => Timing {
  return (since) => {
    if (set.notBefore !== null && since.notAfter <= set.notBefore) return 'kept';
    // Seen by one reading, or one within the other's interval: the order is not known.
    const after = since.notBefore !== null && since.notBefore >= set.notAfter;
    return after && since.notAfter > set.notAfter ? 'missed' : 'straddles';
  };
}

/** When each student's mark of this term was set, by subject and student: those that are there now. */
function termMarksOf({ termMarks, term }: ClassTermFacts): Map<string, Map<string, Interval>> {
  const set = new Map<string, Map<string, Interval>>();
  const own = ({ kind, termId, value }: TermMarkFact): boolean =>
    kind === 'term' && termId === term?.id && currentOf(value) !== null;
  for (const mark of termMarks) {
    const since = own(mark) ? enteredOf(mark.value) : null;
    if (!since) continue;
    const ofSubject = set.get(mark.subjectId) ?? new Map<string, Interval>();
    set.set(mark.subjectId, ofSubject.set(mark.studentId, since));
  }
  return set;
}

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
}

function judgeMark(record: JournalRecord, set: Interval, { facts, at, judge }: Question): void {
  const found = walk(record.value, timingAgainst(set), indexOf(facts).permitsFor(record.row.id));
  judgeWalk(record, found, judge, () => ({
    deadline: null,
    words() {
      return {
        noun: `Отметка${record.day === null ? '' : ` (${dayText(record.day)})`}`,
        entered: 'выставлена',
        changed: 'изменена',
        border: `отметка за период стояла уже ${intervalText(at.calendar, set)}`,
      };
    },
    when(interval) {
      return intervalText(at.calendar, interval);
    },
    advice() {
      return 'Читайте журнал не реже чем раз в сутки в дни, когда выставляют отметки за период.';
    },
  }));
}

/** R08: once the term mark stands, the marks that it was made of are not touched. */
export const editAfterTermMark = defineKind({
  name: 'edit_after_term_mark',
  rules: ['R08'],
  title: 'После отметки за период текущие отметки не выставлены и не изменены',
  severity: 'error',
  effect: 'withhold',
  scope: 'subject_term',
  params,
  topic: (given) => ['edit_after_term_mark', filterTopic(given)].join('/').replace(/\/+$/, ''),
  overlaps: filtersMeet,
  needs: () => ['mark', 'termMark'],
  watches: ['mark', 'termMark', 'term', 'amendmentPermit', 'resitProtocol'],
  evaluate(facts, { grades: onlyGrades, subjects: onlySubjects }, at, judge) {
    const filters: Filters = { grades: onlyGrades, subjects: onlySubjects };
    if (!concernsClass(facts, filters, judge)) return;
    const set = termMarksOf(facts);
    for (const record of journalRecords('mark', facts, filters)) {
      const since = set.get(record.subjectId ?? '')?.get(record.studentId ?? '');
      if (since) judgeMark(record, since, { facts, at, judge });
      else judge.notConcerned();
    }
  },
});
