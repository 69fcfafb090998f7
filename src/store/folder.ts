import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, fileFailure } from './error.ts';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function make(path: string, mode: number): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) make(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another program may have made it in the meantime.
    if (!isFolder(path)) throw error;
  }
}

/**
 * Makes a folder with those above it. Throws `store.home_unwritable` where none can be made: Node's own
 * recursive way never ends in a place like `/proc`, that says «no such entry» to every attempt.
 */
export function makeFolder(path: string, mode: number): void {
  try {
    make(path, mode);
  } catch (error) {
    const refused = ['ENOENT', 'EEXIST'].includes(errorCode(error) ?? '')
      ? Object.assign(new Error(), { code: 'EROFS' })
      : error;
    throw fileFailure(refused, path);
  }
}
