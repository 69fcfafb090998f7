import type { PullEvent } from '../contract.ts';
import { readAnswer, readList } from '../contract-broken.ts';
import { type Range, windows } from '../days.ts';
import { covered, type Reject, records, rejected, rejectsOf } from '../events.ts';
import type { Client } from './client.ts';
import { readAllFinals, WINDOW_DAYS } from './family.ts';
import { subjectGroupKey } from './groups.ts';
import { type LessonOfEntry, mapAttendance, type SeenEntry } from './map-attendance.ts';
import type { SeenLesson } from './map-lessons.ts';
import { mapMarks, type SeenMark, workOf } from './map-marks.ts';
import { lessonOf, type SeenWork } from './map-works.ts';
import { keyOf, logEntrySchema, markSchema, personEntriesSchema } from './schema.ts';
import type { StaffBook } from './staff-book.ts';
import { membership, membersOf, taughtIn } from './staff-class.ts';
import { readWorks, tellFinals } from './staff-finals.ts';
import { localDay } from './stamps.ts';

const MARKS = 'persons/schools/marks';
const ENTRIES = 'persons/lesson-log-entries';

interface Found {
  readonly marks: readonly SeenMark[];
  readonly works: ReadonlyMap<string, SeenWork>;
  readonly entries: readonly SeenEntry[];
  readonly lessons: ReadonlyMap<string, LessonOfEntry>;
  readonly rejects: readonly Reject[];
}

async function readStretch(client: Client, student: string, { from, to }: Range): Promise<Found> {
  const path = `persons/${student}/schools/${client.settings.schoolId}/marks/${from}/${to}`;
  const marks = readList(markSchema, await client.get(path, MARKS), MARKS);
  const ids = [...new Set(marks.rows.map(({ value }) => workOf(value)))];
  const asked = `persons/${student}/lesson-log-entries?startDate=${from}&endDate=${to}`;
  const bundle = readAnswer(personEntriesSchema, await client.get(asked, ENTRIES), ENTRIES);
  const entries = readList(logEntrySchema, bundle.logEntries, `${ENTRIES} $.logEntries`);
  const lessons = new Map<string, LessonOfEntry>();
  for (const lesson of bundle.lessons) {
    const day = localDay(lesson.date);
    const subjectId = lesson.subject ? keyOf(lesson.subject) : null;
    if (day !== null) lessons.set(keyOf(lesson), { day, subjectId });
  }
  return {
    marks: marks.rows,
    works: await readWorks(client, ids),
    entries: entries.rows,
    lessons,
    rejects: [...rejectsOf('mark', marks), ...rejectsOf('attendance', entries)],
  };
}

/** Lessons as works know them: they were told with their classes. */
export function lessonsByWorks(works: ReadonlyMap<string, SeenWork>): Map<string, SeenLesson> {
  const lessons = new Map<string, SeenLesson>();
  for (const { value, place } of works.values()) {
    const key = lessonOf(value);
    const day = localDay(value.targetDate);
    if (key === null || day === null || value.subjectId === null) continue;
    lessons.set(key, {
      key,
      place,
      day,
      number: null,
      subjectId: value.subjectId,
      groupId: value.eduGroup_str ?? value.eduGroup ?? '',
      classId: null,
      teacherId: null,
      topic: null,
      room: null,
      startTime: null,
      endTime: null,
      shift: null,
    });
  }
  return lessons;
}

function* memberships(book: StaffBook, student: string): Generator<PullEvent> {
  const rows = book.classes.flatMap((one) =>
    taughtIn(one)
      .filter(({ group }) => membersOf(one, group.key).includes(student))
      .map(({ group, key }) => membership(student, subjectGroupKey(group.key, key), group.place)),
  );
  yield* records('groupMembership', rows);
  yield covered('groupMembership', student);
}

/** A student of several classes of the year: everything that is asked for by student. */
export async function* pullMoved(
  client: Client,
  book: StaffBook,
  student: string,
  range: Range | null,
): AsyncGenerator<PullEvent> {
  const { settings } = client;
  yield* memberships(book, student);
  let isWhole = true;
  for (const days of range ? windows(range, WINDOW_DAYS) : []) {
    const found = await readStretch(client, student, days);
    const { works } = found;
    const context = { base: book.base, works, lessons: lessonsByWorks(works), timeZone: settings.timeZone };
    const graded = mapMarks(found.marks, context);
    const attendance = mapAttendance(found.entries, found.lessons, settings.attendance);
    yield* records('mark', graded.marks);
    yield* records('attendance', attendance.rows);
    const rejects = [found, graded, attendance].flatMap((part) => part.rejects);
    yield* rejected(rejects);
    isWhole &&= rejects.every(({ key }) => key !== null);
  }
  if (range && isWhole) {
    yield covered('mark', student, range);
    yield covered('attendance', student, range);
  }
  let hasAll = true;
  for (const one of book.classes.filter(({ members }) => members.has(student))) {
    const finals = await readAllFinals({ client }, student, one.group.key);
    const told = yield* tellFinals(book, one, finals, new Set([student]));
    hasAll &&= told;
  }
  if (hasAll) yield covered('termMark', student);
}
