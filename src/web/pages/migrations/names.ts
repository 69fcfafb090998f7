import { namesOf } from '../../../store/transfer/names.ts';
import type { Visit } from '../../page.ts';
import type { Move } from './find.ts';

/** What people call the classes, subjects, terms and students of a school, by our ids. */
export interface Names {
  readonly class: ReadonlyMap<string, string>;
  readonly subject: ReadonlyMap<string, string>;
  readonly term: ReadonlyMap<string, string>;
  /** Empty for who may not see lists of students. */
  readonly student: ReadonlyMap<string, string>;
}

/** The names of a school that a move's pages need. */
export async function readNames(visit: Visit, { view }: Move): Promise<Names> {
  const { store } = visit.deps;
  const { schoolId } = view.transfer;
  return {
    class: await namesOf(store, schoolId, 'class'),
    subject: await namesOf(store, schoolId, 'subject'),
    term: await namesOf(store, schoolId, 'term'),
    student: visit.may('students.read') ? await namesOf(store, schoolId, 'student') : new Map(),
  };
}

/** The name of an id; a dash where there is none. */
export const nameIn = (names: ReadonlyMap<string, string>, id: string | null): string =>
  id === null ? '—' : (names.get(id) ?? '—');
