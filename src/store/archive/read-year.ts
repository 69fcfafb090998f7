import { inTransaction } from '../findings.ts';
import type { Store } from '../open.ts';
import type { ClosedYear } from './closed-years.ts';
import { digestOf, linesOf, type PartDigest, SETTINGS } from './lines.ts';
import { archiveParts } from './parts.ts';

/** Where the lines of an archive go. */
export interface PartSink {
  write(line: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * Gives every part of a closed year to a sink of its own, all out of one look at the database: what changes meanwhile
 * is in all of them or in none.
 */
export async function readYearParts(
  store: Store,
  closed: ClosedYear,
  open: (name: string) => Promise<PartSink>,
): Promise<readonly PartDigest[]> {
  return inTransaction(store, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(SETTINGS);
    const digests: PartDigest[] = [];
    for (const part of archiveParts) {
      const then = closed.parts.find(({ name }) => name === part.name);
      const named = then ? { ...part, columns: then.columns } : part;
      const sink = await open(part.name);
      digests.push(await digestOf(named, linesOf(client, named, closed), (line) => sink.write(line)));
      await sink.end();
    }
    return digests;
  });
}
