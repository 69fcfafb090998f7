import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import { lookAdvice } from '../advice.ts';
import type { SchoolCalendar } from '../calendar.ts';
import type { Judge } from '../decision.ts';
import type { ClassYearFacts, GroupFact, LessonFact, PlanFact } from '../facts.ts';
import { plainName } from '../filters.ts';
import { groupedBy } from '../grouping.ts';
import { defineKind } from '../kind.ts';
import { currentOf, type Row } from '../observed.ts';
import { counted, dayText, numberText } from '../wording.ts';

const params = z
  .strictObject({
    /** Topics are of the plan and come in its order. */
    order: z.boolean().default(false),
    /** A topic takes as many lessons as the plan gives it hours. */
    hours: z.boolean().default(false),
    /** By how many lessons the class may be behind its plan; null: not looked at. */
    lagLessons: z.int().min(0).nullable().default(null),
  })
  .refine(({ order, hours, lagLessons }) => order || hours || lagLessons !== null, 'asks for nothing');

/** A group's lessons that are over, each with the entry of the plan that its topic is (null: of none). */
interface Course {
  readonly group: GroupFact;
  readonly subject: string;
  readonly plan: readonly PlanFact[];
  readonly given: readonly { readonly lesson: LessonFact; readonly entry: PlanFact | null }[];
}

const byDate = (left: LessonFact, right: LessonFact): number =>
  left.date === right.date ? (left.number ?? 0) - (right.number ?? 0) : left.date < right.date ? -1 : 1;

/** Entries of one topic may be several: a lesson is of the first that still has hours left, or of the last. */
function matched(lessons: readonly LessonFact[], plan: readonly PlanFact[]): Course['given'] {
  const byId = new Map(plan.map((entry) => [entry.id, entry]));
  const byTopic = groupedBy(plan, ({ topic }) => plainName(topic));
  const used = new Map<PlanFact, number>();
  const entryOf = (lesson: LessonFact): PlanFact | null => {
    const named = lesson.planEntryId === null ? undefined : byId.get(lesson.planEntryId);
    if (named) return named;
    const topic = currentOf(lesson.topic);
    const entries = topic === null ? [] : (byTopic.get(plainName(topic)) ?? []);
    return entries.find((entry) => (used.get(entry) ?? 0) < entry.hours) ?? entries.at(-1) ?? null;
  };
  return lessons.map((lesson) => {
    const entry = entryOf(lesson);
    if (entry) used.set(entry, (used.get(entry) ?? 0) + 1);
    return { lesson, entry };
  });
}

function coursesOf(facts: ClassYearFacts, today: Day): Course[] {
  const over = facts.lessons
    .filter(({ date, kind }) => date < today && kind !== 'extracurricular')
    .sort(byDate);
  const lessons = groupedBy(over, ({ groupId }) => groupId);
  const plans = groupedBy(
    [...facts.plan].sort((left, right) => left.ordinal - right.ordinal),
    ({ subjectId }) => subjectId,
  );
  return facts.groups.map((group) => {
    const ofSubject = plans.get(group.subjectId) ?? [];
    const own = ofSubject.filter(({ groupId }) => groupId === group.id);
    const plan = own.length > 0 ? own : ofSubject.filter(({ groupId }) => groupId === null);
    const given = matched(lessons.get(group.id) ?? [], plan);
    return { group, subject: facts.subjectName(group.subjectId), plan, given };
  });
}

interface Question {
  readonly facts: ClassYearFacts;
  readonly calendar: SchoolCalendar;
  readonly judge: Judge;
}

const lessonRow = ({ id }: LessonFact): Row => ({ entity: 'lesson', id });
const planRow = ({ id }: PlanFact): Row => ({ entity: 'lessonPlanEntry', id });

function judgeOrder({ subject, group, given }: Course, judge: Judge): void {
  let reached: PlanFact | null = null;
  for (const { lesson, entry } of given) {
    const place = { subjectId: group.subjectId, staffId: lesson.teacherId, day: lesson.date };
    const told = { key: `order/${lesson.id}`, place };
    const what = `«${subject}», ${dayText(lesson.date)}`;
    if (entry === null) {
      // A lesson without a topic is another rule's matter.
      if (currentOf(lesson.topic) === null) judge.notConcerned();
      else judge.violated({ ...told, rows: [lessonRow(lesson)], message: `${what}: темы урока нет в КТП.` });
      continue;
    }
    if (reached === null || entry.ordinal >= reached.ordinal) {
      reached = entry;
      judge.met();
      continue;
    }
    const rows = [lessonRow(lesson), planRow(entry)];
    const message = `${what}: тема № ${entry.ordinal} КТП дана после темы № ${reached.ordinal}.`;
    judge.violated({ ...told, rows, message });
  }
}

function judgeHours({ subject, group, given }: Course, judge: Judge): void {
  const taught = groupedBy(given, ({ entry }) => entry);
  const reached = Math.max(...given.map(({ entry }) => entry?.ordinal ?? 0));
  for (const [entry, own] of taught) {
    const last = own.at(-1)?.lesson;
    if (entry === null || !last) continue;
    const short = own.length < entry.hours && entry.ordinal < reached;
    if (own.length <= entry.hours && !short) {
      judge.met();
      continue;
    }
    judge.violated({
      key: `hours/${group.id}/${entry.id}`,
      rows: [planRow(entry), ...own.map(({ lesson }) => lessonRow(lesson))],
      place: { subjectId: group.subjectId, staffId: last.teacherId, day: last.date },
      message:
        `«${subject}», тема № ${entry.ordinal}: ${counted(own.length, 'урок', 'урока', 'уроков')}, ` +
        `а по КТП часов — ${numberText(entry.hours)}.`,
    });
  }
}

const hoursOf = (entries: readonly PlanFact[]): number => entries.reduce((sum, { hours }) => sum + hours, 0);

/** What should be behind the class: by the plan's own days, or, where it has none, an hour for each lesson given. */
function hoursDue({ plan, given }: Course, today: Day): number {
  const dated = plan.filter(({ plannedDay }) => plannedDay !== null);
  if (dated.length === 0) return Math.min(given.length, hoursOf(plan));
  return hoursOf(dated.filter(({ plannedDay }) => plannedDay !== null && plannedDay < today));
}

/** A day that counts and that nobody has read since: its lesson, or its topic, may be there by now. */
function unseenDay({ plan, given }: Course, today: Day, { facts, calendar }: Question): Day | undefined {
  const planned = plan.flatMap(({ plannedDay }) =>
    plannedDay !== null && plannedDay < today ? plannedDay : [],
  );
  return [...planned, ...given.map(({ lesson }) => lesson.date)].find(
    (day) => (facts.seenAt('lesson', day) ?? 0) <= calendar.endOf(day),
  );
}

function judgeLag(course: Course, most: number, today: Day, asked: Question): void {
  const { judge, calendar } = asked;
  const { subject, group, plan, given } = course;
  const begun = groupedBy(given, ({ entry }) => entry);
  const passed = plan.reduce((sum, entry) => sum + Math.min(entry.hours, begun.get(entry)?.length ?? 0), 0);
  const due = hoursDue(course, today);
  const lag = due - passed;
  if (lag <= most) {
    judge.met();
    return;
  }
  const told = {
    key: `lag/${group.id}`,
    rows: plan
      .filter((entry) => !begun.has(entry))
      .slice(0, 1)
      .map(planRow),
    place: { subjectId: group.subjectId, staffId: group.teacherId, day: given.at(-1)?.lesson.date ?? null },
    message:
      `«${subject}», ${group.name}: пройдено часов КТП — ${numberText(passed)} из ${numberText(due)}, ` +
      `отставание — ${numberText(lag)}${most > 0 ? ` (допустимо ${most})` : ''}.`,
  };
  const unseen = unseenDay(course, today, asked);
  if (unseen === undefined) judge.violated(told);
  else {
    const advice = lookAdvice(calendar, calendar.endOf(unseen));
    judge.undecided({ ...told, reason: 'not_looked', advice });
  }
}

/** The next day whose end alone may change an answer: a lesson will have been given, a topic will have been due. */
function nextDay({ lessons, plan }: ClassYearFacts, today: Day): Day | null {
  const days = [...lessons.map(({ date }) => date), ...plan.map(({ plannedDay }) => plannedDay)];
  return days.reduce<Day | null>(
    (next, day) => (day !== null && day >= today && (next === null || day < next) ? day : next),
    null,
  );
}

/** Lessons follow the lesson plan: its topics, their order and hours, without falling behind (R15). */
export const lessonPlan = defineKind({
  name: 'lesson_plan',
  rules: ['R15'],
  title: 'Темы и часы уроков соответствуют КТП',
  severity: 'warning',
  scope: 'class_year',
  params,
  topic: ({ order, hours, lagLessons }) =>
    `lesson_plan${order ? '/order' : ''}${hours ? '/hours' : ''}${lagLessons === null ? '' : '/lag'}`,
  needs: () => ['lessonPlanEntry', 'lesson.topic'],
  watches: ['lessonPlanEntry', 'lesson', 'subjectGroup'],
  evaluate(facts, { order, hours, lagLessons }, { now, calendar }, judge) {
    const today = calendar.dayOf(now);
    for (const course of coursesOf(facts, today)) {
      if (course.plan.length === 0) {
        // A plan that is not there is a matter of the base data.
        judge.notConcerned();
        continue;
      }
      if (order) judgeOrder(course, judge);
      if (hours) judgeHours(course, judge);
      if (lagLessons !== null) judgeLag(course, lagLessons, today, { facts, calendar, judge });
    }
    const next = nextDay(facts, today);
    if (next !== null) judge.pending(calendar.endOf(next) + 1);
  },
});
