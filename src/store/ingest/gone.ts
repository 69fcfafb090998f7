import type pg from 'pg';
import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';
import { tableOf } from '../schema/columns.ts';
import type { Cover } from './coverage.ts';
import { holdGone } from './hold.ts';
import { lastSeenSql } from './last-seen.ts';
import type { GoneCount, IngestOptions } from './types.ts';
import type { Watch } from './watch.ts';

const columnOf = (entity: EntityName, field: string): string =>
  `t."${tableOf(entity).fields.find((column) => column.field === field)?.name ?? field}"`;

/** Whether the source has rows of the entity at all: where it has none, nothing can be gone. */
export async function hasRows(
  client: pg.Client,
  options: IngestOptions,
  entity: EntityName,
): Promise<boolean> {
  const { rows } = await client.query<{ some: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM public."${tableOf(entity).name}" WHERE school_id = $1 AND source = $2) AS some`,
    [options.schoolId, options.source],
  );
  return rows[0]?.some === true;
}

/** What a covered range is of a row `t`, as SQL. */
function withinSql(entity: EntityName, whole: boolean): string {
  const { owner, day } = entityOf(entity);
  const parts = [
    whole || owner === null ? '' : `${columnOf(entity, owner)} = n.owner`,
    day === null ? '' : `${columnOf(entity, day)} BETWEEN n.from_day AND n.to_day`,
  ].filter(Boolean);
  return parts.length === 0 ? 'true' : parts.join(' AND ');
}

/**
 * Notes the live rows within the covered ranges that are not among the batches of this checkpoint. They are
 * marked deleted at the end of the run, when all of it is known.
 */
export async function noteGone(
  client: pg.Client,
  options: IngestOptions,
  entity: EntityName,
  covers: readonly Cover[],
  whole: boolean,
  batches: readonly number[],
): Promise<number> {
  if (covers.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO pending_gone (school_id, run_id, entity, row_id, last_seen_at)
     SELECT DISTINCT ON (t.id) t.school_id, $2::bigint, $4::text, t.id, ${lastSeenSql(entity)}
     FROM unnest($6::uuid[], $7::date[], $8::date[]) AS n(owner, from_day, to_day)
     CROSS JOIN LATERAL (SELECT t.* FROM public."${tableOf(entity).name}" t
       WHERE t.school_id = $1 AND t.source = $3 AND ${withinSql(entity, whole)} OFFSET 0) AS t
     WHERE t.deleted_at IS NULL AND t.run_id <> $2
       AND t.id NOT IN (SELECT s.id FROM stage s WHERE s.batch = ANY($5::int[]))
     ON CONFLICT DO NOTHING`,
    [
      options.schoolId,
      options.runId,
      options.source,
      entity,
      batches,
      covers.map(({ ownerId }) => ownerId),
      covers.map(({ from }) => from),
      covers.map(({ to }) => to),
    ],
  );
  return rowCount ?? 0;
}

/** Takes back what was noted as gone and is now in this batch: it only moved to another place of the reading. */
export async function takeBack(
  client: pg.Client,
  options: IngestOptions,
  entity: EntityName,
  batch: number,
): Promise<void> {
  await client.query(
    `DELETE FROM pending_gone WHERE school_id = $1 AND run_id = $2 AND entity = $3
       AND row_id = ANY(ARRAY(SELECT id FROM stage WHERE batch = $4))`,
    [options.schoolId, options.runId, entity, batch],
  );
}

/** Notes that earlier runs of this source left behind when they ended without their end. */
export async function forgetEarlierNotes(client: pg.Client, options: IngestOptions): Promise<void> {
  await client.query(
    `DELETE FROM pending_gone p USING run r
     WHERE p.school_id = $1 AND p.run_id <> $2 AND r.school_id = p.school_id AND r.run_id = p.run_id
       AND r.source = $3`,
    [options.schoolId, options.runId, options.source],
  );
}

/** Entities of which this run has noted gone rows, with their number. */
export async function countNotes(
  client: pg.Client,
  options: IngestOptions,
): Promise<Map<EntityName, number>> {
  const { rows } = await client.query<{ entity: string; count: number }>(
    `SELECT entity, count(*)::int AS count FROM pending_gone WHERE school_id = $1 AND run_id = $2 GROUP BY entity`,
    [options.schoolId, options.runId],
  );
  const counts = new Map(rows.map((row) => [row.entity, row.count]));
  return new Map(entityNames.flatMap((name) => (counts.has(name) ? [[name, counts.get(name) ?? 0]] : [])));
}

/**
 * A row whose record was set aside is not gone: it was there, and wrong. Where such a record could not even
 * tell its key it may have been any, so nothing of its entity is taken for gone in this run.
 */
export async function spareQuarantined(client: pg.Client, options: IngestOptions): Promise<void> {
  for (const [entity] of await countNotes(client, options)) {
    await client.query(
      `DELETE FROM pending_gone p USING public."${tableOf(entity).name}" t, quarantine q
       WHERE p.school_id = $1 AND p.run_id = $2 AND p.entity = $3
         AND t.school_id = p.school_id AND t.id = p.row_id
         AND q.school_id = p.school_id AND q.run_id = p.run_id AND q.entity = p.entity
         AND (q.external_key IS NULL OR q.external_key = t.external_key)`,
      [options.schoolId, options.runId, entity],
    );
  }
}

/** The noted rows against all live rows that the source had when the run began. */
export async function countGone(
  client: pg.Client,
  options: IngestOptions,
): Promise<Map<EntityName, GoneCount>> {
  const found = new Map<EntityName, GoneCount>();
  for (const [entity, candidates] of await countNotes(client, options)) {
    const { rows } = await client.query<{ live: number }>(
      `SELECT count(*)::int AS live FROM public."${tableOf(entity).name}"
       WHERE school_id = $1 AND source = $2 AND deleted_at IS NULL AND first_seen_at < $3`,
      [options.schoolId, options.source, options.observedAt],
    );
    found.set(entity, { candidates, live: rows[0]?.live ?? 0 });
  }
  return found;
}

/** Marks the noted rows deleted, each with what it was. */
export async function removeGone(
  client: pg.Client,
  options: IngestOptions,
  { closings, touched }: Watch,
): Promise<void> {
  for (const [entity] of await countNotes(client, options)) {
    await holdGone(client, options, closings, entity);
    await touched.gone(entity);
    const noted = `FROM pending_gone p WHERE p.school_id = $1 AND p.run_id = $2 AND p.entity = $4
      AND t.school_id = p.school_id AND t.id = p.row_id AND t.deleted_at IS NULL`;
    const values = [options.schoolId, options.runId, options.observedAt, entity];
    const table = `public."${tableOf(entity).name}" t`;
    await client.query(
      `INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_before, not_after)
       SELECT t.school_id, $4, t.id, $2, 'gone', to_jsonb(t) - 'content_hash', p.last_seen_at, $3
       ${noted.replace('FROM pending_gone p', `FROM pending_gone p, ${table}`)}`,
      values,
    );
    await client.query(`UPDATE ${table} SET deleted_at = $3, run_id = $2 ${noted}`, values);
  }
}

/** Drops the run's notes. */
export async function dropNotes(client: pg.Client, options: IngestOptions): Promise<void> {
  await client.query('DELETE FROM pending_gone WHERE school_id = $1 AND run_id = $2', [
    options.schoolId,
    options.runId,
  ]);
}
