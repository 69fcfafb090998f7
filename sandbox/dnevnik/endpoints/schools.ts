import { isAdministration, rolesOf } from '../accounts.ts';
import { classRef, personAsked, repeated, schoolAsked, staffOnly, subgroupRef, userAsked } from '../asked.ts';
import type { PersonKey } from '../ids.ts';
import { personId } from '../ids.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { eduGroup, reportingPeriod, timetable } from '../shapes/groups.ts';
import { person } from '../shapes/people.ts';
import { passport, schoolCard, shortSchool, teacher, workType } from '../shapes/schools.ts';
import { subject } from '../shapes/subjects.ts';
import { workTypesOf } from '../work-types.ts';
import { allGroupsOf } from './users.ts';

function schools(visit: Visit): object[] {
  const asked = repeated(visit, 'schools');
  const indexes = asked.length > 0 ? asked.map((id) => schoolAsked(visit, id)) : [visit.school];
  return indexes.map((index) => schoolCard(visit.world, index));
}

const staffKeys = ({ school, book }: Visit): PersonKey[] =>
  book.year.staff.map(({ id }) => ({ school, kind: 'staff', id }));

function membership(visit: Visit): object[] {
  const { world, call, book } = visit;
  schoolAsked(visit);
  staffOnly(visit);
  const isAdmins = call.query.get('schoolmembershiptype')?.toLowerCase() === 'admins';
  return staffKeys(visit)
    .filter(({ id }) => {
      const staff = book.staff.get(id);
      return !isAdmins || (staff !== undefined && isAdministration(staff));
    })
    .map((key) => person(world, key));
}

/** Classes with their subgroups, as the list of a school has them. */
function groups(visit: Visit): object[] {
  const { world, book } = visit;
  schoolAsked(visit);
  staffOnly(visit);
  return book.year.classes.flatMap((one) => {
    const groups = world.quirks.schoolListsSubgroups ? (book.groupsOfClass.get(one.id) ?? []) : [];
    const parts = groups.filter(({ part }) => part !== null);
    return [classRef(visit, one), ...parts.map((group) => subgroupRef(visit, one, group))].map((ref) =>
      eduGroup(world, ref),
    );
  });
}

/** The older list of terms: of the whole school, whatever class they hold for. */
function periods(visit: Visit): object[] {
  const school = schoolAsked(visit);
  return visit.book.year.terms.map((term) => reportingPeriod(visit.world, school, term));
}

function teachers(visit: Visit): object[] {
  schoolAsked(visit);
  return staffKeys(visit).map((key) => teacher(visit.world, key));
}

function subjects(visit: Visit): object[] {
  const school = schoolAsked(visit);
  return visit.book.year.subjects.map(({ id }) => subject(visit.world, school, id));
}

function timetables(visit: Visit): unknown {
  const { world, book } = visit;
  const school = schoolAsked(visit);
  const shifts = [...new Set(book.year.classes.map(({ shift }) => shift))].sort();
  const all = shifts.map((shift) => timetable(world, school, shift));
  return world.quirks.timetablesAsArray ? all : all[0];
}

function workTypes(visit: Visit): object[] {
  const school = schoolAsked(visit);
  return workTypesOf(visit.book).map((type) => workType(school, type));
}

/** Who is in which school in which role. */
function memberships(visit: Visit, key: PersonKey): object {
  const { world, book, school } = visit;
  const isTeacher = key.kind === 'staff';
  const taught = book.year.groups.filter(({ teacherId }) => isTeacher && teacherId === key.id);
  const id = personId(key);
  return {
    person: id,
    person_str: String(id),
    schools: [
      {
        school: schoolCard(world, school),
        roles: rolesOf(book, key),
        editorRoles: [],
        eduGroupMemberships: allGroupsOf(visit, key).map((ref) => ({ eduGroup: eduGroup(world, ref) })),
        subjects: [...new Set(taught.map(({ subjectId }) => subjectId))].map((one) =>
          subject(world, school, one),
        ),
      },
    ],
  };
}

function cities({ book, school }: Visit): object[] {
  const id = 5_000_000_000 + school;
  return [{ id, id_str: String(id), name: book.year.city, regionId: 50, regionId_str: '50' }];
}

export const schoolRoutes: readonly ApiRoute[] = [
  get('schools', schools),
  get('schools/person-schools', ({ world, school }) => [shortSchool(world, school)]),
  get('schools/cities', cities),
  get('schools/search/by-oktmo', ({ world, school }) => [schoolCard(world, school)]),
  get('schools/{school}', (visit) => schoolCard(visit.world, schoolAsked(visit))),
  get('schools/{school}/parameters', (visit) => passport(visit.world, schoolAsked(visit))),
  get('schools/{school}/membership', membership),
  get('schools/{school}/edu-groups', groups),
  get('schools/{school}/subjects', subjects),
  get('schools/{school}/teachers', teachers),
  get('schools/{school}/timetables', timetables),
  get('work-types/{school}', workTypes),
  { ...get('edu-school/{school}/reporting-periods', periods), versions: ['v1'] },
  get('users/{user}/school-memberships', (visit) => memberships(visit, userAsked(visit))),
  get('users/{user}/education', (visit) => memberships(visit, userAsked(visit))),
  get('persons/{person}/school-memberships', (visit) => memberships(visit, personAsked(visit))),
];
