import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Doubt, Judge } from '../decision.ts';
import type { ClassTermFacts, HomeworkFact, LessonFact } from '../facts.ts';
import { byGrade, normOf } from '../grade-norm.ts';
import { groupedBy } from '../grouping.ts';
import { defineKind } from '../kind.ts';
import { membersOn } from '../membership.ts';
import { currentOf, type Row } from '../observed.ts';
import { counted, dayText, minutesText } from '../wording.ts';

const params = z.strictObject({ minutes: byGrade(z.int().min(0).max(600)) });

/** What a group has to do for a day. */
interface Task {
  readonly subjectId: string;
  readonly groupId: string | null;
  readonly minutes: number;
}

/** The homework of one day, by the group that has to do it. */
function tasksOf(items: readonly HomeworkFact[], lessons: ReadonlyMap<string, LessonFact>): Task[] {
  const groupOf = ({ lessonId }: HomeworkFact) =>
    lessonId === null ? null : (lessons.get(lessonId)?.groupId ?? null);
  const byGroup = groupedBy(items, (item) => `${item.subjectId}/${groupOf(item) ?? ''}`);
  return [...byGroup.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const minutes = own.reduce((sum, item) => sum + (item.minutes ?? 0), 0);
    return [{ subjectId: first.subjectId, groupId: groupOf(first), minutes }];
  });
}

const largest = (numbers: Iterable<number>): number => Math.max(0, ...numbers);

/**
 * The time of whoever has most to do. Each student does what the own groups have to do; where nobody tells who is in a
 * group, the groups of a subject are taken for parallel ones and the longest task counts.
 */
function longestDay(tasks: readonly Task[], membersOf: (groupId: string) => ReadonlySet<string>): number {
  const perStudent = new Map<string, number>();
  const perSubject = new Map<string, number>();
  for (const { subjectId, groupId, minutes } of tasks) {
    const members = groupId === null ? null : membersOf(groupId);
    if (members && members.size > 0) {
      for (const student of members) perStudent.set(student, (perStudent.get(student) ?? 0) + minutes);
    } else perSubject.set(subjectId, Math.max(perSubject.get(subjectId) ?? 0, minutes));
  }
  const everybody = [...perSubject.values()].reduce((sum, minutes) => sum + minutes, 0);
  return everybody + largest(perStudent.values());
}

/** Who is in a group on a day. Where no stay has an end, that is the same every day. */
function memberships({ groups }: ClassTermFacts): (groupId: string, day: Day) => ReadonlySet<string> {
  const all = new Map(groups.map(({ id, members }) => [id, members]));
  const lasting = new Map<string, ReadonlySet<string>>();
  for (const { id, members } of groups) {
    if (members.every(({ from, to }) => from === null && to === null))
      lasting.set(id, membersOn(members, ''));
  }
  return (groupId, day) => lasting.get(groupId) ?? membersOn(all.get(groupId) ?? [], day);
}

const rowsOf = (items: readonly HomeworkFact[]): Row[] => items.map(({ id }) => ({ entity: 'homework', id }));

/** Homework of the class as it stands now, without what is for one student alone. */
const standing = ({ homework }: ClassTermFacts): HomeworkFact[] =>
  homework.filter(({ studentId, text }) => studentId === null && currentOf(text) !== null);

const unknownTime = (days: number, items: readonly HomeworkFact[]): Doubt => ({
  key: 'minutes',
  rows: rowsOf(items),
  place: {},
  message: `Время указано не у всех заданий: ${counted(days, 'день', 'дня', 'дней')} нельзя сравнить с нормой.`,
  reason: 'missing_input',
  advice: 'Указывайте у каждого задания, на сколько минут оно рассчитано.',
});

function judgeDay(
  day: Day,
  items: readonly HomeworkFact[],
  minutes: number,
  norm: number,
  judge: Judge,
): void {
  if (minutes <= norm) {
    judge.met();
    return;
  }
  judge.violated({
    key: day,
    rows: rowsOf(items),
    place: { day },
    message: `На ${dayText(day)} задано на ${minutesText(minutes)}, норма — не больше ${minutesText(norm)}.`,
  });
}

/** Homework of all subjects together takes no longer than the grade's norm (R17; norm N1). */
export const homeworkTime = defineKind({
  name: 'homework_time',
  rules: ['R17'],
  title: 'Время на домашние задания на день в пределах нормы',
  severity: 'warning',
  scope: 'class_term',
  params,
  topic: () => 'homework_time',
  needs: () => ['homework', 'homework.minutes'],
  watches: ['homework', 'lesson', 'groupMembership', 'class'],
  evaluate(facts, { minutes }, _at, judge) {
    const norm = normOf(minutes, facts.class, judge);
    if (norm === undefined) return;
    const lessons = new Map(facts.lessons.map((lesson) => [lesson.id, lesson]));
    const membersOf = memberships(facts);
    const unknown: HomeworkFact[][] = [];
    for (const [day, items] of groupedBy(standing(facts), ({ dueDay }) => dueDay)) {
      const longest = longestDay(tasksOf(items, lessons), (groupId) => membersOf(groupId, day));
      if (longest <= norm && items.some((item) => item.minutes === null)) unknown.push(items);
      else judgeDay(day, items, longest, norm, judge);
    }
    if (unknown.length > 0) judge.undecided(unknownTime(unknown.length, unknown.flat()));
  },
});
