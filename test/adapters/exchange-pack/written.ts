import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { afterAll } from 'vitest';
import type { AdapterContext } from '../../../src/adapters/contract.ts';
import { exchangePack } from '../../../src/adapters/exchange-pack/index.ts';
import type { TargetRecord } from '../../../src/adapters/target.ts';

/** What a session is opened with: a clock that goes on by an hour at each look, nothing else. */
export function context(signal = new AbortController().signal): AdapterContext {
  let hour = 0;
  return {
    signal,
    now: () => new Date(Date.UTC(2026, 0, 1, hour++)),
    sleep: () => Promise.resolve(),
    log: () => undefined,
  };
}

/** Folders of a test file's own, each for a pack that is not there yet. */
export function packFolders(): () => string {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'peremena-pack-'));
    made.push(folder);
    return join(folder, 'pack');
  };
}

/** Writes rows into a pack, and its files. */
export async function write(settings: object, records: readonly TargetRecord[]): Promise<void> {
  const session = await exchangePack.open(settings, context());
  await session.write(records);
  await session.finish?.();
  await session.close();
}

/** A CSV file as another program reads it: title → text, line by line. */
export function csv(folder: string, name: string): Record<string, string>[] {
  const rows = parse(readFileSync(join(folder, `${name}.csv`)), { bom: true, delimiter: ';' });
  const [titles = [], ...lines] = rows;
  return lines.map((line) => Object.fromEntries(line.map((cell, at) => [titles[at] ?? '', cell])));
}

/** The values of a column. */
export const column = (folder: string, name: string, title: string): (string | undefined)[] =>
  csv(folder, name).map((line) => line[title]);

/** The only sheet of a workbook. */
export async function sheet(folder: string, name: string): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(folder, `${name}.xlsx`));
  const [only, ...others] = workbook.worksheets;
  if (!only || others.length > 0) throw new Error('a workbook of a pack has one sheet');
  return only;
}

/** Every file of a folder with what it hashes to. */
export const hashes = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
