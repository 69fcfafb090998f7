import { LRUCache } from 'lru-cache';

/** Wrong secrets that one address may send for one client within {@link WINDOW_MS}. */
const ALLOWED = 10;
const WINDOW_MS = 60_000;

/**
 * Counts wrong secrets by address and client. By both, so that a stranger who guesses cannot lock the
 * rightful client out from elsewhere.
 */
export interface Attempts {
  /** Seconds to wait before the next attempt is looked at; 0: go on. */
  waitSeconds(address: string, clientId: string): number;
  failed(address: string, clientId: string): void;
}

/** See {@link Attempts}. */
export function makeAttempts(now: () => Date): Attempts {
  const counts = new LRUCache<string, { count: number; readonly until: number }>({ max: 10_000 });
  const current = (key: string) => {
    const entry = counts.get(key);
    return entry && entry.until > now().getTime() ? entry : undefined;
  };
  return {
    waitSeconds(address, clientId) {
      const entry = current(`${address} ${clientId}`);
      if (!entry || entry.count < ALLOWED) return 0;
      return Math.ceil((entry.until - now().getTime()) / 1_000);
    },
    failed(address, clientId) {
      const key = `${address} ${clientId}`;
      const entry = current(key);
      if (entry) entry.count += 1;
      else counts.set(key, { count: 1, until: now().getTime() + WINDOW_MS });
    },
  };
}
