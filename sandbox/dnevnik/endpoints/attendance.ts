import {
  dayAsked,
  type GroupRef,
  lessonAsked,
  queryRange,
  type Range,
  rangeAsked,
  repeated,
  schoolAsked,
  studentAsked,
  subjectAsked,
  wholeGroupAsked,
} from '../asked.ts';
import { type EntryRow, entriesOf, lessonsOfGroup, lessonsOfStudent } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { badParameter, unknown } from '../refused.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { fullLesson } from '../shapes/lessons.ts';
import { logEntry } from '../shapes/works.ts';

export const STATUSES = ['Attend', 'Absent', 'Ill', 'Late', 'Pass'] as const;

const told = (rows: readonly EntryRow[]): object[] => rows.map(logEntry);

/** The entries of a lesson that the caller may see: a family's own. */
function seen({ world, account }: Visit, view: LessonView): EntryRow[] {
  const rows = entriesOf(world, view);
  const isAll = account.isStaff || world.quirks.familySeesClass;
  return isAll ? rows : rows.filter(({ student }) => account.students.includes(student));
}

const ofLessons = (visit: Visit, ids: readonly string[]): object[] =>
  told(ids.flatMap((id) => seen(visit, lessonAsked(visit, id))));

function ofLessonAndPerson(visit: Visit): object {
  const student = studentAsked(visit);
  const [row] = entriesOf(visit.world, lessonAsked(visit), student.id);
  if (!row) throw unknown('log entry');
  return logEntry(row);
}

function ofGroup(visit: Visit): object[] {
  const ref: GroupRef = wholeGroupAsked(visit);
  const range = queryRange(visit);
  const subjectText = visit.call.query.get('subject');
  const subject = subjectText ? subjectAsked(visit, subjectText) : null;
  return told(
    [...lessonsOfGroup(visit.world, ref, range)]
      .filter(({ lesson }) => subject === null || lesson.subjectId === subject)
      .flatMap((view) => entriesOf(visit.world, view)),
  );
}

function ofStudent(visit: Visit, person: string, subject: number | null, range: Range): EntryRow[] {
  const student = studentAsked(visit, person);
  return [...lessonsOfStudent(visit.world, visit.school, student, range)]
    .filter(({ lesson }) => subject === null || lesson.subjectId === subject)
    .flatMap((view) => entriesOf(visit.world, view, student.id));
}

const onSubject = (visit: Visit): object[] =>
  told(ofStudent(visit, visit.call.params['person'] ?? '', subjectAsked(visit), queryRange(visit)));

/** The parameters stand in one segment of the path, as the vendor's documents have it. */
function inSegment(visit: Visit): object[] {
  const given = new URLSearchParams(visit.call.params['spec'] ?? '');
  const text = (name: string): string => given.get(name) ?? '';
  if (!given.has('person')) throw badParameter('person');
  const range = { from: dayAsked(text('from'), 'from'), to: dayAsked(text('to'), 'to') };
  return told(ofStudent(visit, text('person'), subjectAsked(visit, text('subject')), range));
}

/** Entries with their lessons: an object here, and not a list. */
function ofPerson(visit: Visit): object {
  const rows = ofStudent(visit, visit.call.params['person'] ?? '', null, queryRange(visit, true));
  const lessons = new Map(rows.map(({ view }) => [view.id, view]));
  return {
    logEntries: told(rows),
    lessons: [...lessons.values()].map((view) => fullLesson(visit.world, view)),
  };
}

/** The older form: by groups or schools, with 0 for every subject. */
function ofGroupBefore(visit: Visit): object[] {
  const { call, world } = visit;
  const ref = wholeGroupAsked(visit);
  const range = rangeAsked(visit);
  const subject = call.params['subject'] === '0' ? null : subjectAsked(visit);
  return told(
    [...lessonsOfGroup(world, ref, range)]
      .filter(({ lesson }) => subject === null || lesson.subjectId === subject)
      .flatMap((view) => entriesOf(world, view)),
  );
}

function ofPersonBefore(visit: Visit): object[] {
  schoolAsked(visit);
  const { params } = visit.call;
  return told(ofStudent(visit, params['person'] ?? '', null, rangeAsked(visit)));
}

export const attendanceRoutes: readonly ApiRoute[] = [
  get('lessons/{lesson}/log-entries', (visit) => ofLessons(visit, [visit.call.params['lesson'] ?? ''])),
  get('lesson-log-entries', (visit) => ofLessons(visit, repeated(visit, 'lessons'))),
  get('lesson-log-entries/statuses', () => STATUSES),
  get('lesson-log-entries/lesson/{lesson}/person/{person}', ofLessonAndPerson),
  get('lesson-log-entries/group/{group}', ofGroup),
  get('lesson-log-entries/person/{person}/subject/{subject}', onSubject),
  get('lesson-log-entries/{spec}', inSegment),
  get('persons/{person}/lesson-log-entries', ofPerson),
  {
    ...get('lesson-log-entries/groups/{group}/subjects/{subject}/{from}/{to}', ofGroupBefore),
    versions: ['v1'],
  },
  {
    ...get('lesson-log-entries/schools/{school}/persons/{person}/{from}/{to}', ofPersonBefore),
    versions: ['v1'],
  },
];
