import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import type pg from 'pg';
import { to } from 'pg-copy-streams';
import { type ArchivePart, linesSql, type YearOfSchool } from './parts.ts';

/** What a part came to. */
export interface PartDigest {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** SHA-256 of its lines, each with its line feed; hexadecimal. */
  readonly sha256: string;
}

/** Times and numbers are written alike by every session that asks for lines. */
export const SETTINGS = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex';
  SET LOCAL extra_float_digits = 1; SET LOCAL IntervalStyle = 'iso_8601'`;

/**
 * The lines of a part, one after the other. COPY with characters as quote and separator that JSON never has bare gives
 * them as they are: its own formats would escape backslashes and quotes.
 */
export async function* linesOf(
  client: pg.ClientBase,
  part: ArchivePart,
  year: YearOfSchool,
  schema?: string,
): AsyncGenerator<string> {
  const text = `COPY (${linesSql(part, year, schema)}) TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')`;
  const stream = client.query(to(text));
  yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
}

/** Counts and digests lines as they pass; `seen` gets each. */
export async function digestOf(
  part: ArchivePart,
  lines: AsyncIterable<string>,
  seen: (line: string) => Promise<void> | void = () => undefined,
): Promise<PartDigest> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const line of lines) {
    hash.update(line).update('\n');
    rows += 1;
    await seen(`${line}\n`);
  }
  return { name: part.name, columns: part.columns, rows, sha256: hash.digest('hex') };
}

/** One digest over several: of their names, numbers and digests. */
export function digestOver(parts: readonly PartDigest[]): string {
  const hash = createHash('sha256');
  for (const { name, rows, sha256 } of parts) hash.update(`${name} ${rows} ${sha256}\n`);
  return hash.digest('hex');
}
