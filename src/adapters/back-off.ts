/** How often and how long a safe read is repeated. */
export interface RetryLimits {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** No new attempt is begun when its pause would end later than this after the first. */
  readonly elapsedMs: number;
}

export const RETRY_LIMITS: RetryLimits = { attempts: 4, elapsedMs: 90_000 };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

/**
 * The pause before attempt `attempt` (2 for the first repetition): doubled each time, spread over its upper
 * half, so that many schools do not come back to a region in one moment. `random` gives 0…1.
 */
export function pauseBefore(attempt: number, retryAfterMs: number | null, random: () => number): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 2));
  const pause = ceiling / 2 + (ceiling / 2) * random();
  return Math.round(Math.max(pause, retryAfterMs ?? 0));
}

/** Reads a `Retry-After` header: seconds or an HTTP date. Null when absent or senseless. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
