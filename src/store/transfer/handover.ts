import type { Store } from '../open.ts';
import type { Transfer } from './types.ts';

/** What a transfer hands over: of which school and days, and when its source was last read to the end. */
export interface TransferHandover {
  readonly school: string;
  readonly municipality: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly extractedAt: string | null;
}

const SQL = `SELECT s.name AS school, s.municipality,
    (SELECT max(r.finished_at) FROM run r WHERE r.school_id = s.school_id AND r.source = $2
      AND r.state = 'succeeded' AND NOT r.dry_run) AS "readAt"
  FROM school s WHERE s.school_id = $1`;

/** See {@link TransferHandover}. */
export async function handoverOf(
  store: Store,
  { schoolId, source, fromDay, toDay }: Pick<Transfer, 'schoolId' | 'source' | 'fromDay' | 'toDay'>,
): Promise<TransferHandover> {
  const { rows } = await store.pool.query<{ school: string; municipality: string; readAt: Date | null }>(
    SQL,
    [schoolId, source],
  );
  const [row] = rows;
  if (!row) throw new Error('a transfer of a school that is not there');
  const { school, municipality, readAt } = row;
  const period = { from: fromDay, to: toDay };
  return { school, municipality, period, extractedAt: readAt?.toISOString() ?? null };
}
