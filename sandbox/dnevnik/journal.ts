import { addDays, type Day, daysBetween } from '../../src/model/dates.ts';
import { classOn, withinYear } from '../school-year/book.ts';
import { attendanceAt, markAt, type TruthStudent, type TruthWork } from '../school-year/types.ts';
import type { GroupRef, Range } from './asked.ts';
import { classIdOf, subgroupIdOf, userId } from './ids.ts';
import type { LessonView } from './lesson-view.ts';
import { vendorMarks } from './mark-values.ts';
import { utcStamp } from './stamps.ts';
import { periodAt } from './terms.ts';
import type { WorkRow } from './work-row.ts';
import { ANSWER_TYPE, DEFAULT_WORK, HOMEWORK, HOMEWORK_TYPE, workTypeOf } from './work-types.ts';
import type { World } from './world.ts';

/** Where the work stands that was made with the lesson. */
const DEFAULT_SLOT = 19;

/** Whether the lesson is over at the moment of the journal. */
export const isOver = ({ lesson }: LessonView, { moment }: Pick<World, 'moment'>): boolean =>
  `${lesson.date}T${lesson.endTime}` <= moment;

/** The lessons of a class or subgroup from day to day; those of its subgroups are not the class's. */
export function* lessonsOfGroup(world: World, ref: GroupRef, range: Range): Generator<LessonView> {
  const { from, to } = withinYear(world.book(ref.school), range);
  for (const date of daysBetween(from, to))
    for (const view of world.day(ref.school, ref.class.id, date)) if (belongs(world, ref, view)) yield view;
}

function belongs(world: World, ref: GroupRef, { key, lesson }: LessonView): boolean {
  if (ref.group) return lesson.groupId === ref.group.id;
  return (world.book(key.school).groups.get(lesson.groupId)?.part ?? null) === null;
}

/** The student's lessons from day to day, wherever the student was then. */
export function* lessonsOfStudent(
  world: World,
  school: number,
  student: TruthStudent,
  range: Range,
): Generator<LessonView> {
  const { from, to } = withinYear(world.book(school), range);
  for (const date of daysBetween(from, to)) {
    const classId = classOn(student, date);
    if (classId === null) continue;
    for (const view of world.day(school, classId, date)) if (view.members.has(student.id)) yield view;
  }
}

/** The vendor's group of a lesson: the class, or the subgroup. */
export function eduGroupOf(world: World, { key, lesson }: LessonView): bigint {
  const part = world.book(key.school).groups.get(lesson.groupId)?.part ?? null;
  return part === null ? classIdOf(key.school, lesson.classId) : subgroupIdOf(key.school, lesson.groupId);
}

/** A small number that is the same for the same thing, for seconds and fractions. */
export const seedOf = ({ key }: LessonView, more: number): number =>
  key.group * 7 + key.number * 13 + Number(key.date.slice(8)) * 17 + more * 31;

export function topicOf(world: World, view: LessonView): string | null {
  const written = world.overlay.topicOf(view.id);
  if (written !== undefined) return written;
  const { topic, topicEnteredAt } = view.record;
  return topicEnteredAt !== null && topicEnteredAt <= world.moment ? topic : null;
}

type Base = Omit<
  WorkRow,
  'id' | 'kind' | 'typeId' | 'text' | 'isImportant' | 'truthIndex' | 'markCount' | 'markType'
>;

/** What all works of a lesson have in common. */
function baseOf(world: World, view: LessonView): Base {
  const { key, lesson } = view;
  const period = periodAt(world.book(key.school), lesson.classId, lesson.date);
  return {
    lesson: view,
    eduGroup: eduGroupOf(world, view),
    subjectId: lesson.subjectId,
    targetDay: lesson.date,
    sentDate: null,
    createdBy: userId({ school: key.school, kind: 'staff', id: lesson.teacherId }),
    displayInJournal: true,
    files: [],
    periodNumber: period.number,
    periodType: period.type,
    isWritten: false,
  };
}

/** How many marks the work may carry and in which system, from the marks that stand on it. */
function marking(world: World, view: LessonView, index: number | null) {
  const values = view.record.marks
    .filter(({ workIndex }) => workIndex === index)
    .map((mark) => markAt(mark, world.moment) ?? '');
  return {
    markCount: values.some((value) => value.includes('/')) ? 2 : 1,
    markType: values.some((value) => value === 'зач') ? 'test' : 'mark5',
  };
}

function workOf(world: World, view: LessonView, base: Base, work: TruthWork): WorkRow {
  const type = workTypeOf(world.book(view.key.school), work.workTypeId);
  return {
    ...base,
    id: world.ids.work({ ...view.key, slot: work.index }),
    kind: type?.kind ?? 'CommonWork',
    typeId: work.workTypeId,
    text: work.topic,
    isImportant: type?.isImportant ?? false,
    truthIndex: work.index,
    ...marking(world, view, work.index),
  };
}

/** The homework due at the lesson, with the marks of the work that marks it. */
function homeworkOf(world: World, view: LessonView, base: Base, works: readonly TruthWork[]): WorkRow[] {
  const { homework } = view.record;
  if (!homework || homework.setAt > world.moment) return [];
  const marked = works.find((work) => work.workTypeId === HOMEWORK_TYPE);
  const stamp = utcStamp(homework.setAt, world.zoneOf(view.key.school), seedOf(view, 0));
  return [
    {
      ...base,
      id: world.ids.work({ ...view.key, slot: 0 }),
      kind: HOMEWORK,
      typeId: HOMEWORK_TYPE,
      text: homework.text,
      isImportant: false,
      displayInJournal: false,
      sentDate: stamp,
      files: homework.files.map((_file, index) => world.ids.file(view.key, index)),
      truthIndex: marked?.index ?? null,
      ...marking(world, view, marked?.index ?? null),
    },
  ];
}

const defaultWork = (world: World, view: LessonView, base: Base): WorkRow => ({
  ...base,
  id: world.ids.work({ ...view.key, slot: DEFAULT_SLOT }),
  kind: DEFAULT_WORK,
  typeId: ANSWER_TYPE,
  text: '',
  isImportant: false,
  truthIndex: null,
  markCount: 1,
  markType: 'mark5',
});

interface Found {
  readonly moment: string;
  readonly quirks: World['quirks'];
  readonly rows: readonly WorkRow[];
}

/** A class is read student by student: what its lessons hold is found once. */
const found = new WeakMap<LessonView, Found>();

function truthWorks(world: World, view: LessonView): readonly WorkRow[] {
  const { moment, quirks } = world;
  const known = found.get(view);
  if (known?.moment === moment && known.quirks === quirks) return known.rows;
  const rows = findWorks(world, view);
  found.set(view, { moment, quirks, rows });
  return rows;
}

function findWorks(world: World, view: LessonView): WorkRow[] {
  const base = baseOf(world, view);
  const seen = isOver(view, world)
    ? view.record.works.filter(({ enteredAt }) => enteredAt <= world.moment)
    : [];
  const home = homeworkOf(world, view, base, seen);
  const works = seen
    .filter((work) => home.length === 0 || work.workTypeId !== HOMEWORK_TYPE)
    .map((work) => workOf(world, view, base, work));
  const needsDefault = world.quirks.defaultWorks && !works.some(({ kind }) => kind === DEFAULT_WORK);
  return [...(needsDefault ? [defaultWork(world, view, base)] : []), ...works, ...home];
}

/** The works of a lesson as they stand: the truth's, changed or taken away by clients, and theirs. */
export function worksOf(world: World, view: LessonView): WorkRow[] {
  const own = truthWorks(world, view).flatMap((row) => {
    const written = world.overlay.work(row.id);
    return written === undefined ? [row] : written === null ? [] : [written];
  });
  return [...own, ...world.overlay.worksOf(view.id)];
}

/** A mark of the truth on a work, before anything was written. */
export interface TruthMarkRow {
  readonly student: number;
  readonly part: number;
  readonly value: string;
  readonly date: string;
  readonly isEdited: boolean;
}

/** The truth's marks on a work of a lesson, as they stood at the moment. */
export function truthMarks(world: World, row: WorkRow, student: number | null): TruthMarkRow[] {
  const view = row.lesson;
  if (!view || row.truthIndex === null || !isOver(view, world)) return [];
  const { moment, quirks } = world;
  const zone = world.zoneOf(view.key.school);
  return view.record.marks.flatMap((mark) => {
    if (mark.workIndex !== row.truthIndex || (student !== null && mark.studentId !== student)) return [];
    const value = markAt(mark, moment);
    if (value === null) return [];
    const edits = mark.edits.filter(({ at }) => at <= moment);
    const entered = quirks.markDateFollowsEdits ? (edits.at(-1)?.at ?? mark.enteredAt) : mark.enteredAt;
    const seed = seedOf(view, mark.studentId + mark.workIndex);
    return vendorMarks(value).map((one, part) => ({
      student: mark.studentId,
      part,
      value: one.value,
      date: utcStamp(entered, zone, seed + part),
      isEdited: edits.length > 0,
    }));
  });
}

/** An exception of attendance. */
export interface EntryRow {
  readonly view: LessonView;
  readonly student: number;
  readonly status: string;
  readonly comment: string | null;
  /** UTC stamp. */
  readonly date: string;
}

type Standing = NonNullable<ReturnType<typeof attendanceAt>>;

const EXEMPT = 'Освобождён от занятия';

function statusOf({ status, reason }: Standing, world: World): string | null {
  if (status === 'late') return 'Late';
  if (status === 'exempt') return world.quirks.attendRows ? 'Attend' : null;
  if (reason === 'sick') return 'Ill';
  const isPassExcused = world.quirks.attendanceWording === 'pass-excused';
  if (reason === 'excused') return isPassExcused ? 'Pass' : 'Absent';
  return reason === 'unexcused' && !isPassExcused ? 'Pass' : 'Absent';
}

function truthEntries(world: World, view: LessonView, student: number | null): EntryRow[] {
  if (!isOver(view, world)) return [];
  const zone = world.zoneOf(view.key.school);
  return view.record.attendance.flatMap((row) => {
    if (student !== null && row.studentId !== student) return [];
    const standing = attendanceAt(row, world.moment);
    const status = standing && statusOf(standing, world);
    if (!standing || status === null) return [];
    return {
      view,
      student: row.studentId,
      status,
      comment: standing.status === 'exempt' ? EXEMPT : null,
      date: utcStamp(row.enteredAt, zone, seedOf(view, row.studentId)),
    };
  });
}

/** Who was absent or late at a lesson, of all or of one student. */
export function entriesOf(world: World, view: LessonView, student: number | null = null): EntryRow[] {
  const written = world.overlay.entriesOf(view.id);
  const kept = truthEntries(world, view, student).filter((row) => !written.has(row.student));
  const put = [...written].flatMap(([id, entry]) =>
    entry === null || (student !== null && id !== student) ? [] : [{ view, student: id, ...entry }],
  );
  return [...kept, ...put];
}

/** The next day on which the class has lessons. */
export function nextSchoolDay(world: World, school: number, classId: number, day: Day): Day | null {
  const { year } = world.book(school);
  for (const date of daysBetween(addDays(day, 1), year.endDay))
    if (year.lessonsOn(classId, date).length > 0) return date;
  return null;
}
