import type { Store } from '../open.ts';
import type { TransferKey } from './rows.ts';

/** What a transfer opened in its target to hold rows: works for marks that the source knows no work of. */
export interface TransferOpenings {
  readonly note: (targetKey: string) => Promise<void>;
  readonly among: (targetKeys: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly forget: (targetKey: string) => Promise<void>;
}

const INTO = `INSERT INTO transfer_opening (school_id, transfer_id, target_key) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING`;
const AMONG = `SELECT target_key AS key FROM transfer_opening
  WHERE school_id = $1 AND transfer_id = $2 AND target_key = ANY ($3::text[])`;
const OUT = 'DELETE FROM transfer_opening WHERE school_id = $1 AND transfer_id = $2 AND target_key = $3';

/** The openings of one transfer. */
export const openingsOf = (store: Store, { schoolId, transferId }: TransferKey): TransferOpenings => ({
  note: async (key) => {
    await store.pool.query(INTO, [schoolId, transferId, key]);
  },
  among: async (keys) => {
    if (keys.length === 0) return new Set();
    const { rows } = await store.pool.query<{ key: string }>(AMONG, [schoolId, transferId, [...keys]]);
    return new Set(rows.map(({ key }) => key));
  },
  forget: async (key) => {
    await store.pool.query(OUT, [schoolId, transferId, key]);
  },
});
