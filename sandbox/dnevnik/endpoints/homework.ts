import {
  dayAsked,
  lessonAsked,
  queryRange,
  repeated,
  schoolAsked,
  studentAsked,
  subjectAsked,
} from '../asked.ts';
import { type PersonKey, personKey, taskOf } from '../ids.ts';
import { lessonsOfStudent, worksOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { badParameter, notOwner, unknown } from '../refused.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { shortLesson } from '../shapes/lessons.ts';
import { minimisedUser, person } from '../shapes/people.ts';
import { task, work } from '../shapes/works.ts';
import { workAsked } from '../work-asked.ts';
import type { WorkRow } from '../work-row.ts';
import { HOMEWORK } from '../work-types.ts';
import { subjectsUsed } from './schedules.ts';

const homeworksOf = ({ world }: Visit, view: LessonView): WorkRow[] =>
  worksOf(world, view).filter(({ kind }) => kind === HOMEWORK);

/** A file: its name has no ending, its type is the ending. */
function file({ world, school }: Visit, view: LessonView, id: bigint, index: number): object {
  const given = view.record.homework?.files[index]?.name ?? `Файл ${index + 1}.docx`;
  const at = given.lastIndexOf('.');
  const ending = given.slice(at + 1);
  const author: PersonKey = { school, kind: 'staff', id: view.lesson.teacherId };
  return {
    id,
    id_str: String(id),
    name: given.slice(0, at),
    typeGroup: /png|jpe?g/i.test(ending) ? 'Image' : 'Document',
    type: ending.charAt(0).toUpperCase() + ending.slice(1),
    pageUrl: `${world.origin}/files/page/${id}`,
    downloadUrl: `${world.origin}/files/download/${id}`,
    user: minimisedUser(world, author),
    size: fileBytes(id).length,
    vote: 0,
    uploadedDate: `${view.lesson.date}T05:00:00`,
    storageType: 'Local',
  };
}

/** What a file holds: nothing of anybody's. */
export const fileBytes = (id: bigint): Buffer => Buffer.from(`Вложение ${id}\n`);

/** Works with the lessons, subjects, files and teachers that they speak of. */
function bundle(visit: Visit, rows: readonly WorkRow[]): object {
  const { world, school } = visit;
  const views = [...new Map(rows.flatMap(({ lesson }) => (lesson ? [[lesson.id, lesson]] : []))).values()];
  const ids = [...new Set(views.map(({ lesson }) => lesson.teacherId))];
  const teachers = ids.filter((id) => visit.book.staff.has(id));
  return {
    works: rows.map((row) => work(world, row, false)),
    subjects: subjectsUsed(
      visit,
      rows.map((row) => row.subjectId),
    ),
    lessons: views.map((view) => shortLesson(world, view)),
    files: rows.flatMap((row) => {
      const view = row.lesson;
      return view ? row.files.map((id, index) => file(visit, view, id, index)) : [];
    }),
    teachers: teachers.map((id) => person(world, { school, kind: 'staff', id })),
  };
}

/** The student of whom a family asks without saying; staff have none. */
function ownStudent(visit: Visit): number {
  const [id] = visit.account.students;
  if (id === undefined) throw notOwner();
  return id;
}

function ofStudent(visit: Visit, id: number): object {
  schoolAsked(visit);
  const student = visit.book.students.get(id);
  if (!student) throw unknown('student');
  const views = [...lessonsOfStudent(visit.world, visit.school, student, queryRange(visit, true))];
  return bundle(
    visit,
    views.flatMap((view) => homeworksOf(visit, view)),
  );
}

const byIds = (visit: Visit): object =>
  bundle(
    visit,
    repeated(visit, 'homeworkId').map((id) => workAsked(visit, id)),
  );

const ownMembers = ({ account }: Visit, row: WorkRow): number[] =>
  [...(row.lesson?.members ?? [])].filter((id) => account.isStaff || account.students.includes(id));

const tasksOf = (visit: Visit, rows: readonly WorkRow[]): object[] =>
  rows.flatMap((row) => ownMembers(visit, row).map((id) => task(visit.world, row, id)));

function oneTask(visit: Visit): object {
  const of = taskOf(visit.call.params['task'] ?? '');
  if (!of) throw unknown('task');
  const row = workAsked(visit, String(of.work));
  if (!ownMembers(visit, row).includes(of.student)) throw notOwner();
  return task(visit.world, row, of.student);
}

function tasksOfWork(visit: Visit): object[] {
  const row = workAsked(visit);
  const asked = repeated(visit, 'persons').map((text) => personKey(text)?.id ?? 0);
  return ownMembers(visit, row)
    .filter((id) => asked.length === 0 || asked.includes(id))
    .map((id) => task(visit.world, row, id));
}

const whole = (text: string | undefined, usual: number): number => {
  const number = Number(text ?? usual);
  if (!Number.isInteger(number) || number < 1) throw badParameter('pageNumber');
  return number;
};

/** In pages: the only list that has them. */
function tasksOfPerson(visit: Visit): object[] {
  const { call, world, school, book } = visit;
  const student = studentAsked(visit);
  const from = call.query.get('from') ?? call.query.get('fromdate') ?? book.year.startDay;
  const to = call.query.get('to') ?? call.query.get('enddate') ?? world.todayOf(school);
  const range = { from: dayAsked(from, 'from'), to: dayAsked(to, 'to') };
  const subjectText = call.query.get('subject');
  const subject = subjectText ? subjectAsked(visit, subjectText) : null;
  const rows = [...lessonsOfStudent(world, school, student, range)]
    .filter(({ lesson }) => subject === null || lesson.subjectId === subject)
    .flatMap((view) => homeworksOf(visit, view));
  const size = whole(call.query.get('pagesize'), 10);
  const first = (whole(call.query.get('pagenumber'), 1) - 1) * size;
  return rows.slice(first, first + size).map((row) => task(world, row, student.id));
}

/** A homework is never marked as done here, so what is overdue is undone. */
function undone(visit: Visit): object[] {
  const { world, school } = visit;
  const student = studentAsked(visit);
  const to = world.todayOf(school);
  const from = new Date(Date.parse(to) - 7 * 86_400_000).toISOString().slice(0, 10);
  return [...lessonsOfStudent(world, school, student, { from, to })]
    .flatMap((view) => homeworksOf(visit, view))
    .map((row) => task(world, row, student.id));
}

const ofLessons = (visit: Visit, ids: readonly string[]): object[] =>
  tasksOf(
    visit,
    ids.flatMap((id) => homeworksOf(visit, lessonAsked(visit, id))),
  );

export const homeworkRoutes: readonly ApiRoute[] = [
  get('users/me/school/homeworks', byIds),
  get('users/me/school/{school}/homeworks', (visit) => ofStudent(visit, ownStudent(visit))),
  get('persons/{person}/school/{school}/homeworks', (visit) => ofStudent(visit, studentAsked(visit).id)),
  get('tasks/{task}', oneTask),
  get('tasks', (visit) => ofLessons(visit, repeated(visit, 'lessons'))),
  get('lessons/{lesson}/tasks', (visit) => ofLessons(visit, [visit.call.params['lesson'] ?? ''])),
  get('works/{work}/tasks', tasksOfWork),
  get('persons/{person}/tasks', tasksOfPerson),
  get('persons/{person}/undone', undone),
  get('tasks/{person}/undone', undone),
];
