import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Judge } from '../decision.ts';
import type { ClassYearFacts, LessonFact } from '../facts.ts';
import { workTypeTest } from '../filters.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import type { Row } from '../observed.ts';
import { daysApart, weekOf } from '../weeks.ts';
import { counted, dayText, numberText, shareText } from '../wording.ts';
import { lessonsCount } from './lesson-load.ts';

const ALL = { perDay: 1, gapDays: 17, yearShare: 0.1, notFirstOrLast: true } as const;

/** Checks that are named are made; where none is, all with the numbers of the recommendation. */
const params = z
  .strictObject({
    workTypes: z.array(z.string().min(1)).min(1),
    perDay: z.int().min(0).optional(),
    gapDays: z.int().min(1).max(366).optional(),
    yearShare: z.number().gt(0).max(1).optional(),
    notFirstOrLast: z.boolean().optional(),
  })
  .transform((asked) => {
    const named = Object.keys(ALL).some((name) => asked[name as keyof typeof ALL] !== undefined);
    return named ? asked : { ...ALL, ...asked };
  });

type Params = z.infer<typeof params>;

/** Works of one group on one day: one test, however many marks it brings. */
interface Test {
  readonly subjectId: string;
  readonly series: string;
  readonly date: Day;
  readonly lesson: LessonFact | null;
  readonly rows: readonly Row[];
}

function testsOf(facts: ClassYearFacts, { workTypes }: Params): Test[] {
  const isTest = workTypeTest({ workTypes });
  const lessons = new Map(facts.lessons.map((lesson) => [lesson.id, lesson]));
  const lessonOf = (lessonId: string | null) => (lessonId === null ? null : (lessons.get(lessonId) ?? null));
  const works = facts.assessments
    .filter(({ workType }) => isTest(workType))
    .map((work) => ({ work, lesson: lessonOf(work.lessonId) }));
  const seriesOf = ({ work, lesson }: (typeof works)[number]) => `${work.subjectId}/${lesson?.groupId ?? ''}`;
  return [...groupedBy(works, (one) => `${seriesOf(one)}/${one.work.date}`).values()]
    .flatMap((own) => {
      const [first] = own;
      if (!first) return [];
      const rows: Row[] = own.map(({ work }) => ({ entity: 'assessment', id: work.id }));
      const { subjectId, date } = first.work;
      return [{ subjectId, series: seriesOf(first), date, lesson: first.lesson, rows }];
    })
    .sort((left, right) => (left.date < right.date ? -1 : Number(left.date > right.date)));
}

const testsText = (count: number): string =>
  counted(count, 'контрольная работа', 'контрольные работы', 'контрольных работ');

function judgeDays(tests: readonly Test[], perDay: number, facts: ClassYearFacts, judge: Judge): void {
  for (const [day, own] of groupedBy(tests, ({ date }) => date)) {
    const subjects = [...new Set(own.map(({ subjectId }) => subjectId))];
    if (subjects.length <= perDay) {
      judge.met();
      continue;
    }
    const names = subjects.map((subjectId) => facts.subjectName(subjectId)).join(', ');
    judge.violated({
      key: `day/${day}`,
      rows: own.flatMap(({ rows }) => rows),
      place: { day },
      message: `${dayText(day)} у класса ${testsText(subjects.length)} (${names}), рекомендовано не больше ${perDay}.`,
    });
  }
}

function judgeGaps(tests: readonly Test[], gapDays: number, facts: ClassYearFacts, judge: Judge): void {
  for (const [series, own] of groupedBy(tests, (test) => test.series)) {
    for (const [index, test] of own.entries()) {
      const before = own[index - 1];
      const days = before && daysApart(before.date, test.date);
      if (!before || days === undefined || days >= gapDays) {
        judge.met();
        continue;
      }
      judge.violated({
        key: `gap/${series}/${test.date}`,
        rows: [...before.rows, ...test.rows],
        place: { subjectId: test.subjectId, day: test.date },
        message:
          `«${facts.subjectName(test.subjectId)}»: контрольные работы ${dayText(before.date)} и ` +
          `${dayText(test.date)}, между ними ${counted(days, 'день', 'дня', 'дней')}, рекомендовано ` +
          `не меньше ${gapDays}. Сравниваются работы одного класса, а не всей параллели.`,
      });
    }
  }
}

const lastStudyDay = ({ terms, to }: ClassYearFacts): Day =>
  terms
    .map(({ endDay }) => endDay)
    .sort()
    .at(-1) ?? to;

/** Hours a year of a subject's group: by the plan, or counted when the year is over; null: not known yet. */
function hoursOf({ subjectId, lesson }: Test, facts: ClassYearFacts, at: Circumstances): number | null {
  const planned = facts.yearlyHours.get(subjectId);
  if (planned !== undefined) return planned;
  if (at.now <= at.calendar.endOf(lastStudyDay(facts))) return null;
  const groupId = lesson?.groupId ?? null;
  const own = facts.lessons.filter(
    (one) => one.subjectId === subjectId && (groupId === null || one.groupId === groupId),
  );
  return lessonsCount(own);
}

function judgeShares(
  tests: readonly Test[],
  share: number,
  facts: ClassYearFacts,
  at: Circumstances,
  judge: Judge,
): void {
  for (const [series, own] of groupedBy(tests, (test) => test.series)) {
    const last = own.at(-1);
    if (!last) continue;
    const hours = hoursOf(last, facts, at);
    if (hours === null) {
      judge.pending(at.calendar.endOf(lastStudyDay(facts)) + 1);
      continue;
    }
    if (own.length <= share * hours + 1e-9) {
      judge.met();
      continue;
    }
    judge.violated({
      key: `share/${series}`,
      rows: own.flatMap(({ rows }) => rows),
      place: { subjectId: last.subjectId, day: last.date },
      message:
        `«${facts.subjectName(last.subjectId)}»: за год ${testsText(own.length)} на ` +
        `${counted(Math.round(hours), 'час', 'часа', 'часов')} — ${shareText(own.length, hours)}, ` +
        `рекомендовано не больше ${numberText(share * 100)} %.`,
    });
  }
}

/** Subjects of which there is no more than a lesson a week: their lesson may always be the first or the last. */
function rareSubjects(facts: ClassYearFacts): ReadonlySet<string> {
  const weeks = new Set(facts.lessons.map(({ date }) => weekOf(date))).size;
  const rare = new Set(facts.lessons.map(({ subjectId }) => subjectId));
  const series = groupedBy(facts.lessons, ({ subjectId, groupId }) => `${subjectId}/${groupId ?? ''}`);
  for (const own of series.values()) {
    const subjectId = own[0]?.subjectId ?? '';
    const hours = facts.yearlyHours.get(subjectId);
    // 34 weeks of lessons a year, 35 in some plans.
    if (hours === undefined ? lessonsCount(own) > weeks : hours > 35) rare.delete(subjectId);
  }
  return rare;
}

function judgeEdges(tests: readonly Test[], facts: ClassYearFacts, judge: Judge): void {
  const rare = rareSubjects(facts);
  const taught = facts.lessons.filter(({ kind, number }) => kind !== 'extracurricular' && number !== null);
  const numbers = new Map(
    [...groupedBy(taught, ({ date }) => date)].map(([day, own]) => [
      day,
      own.map(({ number }) => number ?? 0),
    ]),
  );
  for (const test of tests) {
    const number = test.lesson?.number ?? null;
    const ofDay = numbers.get(test.date) ?? [];
    const place = { subjectId: test.subjectId, day: test.date };
    const told = { key: `edge/${test.series}/${test.date}`, rows: test.rows, place };
    const what = `«${facts.subjectName(test.subjectId)}», ${dayText(test.date)}: контрольная работа`;
    if (rare.has(test.subjectId) || new Set(ofDay).size === 1) judge.notConcerned();
    else if (number === null) {
      judge.undecided({
        ...told,
        message: `${what} — не известно, на каком по счёту уроке.`,
        reason: 'missing_input',
        advice: 'Укажите в журнале, на каком уроке проведена работа.',
      });
    } else if (number === Math.min(...ofDay)) {
      judge.violated({ ...told, message: `${what} на первом уроке дня.` });
    } else if (number === Math.max(...ofDay)) {
      judge.violated({ ...told, message: `${what} на последнем уроке дня.` });
    } else judge.met();
  }
}

/** How many control works there are and where they stand (R19; norms N10–N13). */
export const testSchedule = defineKind({
  name: 'test_schedule',
  rules: ['R19'],
  title: 'Контрольные работы: сколько в день и за год, как часто и на каком уроке',
  severity: 'info',
  scope: 'class_year',
  params,
  topic: ({ workTypes: _types, ...checks }) => `test_schedule/${Object.keys(checks).sort().join('+')}`,
  needs: ({ notFirstOrLast }) => [
    'assessment',
    'assessment.workTypeId',
    ...(notFirstOrLast ? ['assessment.lessonId', 'lesson.number'] : []),
  ],
  watches: ['assessment', 'lesson', 'workType', 'curriculumLine', 'term'],
  evaluate(facts, asked, at, judge) {
    const tests = testsOf(facts, asked);
    if (asked.perDay !== undefined) judgeDays(tests, asked.perDay, facts, judge);
    if (asked.gapDays !== undefined) judgeGaps(tests, asked.gapDays, facts, judge);
    if (asked.yearShare !== undefined) judgeShares(tests, asked.yearShare, facts, at, judge);
    if (asked.notFirstOrLast) judgeEdges(tests, facts, judge);
  },
});
