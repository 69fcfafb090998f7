import type { Adapter } from './contract.ts';
import { dnevnik } from './dnevnik/index.ts';
import { netschool } from './netschool/index.ts';

/** Every adapter, one line a system. A test holds this list against the folders. */
export const adapters: readonly Adapter[] = [netschool, dnevnik];

/** The adapter of a system by its name. */
export const adapterOf = (system: string): Adapter | undefined =>
  adapters.find((adapter) => adapter.system === system);
