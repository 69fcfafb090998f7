import type { Store } from '../open.ts';
import type { TransferKey } from './rows.ts';

/** What is told of a kept mapping without reading it. */
export interface MappingHead {
  /** Of both sides and of every answer. */
  readonly version: string;
  /** How many lines wait for an answer. */
  readonly questions: number;
  readonly changedAt: Date;
}

/** A mapping as it is kept; what its parts are made of is not the store's to know. */
export interface KeptMapping extends MappingHead {
  readonly document: unknown;
  readonly ground: unknown;
}

/** Keeps the mapping of a transfer in the place of the one before. */
export async function keepMapping(
  store: Store,
  { schoolId, transferId }: TransferKey,
  { version, questions, document, ground, changedAt }: KeptMapping,
): Promise<void> {
  await store.pool.query(
    `INSERT INTO transfer_mapping (school_id, transfer_id, version, questions, document, ground, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (school_id, transfer_id) DO UPDATE SET version = excluded.version, questions = excluded.questions,
       document = excluded.document, ground = excluded.ground, changed_at = excluded.changed_at`,
    [schoolId, transferId, version, questions, JSON.stringify(document), JSON.stringify(ground), changedAt],
  );
}

/** Puts another document in the place of one version; false where somebody was quicker. */
export async function changeMapping(
  store: Store,
  { schoolId, transferId }: TransferKey,
  before: string,
  { version, questions, document, changedAt }: Omit<KeptMapping, 'ground'>,
): Promise<boolean> {
  const { rowCount } = await store.pool.query(
    `UPDATE transfer_mapping SET version = $4, questions = $5, document = $6, changed_at = $7
     WHERE school_id = $1 AND transfer_id = $2 AND version = $3`,
    [schoolId, transferId, before, version, questions, JSON.stringify(document), changedAt],
  );
  return (rowCount ?? 0) > 0;
}

/** The kept mapping of a transfer, or null. */
export async function getMapping(
  store: Store,
  { schoolId, transferId }: TransferKey,
): Promise<KeptMapping | null> {
  const { rows } = await store.pool.query<KeptMapping>(
    `SELECT version, questions, document, ground, changed_at AS "changedAt" FROM transfer_mapping
     WHERE school_id = $1 AND transfer_id = $2`,
    [schoolId, transferId],
  );
  return rows[0] ?? null;
}

/** The same without the mapping itself. */
export async function getMappingHead(
  store: Store,
  { schoolId, transferId }: TransferKey,
): Promise<MappingHead | null> {
  const { rows } = await store.pool.query<MappingHead>(
    `SELECT version, questions, changed_at AS "changedAt" FROM transfer_mapping
     WHERE school_id = $1 AND transfer_id = $2`,
    [schoolId, transferId],
  );
  return rows[0] ?? null;
}
