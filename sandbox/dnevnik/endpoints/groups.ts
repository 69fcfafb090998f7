import { addDays } from '../../../src/model/dates.ts';
import { classOn, everInClass } from '../../school-year/book.ts';
import {
  batchAsked,
  classRef,
  type GroupRef,
  groupAsked,
  personAsked,
  repeated,
  schoolAsked,
} from '../asked.ts';
import type { PersonKey } from '../ids.ts';
import { lessonsOfGroup } from '../journal.ts';
import { type ApiRoute, batch, get, type Visit } from '../route.ts';
import {
  eduGroup,
  reportingPeriod,
  reportingPeriodGroup,
  subjectsTaught,
  timetable,
} from '../shapes/groups.ts';
import { person } from '../shapes/people.ts';
import { allGroupsOf, groupsEverOf } from './users.ts';

/** Who is in the group today; with the archive, also those who were and left. */
export function membersOf({ world, book, school }: Visit, ref: GroupRef, hasArchive: boolean): number[] {
  const today = world.todayOf(school);
  const now = ref.group ? book.year.membersOn(ref.group.id, today) : book.year.rosterOn(ref.class.id, today);
  const ids = now.map(({ id }) => id);
  if (!hasArchive || ref.group) return ids;
  const ever = everInClass(book, ref.class.id, today).map(({ id }) => id);
  return [...ids, ...ever.filter((id) => !ids.includes(id))];
}

const studentKey = (school: number, id: number): PersonKey => ({ school, kind: 'student', id });

const people = ({ world, school }: Visit, ids: readonly number[]): object[] =>
  ids.map((id) => person(world, studentKey(school, id)));

const persons = (visit: Visit): object[] =>
  people(visit, membersOf(visit, groupAsked(visit), visit.call.query.get('includearchive') === 'true'));

const students = (visit: Visit, text?: string): object[] =>
  people(visit, membersOf(visit, groupAsked(visit, text), false));

function withStudents(visit: Visit, ref: GroupRef): object {
  const { world, book, school } = visit;
  const key = world.quirks.camelKeys ? 'membershipStatus' : 'membershipstatus';
  const today = world.todayOf(school);
  const isHere = (id: number): boolean => {
    const student = book.students.get(id);
    return student !== undefined && classOn(student, today) === ref.class.id;
  };
  return {
    group: eduGroup(world, ref),
    students: membersOf(visit, ref, true).map((id) => ({
      person: person(world, studentKey(school, id)),
      [key]: isHere(id) ? 'Active' : 'Archive',
    })),
  };
}

function postGroups(visit: Visit): object[] {
  const refs = batchAsked(visit, 'eduGroups').map((id) => groupAsked(visit, id));
  return visit.world.quirks.postEduGroups === 'students'
    ? refs.map((ref) => withStudents(visit, ref))
    : refs.map((ref) => eduGroup(visit.world, ref));
}

function parallel(visit: Visit): object[] {
  const ref = groupAsked(visit);
  return visit.book.year.classes
    .filter(({ grade }) => grade === ref.class.grade)
    .map((one) => eduGroup(visit.world, classRef(visit, one)));
}

/** Who gives lessons to the group from a week ago to thirty days ahead. */
function teachers(visit: Visit): object[] {
  const { world, school } = visit;
  const today = world.todayOf(school);
  const range = { from: addDays(today, -7), to: addDays(today, 30) };
  const ids = [...lessonsOfGroup(world, groupAsked(visit), range)].map(({ lesson }) => lesson.teacherId);
  return [...new Set(ids)]
    .filter((id) => visit.book.staff.has(id))
    .map((id) => person(world, { school, kind: 'staff', id }));
}

const classTeacher = (visit: Visit): object =>
  person(visit.world, { school: visit.school, kind: 'staff', id: groupAsked(visit).class.homeroomTeacherId });

function timetables(visit: Visit): unknown {
  const one = timetable(visit.world, visit.school, groupAsked(visit).class.shift);
  return visit.world.quirks.timetablesAsArray ? [one] : one;
}

function periods(visit: Visit): object[] {
  const { world, school, book } = visit;
  return book.year.termsOf(groupAsked(visit).class.id).map((term) => reportingPeriod(world, school, term));
}

const periodGroup = (visit: Visit): object => reportingPeriodGroup(visit.world, groupAsked(visit));

const groupsOf = (visit: Visit): object[] =>
  allGroupsOf(visit, personAsked(visit)).map((ref) => eduGroup(visit.world, ref));

const groupsEver = (visit: Visit): object[] =>
  groupsEverOf(visit, personAsked(visit)).map((ref) => eduGroup(visit.world, ref));

/** The older form: `?person=&school=`, or a list of ids. */
function groupsAsked(visit: Visit): object[] {
  const { world, call } = visit;
  const who = call.query.get('person');
  if (who !== undefined)
    return allGroupsOf(visit, personAsked(visit, who)).map((ref) => eduGroup(world, ref));
  return repeated(visit, 'eduGroups').map((id) => eduGroup(world, groupAsked(visit, id)));
}

function groupsInSchool(visit: Visit): object[] {
  schoolAsked(visit);
  return groupsOf(visit);
}

/** The students of a teacher, by class. */
function studentsOfTeacher(visit: Visit): object[] {
  const refs = allGroupsOf(visit, personAsked(visit, visit.call.params['teacher'] ?? ''));
  return refs
    .filter(({ group }) => group === null)
    .map((ref) => ({
      id: ref.id,
      id_str: String(ref.id),
      students: people(visit, membersOf(visit, ref, false)),
    }));
}

export const groupRoutes: readonly ApiRoute[] = [
  get('edu-groups', groupsAsked),
  batch('edu-groups', postGroups),
  batch('edu-groups/students', (visit) =>
    batchAsked(visit, 'eduGroups').map((id) => withStudents(visit, groupAsked(visit, id))),
  ),
  get('edu-groups/{group}', (visit) => eduGroup(visit.world, groupAsked(visit))),
  get('edu-groups/{group}/persons', persons),
  get('edu-groups/{group}/students', (visit) => students(visit)),
  get('edu-groups/{group}/parallel', parallel),
  get('edu-groups/{group}/subjects', (visit) => subjectsTaught(visit.world, groupAsked(visit))),
  get('edu-groups/{group}/teachers', teachers),
  get('edu-groups/{group}/classteacher', classTeacher),
  get('edu-groups/{group}/timetables', timetables),
  get('edu-groups/{group}/reporting-periods', periods),
  get('edu-groups/{group}/reporting-period-group', periodGroup),
  get('edu-groups/{group}/reporting-periods-group', periodGroup),
  get('persons/{person}/edu-groups', groupsOf),
  get('persons/{person}/edu-groups/all', groupsEver),
  get('persons/{person}/schools/{school}/edu-groups', groupsInSchool),
  get('persons/{person}/schools/{school}/edu-groups/teacher', groupsInSchool),
  { ...get('teacher/{person}/schools/{school}/edu-groups', groupsInSchool), versions: ['v1'] },
  get('persons', (visit) => students(visit, visit.call.query.get('edugroup') ?? '')),
  get('teacher/{teacher}/students', studentsOfTeacher),
];
