import type { ClassYearFacts } from '../../src/rules/facts.ts';
import {
  type CaseSetting,
  classOf,
  groundOf,
  groupsOf,
  lessonsOf,
  memberOf,
  subjectOfLesson,
  termOf,
  worksOf,
} from './case-ground.ts';
import { classYearSchema, type ShortTerm } from './case-schema.ts';

/** The four quarters of an ordinary year. */
export const QUARTERS: readonly ShortTerm[] = [
  { id: 'q1', name: 'I четверть', ordinal: 1, from: '2025-09-01', to: '2025-10-24' },
  { id: 'q2', name: 'II четверть', ordinal: 2, from: '2025-11-05', to: '2025-12-30' },
  { id: 'q3', name: 'III четверть', ordinal: 3, from: '2026-01-12', to: '2026-03-27' },
  { id: 'q4', name: 'IV четверть', ordinal: 4, from: '2026-04-06', to: '2026-05-26', last: true },
];

/** Builds the facts of a class and a year from their short form. */
export function classYearFacts(given: unknown, setting: CaseSetting): ClassYearFacts {
  const short = classYearSchema.parse(given ?? {});
  const students = (short.students ?? ['s1']).map(memberOf);
  const subjects = [
    ...short.lessons.map((lesson) => subjectOfLesson(short, lesson)),
    ...[...short.works, ...short.plan].flatMap(({ subject }) => subject ?? []),
  ];
  const groups = groupsOf(short, subjects, students);
  const lessons = lessonsOf(short, groups, setting);
  return {
    ...groundOf(short.seen, setting),
    class: classOf(short.class),
    from: short.from ?? '2025-09-01',
    to: short.to ?? '2026-05-31',
    terms: (short.terms ?? QUARTERS).map(termOf),
    students,
    groups,
    lessons,
    assessments: worksOf(short, lessons, setting),
    plan: short.plan.map((row) => ({
      id: row.id,
      subjectId: row.subject ?? 'Алгебра',
      groupId: row.group ?? null,
      ordinal: row.ordinal,
      topic: row.topic,
      hours: row.hours,
      plannedDay: row.plannedDay ?? null,
      entered: setting.times.interval(row.entered ?? '2025-09-01T12:00'),
    })),
    yearlyHours: new Map(Object.entries(short.yearlyHours)),
  };
}
