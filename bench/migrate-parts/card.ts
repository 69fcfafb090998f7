import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../../src/store/open.ts';
import type { TransferDeps } from '../../src/sync/migrate/deps.ts';

/** How a simulator in another process is reached. */
export interface SimulatorCard {
  readonly system: 'netschool' | 'dnevnik';
  /** The days that are moved. */
  readonly range: { readonly from: string; readonly to: string };
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Who gets the data: the consents of the bench name it. */
export const OPERATOR = 'АО «Новый журнал»';

/** The clock, and nobody to listen. */
export const depsOf = (store: Store): TransferDeps => ({
  store,
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
  log: () => undefined,
});
