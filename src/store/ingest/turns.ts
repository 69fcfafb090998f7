import { databaseFailure } from '../error.ts';

/** Batches on their way before `add` waits. */
const BATCHES_UNDER_WAY = 2;

/** Work on one connection, one piece after the other; the first failure stands for all that follows. */
export function inTurn() {
  let tail: Promise<void> = Promise.resolve();
  let waiting = 0;
  let failure: { readonly error: unknown } | null = null;
  const rethrow = () => {
    if (failure) throw databaseFailure(failure.error, 'database');
  };
  return {
    /** Resolves when there is room for more. */
    add: async (work: () => Promise<void>): Promise<void> => {
      rethrow();
      waiting += 1;
      const before = tail;
      tail = tail.then(async () => {
        try {
          if (!failure) await work();
        } catch (error) {
          failure = { error };
        } finally {
          waiting -= 1;
        }
      });
      if (waiting > BATCHES_UNDER_WAY) await before;
      rethrow();
    },
    isIdle: () => waiting === 0,
    hasFailed: () => failure !== null,
    /** Waits for what is under way, failed or not. */
    quiet: () => tail,
    drained: async (): Promise<void> => {
      await tail;
      rethrow();
    },
  };
}
