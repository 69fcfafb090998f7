import { createHash } from 'node:crypto';
import type pg from 'pg';
import { registerLock } from './ingest/keys.ts';
import type { Store } from './open.ts';

/** Something that somebody did. Nothing personal goes in: ids, codes and days only. */
export interface AuditEntry {
  readonly schoolId: string;
  readonly at: Date;
  /** The client of the API, or `cli`. */
  readonly by: string;
  /** `consent-given`, `permit-granted`. */
  readonly action: string;
  /** What it was done to: `consent/<id>`. */
  readonly object: string;
  readonly details: Readonly<Record<string, string | null>>;
}

/** A place in a chain. Whoever wrote it down elsewhere can tell later that nothing before it was touched. */
export interface AuditHead {
  readonly entryNo: string;
  /** Hexadecimal. */
  readonly hash: string;
}

/** What an examination of a school's chain found. */
export interface AuditReport {
  readonly entries: number;
  /** Null for an empty chain. */
  readonly head: AuditHead | null;
  /** The first entry that is not what was written, or where one is not there; null when the chain is whole. */
  readonly broken: {
    readonly entryNo: string;
    readonly cause: 'changed' | 'missing' | 'not_expected';
  } | null;
}

/** Before the first entry. */
const NOTHING = Buffer.alloc(32);

/** The same value gives the same text, whatever order its keys are in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}

function hashOf(before: Buffer, entryNo: string, entry: AuditEntry): Buffer {
  const { schoolId, at, by, action, object, details } = entry;
  const content = [schoolId, entryNo, at.toISOString(), by, action, object, canonical(details)];
  return createHash('sha256').update(before).update(JSON.stringify(content)).digest();
}

/**
 * Adds an entry to the school's chain within the caller's transaction, so that neither stands without the other.
 * Others who write wait until it ends.
 */
export async function appendAudit(client: pg.ClientBase, entry: AuditEntry): Promise<void> {
  const { schoolId, at, by, action, object, details } = entry;
  await client.query('SELECT pg_advisory_xact_lock($1)', [registerLock(schoolId)]);
  const { rows } = await client.query<{ entry_no: string; hash: Buffer }>(
    'SELECT entry_no, hash FROM audit WHERE school_id = $1 ORDER BY entry_no DESC LIMIT 1',
    [schoolId],
  );
  const [last] = rows;
  const entryNo = String(BigInt(last?.entry_no ?? 0) + 1n);
  await client.query(
    `INSERT INTO audit (school_id, entry_no, at, by, action, object, details, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [schoolId, entryNo, at, by, action, object, details, hashOf(last?.hash ?? NOTHING, entryNo, entry)],
  );
}

interface StoredEntry extends Omit<AuditEntry, 'schoolId'> {
  readonly entryNo: string;
  readonly hash: Buffer;
}

const PAGE = 2_000;

async function* entriesOf(store: Store, schoolId: string): AsyncGenerator<StoredEntry> {
  let after = '-9223372036854775808';
  for (;;) {
    const { rows } = await store.pool.query<StoredEntry>(
      `SELECT entry_no AS "entryNo", at, by, action, object, details, hash FROM audit
       WHERE school_id = $1 AND entry_no > $2 ORDER BY entry_no LIMIT ${PAGE}`,
      [schoolId, after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.entryNo;
  }
}

/**
 * Reads a school's chain from its beginning and tells the first entry that is not as it was written. That its end
 * was cut off no chain can know of itself: `expected` is a head written down before.
 */
export async function verifyAudit(
  store: Store,
  schoolId: string,
  expected: AuditHead | null = null,
): Promise<AuditReport> {
  let entries = 0;
  let before: Buffer = NOTHING;
  let head: AuditHead | null = null;
  let met = expected === null;
  for await (const { entryNo, hash, ...entry } of entriesOf(store, schoolId)) {
    const next = String(entries + 1);
    if (entryNo !== next) return { entries, head, broken: { entryNo: next, cause: 'missing' } };
    if (!hashOf(before, entryNo, { schoolId, ...entry }).equals(hash)) {
      return { entries, head, broken: { entryNo, cause: 'changed' } };
    }
    entries += 1;
    before = hash;
    head = { entryNo, hash: hash.toString('hex') };
    if (entryNo === expected?.entryNo) {
      if (head.hash !== expected.hash) return { entries, head, broken: { entryNo, cause: 'not_expected' } };
      met = true;
    }
  }
  const cut = expected !== null && !met ? String(entries + 1) : null;
  return { entries, head, broken: cut === null ? null : { entryNo: cut, cause: 'missing' } };
}
