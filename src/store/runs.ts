import { z } from 'zod';
import type { Day } from '../model/dates.ts';
import { type Diagnostic, diagnosticSchema } from '../model/diagnostic.ts';
import type { Connection } from './connections.ts';
import type { Prisma, Run as Row } from './generated/client.ts';
import { sourceLock } from './ingest/keys.ts';
import type { Store } from './open.ts';

/** `interrupted`: its program died or was stopped; it can be gone on with. */
export type RunState = 'running' | 'succeeded' | 'failed' | 'stopped' | 'interrupted';

/** One reading of one connection. */
export interface Run {
  readonly schoolId: string;
  /** A 64-bit number as text. */
  readonly runId: string;
  readonly connectionId: string;
  readonly source: string;
  readonly state: RunState;
  readonly dryRun: boolean;
  /** What is read; null in a run that failed before it could know. */
  readonly fromDay: Day | null;
  readonly toDay: Day | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** Where to go on from; null before the first checkpoint. */
  readonly cursor: string | null;
  readonly done: number;
  readonly total: number;
  /** As the run keeps them. */
  readonly counts: unknown;
  readonly error: Diagnostic | null;
}

/** One page of a list; `next` is the cursor of the page after it, null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const stateSchema = z.enum(['running', 'succeeded', 'failed', 'stopped', 'interrupted']);

const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);

const toRun = (row: Row): Run => ({
  ...row,
  runId: row.runId.toString(),
  state: stateSchema.parse(row.state),
  fromDay: row.fromDay && dayOf(row.fromDay),
  toDay: row.toDay && dayOf(row.toDay),
  error: row.error === null ? null : diagnosticSchema.parse(row.error),
});

/** Writes that a run begins; what it reads is told by {@link setRange} once that is known. */
export async function startRun(
  store: Store,
  connection: Connection,
  run: { readonly dryRun: boolean; readonly startedAt: Date },
): Promise<Run> {
  const { schoolId, connectionId, source } = connection;
  const row = await store.prisma.run.create({
    data: {
      schoolId,
      connectionId,
      source,
      state: 'running',
      dryRun: run.dryRun,
      startedAt: run.startedAt,
    },
  });
  return toRun(row);
}

const keyOf = ({ schoolId, runId }: Run) => ({
  schoolId_runId: { schoolId, runId: BigInt(runId) },
});

/** Writes what a run reads, both days included. */
export async function setRange(store: Store, run: Run, from: Day, to: Day): Promise<void> {
  await store.prisma.run.update({
    where: keyOf(run),
    data: { fromDay: new Date(from), toDay: new Date(to) },
  });
}

/** Writes how a run ended that never came to have an ingest open; otherwise `Ingest.finish` does. */
export async function endRun(
  store: Store,
  run: Run,
  ending: { readonly state: RunState; readonly error: Diagnostic | null; readonly finishedAt: Date },
): Promise<void> {
  await store.prisma.run.update({
    where: keyOf(run),
    data: {
      state: ending.state,
      finishedAt: ending.finishedAt,
      ...(ending.error === null ? {} : { error: ending.error }),
    },
  });
}

/** A run by its number, or null. */
export async function getRun(store: Store, runId: string): Promise<Run | null> {
  if (!/^\d{1,18}$/.test(runId)) return null;
  const row = await store.prisma.run.findUnique({ where: { runId: BigInt(runId) } });
  return row && toRun(row);
}

/** Which runs to list, newest first. */
export interface RunFilter {
  readonly schoolIds?: readonly string[];
  readonly connectionId?: string;
  readonly state?: RunState;
  /** `next` of the page before. */
  readonly after?: string | null;
  readonly limit: number;
}

function whereOf(filter: RunFilter): Prisma.RunWhereInput {
  return {
    ...(filter.schoolIds === undefined ? {} : { schoolId: { in: [...filter.schoolIds] } }),
    ...(filter.connectionId === undefined ? {} : { connectionId: filter.connectionId }),
    ...(filter.state === undefined ? {} : { state: filter.state }),
    ...(filter.after ? { runId: { lt: BigInt(filter.after) } } : {}),
  };
}

/** Runs, newest first. */
export async function listRuns(store: Store, filter: RunFilter): Promise<Page<Run>> {
  const rows = await store.prisma.run.findMany({
    where: whereOf(filter),
    orderBy: { runId: 'desc' },
    take: filter.limit + 1,
  });
  const items = rows.slice(0, filter.limit).map(toRun);
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.runId ?? null) : null };
}

/** The last run of a connection that was interrupted at a checkpoint and can be gone on with, or null. */
export async function findInterrupted(store: Store, connection: Connection): Promise<Run | null> {
  const row = await store.prisma.run.findFirst({
    where: { schoolId: connection.schoolId, connectionId: connection.connectionId, dryRun: false },
    orderBy: { runId: 'desc' },
  });
  return row && row.state === 'interrupted' && row.cursor !== null ? toRun(row) : null;
}

/**
 * At the start of a program: runs that are said to run, but whose school and source nobody holds the lock of,
 * died with their program. Returns how many.
 */
export async function markInterrupted(store: Store, now: Date): Promise<number> {
  const running = await store.prisma.run.findMany({ where: { state: 'running' } });
  const client = await store.connect();
  let marked = 0;
  try {
    for (const { schoolId, runId, source } of running) {
      const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
        sourceLock(schoolId, source),
      ]);
      if (rows[0]?.free !== true) continue;
      const { rowCount } = await client.query(
        `UPDATE run SET state = 'interrupted', finished_at = $3
         WHERE school_id = $1 AND run_id = $2 AND state = 'running'`,
        [schoolId, runId, now],
      );
      marked += rowCount ?? 0;
      await client.query('SELECT pg_advisory_unlock($1)', [sourceLock(schoolId, source)]);
    }
  } finally {
    await client.end();
  }
  return marked;
}
