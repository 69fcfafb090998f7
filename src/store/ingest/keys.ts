import { createHash, hash } from 'node:crypto';
import { NAMESPACE, type RowName } from '../../model/ids.ts';

/** 16 bytes as 16 characters of latin1: see `RowBuffer`. */
export type Sixteen = string;

/** A UUID's text as bytes. */
export const bytesOf = (uuid: string): Sixteen =>
  Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('latin1');

/** The id that stands for the whole school where a range has no owner. */
export const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** Bytes as a UUID's text. */
export function uuidOf(bytes: Sixteen): string {
  const hex = Buffer.from(bytes, 'latin1').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** How many references are remembered: many marks name the same lesson, and ids are half the cost of a row. */
const CACHE_ROWS = 20_000;

const CHARACTERS = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/** The first 16 bytes of a SHA-1 as a UUID of version 5: RFC 9562 §5.5. */
const asVersion5 = (digest: string): Sixteen =>
  digest.slice(0, 6) +
  CHARACTERS[(digest.charCodeAt(6) & 0x0f) | 0x50] +
  digest[7] +
  CHARACTERS[(digest.charCodeAt(8) & 0x3f) | 0x80] +
  digest.slice(9, 16);

/**
 * `rowId` of the model for one school, source and entity, as bytes; a test holds the two together. A year of a
 * large school is a million of them, so what is the same in all is laid down once and no text of a UUID is made.
 */
export function rowIds(row: Omit<RowName, 'key'>, remembered = CACHE_ROWS): (key: string) => Sixteen {
  const words = Buffer.from([row.schoolId, row.source, row.entity, ''].join('\u001f'));
  const prefix = Buffer.concat([NAMESPACE, words]);
  let scratch = Buffer.concat([prefix, Buffer.alloc(1024)]);
  const make = (key: string): Sixteen => {
    if (key.length * 3 > scratch.length - prefix.length) {
      scratch = Buffer.concat([prefix, Buffer.alloc(key.length * 3)]);
    }
    const end = prefix.length + scratch.write(key, prefix.length, 'utf8');
    return asVersion5(hash('sha1', scratch.subarray(0, end), 'binary'));
  };
  if (remembered === 0) return make;
  const known = new Map<string, Sixteen>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= remembered) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

/** What a row's content is known by; `salt` tells apart what is equal in content but must not pass for equal. */
export const contentHash = (bytes: Buffer, salt: string): Sixteen =>
  hash('sha256', salt === '' ? bytes : Buffer.concat([bytes, Buffer.from(salt)]), 'binary').slice(0, 16);

/** The number of the advisory lock of a school's source. */
export const sourceLock = (schoolId: string, source: string): string =>
  lockNumber('peremena:run', schoolId, source);

/** The number of the advisory lock of what a school's sources write together. */
export const identityLock = (schoolId: string): string => lockNumber('peremena:identity', schoolId);

/** The number of the advisory lock of what people enter for a school, and of the chain that tells of it. */
export const registerLock = (schoolId: string): string => lockNumber('peremena:register', schoolId);

/** The number of the advisory lock of a transfer. */
export const transferLock = (schoolId: string, transferId: string): string =>
  lockNumber('peremena:transfer', schoolId, transferId);

/** The number of the advisory lock that the words name. */
export const lockNumber = (...words: readonly string[]): string =>
  createHash('sha256').update(words.join('\u001f')).digest().readBigInt64BE().toString();
