import { addDays } from '../../../src/model/dates.ts';
import { dayAsked, groupAsked, studentAsked, subjectAsked } from '../asked.ts';
import { subjectId } from '../ids.ts';
import { entriesOf, lessonsOfStudent, nextSchoolDay, topicOf, worksOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { marksOf } from '../marks.ts';
import { badParameter, notOwner } from '../refused.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { shortLesson } from '../shapes/lessons.ts';
import { logEntry, mark, work } from '../shapes/works.ts';
import { midnight } from '../stamps.ts';
import type { MarkRow, WorkRow } from '../work-row.ts';
import { HOMEWORK, workTypeOf } from '../work-types.ts';
import { subjectsUsed, workTypesUsed } from './schedules.ts';

function limitAsked({ call }: Visit): number {
  const limit = Number(call.query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw badParameter('limit');
  return limit;
}

/** The latest so many of each subject. */
function latest(rows: readonly MarkRow[], limit: number): MarkRow[] {
  const taken = new Map<number, number>();
  return [...rows].reverse().filter(({ work: { subjectId: id } }) => {
    const count = (taken.get(id) ?? 0) + 1;
    taken.set(id, count);
    return count <= limit;
  });
}

/** `fromDate` is where it goes back from, or, by the other reading, how far back it goes. */
function recentMarks(visit: Visit): object {
  const { world, school, call, book } = visit;
  const student = studentAsked(visit);
  const ref = groupAsked(visit);
  const today = world.todayOf(school);
  const from = call.query.has('fromdate') ? dayAsked(call.query.get('fromdate'), 'fromDate') : today;
  const isBack = world.quirks.recentMarksFrom === 'back';
  const range = isBack ? { from: book.year.startDay, to: from } : { from, to: today };
  const subjectText = call.query.get('subject');
  const subject = subjectText ? subjectAsked(visit, subjectText) : null;
  const views = [...lessonsOfStudent(world, school, student, range)].filter(
    ({ lesson }) => lesson.classId === ref.class.id && (subject === null || lesson.subjectId === subject),
  );
  const all = views.flatMap((view) => worksOf(world, view).flatMap((row) => marksOf(world, row, student.id)));
  const rows = latest(all, limitAsked(visit));
  const works = [...new Map(rows.map((row) => [row.work.id, row.work])).values()];
  const lessons = [...new Map(works.flatMap(({ lesson }) => (lesson ? [[lesson.id, lesson]] : []))).values()];
  return {
    marks: rows.map((row) => mark(world, row)),
    criteriabasedmarks: [],
    works: works.map((row) => work(world, row, false)),
    subjects: subjectsUsed(
      visit,
      works.map((row) => row.subjectId),
    ),
    workTypes: workTypesUsed(visit, works),
    lessons: lessons.map((view) => shortLesson(world, view)),
    lessonLogEntries: lessons.flatMap((view) => entriesOf(world, view, student.id).map(logEntry)),
  };
}

const subjectName = ({ book }: Visit, id: number): string => book.subjects.get(id)?.name ?? '';

const workItem = (visit: Visit, row: WorkRow): object => ({
  work: work(visit.world, row, false),
  subjectName: subjectName(visit, row.subjectId),
  workTypeName: workTypeOf(visit.book, row.typeId)?.title ?? '',
});

const scheduleItem = (visit: Visit, view: LessonView): object => ({
  lessonId: view.id,
  lessonStatus: visit.world.quirks.lessonStatus.future,
  number: view.lesson.number,
  subjectName: subjectName(visit, view.lesson.subjectId),
  importantWorkTypes: [],
});

function cards(visit: Visit, views: readonly LessonView[], student: number): object[] {
  const { world, school } = visit;
  return views.flatMap((view) => {
    const works = worksOf(world, view);
    const marks = works.flatMap((row) => marksOf(world, row, student));
    if (marks.length === 0) return [];
    return {
      marks: marks.map((row) => ({ mark: mark(world, row) })),
      lesson: { id: view.id, date: midnight(view.lesson.date) },
      isImportant: works.some(({ isImportant }) => isImportant),
      subjectName: subjectName(visit, view.lesson.subjectId),
      subjectId: subjectId({ school, id: view.lesson.subjectId }),
      workTypeName: workTypeOf(visit.book, works[0]?.typeId ?? 0)?.title ?? '',
    };
  });
}

function feedDay(visit: Visit, date: string, student: number): object {
  const { world, school, book } = visit;
  const pupil = book.students.get(student);
  const on = (day: string): LessonView[] =>
    pupil ? [...lessonsOfStudent(world, school, pupil, { from: day, to: day })] : [];
  const today = on(date);
  const classId = today[0]?.lesson.classId;
  const next = classId === undefined ? null : nextSchoolDay(world, school, classId, date);
  const nextViews = next === null ? [] : on(next);
  const homeworks = (views: readonly LessonView[]): object[] =>
    views.flatMap((view) =>
      worksOf(world, view)
        .filter(({ kind }) => kind === HOMEWORK)
        .map((row) => workItem(visit, row)),
    );
  return {
    date: midnight(date),
    nextWorkingDayDate: next === null ? null : midnight(next),
    summary: {
      importantWorks: today
        .flatMap((view) => worksOf(world, view))
        .filter(({ isImportant }) => isImportant)
        .map((row) => workItem(visit, row)),
      [world.quirks.feedCards]: cards(visit, today, student),
      dayEmotion: 'NotSet',
      feedMode: 'Regular',
    },
    nextDayHomeworks: homeworks(nextViews),
    nextDaySchedule: nextViews.map((view) => scheduleItem(visit, view)),
    todayHomeworks: homeworks(today),
    todaySchedule: today.map((view) => scheduleItem(visit, view)),
    logEntries: today.flatMap((view) =>
      entriesOf(world, view, student).map((row) => ({
        lessonLogEntry: logEntry(row),
        subjectName: subjectName(visit, view.lesson.subjectId),
        lessonTitle: topicOf(world, view),
      })),
    ),
  };
}

function feed(visit: Visit): object {
  const { call, world, school, account } = visit;
  const child = call.query.get('childpersonid');
  const student = child ? studentAsked(visit, child).id : account.students[0];
  if (student === undefined) throw notOwner();
  const last = call.query.has('date') ? dayAsked(call.query.get('date'), 'date') : world.todayOf(school);
  const days = Array.from({ length: limitAsked(visit) }, (_, index) => addDays(last, -index));
  return { days: days.map((date) => feedDay(visit, date, student)) };
}

export const recentRoutes: readonly ApiRoute[] = [
  get('persons/{person}/group/{group}/recentmarks', recentMarks),
  get('users/me/feed', feed),
];
