import { z } from 'zod';

const scalar = z.union([z.string(), z.number().transform(String), z.null()]);
const when = z.union([
  z.string(),
  z.strictObject({ at: z.string() }),
  z.strictObject({ between: z.tuple([z.string().nullable(), z.string()]) }),
  z.strictObject({ day: z.string() }),
]);
const state = z.strictObject({
  value: scalar,
  at: z.string().optional(),
  between: z.tuple([z.string().nullable(), z.string()]).optional(),
  day: z.string().optional(),
  by: z.string().optional(),
});
const past = z.union([z.array(state).min(1), scalar]);
const id = z.string();
const maybe = z.string().nullable().optional();
const days = { from: maybe, to: maybe };

const classRow = z.strictObject({
  id: id.optional(),
  name: z.string().optional(),
  grade: z.int().nullable().optional(),
  homeroomTeacher: maybe,
  shift: z.int().nullable().optional(),
});
const termRow = z.strictObject({
  id: id.optional(),
  name: z.string().optional(),
  kind: z.enum(['quarter', 'trimester', 'half_year', 'other']).optional(),
  ordinal: z.int().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  last: z.boolean().optional(),
});
const member = z.union([id, z.strictObject({ id: id.optional(), student: id.optional(), ...days })]);
const group = z.strictObject({
  id: id.optional(),
  subject: z.string(),
  name: z.string().optional(),
  teacher: maybe,
  members: z.array(member).optional(),
});
const lesson = z.strictObject({
  id,
  date: z.string(),
  number: z.int().nullable().optional(),
  upTo: z.int().optional(),
  start: maybe,
  end: maybe,
  subject: z.string().optional(),
  group: maybe,
  teacher: maybe,
  kind: z.enum(['lesson', 'extracurricular', 'remote']).optional(),
  plan: maybe,
  topic: past.optional(),
  entered: when.optional(),
});
const homework = z.strictObject({
  id,
  lesson: maybe,
  subject: z.string().optional(),
  due: z.string().optional(),
  student: maybe,
  minutes: z.int().nullable().optional(),
  text: past.optional(),
  entered: when.optional(),
});
const work = z.strictObject({
  id,
  lesson: maybe,
  subject: z.string().optional(),
  date: z.string().optional(),
  type: maybe,
  topic: maybe,
  weight: z.number().nullable().optional(),
  entered: when.optional(),
});
const mark = z.strictObject({
  id,
  student: id.optional(),
  subject: z.string().optional(),
  date: z.string().optional(),
  lesson: maybe,
  work: maybe,
  teacher: maybe,
  scaleMax: z.int().optional(),
  value: past.default('5'),
  entered: when.optional(),
});
const attendance = z.strictObject({
  id,
  student: id.optional(),
  lesson: maybe,
  subject: maybe,
  date: z.string().optional(),
  value: past.default('absent'),
  entered: when.optional(),
});
const termMark = z.strictObject({
  id,
  student: id.optional(),
  subject: z.string().optional(),
  kind: z.enum(['term', 'year', 'exam', 'final']).optional(),
  term: maybe,
  scaleMax: z.int().optional(),
  value: past.default('4'),
  entered: when.optional(),
});
const seen = z.union([z.string(), z.null(), z.record(z.string(), z.string().nullable())]);
const ofClass = {
  class: classRow.optional(),
  ...days,
  students: z.array(member).optional(),
  teachers: z.record(z.string(), z.string().nullable()).optional(),
  groups: z.array(group).optional(),
  lessons: z.array(lesson).default([]),
  works: z.array(work).default([]),
  seen: seen.optional(),
};

/** Facts of a class and a stretch of the year, in short; see `cases/README.md`. */
export const classTermSchema = z.strictObject({
  ...ofClass,
  term: termRow.nullable().optional(),
  homework: z.array(homework).default([]),
  marks: z.array(mark).default([]),
  attendance: z.array(attendance).default([]),
  termMarks: z.array(termMark).default([]),
  substitutions: z
    .array(
      z.strictObject({
        id,
        lesson: id,
        absent: maybe,
        substitute: maybe,
        planned: maybe,
        entered: when.optional(),
      }),
    )
    .default([]),
  permits: z
    .array(
      z.strictObject({
        id,
        mark: id.optional(),
        attendance: id.optional(),
        termMark: id.optional(),
        value: scalar,
        granted: z.boolean().default(true),
        at: z.string().optional(),
      }),
    )
    .default([]),
  loads: z.array(z.strictObject({ staff: id, subject: z.string(), group: maybe, ...days })).default([]),
  otherMarks: z.array(mark.extend({ source: z.string().default('other/staff') })).default([]),
  otherSeen: maybe,
  leaks: z.array(z.strictObject({ id, staff: id, at: z.string(), until: maybe })).default([]),
  lastLessonEnd: z.record(z.string(), z.string().nullable()).default({}),
});

/** Facts of a class and an academic year, in short. */
export const classYearSchema = z.strictObject({
  ...ofClass,
  terms: z.array(termRow).optional(),
  plan: z
    .array(
      z.strictObject({
        id,
        subject: z.string().optional(),
        group: maybe,
        ordinal: z.int(),
        topic: z.string(),
        hours: z.number().default(1),
        plannedDay: maybe,
        entered: when.optional(),
      }),
    )
    .default([]),
  yearlyHours: z.record(z.string(), z.number()).default({}),
});

const row = z.looseObject({ id: id.optional(), entered: when.optional() });

/** Facts of a school, in short. */
export const schoolSchema = z.strictObject({
  ...days,
  terms: z.array(termRow).optional(),
  seen: seen.optional(),
  classes: z.array(classRow).default([]),
  students: z
    .array(z.strictObject({ id, birthDate: maybe, class: maybe, grade: z.int().nullable().optional() }))
    .default([]),
  movements: z.array(row).default([]),
  consents: z.array(row).default([]),
  refusals: z.array(row).default([]),
  guardianships: z.array(row).default([]),
  accounts: z.array(row).default([]),
  familyAccounts: z.array(z.strictObject({ student: id, since: when.optional() })).default([]),
  remarks: z.array(row).default([]),
  events: z.array(row).default([]),
  base: z.record(z.string(), z.strictObject({ count: z.int(), first: when })).default({}),
});

const range = z.strictObject({ name: z.string(), from: z.string(), to: z.string() });

const expectation = z.strictObject({
  verdict: z.enum(['met', 'violated', 'permitted', 'not_evaluable', 'not_concerned']),
  key: z.string().optional(),
  count: z.int().optional(),
  accepted: scalar.optional(),
  reason: z.enum(['straddles', 'not_looked', 'missing_input', 'not_settled']).optional(),
  deadline: z.string().optional(),
  pending: z.string().optional(),
  says: z.string().optional(),
});

/** A worked case; see `cases/README.md`. */
export const caseSchema = z.strictObject({
  name: z.string().min(1),
  entry: z.string().optional(),
  regulation: z.string().optional(),
  kind: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  clause: z.string().optional(),
  edge: z.boolean().default(false),
  choice: z.string().nullable().optional(),
  over: z.array(z.string()).optional(),
  now: z.string(),
  calendar: z
    .strictObject({
      timeZone: z.string().default('Europe/Moscow'),
      weekDays: z.union([z.literal(5), z.literal(6)]).default(6),
      holidays: z.array(range).default([]),
      workingDays: z.array(z.string()).default([]),
      breaks: z.array(range).default([]),
    })
    .prefault({}),
  gaps: z.record(z.string(), z.string()).default({}),
  otherGaps: z.record(z.string(), z.string()).default({}),
  facts: z.unknown(),
  expect: z.union([expectation, z.array(expectation).min(1)]),
});

export type Case = z.infer<typeof caseSchema>;
export type Expectation = z.infer<typeof expectation>;
export type When = z.infer<typeof when>;
export type Past = z.infer<typeof past>;
export type ShortClassTerm = z.infer<typeof classTermSchema>;
export type ShortClassYear = z.infer<typeof classYearSchema>;
export type ShortSchool = z.infer<typeof schoolSchema>;
export type ShortTerm = z.infer<typeof termRow>;
export type ShortClass = z.infer<typeof classRow>;
export type ShortMember = z.infer<typeof member>;
export type ShortMark = z.infer<typeof mark>;
