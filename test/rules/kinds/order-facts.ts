import { makeCalendar } from '../../../src/rules/calendar.ts';
import type { Doubt, Judge, Violation } from '../../../src/rules/decision.ts';
import type {
  AssessmentFact,
  ClassTermFacts,
  ClassYearFacts,
  FactsOf,
  GroupFact,
  HomeworkFact,
  LessonFact,
  MarkFact,
  PlanFact,
  SchoolFacts,
  ScopeName,
  TermFact,
  TermMarkFact,
} from '../../../src/rules/facts.ts';
import type { AnyKind } from '../../../src/rules/kind.ts';
import type { Instant, Interval, Timeline } from '../../../src/rules/observed.ts';

export const calendar = makeCalendar({
  timeZone: 'Asia/Barnaul',
  weekDays: 5,
  holidays: [{ name: 'День народного единства', from: '2025-11-04', to: '2025-11-04' }],
  workingDays: [],
  breaks: [{ name: 'осенние каникулы', from: '2025-10-27', to: '2025-11-02' }],
});

/** A local time on a day, `2025-09-05` or `2025-09-05T13:00`. */
export function moment(text: string): Instant {
  const [day = '', time] = text.split('T');
  return time ? calendar.at(day, time) : calendar.startOf(day);
}

/** Known to the moment. */
export const exactly = (text: string): Interval => ({ notBefore: moment(text), notAfter: moment(text) });

/** Known to lie between two readings; `null`: there was no reading before. */
export const between = (from: string | null, to: string): Interval => ({
  notBefore: from === null ? null : moment(from),
  notAfter: moment(to),
});

export const valued = (
  value: string | null,
  since = '2025-09-10',
  byStaffId: string | null = null,
): Timeline => [{ value, since: exactly(since), byStaffId }];

export const term = (
  ordinal: number,
  startDay: string,
  endDay: string,
  more: Partial<TermFact> = {},
): TermFact => ({
  id: `term-${ordinal}`,
  name: `${ordinal} четверть`,
  kind: 'quarter',
  ordinal,
  startDay,
  endDay,
  last: ordinal === 4,
  ...more,
});

export const quarters = [
  term(1, '2025-09-01', '2025-10-26'),
  term(2, '2025-11-03', '2025-12-28'),
  term(3, '2026-01-12', '2026-03-22'),
  term(4, '2026-03-30', '2026-05-26'),
];

export const lesson = (id: string, date: string, more: Partial<LessonFact> = {}): LessonFact => ({
  id,
  date,
  number: 1,
  start: null,
  end: null,
  subjectId: 'algebra',
  groupId: 'g-algebra',
  teacherId: 't-1',
  kind: 'lesson',
  planEntryId: null,
  topic: valued('Степени', date),
  ...more,
});

export const group = (
  id: string,
  subjectId: string,
  students: readonly string[],
  more: Partial<GroupFact> = {},
) => ({
  id,
  name: id,
  subjectId,
  teacherId: 't-1',
  members: students.map((studentId) => ({ studentId, from: null, to: null })),
  ...more,
});

export const mark = (
  id: string,
  studentId: string,
  date: string,
  value: string,
  more: Partial<MarkFact> = {},
): MarkFact => ({
  id,
  studentId,
  subjectId: 'algebra',
  date,
  lessonId: null,
  assessmentId: null,
  teacherId: null,
  scaleMax: 5,
  value: valued(value, date),
  ...more,
});

export const assessment = (id: string, date: string, more: Partial<AssessmentFact> = {}): AssessmentFact => ({
  id,
  lessonId: null,
  subjectId: 'algebra',
  date,
  workType: 'Контрольная работа',
  topic: null,
  weight: 1,
  entered: exactly(date),
  ...more,
});

export const homework = (
  id: string,
  dueDay: string,
  minutes: number | null,
  more: Partial<HomeworkFact> = {},
): HomeworkFact => ({
  id,
  lessonId: null,
  subjectId: 'algebra',
  studentId: null,
  dueDay,
  minutes,
  text: valued('№ 12', dueDay),
  ...more,
});

export const termMark = (
  id: string,
  studentId: string,
  value: string,
  more: Partial<TermMarkFact> = {},
): TermMarkFact => ({
  id,
  studentId,
  subjectId: 'algebra',
  kind: 'term',
  termId: 'term-1',
  scaleMax: 5,
  value: valued(value, '2025-10-24'),
  ...more,
});

export const plan = (ordinal: number, topic: string, more: Partial<PlanFact> = {}): PlanFact => ({
  id: `plan-${ordinal}`,
  subjectId: 'algebra',
  groupId: null,
  ordinal,
  topic,
  hours: 1,
  plannedDay: null,
  entered: exactly('2025-08-30'),
  ...more,
});

const ground = {
  source: 'sheets/files',
  subjectName: (subjectId: string) => subjectId,
  seenAt: () => moment('2026-06-01'),
};

export const students = (...ids: string[]) => ids.map((studentId) => ({ studentId, from: null, to: null }));

const theClass = { id: 'c-7b', name: '7Б', grade: 7, homeroomTeacherId: null, shift: 1 };

export const classTerm = (more: Partial<ClassTermFacts> = {}): ClassTermFacts => ({
  ...ground,
  class: theClass,
  from: '2025-09-01',
  to: '2025-10-26',
  term: quarters[0] ?? null,
  subjects: null,
  students: [],
  groups: [],
  lessons: [],
  homework: [],
  assessments: [],
  marks: [],
  attendance: [],
  termMarks: [],
  substitutions: [],
  permits: [],
  loads: [],
  otherMarks: [],
  otherSeenAt: () => moment('2026-06-01'),
  leaks: [],
  lastLessonEnd: () => null,
  ...more,
});

export const classYear = (more: Partial<ClassYearFacts> = {}): ClassYearFacts => ({
  ...ground,
  class: theClass,
  from: '2025-09-01',
  to: '2026-08-31',
  terms: quarters,
  students: [],
  groups: [],
  lessons: [],
  assessments: [],
  plan: [],
  yearlyHours: new Map(),
  ...more,
});

export const school = (more: Partial<SchoolFacts> = {}): SchoolFacts => ({
  ...ground,
  from: '2025-09-01',
  to: '2026-08-31',
  terms: quarters,
  classes: [],
  students: [],
  movements: [],
  consents: [],
  refusals: [],
  guardianships: [],
  accounts: [],
  familyAccounts: [],
  remarks: [],
  events: [],
  base: new Map(),
  ...more,
});

/** What a kind said, in the order in which it said it. */
export interface Said {
  met: number;
  notConcerned: number;
  readonly pending: Instant[];
  readonly violated: Violation[];
  readonly undecided: Doubt[];
}

/** Evaluates a kind with parameters as a regulation file would give them. */
export function judged<S extends ScopeName>(
  kind: AnyKind,
  facts: FactsOf[S],
  parameters: unknown,
  now: string,
  gaps: Readonly<Record<string, string>> = {},
): Said {
  const said: Said = { met: 0, notConcerned: 0, pending: [], violated: [], undecided: [] };
  const judge: Judge = {
    met: () => {
      said.met += 1;
    },
    notConcerned: () => {
      said.notConcerned += 1;
    },
    pending: (dueAt) => said.pending.push(dueAt),
    violated: (violation) => said.violated.push(violation),
    undecided: (doubt) => said.undecided.push(doubt),
  };
  const at = {
    now: moment(now),
    calendar,
    readings: { lastDay: 'included' as const },
    gap: (need: string) => gaps[need] ?? null,
  };
  kind.evaluate(facts, kind.params.parse(parameters), at, judge);
  return said;
}

/** The keys of what was found, sorted. */
export const keys = ({ violated }: Said): string[] => violated.map(({ key }) => key).sort();
