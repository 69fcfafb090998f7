import { value } from '../http/reply.ts';
import type { TruthWorkType } from '../school-year/types.ts';
import { get, type Route, type Visit } from './route.ts';

/** Ids that agree between the vendor's servers; other types are numbered from 30. */
const KNOWN: Readonly<Record<string, number>> = { К: 4, С: 5, О: 10 };
const HOMEWORK = 3;
const OTHERS = 30;

export const typeIdOf = (type: TruthWorkType | undefined): number => {
  if (!type || type.homework) return HOMEWORK;
  return KNOWN[type.abbreviation] ?? OTHERS + type.id;
};

function types({ world, book }: Visit): unknown[] {
  const rows = book.year.workTypes.map((type, order) => ({
    id: typeIdOf(type),
    name: type.name,
    abbr: type.abbreviation,
    order,
  }));
  const homework = { id: HOMEWORK, name: 'Домашнее задание', abbr: 'ДЗ', order: rows.length };
  const all = rows.some(({ id }) => id === HOMEWORK) ? rows : [...rows, homework];
  return all.filter(({ id }) => id !== world.quirks.hiddenTypeId);
}

export const workTypeRoutes: readonly Route[] = [
  get('any', 'grade/assignment/types', (visit) => value(types(visit))),
];
