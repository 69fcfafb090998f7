import { groupedBy } from './grouping.ts';

/**
 * Keys of rows that are found again in another year: by a name that lasts, where one row has it. Of several (two classes
 * «7б» of one school) nobody can say which was which a year before, so each is known by its id.
 */
export function rowKeys<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  idOf: (item: T) => string,
): (item: T) => string {
  const ids = new Map(
    [...groupedBy(items, nameOf)].map(([name, own]) => [name, new Set(own.map(idOf)).size] as const),
  );
  return (item) => {
    const name = nameOf(item);
    return (ids.get(name) ?? 0) > 1 ? `${name}/${idOf(item)}` : name;
  };
}

/** Keys of rows of classes. */
export const classKeys = <T extends { readonly classId: string; readonly className: string }>(
  classes: readonly T[],
): ((one: T) => string) =>
  rowKeys(
    classes,
    ({ className }) => className,
    ({ classId }) => classId,
  );
