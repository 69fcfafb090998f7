/** In what the versions of the server differ for a reader. */
export interface ServerTraits {
  readonly version: string;
  /** SignalR 2 over WebSocket or long polling, or SignalR Core. */
  readonly hub: 'classic' | 'core';
  readonly hubPath: string;
  /** Long polling is tried before WebSocket. */
  readonly pollingFirst: boolean;
  /** `studenttotal` stands under `v2/`. */
  readonly totalIsV2: boolean;
  /** `StartTask` is given the queue's key beside the task. */
  readonly startNamesQueue: boolean;
  readonly logoutPath: string;
}

const CORE_HUB = 529;
const CORE_HUB_MOVED = 532;
const V2_TOTAL = 524;

/** `5.47.80211.40` → 547; a version that cannot be read counts as the newest. */
function rankOf(version: string): number {
  const found = /^\s*(\d+)\.(\d+)/.exec(version);
  return found ? Number(found[1]) * 100 + Math.min(99, Number(found[2])) : Number.POSITIVE_INFINITY;
}

/** What a server of this version does in its own way. */
export function traitsOf(version: string): ServerTraits {
  const rank = rankOf(version);
  const core = rank >= CORE_HUB;
  const coreHubPath = rank >= CORE_HUB_MOVED ? '/webapi/signalr/queueHub' : '/webapi/queueHub';
  return {
    version,
    hub: core ? 'core' : 'classic',
    hubPath: core ? coreHubPath : '/WebApi/signalr',
    pollingFirst: !core && rank >= V2_TOTAL,
    totalIsV2: rank >= V2_TOTAL,
    startNamesQueue: rank >= V2_TOTAL,
    logoutPath: core ? '/webapi/auth/logout' : '/asp/logout.asp',
  };
}
