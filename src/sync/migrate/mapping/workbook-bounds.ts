import { inflateRawSync } from 'node:zlib';

/** A workbook of three thousand students unpacks to some twenty megabytes. */
const MOST_PACKED = 30_000_000;
const MOST_UNPACKED = 200_000_000;
const MOST_PARTS = 500;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_NOTE = 65_535;
const STORED = 0;
const DEFLATED = 8;

function endOf(zip: Buffer): number | null {
  const first = Math.max(0, zip.length - END_BYTES - LONGEST_NOTE);
  for (let at = zip.length - END_BYTES; at >= first; at -= 1) {
    if (zip.readUInt32LE(at) === END) return at;
  }
  return null;
}

/** Bytes of a part when unpacked, at most `left` of them; throws a RangeError where there are more. */
function unpackedSize(zip: Buffer, entry: number, left: number): number {
  const method = zip.readUInt16LE(entry + 10);
  const packed = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  if (zip.readUInt32LE(local) !== LOCAL) throw new RangeError('no part where the list says');
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new RangeError('an unknown way of packing');
  return inflateRawSync(zip.subarray(from, from + packed), { maxOutputLength: left }).length;
}

function unpackAll(zip: Buffer, end: number): boolean {
  const parts = zip.readUInt16LE(end + 10);
  if (parts > MOST_PARTS) return false;
  let entry = zip.readUInt32LE(end + 16);
  let left = MOST_UNPACKED;
  for (let part = 0; part < parts; part += 1) {
    if (zip.readUInt32LE(entry) !== ENTRY) return false;
    left -= unpackedSize(zip, entry, Math.max(1, left));
    if (left < 0) return false;
    entry += 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return true;
}

const ofZlib = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

/**
 * Whether a file is a ZIP that stays within bounds when it is unpacked. What its list says of sizes is not
 * believed: every part is unpacked up to the bound. The library that reads workbooks has none of its own.
 */
export function isBoundedZip(zip: Buffer): boolean {
  if (zip.length > MOST_PACKED || zip.length < END_BYTES) return false;
  try {
    const end = endOf(zip);
    return end !== null && unpackAll(zip, end);
  } catch (error) {
    // Both tell of a broken or an oversized file; a defect of ours would be another kind of error.
    if (error instanceof RangeError || ofZlib(error)) return false;
    throw error;
  }
}
