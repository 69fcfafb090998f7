import { appendAudit } from '../audit.ts';
import { inTransaction } from '../findings.ts';
import type { Store } from '../open.ts';
import type { TransferKey } from './rows.ts';

/** Somebody's step in a transfer. */
export interface TransferNote {
  /** `migration-planned`, `migration-run`. */
  readonly action: string;
  /** The client of the API, or `cli`. */
  readonly by: string;
  readonly at: Date;
  readonly details: Readonly<Record<string, string | null>>;
}

/** Puts a step into the school's chain of who did what. */
export async function noteTransfer(
  store: Store,
  { schoolId, transferId }: TransferKey,
  note: TransferNote,
): Promise<void> {
  await inTransaction(store, (client) =>
    appendAudit(client, { schoolId, object: `migration/${transferId}`, ...note }),
  );
}
