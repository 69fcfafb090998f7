import type pg from 'pg';
import { type EntityName, entityOf } from '../../model/entities.ts';
import { tableOf } from '../schema/columns.ts';
import { copyIn } from './copy.ts';
import { ownersOfChanges } from './digests.ts';
import { holdAdded, holdChanged } from './hold.ts';
import { identityLock } from './keys.ts';
import { lastSeenSql } from './last-seen.ts';
import type { IngestOptions } from './types.ts';
import type { Watch } from './watch.ts';
import type { RowBuffer } from './wire.ts';

const STAGE_COLUMNS = ['batch', 'ord', 'id', 'hash'];

/** A few thousand rows of one entity on their way to the database. */
export interface Batch {
  readonly entity: EntityName;
  /** Number of the batch since the last checkpoint. */
  readonly number: number;
  readonly columns: readonly string[];
  /** The rows whole. */
  readonly rows: RowBuffer;
  /** The same rows as (batch, ordinal, id, hash). */
  readonly keys: RowBuffer;
}

/** What a batch is against what the table has. */
export interface Difference {
  /** Ordinals. */
  readonly added: readonly number[];
  readonly changed: readonly number[];
  readonly unchanged: number;
  readonly outranked: number;
}

/** Tables of the connection alone, gone with it. A dry run has its own `pending_gone`, which hides the real one. */
export async function makeStage(client: pg.Client, dryRun: boolean): Promise<void> {
  // The keys of a checkpoint are held in a hash to see what is gone; too little memory would compare all with all.
  await client.query(`SET work_mem = '64MB'`);
  await client.query(
    `CREATE TEMP TABLE stage (batch int NOT NULL, ord int NOT NULL, id uuid NOT NULL, hash bytea NOT NULL)
     ON COMMIT DELETE ROWS`,
  );
  if (dryRun) await client.query('CREATE TEMP TABLE pending_gone (LIKE public.pending_gone INCLUDING ALL)');
}

/** Makes the connection's own table of rows that change, the first time an entity has such. */
const changesOf = (entity: EntityName): string => `changes_${tableOf(entity).name}`;

/** What a dry run would have written: read before the real table, so that it does not find the same news twice. */
const imaginedOf = (entity: EntityName): string => `imagined_${tableOf(entity).name}`;

const ordinals = (text: string | null): number[] =>
  text === null ? [] : text.slice(1, -1).split(',').map(Number);

function differenceSql(entity: EntityName, options: IngestOptions): string {
  const target = tableOf(entity).name;
  const imagined = options.dryRun
    ? `LEFT JOIN LATERAL (SELECT * FROM ${imaginedOf(entity)} WHERE id = s.id OFFSET 0) i ON true`
    : '';
  const here = options.dryRun ? '(i.id IS NOT NULL OR t.id IS NOT NULL)' : 't.id IS NOT NULL';
  const same = options.dryRun
    ? '(i.hash = s.hash OR (i.id IS NULL AND t.content_hash = s.hash AND t.deleted_at IS NULL))'
    : '(t.content_hash = s.hash AND t.deleted_at IS NULL)';
  // A row that another source has given up is free for whoever still sees it.
  const outranked = entityOf(entity).identity
    ? `(${options.dryRun ? 'i.id IS NULL AND ' : ''}t.deleted_at IS NULL AND t.source <> $3
        AND t.source_rank >= $4)`
    : '($3::text IS NULL AND $4::int IS NULL)';
  // Neither the stage nor a table that is just being filled has statistics, and a planner left alone would compare
  // all with all. OFFSET 0 holds it to one look by the key for each row of the stage.
  return `SELECT array_agg(ord) FILTER (WHERE NOT here)::text AS added,
      array_agg(ord) FILTER (WHERE here AND NOT outranked AND NOT same)::text AS changed,
      count(*) FILTER (WHERE here AND NOT outranked AND same)::int AS unchanged,
      count(*) FILTER (WHERE here AND outranked)::int AS outranked
    FROM (SELECT s.ord, ${here} AS here, coalesce(${same}, false) AS same, coalesce(${outranked}, false) AS outranked
      FROM stage s
      LEFT JOIN LATERAL (SELECT * FROM public."${target}" WHERE school_id = $1 AND id = s.id OFFSET 0) t ON true
      ${imagined}
      WHERE s.batch = $2) AS d`;
}

async function imagine(client: pg.Client, batch: Batch, news: readonly number[]): Promise<void> {
  await client.query(
    `INSERT INTO ${imaginedOf(batch.entity)} (id, hash)
     SELECT id, hash FROM stage WHERE batch = $1 AND ord = ANY($2)
     ON CONFLICT (id) DO UPDATE SET hash = EXCLUDED.hash`,
    [batch.number, news],
  );
}

/** Puts the batch's keys on the stage and tells what is new, what changed and what did not. */
export async function compare(client: pg.Client, options: IngestOptions, batch: Batch): Promise<Difference> {
  const { entity } = batch;
  if (entityOf(entity).identity && !options.dryRun) {
    await client.query('SELECT pg_advisory_xact_lock($1)', [identityLock(options.schoolId)]);
  }
  if (options.dryRun) {
    await client.query(
      `CREATE TEMP TABLE IF NOT EXISTS ${imaginedOf(entity)} (id uuid PRIMARY KEY, hash bytea NOT NULL)`,
    );
  }
  await copyIn(client, 'stage', STAGE_COLUMNS, batch.keys.all());
  const { rows } = await client.query<{
    added: string | null;
    changed: string | null;
    unchanged: number;
    outranked: number;
  }>(differenceSql(entity, options), [options.schoolId, batch.number, options.source, options.rank]);
  const row = rows[0];
  if (!row) throw new Error('an aggregate without a row');
  const found = { ...row, added: ordinals(row.added), changed: ordinals(row.changed) };
  if (options.dryRun) await imagine(client, batch, [...found.added, ...found.changed]);
  return found;
}

async function applyChanges(
  client: pg.Client,
  options: IngestOptions,
  watch: Watch,
  batch: Batch,
  changed: readonly number[],
): Promise<readonly string[]> {
  const { entity } = batch;
  const { name } = tableOf(entity);
  const changes = changesOf(entity);
  await client.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${changes} (LIKE public."${name}", PRIMARY KEY (id)) ON COMMIT DELETE ROWS`,
  );
  await copyIn(client, changes, batch.columns, batch.rows.some(changed));
  const owners = await ownersOfChanges(client, options, entity, changes);
  await holdChanged(client, options, watch.closings, entity, changes);
  await watch.touched.changed(entity, changes);
  await client.query(
    `INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_before, not_after)
     SELECT t.school_id, $4, t.id, $2, CASE WHEN t.deleted_at IS NULL THEN 'changed' ELSE 'restored' END,
       to_jsonb(t) - 'content_hash', ${lastSeenSql(entity)}, $3
     FROM ${changes} n JOIN public."${name}" t ON t.school_id = $1 AND t.id = n.id`,
    [options.schoolId, options.runId, options.observedAt, entity],
  );
  const kept = new Set(['school_id', 'id', 'absent_at', 'first_seen_at']);
  const set = batch.columns
    .filter((column) => !kept.has(column))
    .map((column) => `"${column}" = n."${column}"`);
  await client.query(
    `UPDATE public."${name}" t SET ${set.join(', ')}, content_changed_at = $2, deleted_at = NULL
     FROM ${changes} n WHERE t.school_id = $1 AND t.id = n.id`,
    [options.schoolId, options.observedAt],
  );
  await client.query(`TRUNCATE ${changes}`);
  return owners;
}

/** Writes what is new and what changed, the latter with what it was before; gives the owners that changed rows had. */
export async function apply(
  client: pg.Client,
  options: IngestOptions,
  watch: Watch,
  batch: Batch,
  found: Difference,
): Promise<readonly string[]> {
  if (options.dryRun) return [];
  if (found.added.length > 0) {
    const target = `public."${tableOf(batch.entity).name}"`;
    await copyIn(client, target, batch.columns, batch.rows.some(found.added));
    await holdAdded(client, options, watch.closings, batch.entity, {
      number: batch.number,
      added: found.added,
    });
    await watch.touched.added(batch.entity, batch.number, found.added);
  }
  return found.changed.length > 0 ? applyChanges(client, options, watch, batch, found.changed) : [];
}
