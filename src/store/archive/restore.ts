import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { inTransaction } from '../findings.ts';
import type { Store } from '../open.ts';
import { digestOf, linesOf, type PartDigest, SETTINGS } from './lines.ts';
import { type ArchivePart, archiveParts, type YearOfSchool } from './parts.ts';

/** An archive as it is read back: what its parts were, and their lines. */
export interface ArchiveSource {
  readonly year: YearOfSchool;
  readonly parts: readonly PartDigest[];
  lines(name: string): AsyncIterable<string>;
}

/** Tables that hold an archive while it is proved; gone with the transaction. */
const PROOF = 'archive_proof';

async function* withFeeds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** Loads a part's lines into a table; the names in a line say what goes where. */
async function load(
  client: pg.ClientBase,
  schema: string,
  { table, columns }: ArchivePart,
  lines: AsyncIterable<string>,
): Promise<void> {
  const target = `${pg.escapeIdentifier(schema)}."${table}"`;
  const listed = columns.map((column) => `"${column}"`).join(', ');
  await client.query('CREATE TEMP TABLE archive_line (line text) ON COMMIT DROP');
  const text = `COPY archive_line FROM STDIN (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')`;
  await pipeline(Readable.from(withFeeds(lines)), client.query(from(text)));
  await client.query(`INSERT INTO ${target} (${listed})
    SELECT ${columns.map((column) => `r."${column}"`).join(', ')}
    FROM archive_line, json_populate_record(null::public."${table}", line::json) r`);
  await client.query('DROP TABLE archive_line');
}

const partsOf = ({ parts }: ArchiveSource): readonly ArchivePart[] =>
  archiveParts.flatMap((part) => {
    const then = parts.find(({ name }) => name === part.name);
    return then ? [{ ...part, columns: then.columns }] : [];
  });

/**
 * Restores an archive into tables of their own, reads it out of them again, and throws them away: what comes out must
 * be what went in. Gives the parts that are not.
 */
export async function proveRestore(store: Store, source: ArchiveSource): Promise<readonly string[]> {
  const client = await store.connect();
  try {
    await client.query('BEGIN');
    await client.query(SETTINGS);
    await client.query(`CREATE SCHEMA ${PROOF}`);
    const wrong: string[] = [];
    for (const part of partsOf(source)) {
      await client.query(
        `CREATE TABLE ${PROOF}."${part.table}" (LIKE public."${part.table}" INCLUDING DEFAULTS)`,
      );
      await load(client, PROOF, part, source.lines(part.name));
    }
    await client.query(`SET LOCAL search_path TO ${PROOF}, public`);
    for (const part of partsOf(source)) {
      const { sha256 } = await digestOf(part, linesOf(client, part, source.year, PROOF));
      if (sha256 !== source.parts.find(({ name }) => name === part.name)?.sha256) wrong.push(part.name);
    }
    await client.query('ROLLBACK');
    return wrong;
  } finally {
    await client.end();
  }
}

/** Whether a school holds any record: into such a school nothing is restored. */
export async function isEmptySchool(store: Store, schoolId: string): Promise<boolean> {
  for (const { table, name } of archiveParts) {
    if (name === 'identity') continue;
    const { rowCount } = await store.pool.query(`SELECT FROM "${table}" WHERE school_id = $1 LIMIT 1`, [
      schoolId,
    ]);
    if (rowCount) return false;
  }
  return true;
}

/** Restores an archive into its school, all of it or nothing. The school must be empty: see {@link isEmptySchool}. */
export async function restoreYear(store: Store, source: ArchiveSource): Promise<void> {
  await inTransaction(store, async (client) => {
    await client.query(SETTINGS);
    for (const part of partsOf(source)) await load(client, 'public', part, source.lines(part.name));
  });
}
