import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AdapterError } from '../errors.ts';
import { MANIFEST, type Manifest, manifestSchema } from './manifest.ts';

/** SHA-256 of a file, in hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const broken = (place: string, message: string, cause?: unknown): AdapterError =>
  new AdapterError(
    {
      code: 'adapter.contract_broken',
      place,
      message,
      hint: 'Somebody changed the pack after it was written: write it again from the work folder.',
    },
    { cause },
  );

/** Reads the manifest of a written pack; undefined where there is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw broken(MANIFEST, 'the manifest is not what this program writes', error);
  }
}

/** Holds every file of the pack against the manifest. */
export async function checkFiles(folder: string): Promise<void> {
  const manifest = await readManifest(folder);
  if (!manifest) throw broken(MANIFEST, 'the pack has no manifest');
  for (const { file, sha256 } of manifest.files.flatMap(({ written }) => written)) {
    const found = await hashOf(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 'nothing';
      throw error;
    });
    if (found !== sha256) throw broken(file, 'the file is not the one that the manifest names');
  }
}
