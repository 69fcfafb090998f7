import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { secondsOf } from '../harness.ts';

/** Takes the rows of the table out into a file, in the format and the order in which they went in. */
export const dumpMarks = (client: pg.Client, file: string): Promise<void> =>
  pipeline(client.query(to('COPY mark TO STDOUT (FORMAT binary)')), createWriteStream(file));

/** Seconds that COPY alone takes to put the very same rows into the very same empty table. */
export async function copyMarks(client: pg.Client, file: string): Promise<number> {
  await client.query('TRUNCATE mark');
  await client.query('CHECKPOINT');
  return secondsOf(() =>
    pipeline(
      createReadStream(file, { highWaterMark: 128 * 1024 }),
      client.query(from('COPY mark FROM STDIN (FORMAT binary)')),
    ),
  );
}
