import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Transfer } from '../store/transfer/types.ts';
import { stillThere } from '../sync/migrate/rollback.ts';
import type { Ends } from './migrating.ts';

/** How many lines a person is shown; the file has all. */
const SHOWN = 5;

/** What a rollback left in the target: where the list stands, and how it begins. */
export interface StaysList {
  readonly file: string;
  readonly first: readonly string[];
}

/** Writes what the target still has of ours, a line of JSON each: the entity, our row, the target's key. */
export async function writeStays(
  { services, target }: Ends,
  transfer: Transfer,
  file: string,
): Promise<StaysList> {
  const first: string[] = [];
  const stream = createWriteStream(file);
  for await (const page of stillThere(services.run, transfer, { target })) {
    for (const { entity, rowId, targetKey } of page) {
      if (first.length < SHOWN) first.push(`${entity} ${targetKey ?? '-'}`);
      if (!stream.write(`${JSON.stringify({ entity, rowId, targetKey })}\n`)) await once(stream, 'drain');
    }
  }
  stream.end();
  await finished(stream);
  return { file, first };
}
