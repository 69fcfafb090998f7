import { value } from '../http/reply.ts';
import { get, type Route, type Visit } from './route.ts';

/** The id of «Домашнее задание» on every server; the other ids are the truth's own, which agree with it. */
export const HOMEWORK_TYPE = 3;

function types({ world, book }: Visit): unknown[] {
  const rows = book.year.workTypes.map((type, order) => ({
    id: type.id,
    name: type.name,
    abbr: type.abbreviation,
    order,
  }));
  return rows.filter(({ id }) => id !== world.quirks.hiddenTypeId);
}

export const workTypeRoutes: readonly Route[] = [
  get('any', 'grade/assignment/types', (visit) => value(types(visit))),
];
