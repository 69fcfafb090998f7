import { err, ok, type Result } from '../model/result.ts';
import { appendAudit } from './audit.ts';
import { type FindingState, inTransaction } from './findings.ts';
import type { Store } from './open.ts';

/** What a person does about a finding, with the states that it may be in before, and the one after. */
export const findingActions = {
  explained: { from: ['open', 'explained'], to: 'explained' },
  closed: { from: ['open', 'explained'], to: 'closed' },
  reopened: { from: ['explained', 'closed'], to: 'open' },
} as const satisfies Record<string, { from: readonly FindingState[]; to: FindingState }>;

/** See {@link findingActions}. */
export type FindingAction = keyof typeof findingActions;

/** What somebody says about a finding. */
export interface FindingWord {
  readonly findingId: string;
  readonly action: FindingAction;
  readonly text: string | null;
  /** The client of the API, or `cli`. */
  readonly by: string;
  readonly now: Date;
}

/** There is no such finding, or what is asked does not fit the state that it is in. */
export type FindingFault =
  | { readonly code: 'finding.unknown' }
  | { readonly code: 'finding.wrong_state'; readonly state: FindingState };

/** Keeps what a person says about a finding: its state, the words, and who it was. */
export async function noteFinding(
  store: Store,
  { findingId, action, text, by, now }: FindingWord,
): Promise<Result<FindingState, FindingFault>> {
  const { from, to } = findingActions[action];
  return inTransaction(store, async (client) => {
    const { rows } = await client.query<{ school_id: string; state: FindingState }>(
      'SELECT school_id, state FROM finding WHERE finding_id = $1 FOR UPDATE',
      [findingId],
    );
    const [row] = rows;
    if (!row) return err({ code: 'finding.unknown' });
    const { school_id: schoolId, state } = row;
    // Said before: saying it again changes nothing. Only an explanation may be written anew.
    if (state === to && action !== 'explained') return ok(to);
    if (!(from as readonly FindingState[]).includes(state))
      return err({ code: 'finding.wrong_state', state });
    await client.query(
      `UPDATE finding SET state = $3, changed_at = $4, closed_at = CASE WHEN $3 = 'closed' THEN $4::timestamptz END
       WHERE school_id = $1 AND finding_id = $2`,
      [schoolId, findingId, to, now],
    );
    await client.query(
      'INSERT INTO finding_note (school_id, finding_id, action, text, by, at) VALUES ($1, $2, $3, $4, $5, $6)',
      [schoolId, findingId, action, text, by, now],
    );
    // The words stay with the finding: they may name somebody, and the chain is for ever.
    const object = `finding/${findingId}`;
    await appendAudit(client, { schoolId, at: now, by, action: `finding.${action}`, object, details: {} });
    return ok(to);
  });
}
