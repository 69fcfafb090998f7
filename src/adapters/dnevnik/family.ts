import type { PullEvent } from '../contract.ts';
import { readAnswer, readList } from '../contract-broken.ts';
import { commonDays, type Range, windows } from '../days.ts';
import { covered, type Reject, records, rejected, rejectsOf, row } from '../events.ts';
import { inOrder } from '../in-order.ts';
import { aboutChild, type Child, type ChildClass, readChild } from './child.ts';
import { readFiles } from './files.ts';
import { subjectGroupKey, subjectGroupRow, subjectRow } from './groups.ts';
import { mapAttendance } from './map-attendance.ts';
import { mapFinals } from './map-finals.ts';
import { lessonRow } from './map-lessons.ts';
import { mapMarks, workOf } from './map-marks.ts';
import { type Files, mapWorks } from './map-works.ts';
import { staffRow } from './people.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import {
  allFinalMarksSchema,
  type ContextChild,
  keyOf,
  markSchema,
  shortSubjectSchema,
  workSchema,
} from './schema.ts';
import type { SchoolBase } from './school-base.ts';
import type { Visitor } from './visitor.ts';

/** The longest stretch that the vendor lets a schedule have. */
export const WINDOW_DAYS = 30;
const FINALS = 'persons/edu-groups/allfinalmarks';

/** What has been told of a child, so that it is told once. */
interface Told {
  readonly subjects: Set<string>;
  readonly groups: Set<string>;
  readonly staff: Set<string>;
  readonly workTypes: Set<string>;
  /** A record could not be read: what hung on it is not to be taken for gone. */
  hasGap: boolean;
}

function unseen<T>(items: Iterable<readonly [string, T]>, told: Set<string>): (readonly [string, T])[] {
  const fresh = [...items].filter(([key]) => !told.has(key));
  for (const [key] of fresh) told.add(key);
  return fresh;
}

function* tellRejects(rejects: readonly Reject[], told: Told): Generator<PullEvent> {
  told.hasGap ||= rejects.some(({ key }) => key === null);
  for (const reject of rejects) {
    if (reject.entity === 'workType' && reject.key !== null) {
      if (told.workTypes.has(reject.key)) continue;
      told.workTypes.add(reject.key);
    }
    yield* rejected([reject]);
  }
}

function* aboutGroups(child: Child, one: ChildClass, schedule: Schedule, told: Told): Generator<PullEvent> {
  const place = 'persons/groups/schedules $.days[*].subjects';
  yield* records(
    'subject',
    unseen(schedule.subjects, told.subjects).map(([key, name]) => subjectRow(key, name, place)),
  );
  const parts = new Map([one.group, ...one.subgroups].map((group) => [group.key, group]));
  const pairs = new Map(
    schedule.lessons.map((lesson) => [subjectGroupKey(lesson.groupId, lesson.subjectId), lesson] as const),
  );
  const fresh = unseen(pairs, told.groups);
  yield* records(
    'subjectGroup',
    fresh.map(([, { groupId, subjectId }]) => {
      const name = schedule.subjects.get(subjectId) ?? subjectId;
      const group = parts.get(groupId) ?? { ...one.group, key: groupId, isClass: true };
      return subjectGroupRow(group, { key: subjectId, name }, one.group.key);
    }),
  );
  yield* records(
    'groupMembership',
    fresh.map(([key]) =>
      row<'groupMembership'>(`${child.key}/${key}`, 'persons/groups/schedules $.days[*].lessons', {
        studentId: child.key,
        subjectGroupId: key,
        fromDay: null,
        toDay: null,
      }),
    ),
  );
}

interface Part {
  readonly one: ChildClass;
  readonly schedule: Schedule;
  readonly files: Files;
}

function* aboutSchedule(
  { client }: Visitor,
  base: SchoolBase,
  child: Child,
  { one, schedule, files }: Part,
  told: Told,
): Generator<PullEvent> {
  yield* records(
    'staff',
    unseen(schedule.teachers, told.staff).map(([, { person, place }]) => staffRow(person, place)),
  );
  yield* aboutGroups(child, one, schedule, told);
  yield* records('lesson', schedule.lessons.map(lessonRow));
  const lessons = new Map(schedule.lessons.map((lesson) => [lesson.key, lesson]));
  const marked = new Set(schedule.marks.map(({ value }) => workOf(value)));
  const found = mapWorks(schedule.works, { base, lessons, marked, files });
  yield* records('homework', found.homework);
  yield* records('assessment', found.assessments);
  const works = new Map(schedule.works.map((work) => [keyOf(work.value), work]));
  const { settings } = client;
  const graded = mapMarks(schedule.marks, { base, lessons, works, timeZone: settings.timeZone });
  yield* records('mark', graded.marks);
  const attendance = mapAttendance(schedule.entries, lessons, settings.attendance);
  yield* records('attendance', attendance.rows);
  const rejects = [schedule, found, graded, attendance].flatMap((part) => part.rejects);
  yield* tellRejects(rejects, told);
}

/** All marks of terms and years that a student has in a class, with the works they hang on. */
export async function readAllFinals({ client }: Pick<Visitor, 'client'>, student: string, group: string) {
  const answer = await client.get(`persons/${student}/edu-groups/${group}/allfinalmarks`, FINALS);
  const all = readAnswer(allFinalMarksSchema, answer, FINALS);
  const marks = readList(markSchema, all.marks, `${FINALS} $.marks`);
  const works = readList(workSchema, all.works, `${FINALS} $.works`);
  const subjects = readList(shortSubjectSchema, all.subjects, `${FINALS} $.subjects`);
  return {
    marks: marks.rows,
    works: new Map(works.rows.map(({ value }) => [keyOf(value), value])),
    subjects: new Map(subjects.rows.map(({ value }) => [value.id, value.name])),
    rejects: [...rejectsOf('termMark', marks), ...rejectsOf('termMark', works)],
  };
}

async function* aboutFinals(
  visitor: Visitor,
  base: SchoolBase,
  child: Child,
  told: Told,
): AsyncGenerator<PullEvent> {
  for (const { group, periods } of child.classes) {
    const finals = await readAllFinals(visitor, child.key, group.key);
    const place = `${FINALS} $.subjects`;
    yield* records(
      'subject',
      unseen(finals.subjects, told.subjects).map(([key, name]) => subjectRow(key, name, place)),
    );
    const { works, marks } = finals;
    const context = { base, works, periods, yearKey: String(child.studyYear), subjects: told.subjects };
    const mapped = mapFinals(marks, context);
    yield* records('termMark', mapped.termMarks);
    yield* tellRejects([...finals.rejects, ...mapped.rejects], told);
  }
}

/** The days asked for that the child's terms have. */
function rangeOf(child: Child, request: Range): Range | null {
  const periods = child.classes.flatMap((one) => one.periods);
  const starts = periods.map(({ startDay }) => startDay).toSorted();
  const ends = periods.map(({ endDay }) => endDay).toSorted();
  const [from, to] = [starts[0], ends.at(-1)];
  return from && to ? commonDays(request, { from, to }) : null;
}

/** Everything of one child. */
export async function* pullChild(
  visitor: Visitor,
  base: SchoolBase,
  person: ContextChild,
  request: Range,
): AsyncGenerator<PullEvent> {
  const { client } = visitor;
  const child = await readChild(visitor, person);
  yield* aboutChild(child);
  const told: Told = {
    subjects: new Set(),
    groups: new Set(),
    staff: new Set(),
    workTypes: new Set(),
    hasGap: false,
  };
  const range = rangeOf(child, request);
  if (range) {
    const pieces = [...windows(range, WINDOW_DAYS)].flatMap((days) =>
      child.classes.map((one) => ({ one, days })),
    );
    const parts = inOrder(pieces, client.settings.concurrency, async ({ one, days }): Promise<Part> => {
      const schedule = await readSchedule(client, child, one, days);
      return { one, schedule, files: await readFiles(client, schedule.works) };
    });
    for await (const part of parts) yield* aboutSchedule(visitor, base, child, part, told);
  }
  if (range && !told.hasGap) {
    yield covered('mark', child.key, range);
    yield covered('attendance', child.key, range);
  }
  told.hasGap = false;
  yield* aboutFinals(visitor, base, child, told);
  if (!told.hasGap) yield covered('termMark', child.key);
}
