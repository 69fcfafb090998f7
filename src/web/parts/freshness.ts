/** How fresh what we have of a source is. */
export type Freshness = 'fresh' | 'aging' | 'stale' | 'never';

const HOUR_MS = 3_600_000;
/** A nightly reading that came a few hours late is no reason to look. */
const FRESH_MS = 36 * HOUR_MS;
const AGING_MS = 72 * HOUR_MS;

/** By the end of the last reading that succeeded: up to a day and a half fresh, up to three days aging. */
export function freshnessOf(readAt: Date | null, now: Date): Freshness {
  if (readAt === null) return 'never';
  const age = now.getTime() - readAt.getTime();
  if (age <= FRESH_MS) return 'fresh';
  return age <= AGING_MS ? 'aging' : 'stale';
}
