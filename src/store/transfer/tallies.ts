import type { EntityName } from '../../model/entities.ts';
import type { Store } from '../open.ts';
import type { TransferKey } from './rows.ts';
import type { Fate, RowState } from './types.ts';

/** How many rows are alike in everything that is named. */
export interface TransferTally {
  readonly entity: EntityName;
  readonly fate: Fate;
  readonly state: RowState;
  readonly reason: string | null;
  readonly rows: number;
}

/** What becomes of how many rows, and why. */
export async function tallyTransfer(
  store: Store,
  { schoolId, transferId }: TransferKey,
): Promise<readonly TransferTally[]> {
  const { rows } = await store.pool.query<TransferTally>(
    `SELECT entity, fate, state, reason, count(*)::int AS rows FROM transfer_row
     WHERE school_id = $1 AND transfer_id = $2 GROUP BY entity, fate, state, reason
     ORDER BY entity, fate, state, reason`,
    [schoolId, transferId],
  );
  return rows;
}

/** The same by class and subject; null where a row is of none. */
export interface PlaceTally extends Omit<TransferTally, 'state'> {
  readonly classId: string | null;
  readonly subjectId: string | null;
}

/** The inventory: what the plan says of how many rows of which class and subject. */
export async function tallyPlaces(
  store: Store,
  { schoolId, transferId }: TransferKey,
): Promise<readonly PlaceTally[]> {
  const { rows } = await store.pool.query<PlaceTally>(
    `SELECT entity, class_id AS "classId", subject_id AS "subjectId", fate, reason, count(*)::int AS rows
     FROM transfer_row WHERE school_id = $1 AND transfer_id = $2 AND fate <> 'gone'
     GROUP BY entity, class_id, subject_id, fate, reason ORDER BY entity, class_id, subject_id, fate, reason`,
    [schoolId, transferId],
  );
  return rows;
}

/** Students of whom something is held back, with the reason: they are to be named. */
export async function heldStudents(
  store: Store,
  { schoolId, transferId }: TransferKey,
): Promise<readonly { readonly studentId: string; readonly reason: string; readonly rows: number }[]> {
  const { rows } = await store.pool.query<{ studentId: string; reason: string; rows: number }>(
    `SELECT student_id AS "studentId", reason, count(*)::int AS rows FROM transfer_row
     WHERE school_id = $1 AND transfer_id = $2 AND fate = 'hold' AND student_id IS NOT NULL
     GROUP BY student_id, reason ORDER BY student_id, reason`,
    [schoolId, transferId],
  );
  return rows;
}

/** How many rows that are to be written have come to an end, and of how many. */
export async function transferProgress(
  store: Store,
  { schoolId, transferId }: TransferKey,
): Promise<{ readonly done: number; readonly total: number }> {
  const { rows } = await store.pool.query<{ done: number; total: number }>(
    `SELECT (count(*) FILTER (WHERE state NOT IN ('planned', 'writing')))::int AS done, count(*)::int AS total
     FROM transfer_row WHERE school_id = $1 AND transfer_id = $2 AND fate IN ('arrive', 'change')
       AND (ours OR target_key IS NULL)`,
    [schoolId, transferId],
  );
  return rows[0] ?? { done: 0, total: 0 };
}

/** Whether the target has, or may have, anything that a transfer gave it. */
export async function hasWritten(store: Store, { schoolId, transferId }: TransferKey): Promise<boolean> {
  const { rows } = await store.pool.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM transfer_row WHERE school_id = $1 AND transfer_id = $2
       AND ((ours AND target_key IS NOT NULL) OR state = 'writing')) AS found`,
    [schoolId, transferId],
  );
  return rows[0]?.found === true;
}

/** Rows that we wrote, or may have, and that are to be taken back: by entity. */
export async function tallyTakenBack(
  store: Store,
  { schoolId, transferId }: TransferKey,
): Promise<readonly Pick<TransferTally, 'entity' | 'rows'>[]> {
  const { rows } = await store.pool.query<Pick<TransferTally, 'entity' | 'rows'>>(
    `SELECT entity, count(*)::int AS rows FROM transfer_row
     WHERE school_id = $1 AND transfer_id = $2 AND fate IN ('gone', 'hold', 'leave')
       AND ((ours AND target_key IS NOT NULL) OR state = 'writing')
     GROUP BY entity ORDER BY entity`,
    [schoolId, transferId],
  );
  return rows;
}
