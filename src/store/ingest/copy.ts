import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';

/** Quotes the names of columns for a statement. */
export const columnList = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Streams rows in binary form into a table. */
export async function copyIn(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  chunks: Iterable<Buffer>,
): Promise<void> {
  const statement = `COPY ${table} (${columnList(columns)}) FROM STDIN (FORMAT binary)`;
  await pipeline(Readable.from(chunks, { objectMode: true }), client.query(from(statement)));
}
