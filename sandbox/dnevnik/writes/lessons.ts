import type { Day } from '../../../src/model/dates.ts';
import type { TruthGroup, TruthLesson } from '../../school-year/types.ts';
import { dayAsked, groupAsked, subjectAsked } from '../asked.ts';
import { emptyRecord, type LessonView } from '../lesson-view.ts';
import { badParameter } from '../refused.ts';
import { type ApiRoute, type Visit, write } from '../route.ts';
import { fullLesson } from '../shapes/lessons.ts';
import { answerTo, type Body, bodyOf, sentBody } from './body.ts';

const MOST_LESSONS = 19;

/** The school's own group for a class, or subgroup, at a subject. */
function taughtGroup(visit: Visit, body: Body): TruthGroup {
  const ref = groupAsked(visit, body.id('group') ?? body.id('eduGroup') ?? '');
  if (ref.group) return ref.group;
  const subject = subjectAsked(visit, body.id('subjectId') ?? body.id('subject') ?? '');
  const groups = visit.book.groupsOfClass.get(ref.class.id) ?? [];
  const found = groups.find((group) => group.subjectId === subject && group.part === null);
  if (!found) throw badParameter('subject');
  return found;
}

function made(visit: Visit, group: TruthGroup, date: Day, number: number): LessonView {
  const { school, book, world } = visit;
  const shift = book.classes.get(group.classId)?.shift ?? 1;
  const bell = book.year.bells.find((one) => one.shift === shift && one.number === number);
  const lesson: TruthLesson = {
    classId: group.classId,
    groupId: group.id,
    subjectId: group.subjectId,
    date,
    number,
    shift,
    startTime: bell?.startTime ?? '00:00',
    endTime: bell?.endTime ?? '00:00',
    room: '',
    teacherId: group.teacherId,
    substitution: null,
  };
  const key = { school, group: group.id, date, number };
  const members = new Set(book.year.membersOn(group.id, date).map(({ id }) => id));
  return { key, id: world.ids.lesson(key), lesson, record: emptyRecord(lesson), members };
}

/** Makes a lesson; where the group has one at that time, gives it the topic. */
function post(visit: Visit): unknown {
  const { world, school, server, call } = visit;
  const body = sentBody(visit);
  const subject = (call.json as { subject?: unknown }).subject;
  const group = taughtGroup(
    visit,
    typeof subject === 'object' && subject !== null ? withSubject(call.json, subject) : body,
  );
  const date = dayAsked(body.text('date') ?? undefined, 'date');
  const number = body.number('number', 0);
  if (number < 0 || number > MOST_LESSONS) throw badParameter('number');
  server.desk.checkDay(date);
  const there = world.lesson({ school, group: group.id, date, number });
  const view = there ?? made(visit, group, date, number);
  const title = body.text('title');
  const before = world.overlay.topicOf(view.id) ?? '';
  server.desk.carryOut({
    what: 'topic',
    id: view.id,
    student: null,
    put() {
      if (!there) world.overlay.addLesson(view);
      if (title !== null) world.overlay.putTopic(view.id, title);
    },
    undo: () => world.overlay.putTopic(view.id, before),
  });
  return answerTo(visit, view, (one) => fullLesson(world, one));
}

/** A subject sent whole stands for its id. */
const withSubject = (json: unknown, subject: object): Body =>
  bodyOf({ ...(json as object), subjectId: bodyOf(subject).id('id') });

export const lessonWriteRoutes: readonly ApiRoute[] = [write('POST', 'lessons', post)];
