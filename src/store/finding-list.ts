import type { Day } from '../model/dates.ts';
import type { FindingState } from './findings.ts';
import type { Store } from './open.ts';

/** A finding in a list. */
export interface ListedFinding {
  readonly findingId: string;
  readonly day: Day | null;
  readonly rule: string;
  readonly severity: string;
  readonly regulation: string;
  readonly entry: string;
  readonly clause: string;
  readonly verdict: string;
  readonly state: FindingState;
  readonly count: number;
  readonly message: string;
  readonly advice: string | null;
}

/** Which findings to list; `current` are those that are open or explained. */
export interface FindingListFilter {
  readonly schoolId: string;
  readonly state: string | null;
  readonly rule: string | null;
  readonly regulation: string | null;
  readonly limit: number;
}

/** Findings of one school, the latest day first. */
export async function findingsOf(store: Store, filter: FindingListFilter): Promise<ListedFinding[]> {
  const { schoolId, state, rule, regulation, limit } = filter;
  const { rows } = await store.pool.query<ListedFinding>(
    `SELECT finding_id AS "findingId", day::text, rule, severity, regulation, entry, clause, verdict, state, count,
       message, advice
     FROM finding
     WHERE school_id = $1 AND ($2::text IS NULL OR state = $2 OR ($2 = 'current' AND state IN ('open', 'explained')))
       AND ($3::text IS NULL OR rule = $3) AND ($4::text IS NULL OR regulation = $4)
     ORDER BY day DESC NULLS LAST, finding_id LIMIT $5`,
    [schoolId, state, rule, regulation, limit],
  );
  return rows;
}
