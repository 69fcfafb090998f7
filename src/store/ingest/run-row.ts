import type pg from 'pg';
import type { Ending, IngestOptions, Progress, QuarantineItem } from './types.ts';

/** A text that PostgreSQL can hold: without NUL, without halves of a character. */
const holdable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();

function holdableValue(value: unknown): unknown {
  if (typeof value === 'string') return holdable(value);
  if (Array.isArray(value)) return value.map(holdableValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [holdable(key), holdableValue(inner)]),
  );
}

/** What a vendor sent, as JSON; a 64-bit number that came as a bigint stays whole, as text. */
const rawJson = (raw: unknown): string =>
  JSON.stringify(holdableValue(raw) ?? null, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  ) ?? 'null';

/** Writes records that a person must look at. */
export async function saveQuarantine(
  client: pg.Client,
  options: IngestOptions,
  items: readonly QuarantineItem[],
): Promise<void> {
  await client.query(
    `INSERT INTO quarantine (school_id, run_id, entity, external_key, place, code, message, hint, raw, created_at)
     SELECT $1, $2, n.*, $3 FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::jsonb[]) AS n`,
    [
      options.schoolId,
      options.runId,
      options.observedAt,
      items.map(({ entity }) => entity),
      items.map(({ key }) => (key === null ? null : holdable(key))),
      items.map(({ diagnostic }) => holdable(diagnostic.place)),
      items.map(({ diagnostic }) => diagnostic.code),
      items.map(({ diagnostic }) => holdable(diagnostic.message)),
      items.map(({ diagnostic }) => holdable(diagnostic.hint)),
      items.map(({ raw }) => rawJson(raw)),
    ],
  );
}

/** Writes how far the run is. It says `running` anew, should another program have taken the run for dead. */
export async function saveProgress(
  client: pg.Client,
  options: IngestOptions,
  progress: Progress,
): Promise<void> {
  await client.query(
    `UPDATE run SET state = 'running', finished_at = NULL, cursor = $3, done = $4, total = $5, counts = $6
     WHERE school_id = $1 AND run_id = $2`,
    [
      options.schoolId,
      options.runId,
      progress.cursor,
      progress.done,
      progress.total,
      JSON.stringify(progress.counts),
    ],
  );
}

/** Writes how the run ended. */
export async function saveEnding(client: pg.Client, options: IngestOptions, ending: Ending): Promise<void> {
  await client.query(
    `UPDATE run SET state = $3, finished_at = $4, counts = $5, error = $6 WHERE school_id = $1 AND run_id = $2`,
    [
      options.schoolId,
      options.runId,
      ending.state,
      ending.finishedAt,
      JSON.stringify(ending.counts),
      ending.error ? JSON.stringify(ending.error) : null,
    ],
  );
}
