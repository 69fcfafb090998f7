import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { csvText } from './cell-text.ts';
import type { PackFile } from './column.ts';
import type { Line } from './compose.ts';

async function* textLines({ columns }: PackFile, lines: AsyncIterable<Line>): AsyncGenerator<string[]> {
  yield columns.map(({ title }) => title);
  for await (const line of lines) {
    yield columns.map((column, index) => csvText(column, line[index] ?? null));
  }
}

/** UTF-8 with a byte order mark, `;`, quotes by RFC 4180: what Excel opens and every reader reads. */
export async function writeCsv(path: string, file: PackFile, lines: AsyncIterable<Line>): Promise<void> {
  await pipeline(
    Readable.from(textLines(file, lines)),
    stringify({ bom: true, delimiter: ';', record_delimiter: '\r\n' }),
    createWriteStream(path),
  );
}
