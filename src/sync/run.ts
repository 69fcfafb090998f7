import type { Adapter, AdapterSession, ProbeReport } from '../adapters/contract.ts';
import { AdapterError } from '../adapters/errors.ts';
import type { Day } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { closedYearWithin } from '../store/archive/closed-years.ts';
import type { Connection } from '../store/connections.ts';
import { StoreError } from '../store/error.ts';
import { type Ingest, openIngest } from '../store/ingest.ts';
import type { Store } from '../store/open.ts';
import { endRun, findInterrupted, type Run, type RunState, setRange, startRun } from '../store/runs.ts';
import { addGone, type RunCounts, unbalanced } from './counts.ts';
import { guardRemoval } from './guard.ts';
import { Reading, type RunProgress } from './reading.ts';

/** What a run needs from outside itself. */
export interface RunDeps {
  readonly store: Store;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: (event: string, fields: Readonly<Record<string, string | number | boolean>>) => void;
  /** See {@link guardRemoval}. */
  readonly removalGuardShare: number;
}

/** What to read, and how. Without days: the academic year that the source shows. */
export interface RunRequest {
  readonly connection: Connection;
  readonly adapter: Adapter;
  /** The connection's settings, opened and not yet checked. */
  readonly settings: unknown;
  readonly from: Day | null;
  readonly to: Day | null;
  /** Only say what would change. */
  readonly dryRun: boolean;
  /** A person has looked: remove even more than the guard lets go. */
  readonly allowRemoval: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
  /** Told which run it is, as soon as that is known. */
  readonly onBegun?: (run: Run) => void;
}

/**
 * How a run ended. `stopped`: everything read is stored, but the guard against mass deletion asks a person.
 * `interrupted`: the next run over the same days goes on from the last checkpoint.
 */
export interface RunReport {
  readonly runId: string;
  readonly state: Exclude<RunState, 'running'>;
  readonly dryRun: boolean;
  readonly counts: RunCounts;
  readonly error: Diagnostic | null;
}

/** After that a school has moved on, and reading from the start is the honest thing. */
const RESUME_WITHIN_MS = 12 * 60 * 60 * 1000;

/** Failures of the other side, and of our own ground, after which the same reading can be gone on with. */
const PASSING = new Set([
  'adapter.cancelled',
  'adapter.session_lost',
  'adapter.timed_out',
  'adapter.unavailable',
  'adapter.unreachable',
  'store.disk_full',
  'store.unreachable',
]);

/** The failure as a diagnostic; a defect has none and goes on up. */
async function diagnosticOf({ store }: RunDeps, error: unknown): Promise<Diagnostic> {
  if (error instanceof AdapterError) return error.diagnostic;
  const failure = await store.explain(error);
  if (failure instanceof StoreError) return failure.diagnostic;
  throw error;
}

function parseSettings({ adapter, connection, settings }: RunRequest): unknown {
  const parsed = adapter.settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || '(all)').join(', ');
  throw new AdapterError({
    code: 'adapter.settings_invalid',
    place: connection.name,
    message: `these settings of the connection are not as the adapter needs them: ${fields}`,
    hint: 'Add the connection again with the right settings.',
  });
}

/** The interrupted run to go on with, or a new one. */
async function beginRun(deps: RunDeps, request: RunRequest): Promise<Run> {
  const { connection, dryRun } = request;
  const earlier = dryRun ? null : await findInterrupted(deps.store, connection);
  const fresh = earlier && deps.now().getTime() - earlier.startedAt.getTime() < RESUME_WITHIN_MS;
  const same =
    earlier &&
    (request.from === null || request.from === earlier.fromDay) &&
    (request.to === null || request.to === earlier.toDay);
  if (earlier && fresh && same) return earlier;
  return startRun(deps.store, connection, { dryRun, startedAt: deps.now() });
}

/** The lowest, for a mode that the adapter no longer has: its settings will be refused in a moment. */
const NO_AUTHORITY = 1;

const ingestOf = (deps: RunDeps, { adapter, connection, dryRun }: RunRequest, run: Run): Promise<Ingest> =>
  openIngest(deps.store, {
    schoolId: connection.schoolId,
    system: connection.system,
    source: connection.source,
    rank: adapter.modes.find(({ mode }) => mode === connection.mode)?.authority ?? NO_AUTHORITY,
    runId: run.runId,
    observedAt: deps.now(),
    dryRun,
  });

interface Range {
  readonly from: Day;
  readonly to: Day;
}

const rangeOf = (request: RunRequest, probe: ProbeReport): Range => ({
  from: request.from ?? probe.yearStart,
  to: request.to ?? probe.yearEnd,
});

/** Ends a reading that came to its end: the guard decides about what was not found any more. */
async function conclude(
  deps: RunDeps,
  request: RunRequest,
  ingest: Ingest,
  read: RunCounts,
): Promise<Omit<RunReport, 'runId'>> {
  const lost = unbalanced(read);
  if (lost.length > 0) throw new Error(`records were lost on the way: ${lost.join(', ')}`);
  const gone = await ingest.gone();
  const error = request.allowRemoval ? null : guardRemoval(gone, deps.removalGuardShare);
  const counts = error ? read : addGone(read, gone);
  const state = error ? 'stopped' : 'succeeded';
  await ingest.finish({ removeGone: !error, state, counts, error, finishedAt: deps.now() });
  return { state, dryRun: request.dryRun, counts, error };
}

/** Ends a reading that failed on the way; what its checkpoints committed stays. */
async function breakOff(
  deps: RunDeps,
  request: RunRequest,
  ingest: Ingest,
  counts: RunCounts,
  failure: Diagnostic,
): Promise<Omit<RunReport, 'runId'>> {
  const state = PASSING.has(failure.code) ? 'interrupted' : 'failed';
  await ingest.finish({ removeGone: false, state, counts, error: failure, finishedAt: deps.now() });
  return { state, dryRun: request.dryRun, counts, error: failure };
}

const cancelled = (place: string): Diagnostic => ({
  code: 'adapter.cancelled',
  place,
  message: 'the run was stopped',
  hint: 'Start it again: it goes on from its last checkpoint.',
});

const yearClosed = (place: string, year: number): Diagnostic => ({
  code: 'run.year_closed',
  place,
  message: `these days touch the school year ${year}/${year + 1}, which is closed`,
  hint: 'Read days of a year that is not closed: --from and --to.',
});

async function readInto(
  deps: RunDeps,
  request: RunRequest,
  run: Run,
  session: AdapterSession,
  ingest: Ingest,
): Promise<Omit<RunReport, 'runId'>> {
  const { connection, signal, onProgress } = request;
  const probe = await session.probe();
  const range = rangeOf(request, probe);
  const closed = await closedYearWithin(deps.store, { schoolId: connection.schoolId, ...range });
  if (closed) return await breakOff(deps, request, ingest, {}, yearClosed(connection.name, closed.year));
  await setRange(deps.store, run, range.from, range.to);
  const before = run.cursor === null ? {} : (run.counts as RunCounts);
  const year = { from: probe.yearStart, to: probe.yearEnd };
  const reading = new Reading(ingest, year, before, onProgress);
  try {
    await reading.follow(session, { ...range, after: run.cursor });
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return await breakOff(deps, request, ingest, reading.counts, error.diagnostic);
  }
  if (signal.aborted) {
    return await breakOff(deps, request, ingest, reading.counts, cancelled(connection.name));
  }
  return await conclude(deps, request, ingest, reading.counts);
}

async function openSession(deps: RunDeps, request: RunRequest): Promise<AdapterSession> {
  const { adapter, signal } = request;
  const { now, sleep, log } = deps;
  return adapter.open(parseSettings(request), { signal, now, sleep, log });
}

async function withSession(deps: RunDeps, request: RunRequest, run: Run): Promise<Omit<RunReport, 'runId'>> {
  const ingest = await ingestOf(deps, request, run);
  try {
    const session = await openSession(deps, request);
    try {
      return await readInto(deps, request, run, session, ingest);
    } finally {
      await session.close();
    }
  } finally {
    await ingest.close();
  }
}

async function noteFailure(deps: RunDeps, run: Run, failure: Diagnostic): Promise<Omit<RunReport, 'runId'>> {
  const state = PASSING.has(failure.code) ? 'interrupted' : 'failed';
  try {
    await endRun(deps.store, run, { state, error: failure, finishedAt: deps.now() });
  } catch (error) {
    // Where the database itself is what failed its row cannot say so: the next start finds the run orphaned.
    if (!failure.code.startsWith('store.')) throw error;
    deps.log('run.end_not_written', { runId: run.runId, code: failure.code });
  }
  return { state, dryRun: run.dryRun, counts: {}, error: failure };
}

/**
 * Reads a connection's source into the store (docs/architecture.md, «A run»): pull, check, stage, plan,
 * commit a checkpoint at a time. Expected failures are in the report and in the run's row; a defect is
 * thrown, and leaves the run to be taken for interrupted.
 */
export async function runSync(deps: RunDeps, request: RunRequest): Promise<RunReport> {
  const run = await beginRun(deps, request);
  request.onBegun?.(run);
  deps.log('run.started', { runId: run.runId, connectionName: request.connection.name, dryRun: run.dryRun });
  let ended: Omit<RunReport, 'runId'>;
  try {
    ended = await withSession(deps, request, run);
  } catch (error) {
    ended = await noteFailure(deps, run, await diagnosticOf(deps, error));
  }
  deps.log('run.ended', { runId: run.runId, state: ended.state, code: ended.error?.code ?? '' });
  return { runId: run.runId, ...ended };
}
