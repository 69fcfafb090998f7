import { type Day, daysBetween, isDay } from '../../src/model/dates.ts';
import { type Reply, value } from '../http/reply.ts';
import type { TruthLesson } from '../school-year/types.ts';
import { diaryName, withinYear } from './book.ts';
import { lessonsOf } from './journal.ts';
import { get, midnight, type Route, refusal, type Visit } from './route.ts';
import { classAsked, maySee } from './staff.ts';
import { firstDays, strayDays } from './stray-days.ts';

const SHIFT_TIMES = 100;
const LONGEST_DAYS = 400;

function askedDays({ call, book }: Visit): Day[] | null {
  const from = (call.query.get('start') ?? '').slice(0, 10);
  const to = (call.query.get('end') ?? '').slice(0, 10);
  if (!isDay(from) || !isDay(to)) return null;
  const within = withinYear(book, { from, to });
  const days = [...daysBetween(within.from, within.to)];
  return days.length <= LONGEST_DAYS ? days : null;
}

const roomsOf = (visit: Visit): string[] =>
  [...new Set(visit.book.year.timetable.map(({ room }) => room))].sort();

const roomId = (visit: Visit, room: string): number | null => {
  const index = roomsOf(visit).indexOf(room);
  return index < 0 ? null : visit.school * 1000 + index + 1;
};

const timeId = (visit: Visit, shift: number, number: number): number =>
  visit.school * 1000 + shift * SHIFT_TIMES + number;

function lessonRow(visit: Visit, lesson: TruthLesson, rooms: ReadonlyMap<string, number | null>): unknown {
  const { world, school, book } = visit;
  const { groupId: group, date, number } = lesson;
  const found = book.groups.get(group);
  return {
    id: world.ids.lesson({ school, group, date, number }),
    day: midnight(date),
    number,
    subjectGroupId: world.ids.group(school, group),
    subjectName: found ? diaryName(book, found) : '',
    scheduleTimeId: timeId(visit, lesson.shift, number),
    roomId: rooms.get(lesson.room) ?? null,
    teacherId: world.ids.user({ school, kind: 'staff', id: lesson.teacherId }),
  };
}

function lessonsOfStudent(visit: Visit, days: readonly Day[]): TruthLesson[] | null {
  const key = visit.world.ids.userKey(visit.call.query.get('studentid') ?? '');
  const student = key?.kind === 'student' ? visit.book.students.get(key.id) : undefined;
  const [from] = days;
  const to = days.at(-1);
  if (!key || !student || !maySee(visit, key.school, key.id)) return null;
  if (from === undefined || to === undefined) return [];
  return [...lessonsOf(visit.world, visit.school, student, { from, to })].map(({ lesson }) => lesson);
}

function lessonsOfTeacher(visit: Visit, days: readonly Day[]): TruthLesson[] | null {
  const key = visit.world.ids.userKey(visit.call.query.get('teacherid') ?? '');
  if (key?.kind !== 'staff' || key.school !== visit.school) return null;
  const { year } = visit.book;
  return days.flatMap((day) =>
    year.classes.flatMap((one) =>
      year.lessonsOn(one.id, day).filter(({ teacherId }) => teacherId === key.id),
    ),
  );
}

function askedLessons(visit: Visit, days: readonly Day[]): TruthLesson[] | null {
  const { query } = visit.call;
  if (query.has('studentid')) return lessonsOfStudent(visit, days);
  if (query.has('teacherid')) return lessonsOfTeacher(visit, days);
  const one = classAsked(visit, query.get('classid'));
  return one ? days.flatMap((day) => visit.book.year.lessonsOn(one.id, day)) : null;
}

/** Copies of a lesson where none can be: what wrong entries in a timetable look like. */
function strayLessons(visit: Visit, days: readonly Day[]): TruthLesson[] {
  const [from] = days;
  const to = days.at(-1);
  const wanted = from && to ? strayDays(visit.world.quirks, visit.book, { from, to }) : [];
  if (wanted.length === 0) return [];
  const first = firstDays(visit.book);
  const [some] = askedLessons(visit, [...daysBetween(first.from, first.to)]) ?? [];
  return some ? wanted.map((date) => ({ ...some, date })) : [];
}

function classMeetings(visit: Visit): Reply {
  const days = askedDays(visit);
  if (!days) return refusal(400, 'Неверный период');
  const lessons = askedLessons(visit, days);
  if (!lessons) return refusal(403, 'Нет доступа к расписанию');
  const rooms = new Map(roomsOf(visit).map((room) => [room, roomId(visit, room)]));
  const all = [...lessons, ...strayLessons(visit, days)];
  return value(all.map((lesson) => lessonRow(visit, lesson, rooms)));
}

const times = (visit: Visit): Reply =>
  value(
    visit.book.year.bells.map((bell) => ({
      id: timeId(visit, bell.shift, bell.number),
      number: bell.number,
      relay: bell.shift,
      startTime: `0001-01-01T${bell.startTime}:00`,
      endTime: `0001-01-01T${bell.endTime}:00`,
    })),
  );

const rooms = (visit: Visit): Reply =>
  value(roomsOf(visit).map((room) => ({ id: roomId(visit, room), roomname: room, roomType: null })));

const breakRows = ({ book, school }: Visit, kind: 'break' | 'holiday') =>
  book.year.breaks
    .filter((one) => one.kind === kind)
    .map((one) => ({
      id: school * 1000 + one.id,
      name: one.name,
      startTime: midnight(one.startDay),
      endTime: midnight(one.endDay),
    }));

/** Breaks and holidays that touch a month. */
function monthEvents(visit: Visit): Reply {
  const year = visit.call.query.get('year') ?? '';
  const month = (visit.call.query.get('month') ?? '').padStart(2, '0');
  const touches = (row: { startTime: string; endTime: string }): boolean =>
    row.startTime.slice(0, 7) <= `${year}-${month}` && `${year}-${month}` <= row.endTime.slice(0, 7);
  return value({
    vacations: breakRows(visit, 'break').filter(touches),
    holidays: breakRows(visit, 'holiday').filter(touches),
  });
}

export const timetableRoutes: readonly Route[] = [
  get('any', 'schedule/classmeetings', classMeetings),
  get('any', 'schedule/times', times),
  get('any', 'rooms', rooms),
  get('any', 'calendar/vacations', (visit) => value(breakRows(visit, 'break'))),
  get('any', 'schedule/month/events', monthEvents),
];
