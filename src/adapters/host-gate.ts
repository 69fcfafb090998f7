import type { AdapterContext } from './contract.ts';
import { AdapterError } from './errors.ts';

/** So many failures in a row close a host. */
const FAILURES_TO_CLOSE = 8;
const CLOSED_MS = 30_000;

/** What the whole process knows about one host: several connections may lead to it. */
interface HostState {
  /** When the next request would be due if requests came evenly (generic cell rate algorithm). */
  dueAt: number;
  failures: number;
  closedUntil: number;
}

const hosts = new Map<string, HostState>();

function stateOf(host: string): HostState {
  const known = hosts.get(host);
  if (known) return known;
  const fresh: HostState = { dueAt: 0, failures: 0, closedUntil: 0 };
  hosts.set(host, fresh);
  return fresh;
}

/** A host's gate: the rate, and the breaker that leaves a failing host alone. */
export interface HostGate {
  /** Waits for a turn. Throws `adapter.unavailable` while the host is left alone. */
  enter(): Promise<void>;
  succeeded(): void;
  failed(): void;
}

/** `requestsPerSecond` requests on the average, and at most one second's worth of them at once. */
export function hostGate(host: string, requestsPerSecond: number, context: AdapterContext): HostGate {
  const state = stateOf(host);
  const stepMs = 1000 / requestsPerSecond;
  const burstMs = Math.max(0, 1000 - stepMs);
  return {
    async enter() {
      const now = context.now().getTime();
      if (state.closedUntil > now) throw leftAlone(state.closedUntil - now);
      const start = Math.max(state.dueAt, now);
      const waitMs = start - burstMs - now;
      state.dueAt = start + stepMs;
      if (waitMs > 0) await context.sleep(waitMs, context.signal);
    },
    succeeded() {
      state.failures = 0;
      state.closedUntil = 0;
    },
    failed() {
      state.failures += 1;
      // One more failure after the pause closes it again: the count stands until a success.
      if (state.failures >= FAILURES_TO_CLOSE) state.closedUntil = context.now().getTime() + CLOSED_MS;
    },
  };
}

const leftAlone = (remainingMs: number): AdapterError =>
  new AdapterError(
    {
      code: 'adapter.unavailable',
      place: 'host',
      message: `the host failed ${FAILURES_TO_CLOSE} times in a row and is left alone for a while`,
      hint: 'Look whether the journal opens in a browser, and start the run again later.',
    },
    { retryAfterMs: remainingMs },
  );
