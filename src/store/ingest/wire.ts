/**
 * PostgreSQL's binary COPY format, written into one growing buffer. A row is the number of its columns, then
 * each column as its length and its bytes (−1: null). Ids and hashes travel as 16 characters of latin1: as map
 * keys they are half as long as a UUID's text and need no parsing.
 */
const HEADER = Buffer.from('5047434f50590aff0d0a00' + '00000000' + '00000000', 'hex');
const TRAILER = Buffer.from('ffff', 'hex');
const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
const CHUNK_BYTES = 512 * 1024;
/** Below this length a loop is quicker than a call into the engine's encoder: ids, marks, times, codes. */
const SHORT = 24;

const days = new Map<string, number>();

/** Days since 2000-01-01, as PostgreSQL counts them. */
export function dayNumber(day: string): number {
  const known = days.get(day);
  if (known !== undefined) return known;
  // A school year has some 300 days; a source that invents dates must not grow this without end.
  if (days.size > 20_000) days.clear();
  const number = (Date.parse(`${day}T00:00:00Z`) - EPOCH_MS) / DAY_MS;
  // The binary format would take it for the first of January 2000.
  if (Number.isNaN(number)) throw new RangeError('a day that is not YYYY-MM-DD reached the store');
  days.set(day, number);
  return number;
}

/** Rows in the binary format. */
export class RowBuffer {
  bytes: Buffer;
  length = 0;
  /** Where each row begins. */
  readonly starts: number[] = [];

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  get rows(): number {
    return this.starts.length;
  }

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  begin(columns: number): void {
    this.starts.push(this.length);
    this.reserve(2);
    this.length = this.bytes.writeInt16BE(columns, this.length);
  }

  /** Takes back the row that was begun last. */
  discard(): void {
    this.length = this.starts.pop() ?? 0;
  }

  clear(): void {
    this.length = 0;
    this.starts.length = 0;
  }

  nothing(): void {
    this.reserve(4);
    this.length = this.bytes.writeInt32BE(-1, this.length);
  }

  text(value: string): void {
    this.reserve(4 + value.length * 3);
    const at = this.length + 4;
    const plain = value.length <= SHORT && this.#ascii(value, at);
    const written = plain ? value.length : this.bytes.write(value, at, 'utf8');
    this.bytes.writeInt32BE(written, this.length);
    this.length = at + written;
  }

  /** 16 bytes given as latin1: a UUID or a hash. */
  sixteen(value: string): void {
    this.reserve(20);
    const { bytes } = this;
    bytes.writeInt32BE(16, this.length);
    const at = this.length + 4;
    for (let index = 0; index < 16; index += 1) bytes[at + index] = value.charCodeAt(index);
    this.length = at + 16;
  }

  /** Writes a text that is all ASCII; false at the first character that is not. */
  #ascii(value: string, at: number): boolean {
    const { bytes } = this;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      bytes[at + index] = code;
    }
    return true;
  }

  smallint(value: number): void {
    this.reserve(6);
    this.bytes.writeInt32BE(2, this.length);
    this.length = this.bytes.writeInt16BE(value, this.length + 4);
  }

  int(value: number): void {
    this.reserve(8);
    this.bytes.writeInt32BE(4, this.length);
    this.length = this.bytes.writeInt32BE(value, this.length + 4);
  }

  bigint(value: bigint): void {
    this.reserve(12);
    this.bytes.writeInt32BE(8, this.length);
    this.length = this.bytes.writeBigInt64BE(value, this.length + 4);
  }

  double(value: number): void {
    this.reserve(12);
    this.bytes.writeInt32BE(8, this.length);
    this.length = this.bytes.writeDoubleBE(value, this.length + 4);
  }

  bool(value: boolean): void {
    this.reserve(5);
    this.bytes.writeInt32BE(1, this.length);
    this.length = this.bytes.writeUInt8(value ? 1 : 0, this.length + 4);
  }

  instant(epochMs: number): void {
    const microseconds = (epochMs - EPOCH_MS) * 1000;
    if (!Number.isSafeInteger(microseconds))
      throw new RangeError('an instant out of range reached the store');
    this.reserve(12);
    this.bytes.writeInt32BE(8, this.length);
    // By halves: a bigint for each row would be a million small objects.
    this.bytes.writeInt32BE(Math.floor(microseconds / 2 ** 32), this.length + 4);
    this.length = this.bytes.writeUInt32BE(microseconds >>> 0, this.length + 8);
  }

  json(value: unknown): void {
    const text = JSON.stringify(value, sorted);
    this.reserve(5 + text.length * 3);
    const written = this.bytes.write(text, this.length + 5, 'utf8');
    this.bytes.writeInt32BE(written + 1, this.length);
    // The version of jsonb's binary form.
    this.bytes.writeUInt8(1, this.length + 4);
    this.length += 5 + written;
  }

  /** Columns that are the same in every row, encoded beforehand. */
  raw(bytes: Buffer): void {
    this.reserve(bytes.length);
    bytes.copy(this.bytes, this.length);
    this.length += bytes.length;
  }

  /** Everything as a COPY stream, header and trailer included. */
  *all(): Generator<Buffer> {
    yield HEADER;
    for (let at = 0; at < this.length; at += CHUNK_BYTES) {
      yield this.bytes.subarray(at, Math.min(at + CHUNK_BYTES, this.length));
    }
    yield TRAILER;
  }

  /** The named rows as a COPY stream. */
  *some(rows: readonly number[]): Generator<Buffer> {
    if (rows.length === this.rows) {
      yield* this.all();
      return;
    }
    yield HEADER;
    let part: Buffer[] = [];
    let size = 0;
    for (const row of rows) {
      const bytes = this.bytes.subarray(this.starts[row], this.starts[row + 1] ?? this.length);
      part.push(bytes);
      size += bytes.length;
      if (size < CHUNK_BYTES) continue;
      yield Buffer.concat(part);
      part = [];
      size = 0;
    }
    yield Buffer.concat(part);
    yield TRAILER;
  }
}

/** The same value is the same text whatever order its keys came in, so that its hash is the same too. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value;
