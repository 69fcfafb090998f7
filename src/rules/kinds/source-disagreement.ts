import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, MarkFact } from '../facts.ts';
import { plainName } from '../filters.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { currentOf, type Instant } from '../observed.ts';
import { dayText } from '../wording.ts';

/** What a source lacks that cannot show words, or two numbers for one work. */
const VALUE = 'mark.value';

type OtherMark = ClassTermFacts['otherMarks'][number];

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
}

/** What two sources say of one student, subject and day. `numbersOnly`: one of them cannot show every mark. */
interface Pair {
  readonly numbersOnly: boolean;
  readonly source: string;
  readonly ours: readonly MarkFact[];
  readonly theirs: readonly OtherMark[];
}

const spotOf = ({ studentId, subjectId, date }: MarkFact): string => `${studentId}/${subjectId}/${date}`;

/** Two systems may show a pair of marks for one work as one mark or as two. */
const valuesOf = (marks: readonly MarkFact[]): string[] =>
  marks.flatMap(({ value }) => currentOf(value)?.split('/') ?? []).map(plainName);

const isNumber = (value: string): boolean => /^\d+$/.test(value);

const numbersOf = <M extends MarkFact>(marks: readonly M[]): M[] =>
  marks.filter(({ value }) => isNumber(plainName(currentOf(value) ?? '')));

const alike = (left: readonly MarkFact[], right: readonly MarkFact[]): boolean =>
  valuesOf(left).sort().join(' ') === valuesOf(right).sort().join(' ');

const latest = (marks: readonly MarkFact[]): Instant =>
  Math.max(Number.NEGATIVE_INFINITY, ...marks.map(({ value }) => value.at(-1)?.since.notAfter ?? 0));

/** Whether each source was read when the other already said what it says now. */
function bothLooked(
  { source, ours, theirs }: Pair,
  student: string,
  day: Day,
  facts: ClassTermFacts,
): boolean {
  const seenHere = facts.seenAt('mark', day);
  const seenThere = facts.otherSeenAt(source, student, day);
  if (seenHere === null || seenThere === null) return false;
  return seenHere >= latest(theirs) && seenThere >= latest(ours);
}

const hasPair = (marks: readonly MarkFact[]): boolean =>
  marks.some(({ value }) => /^\d+\/\d+$/.test(currentOf(value) ?? ''));

/** What can be compared where one of the sources shows neither words nor pairs as they are; null: nothing. */
function comparable(pair: Pair): Pair | null {
  if (!pair.numbersOnly || alike(pair.ours, pair.theirs)) return pair;
  const ours = numbersOf(pair.ours);
  const theirs = numbersOf(pair.theirs);
  if (alike(ours, theirs)) return ours.length > 0 ? { ...pair, ours, theirs } : null;
  // What the other source makes of a pair nobody can tell: two marks, one, or none.
  return hasPair([...pair.ours, ...pair.theirs]) ? null : { ...pair, ours, theirs };
}

function judgePair(whole: Pair, { facts, judge }: Question): void {
  const pair = comparable(whole);
  if (pair === null) {
    judge.notConcerned();
    return;
  }
  const { source, ours, theirs } = pair;
  const [mark] = [...ours, ...theirs];
  if (!mark) return;
  const { studentId, subjectId, date } = mark;
  if (alike(ours, theirs)) {
    judge.met();
    return;
  }
  const told = {
    key: `${spotOf(mark)}/${source}`,
    rows: [...ours, ...theirs].map(({ id }) => ({ entity: 'mark' as const, id })),
    place: { studentId, subjectId, day: date },
    message: `Отметки за ${dayText(date)} расходятся: ${facts.source} — ${listed(ours)}, ${source} — ${listed(theirs)}.`,
  };
  if (bothLooked(pair, studentId, date, facts)) judge.violated(told);
  else {
    const advice = 'Прочитайте обе системы: с последнего изменения одну из них ещё не читали.';
    judge.undecided({ ...told, reason: 'not_looked', advice });
  }
}

const listed = (marks: readonly MarkFact[]): string => valuesOf(marks).sort().join(', ') || 'нет отметок';

/** Days of a student on which this source alone has marks, though the other was read. */
function onlyOurs(source: string, marks: readonly MarkFact[], facts: ClassTermFacts): boolean {
  const [mark] = marks;
  return mark !== undefined && facts.otherSeenAt(source, mark.studentId, mark.date) !== null;
}

/** R26: two systems that both show a student's marks show the same ones. */
export const sourceDisagreement = defineKind({
  name: 'source_disagreement',
  rules: ['R26'],
  title: 'Две системы показывают одни и те же отметки',
  severity: 'warning',
  scope: 'subject_term',
  params: z.strictObject({}),
  topic: () => 'source_disagreement',
  needs: () => ['mark'],
  watches: ['mark'],
  evaluate(facts, _, at, judge) {
    const ours = groupedBy(facts.marks, spotOf);
    for (const [source, marks] of groupedBy(facts.otherMarks, (mark) => mark.source)) {
      const theirs = groupedBy(marks, spotOf);
      const numbersOnly = (at.gap(VALUE) ?? at.otherGap?.(source, VALUE) ?? null) !== null;
      for (const [spot, there] of theirs) {
        judgePair({ source, numbersOnly, ours: ours.get(spot) ?? [], theirs: there }, { facts, at, judge });
      }
      for (const [spot, here] of ours) {
        if (theirs.has(spot)) continue;
        if (onlyOurs(source, here, facts))
          judgePair({ source, numbersOnly, ours: here, theirs: [] }, { facts, at, judge });
        else judge.notConcerned();
      }
    }
  },
});
