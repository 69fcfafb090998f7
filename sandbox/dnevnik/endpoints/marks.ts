import {
  dayAsked,
  groupAsked,
  lessonAsked,
  type Range,
  rangeAsked,
  schoolAsked,
  studentAsked,
  subjectAsked,
} from '../asked.ts';
import { numberedKey } from '../ids.ts';
import { lessonsOfStudent, worksOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { marksOf } from '../marks.ts';
import { unknown } from '../refused.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { mark } from '../shapes/works.ts';
import { workAsked } from '../work-asked.ts';
import type { MarkRow } from '../work-row.ts';

const ofLesson = ({ world }: Visit, view: LessonView, student: number): MarkRow[] =>
  worksOf(world, view).flatMap((row) => marksOf(world, row, student));

/** A student's marks on lessons from day to day. */
function ofStudent(visit: Visit, range: Range, fits: (view: LessonView) => boolean = () => true): MarkRow[] {
  const { world, school } = visit;
  const student = studentAsked(visit);
  return [...lessonsOfStudent(world, school, student, range)]
    .filter(fits)
    .flatMap((view) => ofLesson(visit, view, student.id));
}

const told = ({ world }: Visit, rows: readonly MarkRow[]): object[] => rows.map((row) => mark(world, row));

function inSchool(visit: Visit): object[] {
  schoolAsked(visit);
  return told(visit, ofStudent(visit, rangeAsked(visit)));
}

function inGroup(visit: Visit): object[] {
  const ref = groupAsked(visit);
  const fits = ({ lesson }: LessonView): boolean =>
    ref.group ? lesson.groupId === ref.group.id : lesson.classId === ref.class.id;
  return told(visit, ofStudent(visit, rangeAsked(visit), fits));
}

function onSubject(visit: Visit): object[] {
  const subject = subjectAsked(visit);
  return told(
    visit,
    ofStudent(visit, rangeAsked(visit), ({ lesson }) => lesson.subjectId === subject),
  );
}

function inSubjectGroup(visit: Visit): object[] {
  const key = numberedKey('subjectGroup', visit.call.params['group'] ?? '');
  if (key?.school !== visit.school || !visit.book.groups.has(key.id)) throw unknown('subject group');
  return told(
    visit,
    ofStudent(visit, rangeAsked(visit), ({ lesson }) => lesson.groupId === key.id),
  );
}

function onDay(visit: Visit): object[] {
  const day = dayAsked(visit.call.params['date'], 'date');
  return told(visit, ofStudent(visit, { from: day, to: day }));
}

/** By the date on which a mark was set, whatever lesson it is for. */
function setOn(visit: Visit): object[] {
  const { world, school, book, call } = visit;
  const day = dayAsked(call.params['date'], 'date');
  const zone = world.zoneOf(school);
  const { startDay, endDay } = book.year;
  const rows = ofStudent(visit, { from: startDay, to: endDay });
  return told(
    visit,
    rows.filter(({ date }) => localDay(date, zone) === day),
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localDay(stamp: string, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  formats.set(timeZone, format);
  return format.format(new Date(`${stamp.slice(0, 19)}Z`));
}

function onLesson(visit: Visit): object[] {
  const student = studentAsked(visit);
  return told(visit, ofLesson(visit, lessonAsked(visit), student.id));
}

function onWork(visit: Visit): object[] {
  const student = studentAsked(visit);
  return told(visit, marksOf(visit.world, workAsked(visit), student.id));
}

export const markRoutes: readonly ApiRoute[] = [
  get('persons/{person}/schools/{school}/marks/{from}/{to}', inSchool),
  get('persons/{person}/edu-groups/{group}/marks/{from}/{to}', inGroup),
  get('persons/{person}/subjects/{subject}/marks/{from}/{to}', onSubject),
  get('persons/{person}/subject-groups/{group}/marks/{from}/{to}', inSubjectGroup),
  get('persons/{person}/lessons/{lesson}/marks', onLesson),
  get('persons/{person}/works/{work}/marks', onWork),
  get('lessons/{date}/persons/{person}/marks', onDay),
  get('persons/{person}/marks/{date}', setOn),
];
