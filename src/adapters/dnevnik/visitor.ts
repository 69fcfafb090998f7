import type { AdapterContext } from '../contract.ts';
import { readAnswer } from '../contract-broken.ts';
import { AdapterError } from '../errors.ts';
import { Client } from './client.ts';
import { type ContextChild, contextSchema } from './schema.ts';
import type { Settings } from './settings.ts';

const CONTEXT = 'users/me/context';

/** Whose token it is, and what it is good for at the school of the settings. */
export interface Visitor {
  readonly client: Client;
  readonly schoolName: string;
  readonly roles: readonly string[];
  /** The student that the token is of, or the children of a parent, as far as they are of this school. */
  readonly children: readonly ContextChild[];
  leave(): Promise<void>;
}

const otherSchool = (): AdapterError =>
  new AdapterError({
    code: 'adapter.settings_invalid',
    place: 'settings.schoolId',
    message: 'the token is of a person of another school than the settings name',
    hint: 'Check the number of the school and whose token it is.',
  });

/** Takes a token up: looks who it is, and that it is of the right school. */
export async function openToken(
  settings: Settings,
  token: string,
  context: AdapterContext,
): Promise<Visitor> {
  const client = new Client(settings, token, context);
  try {
    const who = readAnswer(contextSchema, await client.get(CONTEXT, CONTEXT), CONTEXT);
    const children = who.children ?? [];
    const isStudent = who.roles.some((role) => role.toLowerCase() === 'edustudent');
    const people = isStudent ? [who, ...children] : children;
    const school = who.schools.find(({ id }) => id === settings.schoolId);
    const own = people.filter(({ schoolIds }) => schoolIds.includes(settings.schoolId));
    if (!school && !who.schoolIds.includes(settings.schoolId) && own.length === 0) throw otherSchool();
    return {
      client,
      schoolName: school?.name.trim() ?? '',
      roles: who.roles,
      children: own,
      leave: async () => client.close(),
    };
  } catch (error) {
    client.close();
    throw error;
  }
}
