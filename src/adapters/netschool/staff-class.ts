import type { PullEvent } from '../contract.ts';
import { type LooseList, readList } from '../contract-broken.ts';
import type { Range } from '../days.ts';
import { covered, records, rejected, rejectsOf, row, uniqueKeys } from '../events.ts';
import type { Client } from './client.ts';
import { groupKey, personName, subjectOf, withoutClass } from './names.ts';
import { studentRowSchema, subjectGroupSchema } from './schema.ts';

import type { ClassRoom, Group, SchoolBook } from './school-book.ts';
import { byNumber, type SchoolClass, staffRow } from './staff-base.ts';
import { lessonIndex, readLessons } from './staff-lessons.ts';

async function readStudents(client: Client, one: SchoolClass) {
  const path = 'grade/studentList';
  return readList(studentRowSchema, await client.json({ path, query: { classId: one.id } }), path);
}

function* aboutStudents(
  one: SchoolClass,
  list: LooseList<{ readonly id: string; readonly fullName: string }>,
): Generator<PullEvent> {
  yield* rejected(rejectsOf('student', list));
  yield* records(
    'student',
    list.rows.map(({ value, place }) =>
      row<'student'>(value.id, place, { ...personName(value.fullName), birthDate: null, sex: null }),
    ),
  );
  yield* records(
    'enrolment',
    list.rows.map(({ value, place }) =>
      row<'enrolment'>(`${one.id}/${value.id}`, place, {
        studentId: value.id,
        classId: one.id,
        fromDay: null,
        toDay: null,
        orderNumber: null,
        orderDay: null,
      }),
    ),
  );
  if (list.rejects.length === 0) yield covered('enrolment', one.id);
}

const readGroups = async (client: Client, query: Readonly<Record<string, string>>) => {
  const path = 'subjectgroups';
  const all = { ...query, eaRegime: '0', modular: 'false', expand: 'name' };
  return readList(subjectGroupSchema, await client.json({ path, query: all }), path);
};

type GroupList = Awaited<ReturnType<typeof readGroups>>;

const groupOf = (id: string, fullName: string, one: SchoolClass): Group => {
  const name = withoutClass(fullName.trim(), one.name);
  return { id, name, key: groupKey(one.id, name) };
};

function* aboutGroups(book: SchoolBook, one: SchoolClass, list: GroupList): Generator<PullEvent> {
  yield* rejected(rejectsOf('subjectGroup', list));
  const teachers = list.rows.flatMap(({ value, place }) =>
    (value.teachers ?? []).map((teacher) => ({ ...teacher, place: `${place}.teachers` })),
  );
  const unknown = new Map(teachers.filter(({ id }) => !book.staff.has(id)).map((each) => [each.id, each]));
  yield* records(
    'staff',
    [...unknown.values()].map((teacher) => staffRow(teacher, teacher.place)),
  );
  const groups = list.rows.map(({ value, place }) => ({
    value,
    place,
    group: groupOf(value.id, value.name, one),
  }));
  const subjects = [...new Set(groups.map(({ group }) => subjectOf(group.name)))];
  yield* records(
    'subject',
    subjects
      .filter((name) => !book.subjects.has(name))
      .map((name) => row<'subject'>(name, 'subjectgroups $[*].name', { name, shortName: null })),
  );
  const unique = uniqueKeys();
  yield* records(
    'subjectGroup',
    groups.map(({ value, place, group }) => {
      const [only, ...others] = value.teachers ?? [];
      return row<'subjectGroup'>(unique(group.key), place, {
        name: group.name,
        classId: one.id,
        subjectId: subjectOf(group.name),
        teacherId: only && others.length === 0 ? only.id : null,
      });
    }),
  );
}

/** Everything of a class but what is asked student by student. */
export async function* pullClass(
  client: Client,
  book: SchoolBook,
  one: SchoolClass,
  range: Range,
): AsyncGenerator<PullEvent, ClassRoom> {
  const students = await readStudents(client, one);
  yield* aboutStudents(one, students);
  const list = await readGroups(client, { classId: one.id });
  yield* aboutGroups(book, one, list);
  const groups = list.rows.map(({ value }) => groupOf(value.id, value.name, one));
  const lessons = await readLessons(client, book, one, groups, range);
  yield* rejected(lessons.rejects);
  yield* records('lesson', lessons.rows);
  if (lessons.rejects.length === 0) yield covered('lesson', one.id, range);
  return {
    schoolClass: one,
    students: students.rows
      .map(({ value }) => ({ id: value.id, name: value.fullName }))
      .toSorted((a, b) => byNumber(a.id, b.id)),
    groups,
    isSplit: groups.some(({ name }) => name.includes('/')),
    lessonOf: lessonIndex(lessons.rows, groups),
  };
}

/** The groups of a student: all of the class, or those that the server names where the class is split. */
export async function groupsOfStudent(
  client: Client,
  room: ClassRoom,
  studentId: string,
): Promise<readonly Group[]> {
  if (!room.isSplit) return room.groups;
  const list = await readGroups(client, { studentId });
  const mine = new Set(list.rows.map(({ value }) => value.id));
  return room.groups.filter(({ id }) => mine.has(id));
}
