import { z } from 'zod';
import { readMark } from '../../model/mark-value.ts';
import { lookAdvice } from '../advice.ts';
import { deadlineAt, deadlineSchema } from '../deadline.ts';
import type { Judge, Place } from '../decision.ts';
import type { ClassTermFacts, TermFact, TermMarkFact } from '../facts.ts';
import { nameTest } from '../filters.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { covers } from '../membership.ts';
import { momentText } from '../moment-text.ts';
import { currentOf, type Instant } from '../observed.ts';
import { concernsClass } from './records/grade-known.ts';

const params = z.strictObject({
  deadline: deadlineSchema.default({ within: 'days', days: 0, working: false }),
  /** Names of subjects that get no term mark. */
  withoutAttestation: z.array(z.string().min(1)).optional(),
  /** Younger classes get no marks. */
  gradeFrom: z.int().min(1).max(11).default(2),
  /** Whether «н/а» asks for an explanation. */
  askReason: z.boolean().default(true),
});

type Params = z.infer<typeof params>;

interface Question {
  readonly facts: ClassTermFacts;
  readonly term: TermFact;
  readonly due: Instant;
  readonly at: Circumstances;
  readonly judge: Judge;
}

/** A student who should get a mark of a subject in this term. */
interface Candidate {
  readonly studentId: string;
  readonly subjectId: string;
}

/** Those who are of the class and of a group with lessons when the term ends. */
function candidates(facts: ClassTermFacts, term: TermFact): Candidate[] {
  const there = new Set(
    facts.students.filter((one) => covers(one, term.endDay)).map(({ studentId }) => studentId),
  );
  const taught = new Set(facts.lessons.map(({ groupId }) => groupId));
  const found = new Map<string, Candidate>();
  for (const { id, subjectId, members } of facts.groups) {
    if (!taught.has(id)) continue;
    for (const member of members) {
      if (!there.has(member.studentId) || !covers(member, term.endDay)) continue;
      found.set(`${member.studentId}/${subjectId}`, { studentId: member.studentId, subjectId });
    }
  }
  return [...found.values()];
}

function judgeMissing(place: Place, key: string, { facts, term, due, at, judge }: Question): void {
  if (at.now <= due) {
    judge.pending(due + 1);
    return;
  }
  const seen = facts.seenAt('termMark', null);
  const told = { key, rows: [], place, deadline: due };
  const until = momentText(at.calendar, due);
  const what = `Нет отметки за период «${term.name}»`;
  if (seen !== null && seen > due) {
    judge.violated({ ...told, message: `${what}; срок был до ${until}.` });
    return;
  }
  judge.undecided({
    ...told,
    message: `${what}, но после срока (${until}) журнал ещё не читали.`,
    reason: 'not_looked',
    advice: lookAdvice(at.calendar, due),
  });
}

function judgePresent(mark: TermMarkFact, place: Place, key: string, asked: Question, ask: boolean): void {
  const { judge, term } = asked;
  const meaning = readMark(currentOf(mark.value) ?? '', mark.scaleMax);
  if (!ask || meaning.kind !== 'not_assessed') {
    judge.met();
    return;
  }
  judge.undecided({
    key,
    rows: [{ entity: 'termMark', id: mark.id }],
    place,
    message: `За период «${term.name}» выставлено «н/а»: почему, журнал не сообщает.`,
    reason: 'missing_input',
    advice: 'Укажите причину в пояснении.',
  });
}

function judgeAll(asked: Question, { withoutAttestation, askReason }: Params): void {
  const { facts, term, judge } = asked;
  const exempt = nameTest(withoutAttestation ?? []);
  const marks = new Map<string, TermMarkFact>();
  for (const mark of facts.termMarks) {
    const own = mark.kind === 'term' && mark.termId === term.id && currentOf(mark.value) !== null;
    if (own) marks.set(`${mark.studentId}/${mark.subjectId}`, mark);
  }
  for (const { studentId, subjectId } of candidates(facts, term)) {
    const key = `${studentId}/${subjectId}`;
    const place = { studentId, subjectId, termId: term.id, day: term.endDay };
    const mark = marks.get(key);
    if (exempt(facts.subjectName(subjectId))) judge.notConcerned();
    else if (mark) judgePresent(mark, place, key, asked, askReason);
    else judgeMissing(place, key, asked);
  }
}

/** R11: everybody who is taught a subject has a mark for the term. */
export const termMarkPresent = defineKind({
  name: 'term_mark_present',
  rules: ['R11'],
  title: 'Отметка за период есть у каждого ученика',
  severity: 'error',
  scope: 'subject_term',
  params,
  topic: () => 'term_mark_present',
  needs: () => ['termMark', 'groupMembership', 'lesson'],
  watches: ['termMark', 'term', 'enrolment', 'groupMembership', 'lesson', 'class'],
  evaluate(facts, given, at, judge) {
    const { term } = facts;
    if (!concernsClass(facts, { grades: { from: given.gradeFrom, to: 11 } }, judge)) return;
    const occasion = {
      day: term?.endDay ?? null,
      start: null,
      term,
      dayOfYear: facts.from,
      lastLessonEnd: facts.lastLessonEnd,
    };
    const due = deadlineAt(given.deadline, occasion, at);
    if (!term || typeof due !== 'number') judge.notConcerned();
    else judgeAll({ facts, term, due, at, judge }, given);
  },
});
