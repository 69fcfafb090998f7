import type { Adapter } from './contract.ts';
import { dnevnik } from './dnevnik/index.ts';
import { dnevnikTarget } from './dnevnik/target/index.ts';
import { exchangePack } from './exchange-pack/index.ts';
import { netschool } from './netschool/index.ts';
import type { Target } from './target.ts';

/** Every adapter, one line a system. A test holds this list against the folders. */
export const adapters: readonly Adapter[] = [netschool, dnevnik];

/** The adapter of a system by its name. */
export const adapterOf = (system: string): Adapter | undefined =>
  adapters.find((adapter) => adapter.system === system);

/** Every system that a school can be moved to, by its name. */
export const targets: Readonly<Record<string, Target>> = {
  dnevnik: dnevnikTarget,
  'exchange-pack': exchangePack,
};

/** The target of this name. */
export const targetOf = (system: string): Target | undefined => targets[system];
