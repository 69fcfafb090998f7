import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from './check-pack.ts';
import type { PackFile } from './column.ts';
import { compose, type Line } from './compose.ts';
import { writeCsv } from './csv-file.ts';
import { packFiles } from './layout.ts';
import { isOurs, MANIFEST, type Manifest, type ManifestFile, notes, type Written } from './manifest.ts';
import { organizationLine } from './organization.ts';
import type { Settings } from './settings.ts';
import type { WorkStore } from './work-store.ts';
import { writeXlsx } from './xlsx-file.ts';

/** Flushes to the disk and puts it in its place: there is the old file or the new one, never a half. */
async function settle(path: string): Promise<void> {
  const handle = await open(`${path}.part`, 'r+');
  await handle.sync();
  await handle.close();
  await rename(`${path}.part`, path);
}

async function settled(folder: string, name: string, rows: number): Promise<Written> {
  const path = join(folder, name);
  await settle(path);
  return { file: name, rows, bytes: (await stat(path)).size, sha256: await hashOf(path) };
}

async function* counted(lines: AsyncIterable<Line>, count: (rows: number) => void): AsyncGenerator<Line> {
  let rows = 0;
  for await (const line of lines) {
    rows += 1;
    yield line;
  }
  count(rows);
}

async function csvOf(folder: string, file: PackFile, lines: AsyncIterable<Line>): Promise<Written[]> {
  const name = `${file.name}.csv`;
  let rows = 0;
  const counting = counted(lines, (all) => {
    rows = all;
  });
  await writeCsv(join(folder, `${name}.part`), file, counting);
  return [await settled(folder, name, rows)];
}

async function xlsxOf(folder: string, file: PackFile, lines: AsyncIterable<Line>): Promise<Written[]> {
  const nameOf = (part: number): string => `${file.name}${part === 1 ? '' : `-${part}`}.xlsx`;
  const parts = await writeXlsx((part) => join(folder, `${nameOf(part)}.part`), file, lines);
  const written: Written[] = [];
  for (const [index, rows] of parts.entries()) {
    written.push(await settled(folder, nameOf(index + 1), rows));
  }
  return written;
}

const SPECIAL = 'специальная категория персональных данных: не передаётся';
const NOTHING = 'источник ничего об этом не сообщил';

function emptyBecause(file: PackFile, rows: number): string | null {
  if (rows > 0) return null;
  return file.special ? SPECIAL : NOTHING;
}

/** Each file is gone through once for each kind of file it is written as: what is sorted already costs little. */
async function writeFile(
  settings: Settings,
  file: PackFile,
  lines: () => AsyncIterable<Line>,
): Promise<ManifestFile> {
  const { folder, format } = settings;
  const csv = format === 'xlsx' ? [] : await csvOf(folder, file, lines());
  const xlsx = format === 'csv' ? [] : await xlsxOf(folder, file, lines());
  const rows = (csv.length > 0 ? csv : xlsx).reduce((sum, one) => sum + one.rows, 0);
  const empty = emptyBecause(file, rows);
  return { name: file.name, title: file.title, rows, empty, written: [...csv, ...xlsx] };
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST);
  const handle = await open(`${path}.part`, 'w');
  await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
  await handle.close();
  await settle(path);
}

async function* given(line: Line): AsyncGenerator<Line> {
  yield line;
}

/** Takes away what an earlier writing left, the manifest first: from here on the pack is not whole. */
async function clearOld(folder: string): Promise<void> {
  await rm(join(folder, MANIFEST), { force: true });
  for (const name of await readdir(folder)) if (isOurs(name)) await rm(join(folder, name));
}

/** Writes the whole pack out of the rows in the work folder. Killed anywhere, it is simply begun again. */
export async function assemble(store: WorkStore, settings: Settings, extractedAt: string): Promise<void> {
  await mkdir(settings.folder, { recursive: true });
  await clearOld(settings.folder);
  const files: ManifestFile[] = [];
  await compose(store, packFiles, async (file, lines) => {
    const own = file.name === 'organization' ? organizationLine(settings.organization) : null;
    files.push(await writeFile(settings, file, own ? () => given(own) : lines));
  });
  await writeManifest(settings.folder, {
    format: 'peremena-exchange-pack',
    version: 1,
    sourceSystem: settings.sourceSystem ?? null,
    school: settings.school ?? null,
    municipality: settings.municipality ?? null,
    period: settings.period ?? null,
    extractedAt,
    notes: [...notes],
    files,
  });
}
