import type pg from 'pg';
import type { EntityName } from '../../model/entities.ts';
import { tableOf } from '../schema/columns.ts';
import { acceptedSql, type Held, isHeld, shownSql } from '../withheld.ts';
import type { Closings } from './closings.ts';
import { lastSeenSql } from './last-seen.ts';
import type { IngestOptions } from './types.ts';

/** The day from which a record's window is counted, of a row `t`. */
const ANCHORS: Readonly<Record<Held, string>> = {
  mark: 't.date',
  attendance: 't.date',
  termMark: `(SELECT max(q.end_day) FROM term q WHERE q.school_id = t.school_id AND q.deleted_at IS NULL
    AND (q.id = t.term_id OR (t.term_id IS NULL AND q.academic_year_id = t.academic_year_id)))`,
};

/** Whether the password of whoever put the record was in other hands since it was last seen otherwise. */
const leakedSql = (teachers: readonly string[], lastSeen: string): string => `EXISTS (
  SELECT 1 FROM control_event v
  WHERE v.school_id = t.school_id AND v.kind = 'credential_leak' AND v.deleted_at IS NULL
    AND v.staff_id IN (${teachers.join(', ')}) AND NOT EXISTS (
      SELECT 1 FROM control_event i
      WHERE i.school_id = v.school_id AND i.kind = 'credentials_issued' AND i.deleted_at IS NULL
        AND i.staff_id = v.staff_id AND i.day >= v.day
        AND coalesce(i.at, (i.day + 2)::timestamptz) <= ${lastSeen}))`;

/**
 * Whether the record was closed when it was last seen otherwise. Too many are held rather than too few: permits
 * are looked at afterwards, and whatever the evaluation does not confirm is let go.
 */
function closedSql(entity: Held, lastSeen: string, closings: Closings, teachers = ['t.teacher_id']): string {
  const closing = closings.get(entity);
  const parts = [
    closing?.afterDays == null
      ? ''
      : `${lastSeen} >= (${ANCHORS[entity]} + ${Math.trunc(closing.afterDays) + 1})::timestamp AT TIME ZONE
          (SELECT time_zone FROM school WHERE school_id = t.school_id)`,
    closing?.byTermMark && entity === 'mark'
      ? `EXISTS (SELECT 1 FROM term_mark m JOIN term q ON q.school_id = m.school_id AND q.id = m.term_id
          WHERE m.school_id = t.school_id AND m.student_id = t.student_id AND m.subject_id = t.subject_id
            AND m.source = t.source AND m.deleted_at IS NULL AND m.first_seen_at <= ${lastSeen}
            AND t.date BETWEEN q.start_day AND q.end_day)`
      : '',
    closing?.afterLeak && entity === 'mark' ? leakedSql(teachers, lastSeen) : '',
  ].filter(Boolean);
  return `(${parts.join(' OR ')})`;
}

/** Nobody would evaluate, and let go, what belongs to no class. */
const HAS_CLASS = `EXISTS (SELECT 1 FROM enrolment e
  WHERE e.school_id = t.school_id AND e.student_id = t.student_id AND e.deleted_at IS NULL)`;

/** What is held already stays as it is, and becomes another version: an evaluation under way knows nothing of it. */
const holding = (entity: Held, accepted: string, from: string, conditions: readonly string[]): string => `
INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since, finding_id)
SELECT t.school_id, '${entity}', t.id, t.student_id, ${accepted}, $3, NULL
FROM ${from}
WHERE ${[...conditions, HAS_CLASS].join(' AND ')}
ORDER BY t.id
ON CONFLICT (school_id, entity, row_id) DO UPDATE SET since = withheld.since`;

/** Whether changes of an entity may have to wait in this school. */
export const mayHold = (entity: EntityName, closings: Closings): entity is Held =>
  isHeld(entity) && closings.has(entity);

/** Before changed rows are written: holds those that come too late. `changes` has the new ones. */
export async function holdChanged(
  client: pg.Client,
  options: IngestOptions,
  closings: Closings,
  entity: EntityName,
  changes: string,
): Promise<void> {
  if (!mayHold(entity, closings)) return;
  const accepted = `CASE WHEN t.deleted_at IS NULL THEN ${acceptedSql(entity, 't')} END`;
  const differs = `(t.deleted_at IS NOT NULL OR (${shownSql(entity, 't')}) IS DISTINCT FROM (${shownSql(entity, 'n')}))`;
  const from = `${changes} n JOIN public."${tableOf(entity).name}" t ON t.school_id = $1 AND t.id = n.id`;
  const closed = closedSql(entity, lastSeenSql(entity), closings, ['t.teacher_id', 'n.teacher_id']);
  await client.query(holding(entity, accepted, from, [differs, closed]), values(options));
}

/** After new rows were written: holds those that come too late; nobody sees them. */
export async function holdAdded(
  client: pg.Client,
  options: IngestOptions,
  closings: Closings,
  entity: EntityName,
  batch: { readonly number: number; readonly added: readonly number[] },
): Promise<void> {
  if (!mayHold(entity, closings) || batch.added.length === 0) return;
  const from = `stage s JOIN public."${tableOf(entity).name}" t ON t.school_id = $1 AND t.id = s.id`;
  const conditions = [
    '$2::bigint IS NOT NULL AND s.batch = $4 AND s.ord = ANY($5::int[])',
    closedSql(entity, 't.absent_at', closings),
  ];
  await client.query(holding(entity, 'NULL', from, conditions), [
    ...values(options),
    batch.number,
    batch.added,
  ]);
}

/** Before gone rows are marked deleted: holds those that went too late; they go on being seen. */
export async function holdGone(
  client: pg.Client,
  options: IngestOptions,
  closings: Closings,
  entity: EntityName,
): Promise<void> {
  if (!mayHold(entity, closings)) return;
  const from = `pending_gone p JOIN public."${tableOf(entity).name}" t ON t.school_id = p.school_id AND t.id = p.row_id`;
  const conditions = [
    `p.school_id = $1 AND p.run_id = $2 AND p.entity = '${entity}' AND t.deleted_at IS NULL`,
    closedSql(entity, 'p.last_seen_at', closings),
  ];
  await client.query(holding(entity, acceptedSql(entity, 't'), from, conditions), values(options));
}

const values = ({ schoolId, runId, observedAt }: IngestOptions): unknown[] => [schoolId, runId, observedAt];
