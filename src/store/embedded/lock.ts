import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, StoreError } from '../error.ts';
import { startMark } from './process.ts';

const holderSchema = z.object({ pid: z.int().positive(), start: z.string() });

/** The hold on a data folder. */
export interface HomeLock {
  release(): Promise<void>;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): z.infer<typeof holderSchema> | null {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    // A lock whose writer died half-way through a write holds nothing.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The process that holds the lock, or null when the lock is stale. */
async function livingHolder(text: string): Promise<number | null> {
  const holder = parseHolder(text);
  if (!holder) return null;
  return (await startMark(holder.pid)) === holder.start ? holder.pid : null;
}

const inUse = (home: string, pid: number): StoreError =>
  new StoreError({
    code: 'store.home_in_use',
    place: home,
    message: `Another program (process ${pid}) works in this data folder.`,
    hint: `Stop process ${pid}, or give this program a folder of its own in PEREMENA_HOME.`,
  });

/** Creates the lock in one step, content and all; false when there is one already. */
async function create(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a stale lock away; another starter may have been quicker, then its lock is put back. */
async function clearStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readIfThere(aside)) !== stale) await link(aside, path);
  await rm(aside, { force: true });
}

/** Takes the data folder for this process. Throws `store.home_in_use` naming the process that has it. */
export async function lockHome(home: string): Promise<HomeLock> {
  const path = join(home, 'peremena.lock');
  const content = JSON.stringify({
    pid: process.pid,
    start: await startMark(process.pid),
    nonce: randomUUID(),
  });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await create(path, content)) {
      return {
        release: async () => {
          if ((await readIfThere(path)) === content) await rm(path, { force: true });
        },
      };
    }
    const found = await readIfThere(path);
    if (found === null) continue;
    const pid = await livingHolder(found);
    if (pid !== null) throw inUse(home, pid);
    await clearStale(path, found);
  }
  throw inUse(home, parseHolder((await readIfThere(path)) ?? '')?.pid ?? 0);
}
