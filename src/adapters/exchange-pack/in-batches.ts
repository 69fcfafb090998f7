/** Gathers what comes one by one and hands it on in lots; the last lot is handed on by `flush`. */
export function inBatches<T>(size: number, give: (batch: readonly T[]) => Promise<void>) {
  let batch: T[] = [];
  const flush = async (): Promise<void> => {
    const full = batch;
    batch = [];
    if (full.length > 0) await give(full);
  };
  const add = async (item: T): Promise<void> => {
    batch.push(item);
    if (batch.length >= size) await flush();
  };
  return { add, flush };
}
