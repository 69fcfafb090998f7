import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { access, chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFull, errorCode, fileFailure, StoreError } from '../error.ts';
import { makeFolder } from '../folder.ts';
import type { Binaries } from './binaries.ts';
import { serverEnvironment } from './process.ts';

/** The name of the server's one user; its password stands in a file of the data folder. */
export const SERVER_USER = 'peremena';

/** Where things stand in a data folder. */
export const clusterPaths = (home: string) => ({
  data: join(home, 'postgres'),
  password: join(home, 'postgres.password'),
  log: join(home, 'postgres.log'),
});

const exists = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
};

/** Makes the data folder where there is none, and sees that it can be written. */
export async function prepareHome(home: string): Promise<void> {
  try {
    makeFolder(home, 0o711);
    const trial = join(home, `.trial-${randomUUID()}`);
    await writeFile(trial, 'x'.repeat(4096));
    await rm(trial);
    // The server's own user must be able to pass; what is secret in here is closed file by file. Rights that
    // the folder has already are its owner's business.
    const { mode } = await stat(home);
    if (process.getuid?.() === 0 && (mode & 0o011) !== 0o011) await chmod(home, mode | 0o011);
  } catch (error) {
    throw fileFailure(error, home);
  }
}

function runInitdb(binaries: Binaries, words: readonly string[]): Promise<{ code: number; said: string }> {
  const [command = '', ...all] = [...binaries.prefix, binaries.initdb, ...words];
  return new Promise((resolve, reject) => {
    const child = spawn(command, all, {
      ...binaries.spawnAs,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

function initdbFailure(said: string, data: string): StoreError {
  if (/No space left/i.test(said)) return diskFull(data, said);
  return new StoreError({
    code: 'store.cluster_failed',
    place: data,
    message: `The database could not be made: ${said.trim().split('\n').at(-1) ?? ''}`,
    hint: 'See that the folder is on a local disk and belongs to the program’s user, then start again.',
  });
}

async function initialise(home: string, binaries: Binaries): Promise<void> {
  const { data, password } = clusterPaths(home);
  // Made beside and renamed: a start that was killed half-way leaves nothing that looks finished.
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const passwordForServer = join(draft, '..', 'postgres.initial-password');
  await writeFile(passwordForServer, await readFile(password), { mode: 0o600 });
  if (binaries.owner) {
    await chown(draft, binaries.owner.uid, binaries.owner.gid);
    await chown(passwordForServer, binaries.owner.uid, binaries.owner.gid);
  }
  try {
    const { code, said } = await runInitdb(binaries, [
      `--pgdata=${draft}`,
      `--username=${SERVER_USER}`,
      `--pwfile=${passwordForServer}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same on every machine; people are sorted by "ru-x-icu", which is there beside it.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    if (code !== 0) throw initdbFailure(said, data);
    await rename(draft, data);
  } finally {
    await rm(passwordForServer, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** The password of the server of a data folder. */
export async function readPassword(home: string): Promise<string> {
  const { password } = clusterPaths(home);
  try {
    return (await readFile(password, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileFailure(error, home);
    throw new StoreError(
      {
        code: 'store.home_damaged',
        place: password,
        message: 'The database is there, but the file with its password is not.',
        hint: 'Put the file back from a copy of the folder, or begin with an empty folder.',
      },
      { cause: error },
    );
  }
}

/** Sees that there is a database cluster in the data folder, and returns its password. */
export async function ensureCluster(home: string, binaries: Binaries): Promise<string> {
  const { data } = clusterPaths(home);
  try {
    if (!(await exists(join(data, 'PG_VERSION')))) await initialise(home, binaries);
  } catch (error) {
    throw fileFailure(error, home);
  }
  return readPassword(home);
}
