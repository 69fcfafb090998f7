import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './store/folder.ts';

/** Keys made of the one that the installation has: what one of them protects, another cannot open. */
export interface Keys {
  /** Signs access tokens. */
  readonly token: Buffer;
  /** Seals vendor credentials at rest. */
  readonly settings: Buffer;
}

const KEY_FILE = 'key';

function readOrMake(home: string): Buffer {
  makeFolder(home, 0o711);
  const file = join(home, KEY_FILE);
  try {
    // `wx` fails where the file is there already, so two programs starting at once agree on one key.
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}

const derive = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `peremena ${purpose}`, 32));

/** The installation's keys: from `PEREMENA_KEY`, or from a file in its home that only its user can read. */
export function openKeys(home: string, given: string | null): Keys {
  const key = given === null ? readOrMake(home) : Buffer.from(given, 'hex');
  if (key.length !== 32) throw new Error(`the key in ${join(home, KEY_FILE)} is not 32 bytes long`);
  return { token: derive(key, 'token'), settings: derive(key, 'settings') };
}
