import type { EntityName } from '../../model/entities.ts';
import type { Store } from '../open.ts';
import { tableOf } from '../schema/columns.ts';
import { inScopeSql, type SourceScope, scopeValues } from './source-rows.ts';
import type { Fate, PlannedRow, RowState, Transfer, TransferRow } from './types.ts';

/** Which transfer is meant. */
export type TransferKey = Pick<Transfer, 'schoolId' | 'transferId'>;

/**
 * What we wrote, or found standing there, with the same content stays as it is; what we gave to the target without an answer stays in doubt;
 * everything else is planned anew.
 */
const STATE = `CASE WHEN r.state = 'writing' AND r.target_key IS NULL AND n.matched IS NULL THEN 'writing' ELSE
  CASE n.fate WHEN 'hold' THEN 'held' WHEN 'leave' THEN 'left' ELSE
  CASE WHEN n.matched IS NOT NULL OR (r.state IN ('arrived', 'changed') AND r.written_hash = n.hash)
    THEN CASE n.fate WHEN 'change' THEN 'changed' ELSE 'arrived' END
    WHEN r.state = 'writing' THEN 'writing' ELSE 'planned' END END END`;

const PLAN = `
WITH n AS (SELECT row_id, student_id, class_id, subject_id, term_id, fate, reason, decode(hash, 'hex') AS hash, matched
  FROM unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::text[],
    $13::text[]) AS n(row_id, student_id, class_id, subject_id, term_id, fate, reason, hash, matched))
INSERT INTO transfer_row AS w (school_id, transfer_id, entity, row_id, student_id, class_id, subject_id, term_id, fate,
  state, reason, source_hash, target_key, ours, plan_no)
SELECT $1, $2, $3, n.row_id, n.student_id, n.class_id, n.subject_id, n.term_id, n.fate, ${STATE}, n.reason, n.hash,
  coalesce(n.matched, CASE WHEN r.ours OR r.written_hash = n.hash THEN r.target_key END), coalesce(r.ours, false) AND n.matched IS NULL, $4
FROM n LEFT JOIN LATERAL (SELECT * FROM transfer_row o WHERE o.school_id = $1 AND o.transfer_id = $2
  AND o.entity = $3 AND o.row_id = n.row_id OFFSET 0) r ON true
ON CONFLICT (school_id, transfer_id, entity, row_id) DO UPDATE SET student_id = excluded.student_id,
  class_id = excluded.class_id, subject_id = excluded.subject_id, term_id = excluded.term_id, fate = excluded.fate,
  state = excluded.state, reason = excluded.reason, source_hash = excluded.source_hash,
  target_key = excluded.target_key, ours = excluded.ours, plan_no = excluded.plan_no`;

/** Writes what a plan found for rows of one entity, beside what earlier runs made of them. */
export async function putPlanned(
  store: Store,
  { schoolId, transferId }: TransferKey,
  planNo: number,
  entity: EntityName,
  rows: readonly PlannedRow[],
): Promise<void> {
  await store.pool.query(PLAN, [
    schoolId,
    transferId,
    entity,
    planNo,
    rows.map(({ rowId }) => rowId),
    rows.map(({ studentId }) => studentId),
    rows.map(({ classId }) => classId),
    rows.map(({ subjectId }) => subjectId),
    rows.map(({ termId }) => termId),
    rows.map(({ fate }) => fate),
    rows.map(({ reason }) => reason),
    rows.map(({ sourceHash }) => sourceHash),
    rows.map(({ matchedKey }) => matchedKey),
  ]);
}

/** Marks what a plan did not see: of what nothing was written nothing is kept. */
export async function markGone(
  store: Store,
  { schoolId, transferId }: TransferKey,
  planNo: number,
): Promise<void> {
  await store.pool.query(
    `WITH never AS (DELETE FROM transfer_row WHERE school_id = $1 AND transfer_id = $2 AND plan_no < $3
       AND state NOT IN ('removed', 'stays', 'writing') AND (NOT ours OR target_key IS NULL) RETURNING row_id)
     UPDATE transfer_row SET fate = 'gone', reason = 'transfer.gone',
       state = CASE WHEN state IN ('removed', 'writing') THEN state ELSE 'stays' END
     WHERE school_id = $1 AND transfer_id = $2 AND plan_no < $3 AND fate <> 'gone' AND ours
       AND (target_key IS NOT NULL OR state = 'writing')`,
    [schoolId, transferId, planNo],
  );
}

/** Forgets a row that the source gave up before anything of it was written. */
export async function forgetRows(
  store: Store,
  { schoolId, transferId }: TransferKey,
  entity: EntityName,
  rowIds: readonly string[],
): Promise<void> {
  await store.pool.query(
    'DELETE FROM transfer_row WHERE school_id = $1 AND transfer_id = $2 AND entity = $3 AND row_id = ANY ($4::uuid[])',
    [schoolId, transferId, entity, rowIds],
  );
}

/** What is read of a row. */
export const COLUMNS = `entity, row_id AS "rowId", student_id AS "studentId", class_id AS "classId", subject_id AS "subjectId",
  term_id AS "termId", fate, state, reason, encode(source_hash, 'hex') AS "sourceHash",
  encode(written_hash, 'hex') AS "writtenHash", target_key AS "targetKey", ours`;

/** Which rows of a transfer; each further word narrows it. */
export interface RowFilter {
  readonly entity?: EntityName;
  readonly fates?: readonly Fate[];
  readonly states?: readonly RowState[];
  /** Only what we wrote and the target has. */
  readonly written?: true;
}

/** Rows in the order of their ids behind `after`; all of one entity. */
export async function rowsBehind(
  store: Store,
  { schoolId, transferId }: TransferKey,
  filter: RowFilter & { readonly entity: EntityName },
  after: string | null,
  limit: number,
): Promise<readonly TransferRow[]> {
  const { entity, fates = null, states = null, written = false } = filter;
  const { rows } = await store.pool.query<TransferRow>(
    `SELECT ${COLUMNS} FROM transfer_row
     WHERE school_id = $1 AND transfer_id = $2 AND entity = $3 AND row_id > $4
       AND ($5::text[] IS NULL OR fate = ANY ($5)) AND ($6::text[] IS NULL OR state = ANY ($6))
       AND (NOT $7::boolean OR (ours AND target_key IS NOT NULL))
     ORDER BY row_id LIMIT ${limit}`,
    [
      schoolId,
      transferId,
      entity,
      after ?? '00000000-0000-0000-0000-000000000000',
      fates && [...fates],
      states && [...states],
      written,
    ],
  );
  return rows;
}

/** The same, page after page to the end. Rows may be changed meanwhile. */
export async function* rowPages(
  store: Store,
  transfer: TransferKey,
  filter: RowFilter & { readonly entity: EntityName },
  size: number,
): AsyncGenerator<readonly TransferRow[]> {
  let after: string | null = null;
  for (;;) {
    const rows: readonly TransferRow[] = await rowsBehind(store, transfer, filter, after, size);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < size) return;
    after = last.rowId;
  }
}

/** Notes that rows are about to be given to the target: from now on nobody knows whether they are there. */
export async function markWriting(
  store: Store,
  { schoolId, transferId }: TransferKey,
  entity: EntityName,
  rowIds: readonly string[],
): Promise<void> {
  await store.pool.query(
    `UPDATE transfer_row SET state = 'writing', ours = true
     WHERE school_id = $1 AND transfer_id = $2 AND entity = $3 AND row_id = ANY ($4::uuid[])`,
    [schoolId, transferId, entity, rowIds],
  );
}

/** Rows of one entity that the source has no more since they were planned. */
export async function rowsWithoutSource(
  store: Store,
  { transferId }: TransferKey,
  scope: SourceScope,
  entity: EntityName,
): Promise<readonly TransferRow[]> {
  const { rows } = await store.pool.query<TransferRow>(
    `SELECT ${COLUMNS} FROM transfer_row r
     WHERE r.school_id = $1 AND r.transfer_id = $5 AND r.entity = $6 AND r.fate <> 'gone'
       AND NOT EXISTS (SELECT 1 FROM "${tableOf(entity).name}" t WHERE ${inScopeSql(entity)} AND t.id = r.row_id)
     ORDER BY row_id`,
    [...scopeValues(scope), transferId, entity],
  );
  return rows;
}

/** Rows by their ids. */
export async function rowsById(
  store: Store,
  { schoolId, transferId }: TransferKey,
  entity: EntityName,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, TransferRow>> {
  const { rows } = await store.pool.query<TransferRow>(
    `SELECT ${COLUMNS} FROM transfer_row
     WHERE school_id = $1 AND transfer_id = $2 AND entity = $3 AND row_id = ANY ($4::uuid[])`,
    [schoolId, transferId, entity, rowIds],
  );
  return new Map(rows.map((row) => [row.rowId, row]));
}

/** How far a row has come. */
export interface Settled {
  readonly rowId: string;
  readonly fate: Fate;
  readonly state: RowState;
  readonly reason: string | null;
  readonly sourceHash: string | null;
  readonly writtenHash: string | null;
  readonly targetKey: string | null;
  /** Whether we wrote it; left out where that stays as it was. */
  readonly ours?: boolean;
}

/** Writes how far rows of one entity have come, all at once. */
export async function settleRows(
  store: Store,
  { schoolId, transferId }: TransferKey,
  entity: EntityName,
  rows: readonly Settled[],
): Promise<void> {
  if (rows.length === 0) return;
  await store.pool.query(
    `UPDATE transfer_row t SET fate = n.fate, state = n.state, reason = n.reason,
       source_hash = decode(n.source_hash, 'hex'), written_hash = decode(n.written_hash, 'hex'), target_key = n.key,
       ours = coalesce(n.ours, t.ours)
     FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::boolean[])
       AS n(row_id, fate, state, reason, source_hash, written_hash, key, ours)
     WHERE t.school_id = $1 AND t.transfer_id = $2 AND t.entity = $3 AND t.row_id = n.row_id`,
    [
      schoolId,
      transferId,
      entity,
      rows.map(({ rowId }) => rowId),
      rows.map(({ fate }) => fate),
      rows.map(({ state }) => state),
      rows.map(({ reason }) => reason),
      rows.map(({ sourceHash }) => sourceHash),
      rows.map(({ writtenHash }) => writtenHash),
      rows.map(({ targetKey }) => targetKey),
      rows.map(({ ours = null }: { readonly ours?: boolean | null }) => ours),
    ],
  );
}

/** Of these keys of the target those under which rows of ours, but for `except`, stand already, with the row. */
export async function keysTaken(
  store: Store,
  { schoolId, transferId }: TransferKey,
  entity: EntityName,
  keys: readonly string[],
  except: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await store.pool.query<{ key: string; id: string }>(
    `SELECT target_key AS key, row_id AS id FROM transfer_row
     WHERE school_id = $1 AND transfer_id = $2 AND entity = $3 AND target_key = ANY ($4::text[])
       AND row_id <> ALL ($5::uuid[])`,
    [schoolId, transferId, entity, keys, except],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** What became of rows that others refer to. */
export type KnownRow = Pick<TransferRow, 'rowId' | 'fate' | 'state' | 'targetKey' | 'ours'> & {
  readonly planNo: number;
};

/** Looks rows of one entity up by their ids. */
export async function knownRows(
  store: Store,
  { schoolId, transferId }: TransferKey,
  entity: EntityName,
  rowIds: readonly string[],
): Promise<readonly KnownRow[]> {
  const { rows } = await store.pool.query<KnownRow>(
    `SELECT row_id AS "rowId", fate, state, target_key AS "targetKey", ours, plan_no AS "planNo" FROM transfer_row
     WHERE school_id = $1 AND transfer_id = $2 AND entity = $3 AND row_id = ANY ($4::uuid[])`,
    [schoolId, transferId, entity, rowIds],
  );
  return rows;
}
