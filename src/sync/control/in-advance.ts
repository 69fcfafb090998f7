/**
 * Does `work` for each item and gives the results in the order of the items, with up to `ahead` pieces of work begun
 * before their turn: the database reads the next while the last is judged. A failure is thrown when its turn comes.
 */
export async function* inAdvance<T, R>(
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
  ahead: number,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  for (const item of items) {
    const one = work(item);
    // It is looked at in its turn; until then nobody must take it for forgotten.
    one.catch(() => undefined);
    begun.push(one);
    const first = begun.length > ahead ? begun.shift() : undefined;
    if (first) yield await first;
  }
  for (const one of begun) yield await one;
}
