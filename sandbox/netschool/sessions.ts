import type { AccountRole, KnownAccount } from './accounts.ts';
import { digits, makeSalts, type Salts } from './salts.ts';

/** One log-in: from it until log-out or until it has been idle too long. */
export interface Session {
  readonly number: number;
  readonly account: KnownAccount;
  /** The role worked in; null while an account with several has not chosen. */
  readonly role: AccountRole | null;
  readonly cookie: string;
  readonly ver: string;
  readonly esrnSec: string;
  readonly loggedInAt: number;
  at: string;
  lastSeenAt: number;
  requests: number;
  /** Answer the next request with the security warning page. */
  warned: boolean;
  /** Attachments that `get-attachments` has listed to this session. */
  readonly listed: Set<string>;
}

export interface SessionCounts {
  readonly logins: number;
  readonly failedLogins: number;
  readonly logouts: number;
  readonly live: number;
  /** The most sessions that one account had at once. */
  readonly maxLivePerAccount: number;
}

export interface Sessions extends Salts {
  open(account: KnownAccount, role: AccountRole | null, cookie: string, ver: string): Session;
  /** Counts a log-in; a session handed over ready is none. */
  loggedIn(): void;
  byToken(at: string): Session | null;
  byCookie(cookie: string): Session | null;
  othersOf(session: Session): Session[];
  touch(session: Session): void;
  rotate(session: Session): string;
  close(session: Session): void;
  /** Ends it as time would. */
  expire(session: Session): void;
  failed(): void;
  live(): Session[];
  counts(): SessionCounts;
}

const newToken = (): string => digits(27);

type Opening = Pick<Session, 'number' | 'account' | 'role' | 'cookie' | 'ver' | 'loggedInAt'>;

const newSession = (opening: Opening): Session => ({
  ...opening,
  esrnSec: digits(12),
  at: newToken(),
  lastSeenAt: opening.loggedInAt,
  requests: 0,
  warned: false,
  listed: new Set(),
});

/** The sessions that have not ended; one that was idle too long is not found. */
function makeShelf(now: () => Date, timeOutMs: () => number) {
  const byAt = new Map<string, Session>();
  const isLive = (session: Session): boolean => now().getTime() - session.lastSeenAt < timeOutMs();
  const live = (): Session[] => [...byAt.values()].filter(isLive);
  return {
    live,
    byToken(at: string): Session | null {
      const session = byAt.get(at);
      return session && isLive(session) ? session : null;
    },
    byCookie: (cookie: string) => live().find((session) => session.cookie === cookie) ?? null,
    othersOf: (session: Session) =>
      live().filter((other) => other !== session && other.account.login === session.account.login),
    /** Puts it there, and forgets those that were idle too long. */
    put(session: Session): void {
      for (const [at, one] of byAt) if (!isLive(one)) byAt.delete(at);
      byAt.set(session.at, session);
    },
    remove: (session: Session): boolean => byAt.delete(session.at),
    rotate(session: Session): string {
      byAt.delete(session.at);
      session.at = newToken();
      byAt.set(session.at, session);
      return session.at;
    },
  };
}

/** The state of all log-ins: cookie → salt → token → account. */
export function makeSessions(now: () => Date, timeOutMs: () => number): Sessions {
  const { put, remove, ...shelf } = makeShelf(now, timeOutMs);
  const tally = { logins: 0, failedLogins: 0, logouts: 0, maxLivePerAccount: 0 };
  let last = 0;
  return {
    ...makeSalts(),
    ...shelf,
    open(account, role, cookie, ver) {
      last += 1;
      const loggedInAt = now().getTime();
      const session = newSession({ number: last, account, role, cookie, ver, loggedInAt });
      put(session);
      tally.maxLivePerAccount = Math.max(tally.maxLivePerAccount, shelf.othersOf(session).length + 1);
      return session;
    },
    touch(session) {
      session.lastSeenAt = now().getTime();
      session.requests += 1;
    },
    close(session) {
      if (remove(session)) tally.logouts += 1;
    },
    expire: (session) => void remove(session),
    loggedIn() {
      tally.logins += 1;
    },
    failed() {
      tally.failedLogins += 1;
    },
    counts: () => ({ ...tally, live: shelf.live().length }),
  };
}
