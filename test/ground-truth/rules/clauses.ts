import type { EntityName } from '../../../src/model/entities.ts';
import type { Adoption } from '../../../src/rules/regulation.ts';
import { endOf } from './looks.ts';
import {
  lessonsOnDaysOff,
  lessonsWithoutHomework,
  lessonsWithoutTopic,
  marksAfterTermMark,
  marksOfAbsent,
  missingReasons,
  movementsWithoutPapers,
  unrecordedSubstitutions,
  wrongAccounts,
} from './truth-papers.ts';
import {
  addDays,
  daysAfter,
  type Evidence,
  hoursAfterLastLesson,
  lateAttendance,
  lateAttendanceEdits,
  lateHomework,
  lateMarkEdits,
  lateMarks,
  lateTermMarkEdits,
  lateTermMarks,
  lateTopics,
  lateWorks,
  minutesAfterStart,
  sameDay,
  verdictsOf,
  workTypeOf,
} from './truth-rows.ts';
import type { Verdicts } from './verdicts.ts';

/** A clause of an act, as we read it, and what the truth says of it. */
export interface Clause {
  /** Of the regulation file. */
  readonly entry: string;
  /** The rows that findings are about. */
  readonly entity: EntityName;
  expected(evidence: Evidence): Verdicts;
}

const all = (keys: readonly string[]): Verdicts => new Map(keys.map((key) => [key, 'violated'] as const));

const among = (name: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => name.startsWith(beginning));

const gradeOf = ({ year }: Evidence, classId: number): number =>
  year.classes.find(({ id }) => id === classId)?.grade ?? 0;

const CONTROL = ['Контрольная', 'Административная', 'Мониторинг', 'ВШК'];
const SPOKEN_NOT = [...CONTROL, 'Сочинение', 'Изложение', 'Диктант'];
const WRITTEN = [
  'Сочинение',
  'Изложение',
  'Диктант',
  'Эссе',
  'Реферат',
  'Письменная',
  'Самостоятельная',
  'Проверочная',
  'Тест',
];

/** Marks of works whose type is (or is not) one of these, changed some days after the lesson. */
const markWindow = (
  entry: string,
  days: number,
  fits: (name: string, grade: number) => boolean = () => true,
): Clause => ({
  entry,
  entity: 'mark',
  expected: (evidence) =>
    verdictsOf(
      lateMarkEdits(evidence, (known, mark) =>
        fits(workTypeOf(evidence, known, mark.workIndex), gradeOf(evidence, known.lesson.classId))
          ? endOf(addDays(known.lesson.date, days))
          : null,
      ),
    ),
});

const attendanceWindow = (entry: string, days: number): Clause => ({
  entry,
  entity: 'attendance',
  expected: (evidence) => verdictsOf(lateAttendanceEdits(evidence, daysAfter(days))),
});

const markDeadline = (entry: string, days: number, fits: (name: string) => boolean = () => true): Clause => ({
  entry,
  entity: 'mark',
  expected: (evidence) =>
    lateMarks(evidence, (known, mark) =>
      fits(workTypeOf(evidence, known, mark.workIndex)) ? endOf(addDays(known.lesson.date, days)) : null,
    ),
});

const topicOnDay: Clause = {
  entry: 'topic-on-day',
  entity: 'lesson',
  expected: (evidence) => lateTopics(evidence, sameDay),
};
const workOnDay: Clause = {
  entry: 'work-on-day',
  entity: 'assessment',
  expected: (evidence) => lateWorks(evidence, sameDay),
};
const homeworkOnDay: Clause = {
  entry: 'homework-on-day',
  entity: 'homework',
  expected: (evidence) => lateHomework(evidence, sameDay),
};
const attendanceOnDay: Clause = {
  entry: 'attendance-on-day',
  entity: 'attendance',
  expected: (evidence) => lateAttendance(evidence, sameDay),
};
const topicPresent = (entry: string): Clause => ({ entry, entity: 'lesson', expected: lessonsWithoutTopic });
const homeworkRecorded: Clause = {
  entry: 'homework-recorded',
  entity: 'lesson',
  expected: lessonsWithoutHomework,
};
const absentMarks = (entry: string): Clause => ({ entry, entity: 'mark', expected: marksOfAbsent });
const studyDays: Clause = {
  entry: 'records-on-study-days',
  entity: 'lesson',
  expected: (evidence) => all(lessonsOnDaysOff(evidence)),
};
const substitution = (isSameDay: boolean): Clause => ({
  entry: 'substitution',
  entity: 'lesson',
  expected: (evidence) => unrecordedSubstitutions(evidence, isSameDay),
});
const reasons = (entry: string, days: number): Clause => ({
  entry,
  entity: 'attendance',
  expected: (evidence) => missingReasons(evidence, days),
});
const orders: Clause = {
  entry: 'movement-order',
  entity: 'movement',
  expected: (evidence) => all(movementsWithoutPapers(evidence).order),
};

/** Days of a five- or six-day week on which the staff works: the year has no other holidays behind its first term. */
function workingDayAfter(day: string, count: number, weekDays: number): string {
  let found = day;
  for (let left = count; left > 0; ) {
    found = addDays(found, 1);
    const weekday = new Date(`${found}T00:00:00Z`).getUTCDay() || 7;
    if (weekday <= weekDays && found !== '2025-11-04' && found !== '2025-11-03') left -= 1;
  }
  return found;
}

const accounts: Clause = {
  entry: 'accounts',
  entity: 'account',
  expected: (evidence) => all(wrongAccounts(evidence)),
};

const adopted = (regulation: string, choices: Readonly<Record<string, string>> = {}): Adoption => ({
  regulation,
  from: '2025-08-01',
  to: null,
  choices,
});

/** An act with what the school chose, and the clauses of it that the truth can answer. */
export interface Act {
  readonly adoption: Adoption;
  /** What its clause on the lesson plan asks for. */
  readonly plan: { readonly order: boolean; readonly hours: boolean };
  /** Its entry on subgroups, or that of the federal norms. */
  readonly groups: string;
  /** Its entry on who works in a class's journal, if there is one. */
  readonly strangers: string | null;
  /** Entries that leave a choice which the school has not made. */
  readonly unchosen: readonly string[];
  readonly clauses: readonly Clause[];
}

export const acts: Readonly<Record<'krasny-30' | 'sosh-22' | 'podolsk-12' | 'megion-3', Act>> = {
  'krasny-30': {
    adoption: adopted('krasny-30'),
    plan: { order: true, hours: true },
    groups: 'groups',
    strangers: 'subgroup-teacher',
    unchosen: ['term-marks-set', 'written-works'],
    clauses: [
      markWindow('edit-current-marks', 30),
      attendanceWindow('edit-attendance', 30),
      topicOnDay,
      workOnDay,
      homeworkOnDay,
      attendanceOnDay,
      topicPresent('topic-and-work-type'),
      homeworkRecorded,
      substitution(false),
      reasons('absence-reason', 1),
      absentMarks('marks-and-attendance-agree'),
      studyDays,
      accounts,
      orders,
      {
        entry: 'departure-confirmation',
        entity: 'movement',
        expected: (evidence) => all(movementsWithoutPapers(evidence).confirmation),
      },
    ],
  },
  'sosh-22': {
    adoption: adopted('sosh-22'),
    plan: { order: false, hours: true },
    groups: 'group-membership',
    strangers: null,
    unchosen: [],
    clauses: [
      topicOnDay,
      workOnDay,
      homeworkOnDay,
      attendanceOnDay,
      markDeadline('mark-on-day', 0, (name) => !among(name, SPOKEN_NOT)),
      topicPresent('topic-and-work-type'),
      homeworkRecorded,
      absentMarks('marks-and-attendance-agree'),
      studyDays,
      markWindow('edit-current-marks', 14, (name) => !among(name, [...CONTROL, 'Сочинение'])),
      attendanceWindow('edit-attendance', 14),
      accounts,
      markWindow('edit-control-works', 14, (name) => among(name, CONTROL)),
      markWindow('edit-essays', 14, (name, grade) => among(name, ['Сочинение']) && grade < 10),
      markWindow('edit-essays-senior', 14, (name, grade) => among(name, ['Сочинение']) && grade >= 10),
      {
        entry: 'edit-term-marks',
        entity: 'termMark',
        expected: (evidence) =>
          verdictsOf(lateTermMarkEdits(evidence, ({ endDay }) => endOf(addDays(endDay, 14)))),
      },
      orders,
    ],
  },
  'podolsk-12': {
    adoption: adopted('podolsk-12', { 'edit-marks': 'Через 2 недели' }),
    plan: { order: true, hours: false },
    groups: 'groups',
    strangers: 'own-classes',
    unchosen: [],
    clauses: [
      markDeadline('marks-within-week', 7),
      topicOnDay,
      workOnDay,
      attendanceOnDay,
      {
        entry: 'homework-one-hour',
        entity: 'homework',
        expected: (evidence) => lateHomework(evidence, hoursAfterLastLesson(evidence, 1)),
      },
      topicPresent('topic-and-work-type'),
      substitution(true),
      absentMarks('records-true'),
      studyDays,
      {
        entry: 'term-marks-entered',
        entity: 'termMark',
        expected: (evidence) => lateTermMarks(evidence, ({ endDay }) => endOf(addDays(endDay, 7))),
      },
      markWindow('edit-marks', 14),
      {
        entry: 'edit-after-term-mark',
        entity: 'mark',
        expected: (evidence) => verdictsOf(marksAfterTermMark(evidence)),
      },
    ],
  },
  'megion-3': {
    adoption: adopted('megion-3'),
    plan: { order: false, hours: true },
    groups: 'groups',
    strangers: null,
    unchosen: [],
    clauses: [
      {
        entry: 'attendance-ten-minutes',
        entity: 'attendance',
        expected: (evidence) => lateAttendance(evidence, minutesAfterStart(10)),
      },
      reasons('absence-register', 1),
      markDeadline('marks-daily', 0, (name) => !among(name, [...CONTROL, ...WRITTEN])),
      markDeadline('marks-control-works', 3, (name) => among(name, CONTROL)),
      markDeadline('marks-written-works', 7, (name) => among(name, WRITTEN)),
      homeworkRecorded,
      substitution(false),
      topicPresent('topic-recorded'),
      absentMarks('records-true'),
      studyDays,
      {
        entry: 'term-marks-entered',
        entity: 'termMark',
        expected: (evidence) =>
          lateTermMarks(evidence, ({ endDay }) => endOf(workingDayAfter(endDay, 5, evidence.year.weekDays))),
      },
      orders,
    ],
  },
};
