import type { Day } from '../../model/dates.ts';
import type { Observed } from '../../model/observation.ts';
import type { PullEvent } from '../contract.ts';
import type { Range } from '../days.ts';
import { covered, records, rejected, row } from '../events.ts';
import {
  type Child,
  readChild,
  readGroups,
  readLessonTeachers,
  type TeachersByGroup,
  unlessForbidden,
  type Visit,
} from './child.ts';
import { type DiaryPiece, diaryPieces } from './diary-pieces.ts';
import { readDetails, readFiles } from './family-extras.ts';
import { lessonRow, readLessons, type SeenLesson } from './map-lessons.ts';
import { mapFinals, mapTotal } from './map-reports.ts';
import { mapWorks } from './map-works.ts';
import { groupKey, personName, subjectOf, withoutClass } from './names.ts';
import { ANY_DATES, type Chosen, periodText } from './reports/desk.ts';
import { readStudentTotal } from './reports/student-total.ts';
import { readTotalMarks } from './reports/total-marks.ts';
import { classNumbers, termRow } from './school-base.ts';

function* aboutChild({ base }: Visit, child: Child): Generator<PullEvent> {
  const place = 'reports/studenttotal, filter';
  yield* records(
    'term',
    child.terms.map((term) => termRow(base, term, `${place} TERMID`)),
  );
  const schoolClass = { name: child.className, ...classNumbers(child.className) };
  yield* records('class', [
    row<'class'>(child.classId, `${place} PCLID`, {
      ...schoolClass,
      academicYearId: base.yearId,
      homeroomTeacherId: null,
      shift: null,
    }),
  ]);
  const student = { ...personName(child.name), birthDate: null, sex: null };
  yield* records('student', [row<'student'>(child.id, 'student/diary/init $.students', student)]);
  yield* records('enrolment', [
    row<'enrolment'>(`${child.classId}/${child.id}`, `${place} PCLID`, {
      studentId: child.id,
      classId: child.classId,
      fromDay: null,
      toDay: null,
      orderNumber: null,
      orderDay: null,
    }),
  ]);
}

interface DiaryChunk {
  readonly lessons: readonly SeenLesson[];
  readonly owner: string;
  readonly classId: string | null;
}

function* readPiece(
  { base }: Visit,
  child: Child,
  { className, days }: DiaryPiece,
  state: ChildState,
): Generator<PullEvent, DiaryChunk> {
  const classId = className === child.className ? child.classId : null;
  const owner = classId ?? className;
  const { lessons, rejects } = readLessons(days, owner, base);
  yield* rejected(rejects);
  state.hasGap ||= rejects.length > 0;
  return { lessons, owner, classId };
}

function* aboutGroups(
  child: Child,
  { lessons, owner, classId }: DiaryChunk,
  groups: TeachersByGroup,
  told: Set<string>,
): Generator<PullEvent> {
  const names = [...new Set(lessons.map(({ group }) => group))].filter(
    (name) => !told.has(groupKey(owner, name)),
  );
  for (const name of names) told.add(groupKey(owner, name));
  const place = 'student/diary $.weekDays[*].lessons[*].subjectName';
  const teachers = new Map(
    [...groups.values()].map((group) => [withoutClass(group.name, child.className), group.teachers]),
  );
  const subjects = [...new Set(names.map(subjectOf))];
  yield* records(
    'subject',
    subjects.map((name) => row<'subject'>(name, place, { name, shortName: null })),
  );
  yield* records(
    'subjectGroup',
    names.map((name) => {
      const [only, ...others] = (classId && teachers.get(name)) || [];
      const teacherId = only && others.length === 0 ? only.id : null;
      return row<'subjectGroup'>(groupKey(owner, name), place, {
        name,
        classId,
        subjectId: subjectOf(name),
        teacherId,
      });
    }),
  );
  yield* records(
    'groupMembership',
    names.map((name) =>
      row<'groupMembership'>(`${child.id}/${groupKey(owner, name)}`, place, {
        studentId: child.id,
        subjectGroupId: groupKey(owner, name),
        fromDay: null,
        toDay: null,
      }),
    ),
  );
}

async function teachersOf(visit: Visit, child: Child, range: Range, groups: TeachersByGroup) {
  if (groups.size === 0) return new Map<string, string>();
  const read = () => readLessonTeachers(visit.client, child.id, range, groups);
  return (await unlessForbidden(visit.client, 'schedule/classmeetings', read)) ?? new Map<string, string>();
}

interface ChildState {
  readonly groups: TeachersByGroup;
  readonly told: Set<string>;
  /** Day and group → keys of its lessons that day. */
  readonly lessonKeys: Map<string, string[]>;
  /** A record of the diary could not be read: what hung on it is not to be taken for gone. */
  hasGap: boolean;
}

async function* aboutLessons(
  visit: Visit,
  child: Child,
  piece: DiaryPiece,
  state: ChildState,
): AsyncGenerator<PullEvent> {
  const chunk = yield* readPiece(visit, child, piece, state);
  const { range } = piece;
  const { lessons, owner, classId } = chunk;
  yield* aboutGroups(child, chunk, state.groups, state.told);
  const teachers = await teachersOf(visit, child, range, state.groups);
  const teacherOf = ({ day, lesson, group }: SeenLesson): string | null =>
    teachers.get(`${day}/${lesson.number ?? '-'}/${child.className}/${group}`) ?? null;
  const rows: Observed<'lesson'>[] = lessons.map((seen) => lessonRow(seen, owner, classId, teacherOf(seen)));
  yield* records('lesson', rows);
  for (const { day, group, key } of lessons) {
    const known = state.lessonKeys.get(`${day}/${group}`) ?? [];
    state.lessonKeys.set(`${day}/${group}`, [...known, key]);
  }
  const ids = lessons.flatMap(({ assignments }) => assignments.map(({ value }) => value.id));
  const files = ids.length === 0 ? new Map() : await readFiles(visit.client, child.id, ids);
  const works = mapWorks(lessons, {
    files,
    details: await readDetails(visit, child.id, lessons),
    studentId: child.id,
    classId,
    scaleMax: visit.start.scaleMax,
    workTypes: visit.base.workTypes,
    usesWeights: visit.start.usesWeights,
    onlyMarkedOpened: visit.client.settings.assignmentDetails !== 'all',
  });
  yield* records('homework', works.homework);
  yield* records('assessment', works.assessments);
  yield* records('mark', works.marks);
  yield* rejected(works.rejects);
}

async function* aboutDiary(
  visit: Visit,
  child: Child,
  range: Range,
  state: ChildState,
): AsyncGenerator<PullEvent> {
  for await (const piece of diaryPieces(visit, child, range)) yield* aboutLessons(visit, child, piece, state);
}

async function* aboutReports(
  visit: Visit,
  child: Child,
  range: Range,
  state: ChildState,
): AsyncGenerator<PullEvent> {
  const { client, desk, base, start } = visit;
  const owner = {
    studentId: child.id,
    scaleMax: start.scaleMax,
    yearId: base.yearId,
    terms: new Map(child.terms.map(({ name, id }) => [name, id])),
    lessonOf: (group: string, day: Day): string | null => {
      const keys = state.lessonKeys.get(`${day}/${group}`) ?? [];
      return keys.length === 1 ? (keys[0] ?? null) : null;
    },
  };
  const who: Chosen = {
    SID: { value: child.id, text: child.name },
    PCLID: { value: child.classId, text: child.className },
  };
  const total = await unlessForbidden(client, 'reports/studenttotal', () =>
    desk.page('studenttotal', {
      ...who,
      ...(child.hasTermFilter && { TERMID: { value: ANY_DATES } }),
      period: { value: periodText(range.from, range.to) },
    }),
  );
  if (total !== null) {
    const { attendance } = mapTotal(readStudentTotal(total, Number(base.startDay.slice(0, 4))), owner);
    yield* records('attendance', attendance);
    yield covered('attendance', child.id, range);
  }
  const finals = await unlessForbidden(client, 'reports/studenttotalmarks', () =>
    desk.page('studenttotalmarks', who),
  );
  if (finals !== null) {
    const { termMarks, rejects } = mapFinals(readTotalMarks(finals), owner);
    yield* records('termMark', termMarks);
    yield* rejected(rejects);
    yield covered('termMark', child.id);
  }
}

/** Everything of one child within the range. */
export async function* pullChild(
  visit: Visit,
  listed: { readonly id: string; readonly name: string },
  range: Range,
): AsyncGenerator<PullEvent> {
  const child = await readChild(visit, listed);
  const groups =
    (await unlessForbidden(visit.client, 'subjectgroups', () => readGroups(visit.client, child.id))) ??
    new Map();
  const teachers = new Map(
    [...groups.values()].flatMap(({ teachers: all }) => all).map((one) => [one.id, one]),
  );
  const place = 'subjectgroups $[*].teachers';
  yield* records(
    'staff',
    [...teachers.values()].map(({ id, name }) =>
      row<'staff'>(id, place, { ...personName(name), position: null }),
    ),
  );
  yield* aboutChild(visit, child);
  const state: ChildState = { groups, told: new Set(), lessonKeys: new Map(), hasGap: false };
  yield* aboutDiary(visit, child, range, state);
  if (!state.hasGap) yield covered('mark', child.id, range);
  const wholeYear = range.from === visit.base.startDay && range.to === visit.base.endDay;
  if (wholeYear && !state.hasGap) yield covered('groupMembership', child.id);
  yield* aboutReports(visit, child, range, state);
}
