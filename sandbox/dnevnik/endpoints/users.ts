import { classOn, shortName } from '../../school-year/book.ts';
import { loginOf, rolesOf } from '../accounts.ts';
import {
  batchAsked,
  classRef,
  type GroupRef,
  mainClassOf,
  repeated,
  subgroupRef,
  userAsked,
} from '../asked.ts';
import { classIdOf, type PersonKey, personId, schoolId, userId } from '../ids.ts';
import { unknown } from '../refused.ts';
import { type ApiRoute, batch, get, type Scope, type Visit } from '../route.ts';
import { eduGroup } from '../shapes/groups.ts';
import { named, person, user } from '../shapes/people.ts';

const COMMON: readonly Scope[] = ['CommonInfo'];
const FAMILY: readonly Scope[] = ['FriendsAndRelatives'];
const CONTEXT: readonly Scope[] = ['CommonInfo', 'FriendsAndRelatives', 'EducationalInfo'];

const userOf = ({ world, token }: Visit, key: PersonKey): object =>
  user(world, key, loginOf(key), token.allowed.has('ContactInfo'));

const student = (visit: Pick<Visit, 'school'>, id: number): PersonKey => ({
  school: visit.school,
  kind: 'student',
  id,
});

/** The students that a family's account is for, whoever of the family asks. */
export function studentsOf({ world, book, account }: Visit, key: PersonKey): readonly number[] {
  if (key.kind === account.key.kind && key.id === account.key.id) return account.students;
  const children = key.kind === 'guardian' ? (book.guardians.get(key.id)?.studentIds ?? []) : [];
  const today = world.todayOf(key.school);
  return (key.kind === 'student' ? [key.id] : children).filter((id) => {
    const one = book.students.get(id);
    return one !== undefined && classOn(one, today) !== null;
  });
}

/** The main classes of a person: the students', or those that a teacher teaches or leads. */
export function classesOf(visit: Visit, key: PersonKey): GroupRef[] {
  const { book } = visit;
  if (key.kind === 'staff') {
    const taught = book.year.groups.filter(({ teacherId }) => teacherId === key.id);
    const ids = new Set(taught.map(({ classId }) => classId));
    return book.year.classes
      .filter(({ id, homeroomTeacherId }) => ids.has(id) || homeroomTeacherId === key.id)
      .map((one) => classRef(visit, one));
  }
  const ids = studentsOf(visit, key).flatMap((id) => {
    const child = book.students.get(id);
    return (child && mainClassOf(visit, child)?.id) ?? [];
  });
  return book.year.classes.filter(({ id }) => ids.includes(id)).map((one) => classRef(visit, one));
}

/** With the classes and subgroups that a student was in earlier. */
export function groupsEverOf(visit: Visit, key: PersonKey): GroupRef[] {
  const { book } = visit;
  const student = key.kind === 'student' ? book.students.get(key.id) : undefined;
  if (!student) return allGroupsOf(visit, key);
  const wasIn = (groupId: number): boolean =>
    student.enrolments.some(({ from, to }) =>
      [from, to ?? book.year.endDay].some((day) => book.year.membersOn(groupId, day).includes(student)),
    );
  const ids = new Set(student.enrolments.map(({ classId }) => classId));
  return book.year.classes
    .filter(({ id }) => ids.has(id))
    .flatMap((one) => {
      const parts = (book.groupsOfClass.get(one.id) ?? []).filter(({ part }) => part !== null);
      const own = parts.filter(({ id }) => wasIn(id)).map((group) => subgroupRef(visit, one, group));
      return [classRef(visit, one), ...own];
    });
}

/** With subgroups: where the person is a member, or teaches. */
export function allGroupsOf(visit: Visit, key: PersonKey): GroupRef[] {
  const { book, world, school } = visit;
  const students = studentsOf(visit, key);
  const today = world.todayOf(school);
  return classesOf(visit, key).flatMap((ref) => {
    const groups = (book.groupsOfClass.get(ref.class.id) ?? []).filter((group) => {
      if (group.part === null) return false;
      if (key.kind === 'staff') return group.teacherId === key.id;
      return book.year.membersOn(group.id, today).some(({ id }) => students.includes(id));
    });
    return [ref, ...groups.map((group) => subgroupRef(visit, ref.class, group))];
  });
}

function child(visit: Visit, id: number): object {
  const { world, school } = visit;
  const key = student(visit, id);
  const { firstName, lastName, middleName, ...rest } = named(world, key);
  const names = world.quirks.personForm === 'full' ? { firstName, lastName, middleName } : {};
  return {
    personId: personId(key),
    ...names,
    shortName: shortName({ firstName, lastName, middleName, ...rest }),
    schoolIds: [schoolId(school)],
    groupIds: classesOf(visit, key).map((ref) => ref.id),
  };
}

function context(visit: Visit): object {
  const { world, school, book } = visit;
  const key = userAsked(visit);
  const { firstName, lastName, middleName, ...rest } = named(world, key);
  const isFull = world.quirks.personForm === 'full';
  const classes = classesOf(visit, key);
  const groupIds = classes.map((ref) => ref.id);
  const children = key.kind === 'guardian' ? studentsOf(visit, key) : [];
  return {
    userId: userId(key),
    ...(isFull ? { avatarUrl: null } : {}),
    roles: rolesOf(book, key),
    children: children.map((id) => child(visit, id)),
    schools: [{ id: schoolId(school), name: book.year.shortName, type: 'Regular', groupIds }],
    eduGroups: classes.map((ref) => eduGroup(world, ref, true)),
    splitId: null,
    personId: personId(key),
    ...(isFull ? { firstName, lastName, middleName } : {}),
    shortName: shortName({ firstName, lastName, middleName, ...rest }),
    schoolIds: [schoolId(school)],
    groupIds: key.kind === 'guardian' ? [] : groupIds,
  };
}

const RELATION = { mother: 'Mother', father: 'Father', guardian: 'Guardian' } as const;

function relativesOf(visit: Visit, key: PersonKey): { type: string; person: object; key: PersonKey }[] {
  const { world, school, book } = visit;
  if (key.kind === 'student') {
    const ids = book.students.get(key.id)?.guardianIds ?? [];
    return ids.map((id) => {
      const guardian: PersonKey = { school, kind: 'guardian', id };
      const type = RELATION[book.guardians.get(id)?.relation ?? 'guardian'];
      return { type, person: person(world, guardian), key: guardian };
    });
  }
  const ids = key.kind === 'guardian' ? (book.guardians.get(key.id)?.studentIds ?? []) : [];
  return ids.map((id) => ({
    type: 'Child',
    person: person(world, student(visit, id)),
    key: student(visit, id),
  }));
}

const relatives = (visit: Visit): object[] =>
  relativesOf(visit, userAsked(visit)).map((one) => ({ type: one.type, person: one.person }));

const childrenRelatives = (visit: Visit): object[] =>
  relativesOf(visit, visit.account.key).map((one) => ({
    type: one.type,
    person: one.person,
    relatives: relativesOf(visit, one.key).map(({ type, person: who }) => ({ type, person: who })),
  }));

/** User ids of those in the same class: of a teacher's, the active members of all classes taught. */
function classmates(visit: Visit): number[] {
  const { world, school, book, account } = visit;
  const today = world.todayOf(school);
  const members = classesOf(visit, account.key).flatMap((ref) => book.year.rosterOn(ref.class.id, today));
  return members
    .filter(({ id }) => account.key.kind !== 'student' || id !== account.key.id)
    .map(({ id }) => userId(student(visit, id)));
}

const childUsers = (visit: Visit): number[] =>
  visit.account.key.kind === 'guardian' ? visit.account.students.map((id) => userId(student(visit, id))) : [];

function organization({ call, world, school }: Visit): object {
  if (call.params['id'] !== String(schoolId(school))) throw unknown('organization');
  const regional = { RegionId: 50, DistrictId: null, CityId: null };
  return {
    OrganizationId: schoolId(school),
    OrganizationType: 'School',
    ...regional,
    Municipality: world.municipality.name,
  };
}

function many(visit: Visit, ids: readonly string[]): object[] {
  return ids.map((id) => userOf(visit, userAsked(visit, id)));
}

const schoolIds = (visit: Visit): number[] => [schoolId(userAsked(visit).school)];

const groupIdsOf = (visit: Visit): bigint[] =>
  classesOf(visit, userAsked(visit)).map((ref) => classIdOf(visit.school, ref.class.id));

export const userRoutes: readonly ApiRoute[] = [
  get('users/{user}', (visit) => userOf(visit, userAsked(visit)), COMMON),
  batch('users/many', (visit) => many(visit, batchAsked(visit, 'users'))),
  get('users', (visit) => many(visit, repeated(visit, 'users')), COMMON),
  get('users/{user}/roles', (visit) => rolesOf(visit.book, userAsked(visit)), COMMON),
  get('users/{user}/context', context, CONTEXT),
  get('users/me/organizations', ({ school }) => [schoolId(school)], COMMON),
  get('users/me/organizations/{id}', organization, COMMON),
  get('users/me/classmates', classmates),
  get('users/{user}/friends', (visit) => (userAsked(visit) ? [] : []), FAMILY),
  get('users/{user}/groups', (visit) => (userAsked(visit) ? [] : []), COMMON),
  get('users/me/children', childUsers, FAMILY),
  get('users/{user}/relatives', relatives, FAMILY),
  get('users/me/childrenrelatives', childrenRelatives, FAMILY),
  get('users/{user}/schools', schoolIds),
  get('users/{user}/edu-groups', groupIdsOf),
];
