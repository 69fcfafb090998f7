import { z } from 'zod';
import { type MarkMeaning, meanMark, readMark, weightedMeanMark } from '../../model/mark-value.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, MarkFact, TermFact, TermMarkFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { defineKind } from '../kind.ts';
import { currentOf } from '../observed.ts';
import { numberText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';

const params = z.strictObject({
  /** How far apart they may be. */
  difference: z.number().min(0).max(100).default(0.5),
  mean: z.enum(['weighted', 'arithmetic']).default('weighted'),
});

type Params = z.infer<typeof params>;

/** Means are sums of fractions: what is apart by a rounding error is not apart. */
const ROUNDING = 1e-9;

interface Weighed {
  readonly meaning: MarkMeaning;
  readonly weight: number | null;
}

function weighed(marks: readonly MarkFact[], facts: ClassTermFacts): Weighed[] {
  const { works } = indexOf(facts);
  return marks.flatMap(({ value, scaleMax, assessmentId }) => {
    const current = currentOf(value);
    const meaning = current === null ? null : readMark(current, scaleMax);
    if (meaning?.kind !== 'number') return [];
    return [{ meaning, weight: (assessmentId === null ? null : works.get(assessmentId)?.weight) ?? null }];
  });
}

/** The number of a term mark; null for «н/а», «осв», «зач». */
function numberOf({ value, scaleMax }: TermMarkFact): number | null {
  const meaning = readMark(currentOf(value) ?? '', scaleMax);
  return meaning.kind === 'number' && meaning.numbers.length === 1 ? (meaning.numbers[0] ?? null) : null;
}

const toldOf = ({ id, studentId, subjectId }: TermMarkFact, term: TermFact) => ({
  key: id,
  rows: [{ entity: 'termMark' as const, id }],
  place: { studentId, subjectId, termId: term.id, day: term.endDay },
});

function judgeMark(
  mark: TermMarkFact,
  marks: readonly Weighed[],
  { difference, mean: way }: Params,
  { term, judge }: { readonly term: TermFact; readonly judge: Judge },
): void {
  const number = numberOf(mark);
  if (number === null || marks.length === 0) {
    judge.notConcerned();
    return;
  }
  if (way === 'weighted' && marks.some(({ weight }) => weight === null)) {
    judge.undecided({
      ...toldOf(mark, term),
      message: 'Вес некоторых работ не известен: средневзвешенный балл сосчитать нельзя.',
      reason: 'missing_input',
      advice: 'Укажите в журнале вес работ или сравнивайте со средним арифметическим.',
    });
    return;
  }
  const mean = way === 'weighted' ? weightedMeanMark(marks) : meanMark(marks.map(({ meaning }) => meaning));
  if (mean === null) judge.notConcerned();
  else if (Math.abs(number - mean) <= difference + ROUNDING) judge.met();
  else {
    const name = way === 'weighted' ? 'средневзвешенном' : 'среднем';
    const message = `За период «${term.name}» выставлено ${number} при ${name} балле ${numberText(mean)}.`;
    judge.violated({ ...toldOf(mark, term), message });
  }
}

/** R09: a term mark is not far from the mean of the marks behind it. */
export const termMarkAgainstMean = defineKind({
  name: 'term_mark_against_mean',
  rules: ['R09'],
  title: 'Отметка за период близка к среднему баллу',
  severity: 'warning',
  scope: 'subject_term',
  params,
  topic: () => 'term_mark_against_mean',
  needs: ({ mean }) => [
    'mark',
    'termMark',
    ...(mean === 'weighted' ? ['mark.assessmentId', 'assessment.weight'] : []),
  ],
  watches: ['mark', 'termMark', 'assessment', 'term'],
  evaluate(facts, given, _, judge) {
    const { term } = facts;
    const own = facts.marks.filter(({ date }) => term && term.startDay <= date && date <= term.endDay);
    const byStudent = groupedBy(own, ({ studentId }) => studentId);
    for (const mark of facts.termMarks) {
      if (!term || mark.kind !== 'term' || mark.termId !== term.id) {
        judge.notConcerned();
        continue;
      }
      const marks = (byStudent.get(mark.studentId) ?? []).filter(
        ({ subjectId, scaleMax }) => subjectId === mark.subjectId && scaleMax === mark.scaleMax,
      );
      judgeMark(mark, weighed(marks, facts), given, { term, judge });
    }
  },
});
