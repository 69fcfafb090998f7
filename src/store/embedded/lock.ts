import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, StoreError } from '../error.ts';
import { startMark } from './process.ts';

const holderSchema = z.object({
  pid: z.int().positive(),
  start: z.string(),
  nonce: z.string().default(''),
  /** What other programs need to work along; null while there is no server that takes connections. */
  serving: z.object({ port: z.int().positive(), aheadMs: z.int() }).nullable().default(null),
});

/** The program that holds a data folder, as it tells the others. */
export type Holder = z.infer<typeof holderSchema>;

/** The hold on a data folder. */
export interface HomeLock {
  /** Tells other programs where the server is, or that it is there no more. */
  tell(serving: Holder['serving']): Promise<void>;
  release(): Promise<void>;
}

/** Whose a data folder is: ours from now on, or another program's. */
export type HomeHold =
  | { readonly lock: HomeLock; readonly holder: null }
  | { readonly lock: null; readonly holder: Holder };

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    // A lock whose writer died half-way through a write holds nothing.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Who holds the lock, or null when it is stale. */
async function livingHolder(text: string): Promise<Holder | null> {
  const holder = parseHolder(text);
  if (!holder) return null;
  return (await startMark(holder.pid)) === holder.start ? holder : null;
}

const lockPath = (home: string): string => join(home, 'peremena.lock');

/** The program that works in the data folder now, or null. */
export async function holderOf(home: string): Promise<Holder | null> {
  const text = await readIfThere(lockPath(home));
  return text === null ? null : livingHolder(text);
}

/** The refusal of whoever needs the folder for itself, or cannot work along. */
export const inUse = (home: string, pid: number): StoreError =>
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

/** Only the holder writes it anew, in one step; readers see the one or the other. */
async function rewrite(path: string, holder: Holder): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  await rename(draft, path);
}

const lockOf = (path: string, mine: Holder): HomeLock => ({
  tell: (serving) => rewrite(path, { ...mine, serving }),
  release: async () => {
    const found = await readIfThere(path);
    if (found !== null && parseHolder(found)?.nonce === mine.nonce) await rm(path, { force: true });
  },
});

/** Takes the data folder for this process, or says which living process has it. */
export async function lockHome(home: string): Promise<HomeHold> {
  const path = lockPath(home);
  const start = (await startMark(process.pid)) ?? '';
  const mine: Holder = { pid: process.pid, start, nonce: randomUUID(), serving: null };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await create(path, JSON.stringify(mine))) return { lock: lockOf(path, mine), holder: null };
    const found = await readIfThere(path);
    if (found === null) continue;
    const holder = await livingHolder(found);
    if (holder) return { lock: null, holder };
    await clearStale(path, found);
  }
  throw inUse(home, parseHolder((await readIfThere(path)) ?? '')?.pid ?? 0);
}
