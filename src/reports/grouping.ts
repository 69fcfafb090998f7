import type { ReportScope } from './request.ts';

/** Items under their keys, in the order in which each key first comes. */
export function groupedBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const own = groups.get(key);
    if (own) own.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Sum of a number over items. */
export const total = <T>(items: readonly T[], numberOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + numberOf(item), 0);

/** Whether rows are of schools, not of classes or people. */
export const isWide = ({ kind }: ReportScope): boolean => kind === 'region' || kind === 'municipality';
