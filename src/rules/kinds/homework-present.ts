import { z } from 'zod';
import { lookAdvice } from '../advice.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, GroupFact, LessonFact } from '../facts.ts';
import { filterShape, filterTopic } from '../filters.ts';
import { filtersMeet } from '../filters-meet.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { currentOf } from '../observed.ts';
import { dayText, shareText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';
import { concernsClass } from './records/grade-known.ts';

const { grades } = filterShape;
const params = z.strictObject({
  /** The least share of lessons with homework; when left out, every lesson needs it. */
  shareLessons: z.number().gt(0).max(1).optional(),
  grades,
});

/** A lesson that is over, with whether there is homework for the group's next one. */
interface Given {
  readonly lesson: LessonFact;
  readonly next: LessonFact;
  readonly homework: boolean;
}

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
}

/** Lessons that have one behind them, because homework is shown at the lesson that it is due at. */
function givenLessons({ facts, at, judge }: Question): Given[] {
  const due = new Set<string>();
  for (const { lessonId, subjectId, dueDay, text } of facts.homework) {
    if (currentOf(text) !== null) due.add(lessonId ?? `${subjectId} ${dueDay}`);
  }
  const { lessonAfter } = indexOf(facts);
  return facts.lessons.flatMap((lesson) => {
    const next = lessonAfter(lesson);
    if (!next) return [];
    const end = at.calendar.endOf(lesson.date);
    if (at.now <= end) {
      judge.pending(end + 1);
      return [];
    }
    const homework = due.has(next.id) || due.has(`${next.subjectId} ${next.date}`);
    return [{ lesson, next, homework }];
  });
}

function judgeLesson({ lesson, next, homework }: Given, { facts, at, judge }: Question): void {
  const end = at.calendar.endOf(lesson.date);
  const seen = facts.seenAt('homework', next.date);
  if (homework) {
    judge.met();
    return;
  }
  const told = {
    key: lesson.id,
    rows: [{ entity: 'lesson' as const, id: lesson.id }],
    place: { subjectId: lesson.subjectId, staffId: lesson.teacherId, day: lesson.date },
    message: `На уроке ${dayText(lesson.date)} не задано домашнее задание.`,
    deadline: end,
  };
  if (seen !== null && seen > end) judge.violated(told);
  else judge.undecided({ ...told, reason: 'not_looked', advice: lookAdvice(at.calendar, end) });
}

const teacherOf = (groups: readonly GroupFact[], groupId: string | null): string | null =>
  groups.find(({ id }) => id === groupId)?.teacherId ?? null;

function judgeShare(lessons: readonly Given[], least: number, { facts, judge }: Question): void {
  const [first] = lessons;
  if (!first) return;
  const { subjectId, groupId } = first.lesson;
  const bare = lessons.filter(({ homework }) => !homework);
  const count = lessons.length - bare.length;
  if (count / lessons.length >= least) {
    judge.met();
    return;
  }
  judge.violated({
    key: groupId ?? subjectId,
    rows: bare.map(({ lesson }) => ({ entity: 'lesson', id: lesson.id })),
    place: { subjectId, staffId: teacherOf(facts.groups, groupId) },
    message: `Домашнее задание записано на ${shareText(count, lessons.length)} уроков, нужно не меньше ${shareText(least, 1)}.`,
  });
}

/** How much of the homework that is set stands in the journal. */
export const homeworkPresent = defineKind({
  name: 'homework_present',
  rules: ['R03'],
  title: 'Домашнее задание записано',
  severity: 'info',
  scope: 'subject_term',
  params,
  topic: (given) => ['homework_present', filterTopic(given)].join('/').replace(/\/+$/, ''),
  overlaps: filtersMeet,
  needs: () => ['homework'],
  watches: ['lesson', 'homework'],
  evaluate(facts, { shareLessons, grades: only }, at, judge) {
    const asked = { facts, at, judge };
    if (!concernsClass(facts, { grades: only }, judge)) return;
    const given = givenLessons(asked);
    if (shareLessons === undefined) {
      for (const one of given) judgeLesson(one, asked);
      return;
    }
    const groups = groupedBy(given, ({ lesson }) => lesson.groupId ?? lesson.subjectId);
    for (const lessons of groups.values()) judgeShare(lessons, shareLessons, asked);
  },
});
