import type { Diagnostic } from '../model/diagnostic.ts';

/**
 * An expected failure of the place where data is kept: somebody outside the program must act (free the disk,
 * close the other program, update). Carries no personal data.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, options: { readonly cause?: unknown } = {}) {
    super(`${diagnostic.code} at ${diagnostic.place}: ${diagnostic.message}`, { cause: options.cause });
    this.diagnostic = diagnostic;
  }
}

/** The `code` of a Node or PostgreSQL error, or null. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const FULL = new Set(['ENOSPC', 'EDQUOT', '53100']);
const CLOSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);
/** The system's words for it, and Prisma's. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'P1001',
  'P1017',
]);
const REFUSED = new Set(['28P01', '28000', '3D000', '42501']);

/** The failure of a whole disk, with the place that was being written. */
export const diskFull = (place: string, cause: unknown): StoreError =>
  new StoreError(
    {
      code: 'store.disk_full',
      place,
      message: 'There is no space left on the disk; nothing of the unfinished step was kept.',
      hint: 'Free some space, or point PEREMENA_HOME at a larger disk, and start again.',
    },
    { cause },
  );

/** Turns a file system's refusal into what a person can act on; anything else comes back as it is. */
export function fileFailure(error: unknown, place: string): unknown {
  const code = errorCode(error) ?? '';
  if (FULL.has(code)) return diskFull(place, error);
  if (!CLOSED.has(code)) return error;
  return new StoreError(
    {
      code: 'store.home_unwritable',
      place,
      message: `The data folder cannot be written (${code}).`,
      hint: 'Give the program’s user the right to write there, or name another folder in PEREMENA_HOME.',
    },
    { cause: error },
  );
}

/** A connection that ended in the middle: `pg` tells it by its words alone. */
const isCut = (error: unknown): boolean =>
  error instanceof Error &&
  /^Connection terminated|^Client has encountered a connection error/.test(error.message);

/** Turns a database's refusal into what a person can act on; anything else comes back as it is. */
export function databaseFailure(error: unknown, place: string): unknown {
  if (error instanceof StoreError) return error;
  const code = errorCode(error) ?? '';
  if (FULL.has(code)) return diskFull(place, error);
  if (AWAY.has(code) || code.startsWith('08') || code.startsWith('57P') || isCut(error)) {
    return new StoreError(
      {
        code: 'store.unreachable',
        place,
        message: `The database does not answer (${code || 'connection cut'}).`,
        hint: 'See that PostgreSQL runs and that DATABASE_URL names its host and port.',
      },
      { cause: error },
    );
  }
  if (!REFUSED.has(code)) return error;
  return new StoreError(
    {
      code: 'store.access_refused',
      place,
      message: `The database refuses this user or has no such database (${code}).`,
      hint: 'Check user, password and database name in DATABASE_URL, and that the user may create tables.',
    },
    { cause: error },
  );
}
