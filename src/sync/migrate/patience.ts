import type { TransferDeps } from './deps.ts';

/** How long a transfer puts up with its target. */
export interface Patience {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** So long a target may be away altogether; then the transfer pauses and says why. */
  readonly awayMs: number;
  /** So often a single row is tried that the target goes on refusing without saying that it always will. */
  readonly tries: number;
  /** So often a row is written again that the target took and did not keep, or altered. */
  readonly rewrites: number;
}

/** Twenty tries are an hour and a half: the target may be away for an hour and come back. */
export const PATIENCE: Patience = {
  firstPauseMs: 1_000,
  longestPauseMs: 300_000,
  awayMs: 3 * 60 * 60 * 1000,
  tries: 26,
  rewrites: 3,
};

/** Waits longer each time, as long as nothing comes through. */
export class Waiting {
  readonly #deps: TransferDeps;
  readonly #patience: Patience;
  readonly #signal: AbortSignal;
  #pauses = 0;
  #waitedMs = 0;

  constructor(deps: TransferDeps, patience: Patience, signal: AbortSignal) {
    this.#deps = deps;
    this.#patience = patience;
    this.#signal = signal;
  }

  /** Whether there is no point in waiting any longer. */
  get over(): boolean {
    return this.#waitedMs >= this.#patience.awayMs;
  }

  async pause(retryAfterMs: number | null): Promise<void> {
    const { firstPauseMs, longestPauseMs } = this.#patience;
    const ms = Math.max(Math.min(longestPauseMs, firstPauseMs * 2 ** this.#pauses), retryAfterMs ?? 0);
    this.#pauses += 1;
    this.#waitedMs += ms;
    this.#deps.log('transfer.waiting', { ms });
    await this.#deps.sleep(ms, this.#signal);
  }

  /** Something came through. */
  reset(): void {
    this.#pauses = 0;
    this.#waitedMs = 0;
  }
}
