import type { Fields } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import { readList } from '../contract-broken.ts';
import { row } from '../events.ts';
import { shownText } from '../plain-text.ts';
import type { Client } from './client.ts';
import { keyOf, type Person, type User, userSchema } from './schema.ts';
import { localDay } from './stamps.ts';

/** So many people are asked for at once. */
const BATCH = 100;

interface Named {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly middleName: string | null;
  readonly shortName: string | null;
}

/** The name with its parts where the vendor tells them; the short one, «Лаптев Е. И.», where it does not. */
export function nameOf(person: Named): Omit<Fields<'staff'>, 'position'> | null {
  const [lastName, firstName, middleName] = [person.lastName, person.firstName, person.middleName].map(
    shownText,
  );
  const whole = [lastName, firstName, middleName].filter((part) => part != null).join(' ');
  if (lastName && firstName)
    return { displayName: whole, lastName, firstName, middleName: middleName ?? null };
  const displayName = shownText(person.shortName) ?? (whole || null);
  return displayName === null ? null : { displayName, lastName: null, firstName: null, middleName: null };
}

const SEX: Readonly<Record<string, 'male' | 'female'>> = { male: 'male', female: 'female' };

const sexOf = (sex: string | null): 'male' | 'female' | null => SEX[(sex ?? '').toLowerCase()] ?? null;

/** A student by what the lists tell, and by the account where there is one. */
export function studentRow(
  key: string,
  person: Named & { readonly sex?: string | null },
  user: User | null,
  place: string,
): Observed<'student'> {
  const own = user && nameOf(user);
  const name = (own?.lastName ? own : nameOf(person)) ?? own ?? { displayName: key, ...NO_PARTS };
  return row<'student'>(key, place, {
    ...name,
    birthDate: localDay(user?.birthday ?? null),
    sex: sexOf(user?.sex ?? person.sex ?? null),
  });
}

const NO_PARTS = { lastName: null, firstName: null, middleName: null };

/** A teacher that only lessons name. */
export function staffRow(person: Person, place: string): Observed<'staff'> {
  const name = nameOf(person) ?? { displayName: keyOf(person), ...NO_PARTS };
  return row<'staff'>(keyOf(person), place, { ...name, position: null });
}

/** The accounts of people, by person: names in full and birth dates. Those without an account are not there. */
export async function readUsers(
  client: Client,
  people: readonly Person[],
): Promise<ReadonlyMap<string, User>> {
  const ids = people.flatMap(({ userId, userId_str }) => userId_str ?? userId ?? []);
  const users = new Map<string, User>();
  for (let index = 0; index < ids.length; index += BATCH) {
    const answer = await client.postIfLet('users/many', ids.slice(index, index + BATCH));
    if (answer === null) return users;
    for (const { value } of readList(userSchema, answer, 'users/many').rows)
      users.set(value.personId_str ?? value.personId, value);
  }
  return users;
}
