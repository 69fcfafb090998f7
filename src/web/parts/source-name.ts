import type { Adapter } from '../../adapters/contract.ts';

const MODES: Readonly<Record<string, string>> = { staff: 'школа', family: 'семьи' };

/** A system's title without its other names: «Сетевой город. Образование» is «Сетевой город». */
export function systemName(adapters: readonly Adapter[], system: string): string {
  const title = adapters.find((adapter) => adapter.system === system)?.title ?? system;
  return /«([^».]+(?:\.[^\s»]+)*)/.exec(title)?.[1] ?? title;
}

/** A way of reading in a word: by an account of the school's staff, or by those of families. */
export const modeName = (mode: string): string => MODES[mode] ?? mode;

/** A source for people: «Сетевой город, школа». */
export const sourceName = (adapters: readonly Adapter[], system: string, mode: string): string =>
  `${systemName(adapters, system)}, ${modeName(mode)}`;
