import { z } from 'zod';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, TermMarkFact } from '../facts.ts';
import { type Filters, filterShape, filterTopic } from '../filters.ts';
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
    // Both seen by one reading, or one by the vendor's stamp in the other's interval: the order is not known.
    if (since.notBefore !== null && since.notBefore >= set.notAfter && since.notAfter > set.notAfter) {
      return 'missed';
    }
    return since.notAfter === since.notBefore &&
      since.notAfter <= set.notAfter &&
      set.notBefore === set.notAfter
      ? 'kept'
      : 'straddles';
  };
}

/** The students' marks of this term that are there now, with when they were set. */
function termMarksOf({ termMarks, term }: ClassTermFacts): Map<string, Interval> {
  const set = new Map<string, Interval>();
  const own = ({ kind, termId, value }: TermMarkFact): boolean =>
    kind === 'term' && termId === term?.id && currentOf(value) !== null;
  for (const mark of termMarks) {
    const since = own(mark) ? enteredOf(mark.value) : null;
    if (since) set.set(`${mark.studentId} ${mark.subjectId}`, since);
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
  const when = (interval: Interval): string => intervalText(at.calendar, interval);
  judgeWalk(record, found, judge, () => ({
    words: {
      noun: `Отметка${record.day === null ? '' : ` (${dayText(record.day)})`}`,
      entered: 'выставлена',
      changed: 'изменена',
      border: `отметка за период стояла уже ${when(set)}`,
    },
    when,
    advice: () => 'Читайте журнал не реже чем раз в сутки в дни, когда выставляют отметки за период.',
  }));
}

/** R08: once the term mark stands, the marks that it was made of are not touched. */
export const editAfterTermMark = defineKind({
  name: 'edit_after_term_mark',
  rules: ['R08'],
  title: 'После отметки за период текущие отметки не выставлены и не изменены',
  severity: 'error',
  scope: 'subject_term',
  params,
  topic: (given) => ['edit_after_term_mark', filterTopic(given)].join('/').replace(/\/+$/, ''),
  needs: () => ['mark', 'termMark'],
  watches: ['mark', 'termMark', 'term', 'amendmentPermit', 'resitProtocol'],
  evaluate(facts, { grades: onlyGrades, subjects: onlySubjects }, at, judge) {
    const filters: Filters = { grades: onlyGrades, subjects: onlySubjects };
    if (!concernsClass(facts, filters, judge)) return;
    const set = termMarksOf(facts);
    for (const record of journalRecords('mark', facts, filters)) {
      const since = set.get(`${record.studentId} ${record.subjectId}`);
      if (since) judgeMark(record, since, { facts, at, judge });
      else judge.notConcerned();
    }
  },
});
