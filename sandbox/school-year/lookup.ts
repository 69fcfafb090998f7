/** What a map must have. */
export function known<K, T>(map: ReadonlyMap<K, T>, key: K): T {
  const found = map.get(key);
  if (found === undefined) throw new RangeError(`nothing is known under ${String(key)}`);
  return found;
}

/** Finds items by id; asking for one that is not there is a mistake of the caller. */
export function byId<T extends { readonly id: number }>(list: readonly T[]): (id: number) => T {
  const map = new Map(list.map((item) => [item.id, item]));
  return (id) => known(map, id);
}

export function grouped<K, T>(list: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const item of list) {
    const here = found.get(keyOf(item));
    if (here) here.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
}
