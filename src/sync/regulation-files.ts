import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { AnyKind } from '../rules/kind.ts';
import { type CalendarYear, checkCalendarYear } from '../rules/regulation/calendar-data.ts';
import { checkExtends, checkRegulation } from '../rules/regulation/check.ts';
import type { RegulationFile } from '../rules/regulation/file.ts';
import type { Regulation } from '../rules/regulation.ts';

/** The files that come with the program. */
export const regulationsFolder = fileURLToPath(new URL('../../regulations', import.meta.url));

/** What a folder of regulations holds: what is in order, and everything that is not. */
export interface RegulationLibrary {
  readonly regulations: readonly Regulation[];
  readonly calendar: readonly CalendarYear[];
  readonly faults: readonly Diagnostic[];
}

/** Acts are written by people: the longest has a few dozen kilobytes. */
const MOST_BYTES = 1_000_000;

interface ReadFile {
  readonly file: RegulationFile;
  readonly raw: unknown;
}

const unreadable = (place: string, message: string, hint: string): Diagnostic[] => [
  { code: 'regulation.unreadable', place, message, hint },
];

/** The line of the nearest part of the document that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

function parseFile(name: string, text: string): Result<ReadFile, Diagnostic[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = document.errors.flatMap(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    return unreadable(`${name}:${line}:${col}`, message, 'Mind indents, colons and quotes: it must be YAML.');
  });
  if (faults.length > 0) return err(faults);
  const where = (path: readonly PropertyKey[]): string => {
    const line = lineOf(document, lines, path);
    const spot = path.map(String).join('.');
    return `${name}${line === null ? '' : `:${line}`}${spot === '' ? '' : ` ${spot}`}`;
  };
  try {
    return ok({ file: { name, where }, raw: document.toJS({ maxAliasCount: 50 }) });
  } catch (error) {
    // That is how the library refuses aliases that would unfold without end.
    if (!(error instanceof ReferenceError)) throw error;
    return err(unreadable(name, error.message, 'Write the values out instead of anchors and aliases.'));
  }
}

/** Reads and parses one file of the folder; `null` is a folder's way to say that there is nothing more. */
async function openFile(folder: string, name: string): Promise<Result<ReadFile, Diagnostic[]>> {
  const path = join(folder, name);
  const { size } = await stat(path);
  if (size > MOST_BYTES) {
    return err(unreadable(name, `The file has ${size} bytes.`, `A regulation has at most ${MOST_BYTES}.`));
  }
  return parseFile(name, await readFile(path, 'utf8'));
}

async function namesIn(folder: string): Promise<Result<string[], Diagnostic[]>> {
  try {
    const names = await readdir(folder, { recursive: true });
    return ok(names.map((name) => name.replaceAll('\\', '/')).sort());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') throw error;
    return err(
      unreadable('folder', `The folder cannot be read (${code}).`, 'Name a folder with *.yaml files.'),
    );
  }
}

/** A name that would be passed over without a word is told instead. */
function strayFaults(names: readonly string[]): Diagnostic[] {
  return names
    .filter((name) => /\.(yml|json|txt)$/i.test(name) || /^(?!calendar\/).*\/.*\.yaml$/.test(name))
    .flatMap((name) =>
      unreadable(name, 'Such a file is not read.', 'Regulations are *.yaml, beside one another.'),
    );
}

function checked<T>(
  files: readonly Result<ReadFile, Diagnostic[]>[],
  check: (one: ReadFile) => Result<T, Diagnostic[]>,
): { readonly kept: { readonly value: T; readonly file: RegulationFile }[]; readonly faults: Diagnostic[] } {
  const outcomes = files.map((one) => {
    if (!one.ok) return one;
    const result = check(one.value);
    return result.ok ? ok({ value: result.value, file: one.value.file }) : result;
  });
  return {
    kept: outcomes.flatMap((one) => (one.ok ? [one.value] : [])),
    faults: outcomes.flatMap((one) => (one.ok ? [] : one.error)),
  };
}

/** Reads a folder of regulations with its calendar and checks every file; one that is wrong does not hide the others. */
export async function readRegulations(folder: string, kinds: readonly AnyKind[]): Promise<RegulationLibrary> {
  const names = await namesIn(folder);
  if (!names.ok) return { regulations: [], calendar: [], faults: names.error };
  const open = (pattern: RegExp) =>
    Promise.all(names.value.filter((name) => pattern.test(name)).map((name) => openFile(folder, name)));
  const acts = checked(await open(/^[^/]+\.yaml$/), ({ raw, file }) => checkRegulation(raw, file, kinds));
  const years = checked(await open(/^calendar\/[^/]+\.yaml$/), ({ raw, file }) =>
    checkCalendarYear(raw, file),
  );
  const regulations = acts.kept.map(({ value }) => value);
  return {
    regulations,
    calendar: years.kept.map(({ value }) => value),
    faults: [
      ...strayFaults(names.value),
      ...acts.faults,
      ...acts.kept.flatMap(({ value, file }) => checkExtends(value, regulations, file)),
      ...years.faults,
    ],
  };
}
