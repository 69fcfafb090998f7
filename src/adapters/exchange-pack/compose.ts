import { LRUCache } from 'lru-cache';
import type { EntityName } from '../../model/entities.ts';
import type { Column, LineSource, PackFile } from './column.ts';
import { alwaysLines, dictionaries } from './coverage.ts';
import { inBatches } from './in-batches.ts';
import { clearLookUps, prepareLookUps } from './look-ups.ts';
import { type Cell, makeResolver, type Resolver } from './resolve.ts';
import type { StoredRow, WorkStore } from './work-store.ts';

const PLACED = 'placed';
const LINES = 'lines';
const BATCH = 1_000;
const RECENT = 50_000;

/** The lines of a file, in the order of its key. */
export type Line = readonly Cell[];

type Entry = readonly [area: string, key: string, value: unknown];

const placedKey = (entity: EntityName, id: string): string => `${entity}/${id}`;

/** Whether the files say anything of a row; asked after they were composed. */
export const isPlaced = (store: WorkStore, entity: EntityName, id: string): boolean =>
  alwaysLines.has(entity) ||
  dictionaries.has(entity) ||
  store.fromScratch(PLACED, placedKey(entity, id)) !== undefined;

/** Names that tell members of staff apart: the plain name, and with the number where two bear it. */
async function staffLabels(store: WorkStore): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const bearers = new Map<string, number>();
  for await (const { id, row } of store.rows('staff')) {
    const name = String(row['displayName']);
    names.set(id, name);
    bearers.set(name, (bearers.get(name) ?? 0) + 1);
  }
  return new Map(
    [...names].map(([id, name]) => [id, (bearers.get(name) ?? 0) > 1 ? `${name} (${id})` : name]),
  );
}

/** Keeps what the files say something of; what was just noted is not noted again. */
function placing(store: WorkStore) {
  const recent = new LRUCache<string, true>({ max: RECENT });
  let entries: Entry[] = [];
  return {
    touched(entity: EntityName, id: string): void {
      const key = placedKey(entity, id);
      if (alwaysLines.has(entity) || dictionaries.has(entity) || recent.has(key)) return;
      recent.set(key, true);
      entries.push([PLACED, key, 0]);
    },
    async flush(): Promise<void> {
      const full = entries;
      entries = [];
      await store.putScratch(full);
    },
  };
}

type Placing = ReturnType<typeof placing>;

/** Digits are filled up so that «5А» stands before «10А»; a tab ends a part, because no cell begins with less. */
const sortable = (cell: Cell, { kind }: Column): string => {
  if (cell === null) return '';
  return kind === 'id' ? String(cell) : String(cell).replace(/\d+/g, (digits) => digits.padStart(10, '0'));
};

const isCounter = ({ fill }: LineSource, { title }: Column): boolean => {
  const how = fill[title];
  return typeof how === 'object' && 'counter' in how;
};

const concerns = (resolver: Resolver, source: LineSource, from: StoredRow): boolean => {
  const { when, unless, entity } = source;
  if (when && !when.values.includes((from.row[when.field] ?? null) as string | null)) return false;
  return unless === undefined || !resolver.leadsAnywhere(entity, from, unless);
};

function lineOf(resolver: Resolver, file: PackFile, source: LineSource, from: StoredRow): Line {
  return file.columns.map((column) => {
    const fill = source.fill[column.title];
    if (fill === undefined || isCounter(source, column)) return null;
    return resolver.cell(source.entity, from, column, fill);
  });
}

const sortKey = (file: PackFile, line: Line, id: string): string =>
  [
    ...file.columns.flatMap((column, index) => (column.key ? [sortable(line[index] ?? null, column)] : [])),
    id,
  ].join('\t');

async function gather(store: WorkStore, resolver: Resolver, placed: Placing, file: PackFile): Promise<void> {
  const { add, flush } = inBatches<Entry>(BATCH, async (batch) => {
    await store.putScratch(batch);
    await placed.flush();
  });
  for (const source of file.special ? [] : file.lines) {
    for await (const from of store.rows(source.entity)) {
      if (!concerns(resolver, source, from)) continue;
      placed.touched(source.entity, from.id);
      const line = lineOf(resolver, file, source, from);
      await add([LINES, sortKey(file, line, from.id), line]);
    }
  }
  await flush();
}

/** Puts 1, 2, 3… where a column counts lines that are alike in the key columns before it. */
function numbering(file: PackFile): (line: Line) => Line {
  const at = file.columns.findIndex((column) => file.lines.some((source) => isCounter(source, column)));
  if (at < 0) return (line) => line;
  let before = '';
  let count = 0;
  return (line) => {
    const same = JSON.stringify(line.slice(0, at));
    count = same === before ? count + 1 : 1;
    before = same;
    return line.with(at, count);
  };
}

async function* linesOf(store: WorkStore, file: PackFile): AsyncGenerator<Line> {
  const numbered = numbering(file);
  for await (const [, line] of store.scratch(LINES)) yield numbered(line as Line);
}

/**
 * Composes file after file out of the rows and gives each to `write`, which may go through its lines more than once. The same rows give the same
 * lines in the same order, whatever way they came.
 */
export async function compose(
  store: WorkStore,
  files: readonly PackFile[],
  write: (file: PackFile, lines: () => AsyncIterable<Line>) => Promise<void>,
): Promise<void> {
  await store.clearScratch(PLACED);
  await prepareLookUps(store);
  const placed = placing(store);
  const resolver = makeResolver(store, await staffLabels(store), placed.touched);
  for (const file of files) {
    await store.clearScratch(LINES);
    await gather(store, resolver, placed, file);
    await placed.flush();
    await write(file, () => linesOf(store, file));
  }
  await store.clearScratch(LINES);
  await clearLookUps(store);
}
