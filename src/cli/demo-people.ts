import type { Reach } from '../model/access.ts';
import { type Role, roles } from '../model/roles.ts';
import { addPerson, changePassword } from '../store/people.ts';
import { readsOver } from '../store/read/database.ts';
import { UNKNOWN_KEY } from '../store/read/page.ts';
import { listStudents } from '../store/read/students.ts';
import { freshPassword } from './people.ts';
import type { Services } from './services.ts';

/** Somebody of the demonstration, with the password of this start. */
export interface DemoPerson {
  readonly login: string;
  readonly role: Role;
  /** What the role is called. */
  readonly title: string;
  readonly password: string;
}

/** One person a role; all but the first belong to one school. */
const PEOPLE: readonly { readonly login: string; readonly name: string; readonly role: Role }[] = [
  { login: 'office', name: 'Светлова Марина Игоревна', role: 'municipal_specialist' },
  { login: 'principal', name: 'Рощин Павел Андреевич', role: 'principal' },
  { login: 'deputy', name: 'Ключева Ирина Олеговна', role: 'deputy_head' },
  { login: 'journal', name: 'Ветрова Анна Сергеевна', role: 'journal_administrator' },
  { login: 'teacher', name: 'Полянская Вера Николаевна', role: 'homeroom_teacher' },
];

async function classOf({ store }: Services, schoolId: string, studentId: string): Promise<readonly string[]> {
  const request = { schoolId, class: null, query: null, only: [studentId], after: null, limit: 1 };
  const page = await listStudents(readsOver(store.pool), { ...request, reach: { all: true } });
  if (page === null || page === UNKNOWN_KEY) return [];
  return page.items.flatMap((item) => {
    const student = JSON.parse(item) as { readonly class: { readonly id: string } | null };
    return student.class ? [student.class.id] : [];
  });
}

/**
 * Lets one person of each role sign in. Everybody gets a new password, the same for all, at each start: it is printed
 * and kept nowhere, so that nobody who knows an old one gets in.
 */
export async function letPeopleIn(
  services: Services,
  { schoolId, studentId }: { readonly schoolId: string; readonly studentId: string },
  municipality: string,
): Promise<readonly DemoPerson[]> {
  const { store, run } = services;
  const password = freshPassword();
  for (const { login, name, role } of PEOPLE) {
    const reach: Reach =
      role === 'municipal_specialist' ? { municipalities: [municipality] } : { schools: [schoolId] };
    const classIds = roles[role].oneClass ? await classOf(services, schoolId, studentId) : [];
    const added = await addPerson(store, { login, name, role, reach, classIds, password }, run.now());
    if (!added.ok) await changePassword(store, login, password);
  }
  return PEOPLE.map(({ login, role }) => ({ login, role, title: roles[role].title, password }));
}
