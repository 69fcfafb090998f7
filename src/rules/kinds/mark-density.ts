import { z } from 'zod';
import { type Day, mondayOf } from '../../model/dates.ts';
import { readMark } from '../../model/mark-value.ts';
import { lookAdvice } from '../advice.ts';
import type { SchoolCalendar } from '../calendar.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, GroupFact, LessonFact, TermFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { covers } from '../membership.ts';
import { currentOf } from '../observed.ts';
import { counted, dayText, shareText } from '../wording.ts';
import { concernsClass } from './records/grade-known.ts';

const params = z.strictObject({
  /** So many marks are too few. */
  atMost: z.union([z.literal(0), z.literal(1)]).default(0),
  at: z.enum(['weekly', 'mid_term', 'term_end']),
  /** The least number of marks a term, by how many lessons a week there are. */
  minimum: z.strictObject({ perTermBelowTwoHours: z.int().min(1), perTerm: z.int().min(1) }).optional(),
  /** A subject that has only begun proves nothing. */
  afterLessons: z.int().min(1).default(3),
  gradeFrom: z.int().min(1).max(11).default(2),
});

type Params = z.infer<typeof params>;

interface Question {
  readonly facts: ClassTermFacts;
  readonly term: TermFact;
  readonly at: Circumstances;
  readonly judge: Judge;
  readonly given: Params;
}

const middleOf = ({ startDay, endDay }: TermFact, calendar: SchoolCalendar): Day => {
  const length = (Date.parse(endDay) - Date.parse(startDay)) / 86_400_000;
  return calendar.addDays(startDay, Math.floor(length / 2));
};

/** The days on whose evening marks are counted: the last one that is over, and the next. */
function checkDays({ term, at, given }: Question): { readonly last: Day | null; readonly next: Day | null } {
  const { calendar, now } = at;
  if (given.at !== 'weekly') {
    const day = given.at === 'term_end' ? term.endDay : middleOf(term, calendar);
    return calendar.endOf(day) < now ? { last: day, next: null } : { last: null, next: day };
  }
  const today = calendar.dayOf(now);
  if (today > term.endDay) return { last: term.endDay, next: null };
  const sunday = calendar.addDays(mondayOf(today), 6);
  const before = calendar.addDays(sunday, -7);
  const next = sunday < term.endDay ? sunday : term.endDay;
  return { last: before < term.startDay ? null : before, next };
}

/** How many marks by which a student can be known, by student and subject, until a day. */
function marksUntil(day: Day, { facts, term }: Question): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { studentId, subjectId, date, value, scaleMax } of facts.marks) {
    const current = currentOf(value);
    if (current === null || date > day || date < term.startDay) continue;
    const meaning = readMark(current, scaleMax);
    if (!['number', 'pass', 'fail'].includes(meaning.kind)) continue;
    const key = `${studentId}/${subjectId}`;
    counts.set(key, (counts.get(key) ?? 0) + (meaning.kind === 'number' ? meaning.numbers.length : 1));
  }
  return counts;
}

/** The least number of marks that is enough for a group with these lessons. */
function enoughFor(lessons: readonly LessonFact[], { atMost, minimum }: Params): number {
  if (!minimum) return atMost + 1;
  const weeks = new Set(lessons.map(({ date }) => mondayOf(date))).size;
  return lessons.length / Math.max(1, weeks) < 1.5 ? minimum.perTermBelowTwoHours : minimum.perTerm;
}

/** A lesson day whose marks nobody has read since: then a mark that is not there proves nothing. */
const unseenDay = (lessons: readonly LessonFact[], { facts, at }: Question): Day | undefined =>
  lessons
    .map(({ date }) => date)
    .find((date) => (facts.seenAt('mark', date) ?? 0) <= at.calendar.endOf(date));

interface Counted {
  readonly day: Day;
  readonly counts: ReadonlyMap<string, number>;
}

/** A student of a group with the number of marks by the day that is asked about. */
interface Standing {
  readonly studentId: string;
  readonly group: GroupFact;
  readonly count: number;
  readonly enough: number;
}

function standingsOf(
  group: GroupFact,
  lessons: readonly LessonFact[],
  { day, counts }: Counted,
  { facts, given }: Question,
): Standing[] {
  const enough = enoughFor(lessons, given);
  const there = new Set(facts.students.filter((one) => covers(one, day)).map(({ studentId }) => studentId));
  return group.members
    .filter((member) => covers(member, day) && there.has(member.studentId))
    .map(({ studentId }) => ({
      studentId,
      group,
      count: counts.get(`${studentId}/${group.subjectId}`) ?? 0,
      enough,
    }));
}

function judgeStudent(
  { studentId, group, count, enough }: Standing,
  day: Day,
  { judge, term }: Question,
): void {
  if (count >= enough) {
    judge.met();
    return;
  }
  judge.violated({
    key: `${studentId}/${group.subjectId}`,
    rows: [],
    place: { studentId, subjectId: group.subjectId, staffId: group.teacherId, termId: term.id, day },
    message: `К ${dayText(day)} за период «${term.name}» ${counted(count, 'отметка', 'отметки', 'отметок')}, нужно не меньше ${enough}.`,
  });
}

/**
 * The weekly control asks for shares of the class (podolsk-12, appendix 3; krasny-30, 4.3.2). It is one finding from
 * week to week: weeks that are over are nobody's to mend any more.
 */
function judgeClass(subjectId: string, standings: readonly Standing[], day: Day, asked: Question): void {
  const { judge, term, facts } = asked;
  if (standings.every(({ count, enough }) => count >= enough)) {
    judge.met();
    return;
  }
  const whole = standings.length;
  const having = (number: number) => standings.filter(({ count }) => count === number).length;
  judge.violated({
    key: `week/${subjectId}`,
    rows: [],
    place: { subjectId, termId: term.id, day },
    message:
      `«${facts.subjectName(subjectId)}», на ${dayText(day)}: без отметок ${having(0)} из ${whole} ` +
      `(${shareText(having(0), whole)}), с одной отметкой ${having(1)} (${shareText(having(1), whole)}).`,
  });
}

/** The group's students; none where it is too early to say, or nobody has read the marks since. */
function standingOf(
  group: GroupFact,
  lessons: readonly LessonFact[],
  found: Counted,
  asked: Question,
): Standing[] {
  const { judge, given, at } = asked;
  if (lessons.length < given.afterLessons) {
    judge.notConcerned();
    return [];
  }
  const unseen = unseenDay(lessons, asked);
  if (unseen === undefined) return standingsOf(group, lessons, found, asked);
  judge.undecided({
    key: group.id,
    rows: [{ entity: 'subjectGroup', id: group.id }],
    place: { subjectId: group.subjectId, staffId: group.teacherId, day: found.day },
    message: `Отметки за ${dayText(unseen)} после этого дня ещё не читали: сосчитать их нельзя.`,
    reason: 'not_looked',
    advice: lookAdvice(at.calendar, at.calendar.endOf(unseen)),
  });
  return [];
}

/** R10: every student has enough marks. */
export const markDensity = defineKind({
  name: 'mark_density',
  rules: ['R10'],
  title: 'Отметок достаточно (накопляемость)',
  severity: 'warning',
  scope: 'subject_term',
  params,
  topic: ({ at, atMost, minimum }) => `mark_density/${at}/${minimum ? 'minimum' : atMost}`,
  needs: () => ['mark', 'groupMembership', 'lesson'],
  watches: ['mark', 'lesson', 'term', 'enrolment', 'groupMembership'],
  evaluate(facts, given, at, judge) {
    const { term } = facts;
    if (!concernsClass(facts, { grades: { from: given.gradeFrom, to: 11 } }, judge)) return;
    if (!term) {
      judge.notConcerned();
      return;
    }
    const asked = { facts, term, at, judge, given };
    const { last, next } = checkDays(asked);
    if (next !== null) judge.pending(at.calendar.endOf(next) + 1);
    if (last === null) return;
    const found = { day: last, counts: marksUntil(last, asked) };
    const over = facts.lessons.filter(({ date }) => date <= last && date >= term.startDay);
    const byGroup = groupedBy(over, ({ groupId }) => groupId);
    const standings = facts.groups.flatMap((group) =>
      standingOf(group, byGroup.get(group.id) ?? [], found, asked),
    );
    if (given.at !== 'weekly') {
      for (const standing of standings) judgeStudent(standing, last, asked);
      return;
    }
    for (const [subjectId, own] of groupedBy(standings, ({ group }) => group.subjectId)) {
      judgeClass(subjectId, own, last, asked);
    }
  },
});
