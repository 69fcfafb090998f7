/**
 * Runs `work` for each item, at most `width` at once, and yields the results in the order of the items.
 * When one fails, or the reader stops, no new work is begun and what runs is waited for.
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  const source = items[Symbol.iterator]();
  const begin = (): boolean => {
    const next = source.next();
    if (next.done) return false;
    const promise = work(next.value);
    // Its failure is told when its turn comes; until then it must not count as unhandled.
    promise.catch(() => undefined);
    running.push(promise);
    return true;
  };
  try {
    while (running.length < width && begin());
    for (let first = running.shift(); first; first = running.shift()) {
      const result = await first;
      begin();
      yield result;
    }
  } finally {
    await Promise.allSettled(running);
  }
}
