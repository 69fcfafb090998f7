import { z } from 'zod';
import { mondayOf } from '../../model/dates.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, LessonFact } from '../facts.ts';
import { byGrade, normOf } from '../grade-norm.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import type { Row } from '../observed.ts';
import { weekOf } from '../weeks.ts';
import { counted, daysText, dayText } from '../wording.ts';

const count = z.int().min(0).max(60);

/** Lessons a day; `onceAWeek`: as many on one day of the week (the lesson of physical education). */
const dayNorm = z.union([count, z.strictObject({ lessons: count, onceAWeek: count })]);

const params = z
  .strictObject({
    perWeek5: byGrade(count).optional(),
    perWeek6: byGrade(count).optional(),
    perDay: byGrade(dayNorm).optional(),
  })
  .refine(({ perWeek5, perWeek6, perDay }) => perWeek5 ?? perWeek6 ?? perDay, 'names no norm');

type Params = z.infer<typeof params>;
type Lessons = readonly LessonFact[];

/**
 * How many lessons the class has had: subgroups that are taught at the same time count once. Without numbers the
 * beginning tells lessons apart, and without that the subject.
 */
export function lessonsCount(lessons: Lessons): number {
  let count = 0;
  for (const day of groupedBy(lessons, ({ date }) => date).values()) {
    count += new Set(day.map(({ number, start, subjectId }) => number ?? start ?? subjectId)).size;
  }
  return count;
}

const rowsOf = (lessons: Lessons): Row[] => lessons.map(({ id }) => ({ entity: 'lesson', id }));

const lessonsText = (lessons: number): string => counted(lessons, 'урок', 'урока', 'уроков');

function judgeWeek(lessons: Lessons, norm: number, { calendar }: Circumstances, judge: Judge): void {
  const given = lessonsCount(lessons);
  if (given <= norm) {
    judge.met();
    return;
  }
  const last = lessons.at(-1)?.date ?? '';
  const monday = mondayOf(last);
  const sunday = calendar.addDays(monday, 6);
  judge.violated({
    key: `week/${monday}`,
    rows: rowsOf(lessons),
    place: { day: last },
    message: `За неделю ${daysText(monday, sunday)} у класса ${lessonsText(given)}, норма — не больше ${norm}.`,
  });
}

/** The days of one week. A day over the usual norm is allowed once, if it stays within the other one. */
function judgeDays(lessons: Lessons, norm: z.infer<typeof dayNorm>, judge: Judge): void {
  const usual = typeof norm === 'number' ? norm : norm.lessons;
  const most = typeof norm === 'number' ? norm : norm.onceAWeek;
  let longDays = 0;
  for (const [day, own] of groupedBy(lessons, ({ date }) => date)) {
    const given = lessonsCount(own);
    if (given > usual) longDays += 1;
    if (given <= usual || (given <= most && longDays === 1)) {
      judge.met();
      continue;
    }
    const allowed = most > usual ? `${usual}, один раз в неделю — ${most}` : usual;
    judge.violated({
      key: `day/${day}`,
      rows: rowsOf(own),
      place: { day },
      message: `${dayText(day)} у класса ${lessonsText(given)}, норма — не больше ${allowed}.`,
    });
  }
}

const counts = ({ lessons }: ClassTermFacts): LessonFact[] =>
  lessons
    .filter(({ kind }) => kind !== 'extracurricular')
    .sort((left, right) => (left.date < right.date ? -1 : Number(left.date > right.date)));

const weekNorm = ({ perWeek5, perWeek6 }: Params, weekDays: 5 | 6) => (weekDays === 5 ? perWeek5 : perWeek6);

/** Lessons a week and a day within the norm of the grade (R18; norms N2, N4). */
export const lessonLoad = defineKind({
  name: 'lesson_load',
  rules: ['R18'],
  title: 'Число уроков в неделю и в день в пределах нормы',
  severity: 'warning',
  scope: 'class_term',
  params,
  topic: (asked) => `lesson_load/${Object.keys(asked).sort().join('+')}`,
  needs: () => ['lesson'],
  watches: ['lesson', 'class'],
  evaluate(facts, asked, at, judge) {
    const perWeek = weekNorm(asked, at.calendar.weekDays);
    const week = perWeek && normOf(perWeek, facts.class, judge);
    const day = asked.perDay && normOf(asked.perDay, facts.class, judge);
    if (week === undefined && day === undefined) return;
    for (const lessons of groupedBy(counts(facts), ({ date }) => weekOf(date)).values()) {
      if (week !== undefined) judgeWeek(lessons, week, at, judge);
      if (day !== undefined) judgeDays(lessons, day, judge);
    }
  },
});
