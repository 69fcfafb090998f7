import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { PartSink } from '../../store/archive/read-year.ts';

const partSchema = z.object({
  name: z.string().regex(/^[A-Za-z]{1,60}$/),
  columns: z.array(z.string()),
  rows: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What an archive says of itself; stands in it as `manifest.json`, its own digest beside it. */
export const manifestSchema = z.object({
  format: z.literal('peremena-year/1'),
  schoolId: z.uuid(),
  school: z.string(),
  municipality: z.string(),
  timeZone: z.string(),
  weekDays: z.union([z.literal(5), z.literal(6)]).nullable(),
  year: z.int(),
  from: z.iso.date(),
  to: z.iso.date(),
  closedAt: z.iso.datetime(),
  /** The digest of the records that was kept when the year was closed. */
  digest: z.string(),
  exportedAt: z.iso.datetime(),
  parts: z.array(partSchema),
});

/** See {@link manifestSchema}. */
export type Manifest = z.infer<typeof manifestSchema>;

const MANIFEST = 'manifest.json';
const MANIFEST_DIGEST = 'manifest.sha256';

/** The file of a part. */
export const partFile = (folder: string, name: string): string => join(folder, `${name}.ndjson`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Makes a folder for an archive; one that holds anything is refused, nothing is ever written over. */
export async function prepareFolder(folder: string): Promise<Diagnostic | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length === 0) return null;
  return {
    code: 'archive.folder_not_empty',
    place: folder,
    message: 'The folder holds something already.',
    hint: 'Name a new folder, or an empty one: an archive never writes over anything.',
  };
}

/** Whether the folders lie on one carrier: then one broken disk would take both. */
export async function onOneCarrier(folders: readonly string[]): Promise<boolean> {
  const devices = await Promise.all(folders.map(async (folder) => (await stat(folder)).dev));
  return new Set(devices).size < folders.length;
}

/** A sink into a file of each folder at once; waits for the slowest disk. */
export async function sinkInto(folders: readonly string[], name: string): Promise<PartSink> {
  const files = folders.map((folder) =>
    createWriteStream(partFile(folder, name), { flags: 'wx', mode: 0o600 }),
  );
  await Promise.all(files.map((file) => once(file, 'open')));
  return {
    async write(line) {
      for (const file of files) if (!file.write(line)) await once(file, 'drain');
    },
    async end() {
      await Promise.all(
        files.map(async (file) => {
          file.end();
          await finished(file);
        }),
      );
    },
  };
}

/** Writes what the archive says of itself, last of all: a folder without it is no archive. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(folder, MANIFEST), text, { flag: 'wx', mode: 0o600 });
  await writeFile(join(folder, MANIFEST_DIGEST), `${sha256(text)}  ${MANIFEST}\n`, {
    flag: 'wx',
    mode: 0o600,
  });
}

const noArchive = (place: string, message: string): Diagnostic => ({
  code: 'archive.not_whole',
  place,
  message,
  hint: 'Take the other copy of the archive, and make a new one from it.',
});

/** Reads what an archive says of itself. */
export async function readManifest(folder: string): Promise<Result<Manifest, Diagnostic>> {
  let text: string;
  let digest: string;
  try {
    text = await readFile(join(folder, MANIFEST), 'utf8');
    digest = await readFile(join(folder, MANIFEST_DIGEST), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return err(noArchive(folder, 'The folder is no archive: its manifest is not there.'));
  }
  const place = join(folder, MANIFEST);
  if (!digest.startsWith(sha256(text)))
    return err(noArchive(place, 'The manifest is not as it was written.'));
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  return parsed.success ? ok(parsed.data) : err(noArchive(place, 'The manifest is none of ours.'));
}

/** The lines of a part. Opened when the first is asked for: a reader that comes late would miss the end. */
export async function* linesIn(folder: string, name: string): AsyncGenerator<string> {
  const input = createReadStream(partFile(folder, name));
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

async function fileDigest(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
  return hash.digest('hex');
}

/** The files of an archive that are not as they were written, or are not there. */
export async function brokenFiles(folder: string, { parts }: Manifest): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const part of parts) {
    if ((await fileDigest(partFile(folder, part.name))) !== part.sha256)
      broken.push(partFile(folder, part.name));
  }
  return broken;
}
