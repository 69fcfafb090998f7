import { numberedId, personId, subjectId } from '../ids.ts';
import { eduGroupOf, isOver, seedOf, topicOf, worksOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { midnight } from '../stamps.ts';
import type { WorkRow } from '../work-row.ts';
import type { World } from '../world.ts';
import { subject } from './subjects.ts';
import { work } from './works.ts';

const roomNumber = (room: string): number =>
  [...room].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 999_983, 7);

const roomId = ({ key, lesson }: LessonView): bigint | null =>
  lesson.room === '' ? null : numberedId('room', { school: key.school, id: roomNumber(lesson.room) });

const statusOf = (world: World, view: LessonView): string =>
  isOver(view, world) ? world.quirks.lessonStatus.past : world.quirks.lessonStatus.future;

/** Who gave the lesson; nobody where the school does not have the teacher. */
const teachersOf = (world: World, { key, lesson }: LessonView): number[] =>
  world.book(key.school).staff.has(lesson.teacherId)
    ? [personId({ school: key.school, kind: 'staff', id: lesson.teacherId })]
    : [];

/** A lesson with its works: the long form. */
export function fullLesson(world: World, view: LessonView): object {
  const { key, lesson, id } = view;
  const teachers = teachersOf(world, view);
  const isBare = world.quirks.subjectNull && seedOf(view, 1) % 19 === 0;
  return {
    id,
    id_str: String(id),
    title: topicOf(world, view),
    date: midnight(lesson.date),
    number: lesson.number,
    subject: isBare ? null : subject(world, key.school, lesson.subjectId),
    group: eduGroupOf(world, view),
    status: statusOf(world, view),
    resultPlaceId: roomId(view),
    works: worksOf(world, view).map((row) => work(world, row, true)),
    teachers,
    teachers_str: teachers.map(String),
  };
}

const hoursOf = (world: World, view: LessonView): string | null =>
  world.quirks.lessonsOutsideBells && seedOf(view, 2) % 23 === 0
    ? null
    : `${view.lesson.startTime} - ${view.lesson.endTime}`;

const floorOf = (room: string): string | null => (/^\d{3}/.test(room) ? room.charAt(0) : null);

/** A lesson of a schedule: numbers only, with room and hours. */
export function shortLesson(
  world: World,
  view: LessonView,
  works: readonly WorkRow[] = worksOf(world, view),
): object {
  const { lesson } = view;
  const hours = hoursOf(world, view);
  const hasRoom = lesson.room !== '' && hours !== null;
  return {
    id: view.id,
    title: topicOf(world, view),
    date: midnight(lesson.date),
    number: lesson.number,
    subjectId: subjectId({ school: view.key.school, id: lesson.subjectId }),
    status: statusOf(world, view),
    resultPlaceId: hasRoom ? roomId(view) : null,
    building: hasRoom ? 'Главный корпус' : null,
    place: hasRoom ? lesson.room : null,
    floor: hasRoom ? floorOf(lesson.room) : null,
    hours,
    works: works.map(({ id }) => id),
    teachers: teachersOf(world, view),
  };
}
