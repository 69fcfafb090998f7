import type { Quirks } from './quirks.ts';

/** Counts the requests of each token in windows of the simulator's clock. */
export interface Throttle {
  /** Whether this request is one too many; counts it. */
  isOver(token: string): boolean;
}

export function makeThrottle(now: () => Date, limit: () => Quirks['throttle']): Throttle {
  const windows = new Map<string, { began: number; count: number }>();
  return {
    isOver(token) {
      const rule = limit();
      if (!rule) return false;
      const at = now().getTime();
      const known = windows.get(token);
      const window = known && at - known.began < rule.windowMs ? known : { began: at, count: 0 };
      window.count += 1;
      windows.set(token, window);
      return window.count > rule.requests;
    },
  };
}
