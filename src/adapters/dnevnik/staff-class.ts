import type { Observed } from '../../model/observation.ts';
import type { PullEvent } from '../contract.ts';
import { type Range, windows } from '../days.ts';
import { covered, type Reject, records, rejected, row } from '../events.ts';
import { inOrder } from '../in-order.ts';
import type { Client } from './client.ts';
import { WINDOW_DAYS } from './family.ts';
import { type EduGroup, subjectGroupKey, subjectGroupRow, subjectRow } from './groups.ts';
import { mapAttendance } from './map-attendance.ts';
import { lessonRow } from './map-lessons.ts';
import { mapMarks, personOf, workOf } from './map-marks.ts';
import { mapWorks } from './map-works.ts';
import { studentRow } from './people.ts';
import { keyOf } from './schema.ts';
import type { ClassBook, StaffBook } from './staff-book.ts';
import { pullFinals } from './staff-finals.ts';
import { type GroupWindow, readWindow } from './staff-lessons.ts';

interface Told {
  /** Groups at a subject, by key. */
  readonly groups: Set<string>;
  readonly subjects: Set<string>;
  readonly workTypes: Set<string>;
  /** A group that only lessons showed: who is of it is known for the days read alone. */
  hasMore: boolean;
  /** A record without a key could not be read: what hung on it is not to be taken for gone. */
  hasGap: boolean;
}

function* aboutStudents(book: StaffBook, { group, members, rejects }: ClassBook): Generator<PullEvent> {
  yield* rejected(rejects);
  yield* records(
    'student',
    [...members.values()].map(({ key, person, place }) =>
      studentRow(key, person, book.users.get(key) ?? null, place),
    ),
  );
  const active = [...members.values()].filter(({ isActive }) => isActive);
  yield* records(
    'enrolment',
    active.map(({ key, place }) =>
      row<'enrolment'>(`${group.key}/${key}`, place, {
        studentId: key,
        classId: group.key,
        fromDay: null,
        toDay: null,
        orderNumber: null,
        orderDay: null,
      }),
    ),
  );
  if (rejects.length === 0) yield covered('enrolment', group.key);
}

/** Members of the class or of a part of it. */
export const membersOf = ({ group, members, parts }: ClassBook, groupId: string): string[] =>
  groupId === group.key
    ? [...members.values()].filter(({ isActive }) => isActive).map(({ key }) => key)
    : [...(parts.get(groupId) ?? [])];

export const membership = (studentId: string, groupKey: string, place: string): Observed<'groupMembership'> =>
  row<'groupMembership'>(`${studentId}/${groupKey}`, place, {
    studentId,
    subjectGroupId: groupKey,
    fromDay: null,
    toDay: null,
  });

/** What is taught to a class by its list: of a subject with parts, the parts. */
export function taughtIn({ group, subgroups }: ClassBook): { group: EduGroup; key: string; name: string }[] {
  const split = new Set(subgroups.flatMap(({ subjects }) => subjects.map(keyOf)));
  return [group, ...subgroups].flatMap((part) =>
    part.subjects
      .filter((subject) => !part.isClass || !split.has(keyOf(subject)))
      .map((subject) => ({ group: part, key: keyOf(subject), name: subject.name })),
  );
}

function* aboutGroup(
  book: StaffBook,
  one: ClassBook,
  taught: { readonly group: EduGroup; readonly key: string; readonly name: string },
  told: Told,
): Generator<PullEvent> {
  const key = subjectGroupKey(taught.group.key, taught.key);
  told.groups.add(key);
  yield* records('subjectGroup', [subjectGroupRow(taught.group, taught, one.group.key)]);
  const own = membersOf(one, taught.group.key).filter((student) => !book.moved.has(student));
  yield* records(
    'groupMembership',
    own.map((student) => membership(student, key, taught.group.place)),
  );
}

/** Subjects and groups that lessons show and no list has. */
function* aboutMore(book: StaffBook, one: ClassBook, window: GroupWindow, told: Told): Generator<PullEvent> {
  for (const [key, name] of window.subjects) {
    if (told.subjects.has(key)) continue;
    told.subjects.add(key);
    yield* records('subject', [subjectRow(key, name, 'edu-groups/lessons $[*].subject')]);
  }
  for (const subjectId of new Set(window.lessons.map((lesson) => lesson.subjectId))) {
    if (told.groups.has(subjectGroupKey(window.group.key, subjectId))) continue;
    told.hasMore = true;
    const name = book.subjects.get(subjectId) ?? window.subjects.get(subjectId) ?? subjectId;
    yield* aboutGroup(book, one, { group: window.group, key: subjectId, name }, told);
  }
}

function* tellRejects(rejects: readonly Reject[], told: Told): Generator<PullEvent> {
  told.hasGap ||= rejects.some(({ key }) => key === null);
  for (const reject of rejects) {
    const isType = reject.entity === 'workType' && reject.key !== null;
    if (isType && told.workTypes.has(reject.key)) continue;
    if (isType) told.workTypes.add(reject.key);
    yield* rejected([reject]);
  }
}

/** Marks and absences of students who are read by themselves are left to that. */
function* aboutWindow(
  client: Client,
  book: StaffBook,
  one: ClassBook,
  window: GroupWindow,
  told: Told,
): Generator<PullEvent> {
  yield* aboutMore(book, one, window, told);
  yield* records('lesson', window.lessons.map(lessonRow));
  const { base } = book;
  const lessons = new Map(window.lessons.map((lesson) => [lesson.key, lesson]));
  const marked = new Set(window.marks.map(({ value }) => workOf(value)));
  const found = mapWorks(window.works, { base, lessons, marked, files: window.files });
  yield* records('homework', found.homework);
  yield* records('assessment', found.assessments);
  const works = new Map(window.works.map((work) => [keyOf(work.value), work]));
  const isHere = ({ value }: { value: Parameters<typeof personOf>[0] }): boolean =>
    !book.moved.has(personOf(value));
  const { timeZone, attendance: meanings } = client.settings;
  const graded = mapMarks(window.marks.filter(isHere), { base, lessons, works, timeZone });
  const known = (studentId: string): boolean => one.members.has(studentId);
  yield* records(
    'mark',
    graded.marks.filter(({ data }) => known(data.studentId)),
  );
  const attendance = mapAttendance(window.entries.filter(isHere), lessons, meanings);
  yield* records(
    'attendance',
    attendance.rows.filter(({ data }) => known(data.studentId)),
  );
  const strangers = [
    ...graded.marks.map((mark) => stranger('mark', mark)),
    ...attendance.rows.map((entry) => stranger('attendance', entry)),
  ].filter(({ studentId }) => !known(studentId));
  yield* tellRejects(
    [
      ...[window, found, graded, attendance].flatMap((part) => part.rejects),
      ...strangers.map(({ reject }) => reject),
    ],
    told,
  );
}

const stranger = (
  entity: 'mark' | 'attendance',
  { key, place, data }: Observed<'mark'> | Observed<'attendance'>,
): { readonly studentId: string; readonly reject: Reject } => ({
  studentId: data.studentId,
  reject: {
    entity,
    key,
    diagnostic: {
      code: 'record.unknown_reference',
      place,
      message: 'the record is of somebody who is not in the class, and was not',
      hint: 'Look at the class list in the journal.',
    },
    raw: null,
  },
});

const nothingTold = (): Told => ({
  groups: new Set(),
  subjects: new Set(),
  workTypes: new Set(),
  hasMore: false,
  hasGap: false,
});

/** Who is in a class and what it is taught, by the lists alone. */
export function* aboutClass(book: StaffBook, one: ClassBook, told = nothingTold()): Generator<PullEvent> {
  yield* aboutStudents(book, one);
  for (const taught of taughtIn(one)) yield* aboutGroup(book, one, taught, told);
}

/** A class as a whole, with its parts. */
export async function* pullClass(
  client: Client,
  book: StaffBook,
  one: ClassBook,
  range: Range | null,
): AsyncGenerator<PullEvent> {
  const told = nothingTold();
  yield* aboutClass(book, one, told);
  if (range) {
    const pieces = [...windows(range, WINDOW_DAYS)].flatMap((days) =>
      [one.group, ...one.subgroups].map((group) => ({ group, days })),
    );
    const read = inOrder(pieces, client.settings.concurrency, ({ group, days }) =>
      readWindow(client, book, one, group, days),
    );
    for await (const window of read) yield* aboutWindow(client, book, one, window, told);
  }
  const isWhole = !told.hasGap;
  const own = [...one.members.keys()].filter((key) => !book.moved.has(key));
  if (range && isWhole) {
    for (const entity of ['lesson', 'homework', 'assessment'] as const)
      yield covered(entity, one.group.key, range);
    for (const key of own) {
      yield covered('mark', key, range);
      yield covered('attendance', key, range);
    }
  }
  if (!told.hasMore && one.rejects.length === 0) for (const key of own) yield covered('groupMembership', key);
  yield* pullFinals(client, book, one, own);
}
