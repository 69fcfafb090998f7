import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Reach, reachSchema, type Scope } from '../model/access.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type Role, roleNames, roles } from '../model/roles.ts';
import { errorCode } from './error.ts';
import type { Person as Row } from './generated/client.ts';
import type { Store } from './open.ts';
import { hashSecret, NOBODY, secretMatches } from './secret.ts';

/** Somebody who may sign in. What they may do is their role's, where is `reach`, narrowed to `classIds` if not null. */
export interface Person {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly reach: Reach;
  /** The classes that a homeroom teacher leads; null for roles that see whole schools. */
  readonly classIds: readonly string[] | null;
  readonly disabled: boolean;
}

/** Somebody new. `classIds` is looked at for roles of one class alone. */
export interface NewPerson extends Omit<Person, 'personId' | 'disabled' | 'classIds'> {
  readonly classIds: readonly string[];
  readonly password: string;
}

/** The scopes that somebody's role gives. */
export const scopesOf = ({ role }: Pick<Person, 'role'>): ReadonlySet<Scope> => new Set(roles[role].scopes);

/** Logins are the same however they are typed. */
const folded = (login: string): string => login.normalize('NFC').trim().toLowerCase();

/** The person of a row. */
export const toPerson = (row: Row): Person => {
  const role = z.enum(roleNames).parse(row.role);
  return {
    personId: row.personId,
    login: row.login,
    name: row.name,
    role,
    reach: reachSchema.parse(row.reach),
    classIds: roles[role].oneClass ? row.classIds : null,
    disabled: row.disabledAt !== null,
  };
};

/** Adds somebody; the password is kept as a hash alone. `taken`: somebody else has the login. */
export async function addPerson(
  store: Store,
  person: NewPerson,
  now: Date,
): Promise<Result<Person, 'taken'>> {
  const { login, name, role, reach, classIds, password } = person;
  const data = {
    personId: randomUUID(),
    login: folded(login),
    name,
    role,
    reach,
    classIds: [...classIds],
    passwordHash: await hashSecret(password),
    createdAt: now,
  };
  try {
    return ok(toPerson(await store.prisma.person.create({ data })));
  } catch (error) {
    if (errorCode(error) === 'P2002') return err('taken');
    throw error;
  }
}

/** All people by login. */
export const listPeople = async (store: Store): Promise<readonly Person[]> =>
  (await store.prisma.person.findMany({ orderBy: { login: 'asc' } })).map(toPerson);

/** Switches somebody off and ends their sessions; false when there is nobody of that login, or off already. */
export async function disablePerson(store: Store, login: string, now: Date): Promise<boolean> {
  const where = { login: folded(login), disabledAt: null };
  const [, { count }] = await store.prisma.$transaction([
    store.prisma.session.deleteMany({ where: { person: where } }),
    store.prisma.person.updateMany({ where, data: { disabledAt: now } }),
  ]);
  return count > 0;
}

/** Gives somebody another password, lets them try again, and ends their sessions; false when there is nobody. */
export async function changePassword(store: Store, login: string, password: string): Promise<boolean> {
  const where = { login: folded(login) };
  const data = { passwordHash: await hashSecret(password), failures: 0, lockedUntil: null };
  const [, { count }] = await store.prisma.$transaction([
    store.prisma.session.deleteMany({ where: { person: where } }),
    store.prisma.person.updateMany({ where, data }),
  ]);
  return count > 0;
}

/** Wrong passwords in a row that are borne. */
const FAILURES_BORNE = 5;
const LOCKED_MS = 15 * 60_000;

const FAIL = `
UPDATE person SET failures = tried.failures,
  locked_until = CASE WHEN tried.failures >= $2 THEN $3::timestamptz END
FROM (SELECT CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END AS failures FROM person
  WHERE person_id = $1 FOR UPDATE) tried
WHERE person_id = $1`;

/**
 * The person whose login and password these are. After five wrong passwords the login is closed for a quarter of an
 * hour; until then, and for a login that nobody has, the answer is the same and takes as long.
 */
export async function authenticatePerson(
  store: Store,
  login: string,
  password: string,
  now: Date,
): Promise<Result<Person, 'wrong' | 'locked'>> {
  const row = await store.prisma.person.findUnique({ where: { login: folded(login) } });
  const isRight = await secretMatches(password, row?.passwordHash ?? NOBODY);
  if (!row || row.disabledAt !== null) return err('wrong');
  if (row.lockedUntil !== null && row.lockedUntil > now) return err('locked');
  if (!isRight) {
    const until = new Date(now.getTime() + LOCKED_MS);
    await store.pool.query(FAIL, [row.personId, FAILURES_BORNE, until]);
    return err('wrong');
  }
  const data = { failures: 0, lockedUntil: null };
  if (row.failures > 0) await store.prisma.person.update({ where: { personId: row.personId }, data });
  return ok(toPerson(row));
}
