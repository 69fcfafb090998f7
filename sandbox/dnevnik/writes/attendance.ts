import { lessonAsked, studentAsked } from '../asked.ts';
import { STATUSES } from '../endpoints/attendance.ts';
import { entriesOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import type { WrittenEntry } from '../overlay.ts';
import { badParameter, Refused, unknown } from '../refused.ts';
import { type ApiRoute, type Visit, write } from '../route.ts';
import { logEntry } from '../shapes/works.ts';
import { stampOf } from '../stamps.ts';
import { type Body, sentBody } from './body.ts';

const KNOWN: ReadonlySet<string> = new Set([...STATUSES, 'NotSet']);

function carryOut({ server, world }: Visit, view: LessonView, student: number, entry: WrittenEntry | null) {
  const before = world.overlay.entriesOf(view.id).get(student) ?? null;
  server.desk.carryOut({
    what: 'entry',
    id: view.id,
    student,
    put: () => world.overlay.putEntry(view.id, student, entry),
    undo: () => world.overlay.putEntry(view.id, student, before),
  });
}

function put(visit: Visit, view: LessonView, person: string, body: Body): unknown {
  const { server, world } = visit;
  const student = studentAsked(visit, person);
  const status = body.text('status') ?? '';
  if (!KNOWN.has(status)) throw badParameter('status');
  if (!view.members.has(student.id)) throw badParameter('person');
  server.desk.checkDay(view.lesson.date);
  const entry = { status, comment: body.text('comment'), date: stampOf(server.now()) };
  carryOut(visit, view, student.id, entry);
  return world.quirks.writeAnswer === 'object'
    ? logEntry({ view, student: student.id, ...entry })
    : undefined;
}

const isThere = ({ world }: Visit, view: LessonView, person: number): boolean =>
  entriesOf(world, view, person).length > 0;

function post(visit: Visit): unknown {
  const view = lessonAsked(visit);
  const body = sentBody(visit);
  const person = body.id('person') ?? '';
  const isRefused = visit.world.quirks.repeatedWrite === 'refuse';
  if (isRefused && isThere(visit, view, studentAsked(visit, person).id))
    throw new Refused('parameterInvalid', 400, 'The entry is there already');
  return put(visit, view, person, body);
}

function change(visit: Visit): unknown {
  const view = lessonAsked(visit);
  const person = visit.call.query.get('person') ?? '';
  if (!isThere(visit, view, studentAsked(visit, person).id)) throw unknown('log entry');
  return put(visit, view, person, sentBody(visit));
}

function remove(visit: Visit): undefined {
  const view = lessonAsked(visit);
  const student = studentAsked(visit, visit.call.query.get('person') ?? '');
  if (!isThere(visit, view, student.id)) throw unknown('log entry');
  visit.server.desk.checkDay(view.lesson.date);
  carryOut(visit, view, student.id, null);
}

const PATH = 'lessons/{lesson}/log-entries';

export const attendanceWriteRoutes: readonly ApiRoute[] = [
  write('POST', PATH, post),
  write('PUT', PATH, change),
  write('DELETE', PATH, remove),
];
