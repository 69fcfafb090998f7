import { type Day, daysBetween } from '../../../src/model/dates.ts';
import { groupAsked, queryRange, type Range, studentAsked } from '../asked.ts';
import { entriesOf, lessonsOfStudent, nextSchoolDay, worksOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { marksOf } from '../marks.ts';
import { forbidden, notOwner } from '../refused.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { shortLesson } from '../shapes/lessons.ts';
import { person } from '../shapes/people.ts';
import { scheduleWorkType } from '../shapes/schools.ts';
import { shortSubject } from '../shapes/subjects.ts';
import { logEntry, mark, work } from '../shapes/works.ts';
import { midnight, offsetText } from '../stamps.ts';
import type { WorkRow } from '../work-row.ts';
import { HOMEWORK, workTypeOf } from '../work-types.ts';

interface Held {
  readonly view: LessonView;
  readonly works: readonly WorkRow[];
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

export const workTypesUsed = (visit: Visit, rows: readonly WorkRow[]): object[] =>
  unique(rows.map(({ typeId }) => typeId)).flatMap((id) => {
    const type = workTypeOf(visit.book, id);
    return type ? [scheduleWorkType(visit.school, type)] : [];
  });

export const subjectsUsed = ({ world, school }: Visit, ids: readonly number[]): object[] =>
  unique(ids).map((id) => shortSubject(world, school, id));

const dateText = ({ world, school }: Visit, day: Day): string =>
  world.quirks.scheduleOffsets ? `${midnight(day)}+${offsetText(world.zoneOf(school))}` : midnight(day);

function dayRow(visit: Visit, date: Day, held: readonly Held[], student: number, next: Day | null): object {
  const { world, school } = visit;
  const works = held.flatMap((one) => one.works);
  const teachers = unique(held.map(({ view }) => view.lesson.teacherId)).filter((id) =>
    visit.book.staff.has(id),
  );
  return {
    date: dateText(visit, date),
    lessons: held.map((one) => shortLesson(world, one.view, one.works)),
    marks: works.flatMap((row) => marksOf(world, row, student).map((one) => mark(world, one))),
    works: works.filter(({ kind }) => kind !== HOMEWORK).map((row) => work(world, row, false)),
    homeworks: works.filter(({ kind }) => kind === HOMEWORK).map((row) => work(world, row, false)),
    subjects: subjectsUsed(
      visit,
      held.map(({ view }) => view.lesson.subjectId),
    ),
    workTypes: workTypesUsed(visit, works),
    lessonLogEntries: held.flatMap(({ view }) => entriesOf(world, view, student).map(logEntry)),
    teachers: teachers.map((id) => ({
      person: person(world, { school, kind: 'staff', id }),
      role: 'Teacher',
    })),
    nextDate: next === null ? null : dateText(visit, next),
  };
}

/** The school day after each day of the range. */
function nextDays(
  { world, school }: Visit,
  classId: number,
  { from, to }: Range,
  taught: ReadonlyMap<Day, unknown>,
): ReadonlyMap<Day, Day | null> {
  const nexts = new Map<Day, Day | null>();
  let next = nextSchoolDay(world, school, classId, to);
  for (const date of [...daysBetween(from, to)].reverse()) {
    nexts.set(date, next);
    if (taught.has(date)) next = date;
  }
  return nexts;
}

/** What a student has from day to day: the richest call there is. */
function schedules(visit: Visit): unknown {
  const { world, school, account } = visit;
  const student = studentAsked(visit);
  const ref = groupAsked(visit);
  if (!student.enrolments.some(({ classId }) => classId === ref.class.id)) throw notOwner();
  if (account.isStaff && world.quirks.schedulesRefused) throw forbidden('Schedules are not for the staff');
  const range = queryRange(visit, true);
  const byDay = new Map<Day, Held[]>();
  for (const view of lessonsOfStudent(world, school, student, range)) {
    if (view.lesson.classId !== ref.class.id) continue;
    const held = { view, works: worksOf(world, view) };
    byDay.set(view.lesson.date, [...(byDay.get(view.lesson.date) ?? []), held]);
  }
  const nexts = nextDays(visit, ref.class.id, range, byDay);
  const days = [...daysBetween(range.from, range.to)]
    .filter((date) => world.quirks.scheduleEmptyDays || byDay.has(date))
    .map((date) => dayRow(visit, date, byDay.get(date) ?? [], student.id, nexts.get(date) ?? null));
  return world.quirks.schedulesAsArray ? days : { days };
}

export const scheduleRoutes: readonly ApiRoute[] = [
  get('persons/{person}/groups/{group}/schedules', schedules),
];
