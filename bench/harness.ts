import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../src/store/open.ts';

/** What a bench found; further numbers stand beside it under names of their own. */
export interface Finding {
  readonly bench: string;
  readonly figure: number;
  readonly unit: string;
  /** What the machine can do at most, measured in the same run. */
  readonly limit: number;
  readonly [more: string]: number | string | readonly number[];
}

/** Seconds that the work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

/** Largest resident memory of this process so far. */
export const peakMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

/** Prints the one line of a bench. */
export function report({ bench, figure, unit, limit, ...more }: Finding): void {
  const ratio = Number((figure / limit).toFixed(3));
  const numbers = { figure: Math.round(figure), unit, limit: Math.round(limit), ratio };
  console.log(JSON.stringify({ bench, ...numbers, peakMb: peakMb(), ...more }));
}

/** Lends a store in a new folder, and clears it away. */
export async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'peremena-bench-'));
  const store = await openStore({ home });
  try {
    await work(store);
  } finally {
    await store.close();
    await rm(home, { recursive: true, force: true });
  }
}
