import type { TruthPerson } from '../../school-year/types.ts';
import { maySee, personAsked, userAsked } from '../asked.ts';
import type { PersonKey } from '../ids.ts';
import { badParameter } from '../refused.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { person } from '../shapes/people.ts';
import { studentsOf } from './users.ts';

const children = (visit: Visit, key: PersonKey): object[] =>
  (key.kind === 'guardian' ? studentsOf(visit, key) : []).map((id) =>
    person(visit.world, { school: visit.school, kind: 'student', id }),
  );

const FIELDS = ['lastname', 'firstname', 'middlename'] as const;

/** By the parts of the name and the birth date; at least the last name must be told. */
function search(visit: Visit): object[] {
  const { call, book, school, world } = visit;
  const asked = new Map(FIELDS.map((name) => [name, call.query.get(name)?.trim().toLowerCase()]));
  if (!asked.get('lastname')) throw badParameter('lastName');
  const birthday = call.query.get('birthday')?.slice(0, 10);
  const fits = ({ lastName, firstName, middleName }: TruthPerson): boolean =>
    [lastName, firstName, middleName].every((name, index) => {
      const wanted = asked.get(FIELDS[index] ?? 'lastname');
      return !wanted || name.toLowerCase() === wanted;
    });
  const students = book.year.students
    .filter((one) => fits(one) && (!birthday || one.birthDate === birthday))
    .map(({ id }): PersonKey => ({ school, kind: 'student', id }));
  const others = birthday ? [] : book.year.staff.filter(fits);
  const staff = others.map(({ id }): PersonKey => ({ school, kind: 'staff', id }));
  return [...students, ...staff].filter((key) => maySee(visit, key)).map((key) => person(world, key));
}

export const peopleRoutes: readonly ApiRoute[] = [
  get('persons/search', search),
  get('person/search', search),
  get('persons/{person}', (visit) => person(visit.world, personAsked(visit))),
  get('user/{user}/children', (visit) => children(visit, userAsked(visit)), ['FriendsAndRelatives']),
  get('person/{person}/children', (visit) => children(visit, personAsked(visit)), ['FriendsAndRelatives']),
];
