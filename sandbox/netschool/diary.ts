import { type Day, isDay, mondayOf, weekdayOf } from '../../src/model/dates.ts';
import { type Reply, value } from '../http/reply.ts';
import type { TruthStudent } from '../school-year/types.ts';
import { classBy, diaryName, nickName } from './book.ts';
import { homeworkSeen, lessonsOf, marksSeen, SECOND, type SeenMark, worksSeen } from './journal.ts';
import { get, midnight, noAccess, type Route, refusal, type Visit } from './route.ts';
import { firstDays, strayDays } from './stray-days.ts';
import { HOMEWORK_TYPE } from './work-types.ts';
import type { LessonView } from './world.ts';

const NO_TOPIC = '---Не указана---';

function init({ world, session, school, book }: Visit): Reply {
  const { quirks, ids } = world;
  const rows = session.account.students.map((id) => {
    const student = book.students.get(id);
    const studentId = ids.user({ school, kind: 'student', id });
    return {
      studentId,
      nickName: student ? nickName(student) : '',
      className: null,
      classId: 0,
      iupGrade: 0,
    };
  });
  return value({
    students: quirks.studentsAsObject ? Object.fromEntries(rows.entries()) : rows,
    currentStudentId: quirks.currentStudentAsId ? (rows[0]?.studentId ?? 0) : 0,
    weekStart: midnight(mondayOf(world.todayOf(school))),
    yaClass: false,
    yaClassAuthUrl: null,
    newDiskToken: '',
    newDiskWasRequest: false,
    ttsuRl: 'http://srv:80/',
    externalUrl: 'https://example.invalid/',
    weight: true,
    maxMark: 5,
    withLaAssigns: true,
  });
}

/** The student that the query names, when the account may see it. */
export function askedStudent({ world, call, session, school, book }: Visit): TruthStudent | null {
  const key = world.ids.userKey(call.query.get('studentid') ?? '');
  if (key?.school !== school || key.kind !== 'student') return null;
  return session.account.students.includes(key.id) ? (book.students.get(key.id) ?? null) : null;
}

function askedRange({ call }: Visit): { from: Day; to: Day } | null {
  const from = (call.query.get('weekstart') ?? '').slice(0, 10);
  const to = (call.query.get('weekend') ?? '').slice(0, 10);
  return isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}

interface Place {
  readonly visit: Visit;
  readonly student: TruthStudent;
  readonly moment: string;
}

const dateText = ({ visit }: Place, day: Day): string =>
  visit.world.quirks.diaryFractions ? `${midnight(day)}.${weekdayOf(day)}27` : midnight(day);

const topicOf = ({ visit }: Place, topic: string, seed: number): string => {
  if (!visit.world.quirks.untidyTexts) return topic;
  if (seed % 7 === 0) return NO_TOPIC;
  return seed % 11 === 0 ? '-' : topic;
};

function markFields(place: Place, assignmentId: unknown, mark: SeenMark | undefined): object {
  if (!mark) return {};
  const { world, school } = place.visit;
  const studentId = world.ids.user({ school, kind: 'student', id: place.student.id });
  const { number } = mark;
  return {
    mark: { assignmentId, studentId, mark: number, resultScore: null, dutyMark: number === null },
    ...(mark.comment === null ? {} : { markComment: { name: mark.comment } }),
  };
}

interface Assignment {
  readonly slot: number;
  readonly typeId: number;
  readonly name: string;
  readonly weight: number;
  readonly mark: SeenMark | undefined;
}

/** The homework, with the mark of the work that marks it: one assignment of type 3 is both. */
function homeworkOf(place: Place, view: LessonView, marks: readonly SeenMark[]): Assignment[] {
  const homework = homeworkSeen(view, place.moment);
  if (!homework) return [];
  const work = worksSeen(view, place.moment).find((one) => one.workTypeId === HOMEWORK_TYPE);
  const mark = work && marks.find(({ slot }) => slot === work.index);
  return [{ slot: 0, typeId: HOMEWORK_TYPE, name: homework.text, weight: work?.weight ?? 0, mark }];
}

/** Homework first, then the works, then the second numbers of works marked `4/5`. */
function assignmentsOf(place: Place, view: LessonView): Assignment[] {
  const marks = marksSeen(place.visit.world, view, place.student.id, place.moment);
  const home = homeworkOf(place, view, marks);
  const works = worksSeen(view, place.moment)
    .filter((work) => home.length === 0 || work.workTypeId !== HOMEWORK_TYPE)
    .map((work) => ({
      slot: work.index,
      typeId: work.workTypeId,
      name: work.topic,
      weight: work.weight,
      mark: marks.find((mark) => mark.slot === work.index),
    }));
  const seconds = marks.flatMap((mark) => {
    const first = works.find((work) => work.slot + SECOND === mark.slot);
    return first ? [{ ...first, slot: mark.slot, mark }] : [];
  });
  return [...home, ...works, ...seconds];
}

function assignmentRow(place: Place, view: LessonView, assignment: Assignment): object {
  const { world, school } = place.visit;
  const { lesson } = view;
  const key = { school, group: lesson.groupId, date: lesson.date, number: lesson.number };
  const id = world.ids.assignment({ ...key, work: assignment.slot });
  const seed = lesson.groupId + lesson.number + Number(lesson.date.slice(8)) + assignment.slot;
  const isHomework = assignment.slot === 0;
  return {
    id,
    typeId: assignment.typeId,
    assignmentName: isHomework ? assignment.name : topicOf(place, assignment.name, seed),
    weight: world.quirks.weightZeroInDiary ? 0 : assignment.weight,
    dueDate: dateText(place, lesson.date),
    classMeetingId: world.ids.lesson(key),
    existsTestPlan: false,
    ...markFields(place, id, assignment.mark),
  };
}

function lessonRow(place: Place, view: LessonView): { number: number; [field: string]: unknown } {
  const { world, school, book } = place.visit;
  const { lesson } = view;
  const group = book.groups.get(lesson.groupId);
  const assignments = assignmentsOf(place, view).map((one) => assignmentRow(place, view, one));
  return {
    classmeetingId: world.ids.lesson({
      school,
      group: lesson.groupId,
      date: lesson.date,
      number: lesson.number,
    }),
    day: dateText(place, lesson.date),
    number: lesson.number,
    relay: lesson.shift,
    room: lesson.room === '' ? null : lesson.room,
    startTime: lesson.startTime,
    endTime: lesson.endTime,
    subjectName: group ? diaryName(book, group) : '',
    ...(world.profile.name === '5.13' ? {} : { isEaLesson: false, isDistanceLesson: false }),
    ...(assignments.length > 0 ? { assignments } : {}),
  };
}

/** Lessons come in no order: the later half before the earlier. */
const shuffled = <T>(rows: readonly T[]): T[] => {
  const middle = Math.ceil(rows.length / 2);
  return [...rows.slice(middle), ...rows.slice(0, middle)];
};

function dayRow(place: Place, date: Day, views: readonly LessonView[]): object {
  const { quirks } = place.visit.world;
  const rows = views.map((view) => lessonRow(place, view));
  const first = rows[0];
  if (first && quirks.duplicateNumbers && weekdayOf(date) === 1) {
    const { assignments: _none, ...plain } = first;
    const id = Number(first['classmeetingId']) + 19;
    rows.push({
      ...plain,
      number: first.number,
      classmeetingId: id,
      subjectName: 'Разговоры о важном',
      isEaLesson: true,
    });
  }
  return { date: dateText(place, date), lessons: quirks.unsortedLessons ? shuffled(rows) : rows };
}

/** A copy of a lesson on another day: what a wrong entry in a timetable looks like. */
function misplaced(place: Place, from: LessonView, date: Day): object {
  const { assignments: _none, ...row } = lessonRow(place, { ...from, lesson: { ...from.lesson, date } });
  return { date: dateText(place, date), lessons: [row] };
}

function strayRows(place: Place, range: { from: Day; to: Day }): object[] {
  const { world, school, book } = place.visit;
  const days = strayDays(world.quirks, book, range);
  if (days.length === 0) return [];
  const [some] = lessonsOf(world, school, place.student, firstDays(book));
  return some ? days.map((day) => misplaced(place, some, day)) : [];
}

function weekDays(place: Place, range: { from: Day; to: Day }): object[] {
  const { world, school } = place.visit;
  const byDay = new Map<Day, LessonView[]>();
  for (const view of lessonsOf(world, school, place.student, range)) {
    byDay.set(view.lesson.date, [...(byDay.get(view.lesson.date) ?? []), view]);
  }
  return [...byDay].map(([date, views]) => dayRow(place, date, views)).concat(strayRows(place, range));
}

function diary(visit: Visit): Reply {
  const student = askedStudent(visit);
  if (!student) return noAccess();
  const range = askedRange(visit);
  if (!range) return refusal(400, 'Неверный период');
  const { world, school, book } = visit;
  const place = { visit, student, moment: world.momentOf(school) };
  const days = weekDays(place, range);
  const classId = classBy(student, range.to);
  const terms = classId === null ? [] : book.year.termsOf(classId);
  const term = terms.find(({ startDay, endDay }) => startDay <= range.to && range.from <= endDay);
  return value({
    weekStart: midnight(range.from),
    weekEnd: midnight(range.to),
    ...(days.length === 0 && world.quirks.weekDaysAbsent ? {} : { weekDays: days }),
    laAssigns: [],
    termName: term?.name ?? '',
    className: (classId === null ? undefined : book.classes.get(classId)?.name) ?? '',
  });
}

/** Works with a debt: the overdue obligatory assignments. */
function pastMandatory(visit: Visit): Reply {
  const student = askedStudent(visit);
  const range = askedRange(visit);
  if (!student || !range) return noAccess();
  const { world, school } = visit;
  const place = { visit, student, moment: world.momentOf(school) };
  const rows: object[] = [];
  for (const view of lessonsOf(world, school, student, range)) {
    for (const one of assignmentsOf(place, view)) {
      if (one.mark?.number === null) rows.push(debtRow(place, view, one));
    }
  }
  return value(rows);
}

function debtRow(place: Place, view: LessonView, assignment: Assignment): object {
  const group = place.visit.book.groups.get(view.lesson.groupId);
  return {
    ...assignmentRow(place, view, { ...assignment, mark: undefined }),
    subjectName: group ? diaryName(place.visit.book, group) : '',
  };
}

export const diaryRoutes: readonly Route[] = [
  get('family', 'student/diary/init', init),
  get('family', 'student/diary', diary),
  get('family', 'student/diary/pastMandatory', pastMandatory),
];
