import { shortName } from '../../school-year/book.ts';
import type { TruthPerson } from '../../school-year/types.ts';
import { hasAccount, personOf, rolesOf } from '../accounts.ts';
import { type PersonKey, personId, userId } from '../ids.ts';
import { midnight, offsetText } from '../stamps.ts';
import type { World } from '../world.ts';

const NOBODY: TruthPerson = { id: 0, lastName: '', firstName: '', middleName: '' };

export const named = (world: World, key: PersonKey): TruthPerson =>
  personOf(world.book(key.school), key) ?? NOBODY;

/** Sex is known of students; of the others the patronymic tells it. */
export function sexOf(world: World, key: PersonKey): 'Male' | 'Female' {
  const student = key.kind === 'student' ? world.book(key.school).students.get(key.id) : undefined;
  if (student) return student.sex === 'male' ? 'Male' : 'Female';
  return /ч$/.test(named(world, key).middleName) ? 'Male' : 'Female';
}

/** The account of a person, or null for both keys. */
export function account(world: World, key: PersonKey) {
  const id = hasAccount(world, key) ? userId(key) : null;
  return { userId: id, userId_str: id === null ? null : String(id) };
}

export function person(world: World, key: PersonKey): object {
  const { lastName, firstName, middleName, ...rest } = named(world, key);
  const names = world.quirks.personForm === 'full' ? { firstName, lastName, middleName } : {};
  const id = personId(key);
  return {
    id,
    id_str: String(id),
    ...account(world, key),
    ...names,
    shortName: shortName({ lastName, firstName, middleName, ...rest }),
    sex: sexOf(world, key),
  };
}

const birthday = (world: World, key: PersonKey): string | null => {
  const student = key.kind === 'student' ? world.book(key.school).students.get(key.id) : undefined;
  return student ? midnight(student.birthDate) : null;
};

/** The part of a user that everybody may see: a file's author is served so. */
export function minimisedUser(world: World, key: PersonKey): object {
  const id = userId(key);
  return {
    id,
    id_str: String(id),
    personId: personId(key),
    personId_str: String(personId(key)),
    shortName: shortName(named(world, key)),
    locale: 'ru-RU',
    timezone: offsetText(world.zoneOf(key.school)),
    sex: sexOf(world, key),
    birthday: birthday(world, key),
    roles: rolesOf(world.book(key.school), key),
  };
}

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ');

export function user(world: World, key: PersonKey, login: string, hasContacts: boolean): object {
  if (world.quirks.userForm === 'minimised') return minimisedUser(world, key);
  const { lastName, firstName, middleName } = named(world, key);
  const id = userId(key);
  return {
    id,
    id_str: String(id),
    personId: personId(key),
    personId_str: String(personId(key)),
    name: joined(firstName, lastName),
    email: hasContacts ? `${login}@example.invalid` : null,
    login: hasContacts ? login : null,
    fullName: joined(firstName, middleName, lastName),
    fullNameInverse: joined(lastName, firstName, middleName),
    firstName,
    middleName,
    lastName,
    shortName: shortName(named(world, key)),
    locale: 'ru-RU',
    timezone: offsetText(world.zoneOf(key.school)),
    sex: sexOf(world, key),
    photoSmall: null,
    photoMedium: null,
    photoLarge: null,
    birthday: birthday(world, key),
    roles: rolesOf(world.book(key.school), key),
    ...(hasContacts ? { phone: null } : {}),
  };
}
