import { schoolsDue } from '../../store/control/due.ts';
import { StoreError } from '../../store/error.ts';
import { listSchools } from '../../store/schools.ts';
import type { ControlDeps } from './deps.ts';
import { controlSchool } from './evaluate-school.ts';

/** How the clock is looked at. */
export interface Clock {
  readonly now: () => Date;
  /** Rejects when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

const EVERY_MS = 60_000;

/** One school that cannot be evaluated does not keep the others from it; the next look tries again. */
async function look(deps: ControlDeps, schoolId: string, now: Date): Promise<void> {
  try {
    await controlSchool(deps, { schoolId, now, what: 'clock' });
  } catch (error) {
    const failure = await deps.store.explain(error);
    const code = failure instanceof StoreError ? failure.diagnostic.code : 'defect';
    const trace = failure instanceof Error && code === 'defect' ? (failure.stack ?? '') : '';
    const lines = trace.split('\n').filter((line) => /^\s+at /.test(line));
    deps.log('control.failed', { schoolId, code, trace: lines.slice(0, 8).join(' ') });
  }
}

async function dueSchools(deps: ControlDeps, now: Date): Promise<readonly string[]> {
  try {
    return await schoolsDue(deps.store, now);
  } catch (error) {
    const failure = await deps.store.explain(error);
    if (!(failure instanceof StoreError)) throw failure;
    deps.log('control.failed', { schoolId: '', code: failure.diagnostic.code });
    return [];
  }
}

/**
 * Evaluates, until it is stopped, what the clock makes due: a deadline that has passed, a window that has closed.
 * First every school is looked at once: an act may have changed while the program was not running.
 */
export async function followClock(deps: ControlDeps, { now, sleep, signal }: Clock): Promise<void> {
  for (const { schoolId } of await listSchools(deps.store)) {
    if (signal.aborted) return;
    await look(deps, schoolId, now());
  }
  while (!signal.aborted) {
    try {
      await sleep(EVERY_MS, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      return;
    }
    for (const schoolId of await dueSchools(deps, now())) {
      if (signal.aborted) return;
      await look(deps, schoolId, now());
    }
  }
}
