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

/** The state of all log-ins: cookie → salt → token → account. */
export function makeSessions(now: () => Date, timeOutMs: () => number): Sessions {
  const byAt = new Map<string, Session>();
  const tally = { logins: 0, failedLogins: 0, logouts: 0, maxLivePerAccount: 0, last: 0 };

  const isLive = (session: Session): boolean => now().getTime() - session.lastSeenAt < timeOutMs();
  const live = (): Session[] => [...byAt.values()].filter(isLive);
  const countAccount = (login: string): number => live().filter((one) => one.account.login === login).length;

  const forgetDead = (): void => {
    for (const [at, session] of byAt) if (!isLive(session)) byAt.delete(at);
  };

  return {
    ...makeSalts(),
    open(account, role, cookie, ver) {
      tally.last += 1;
      forgetDead();
      const loggedInAt = now().getTime();
      const session = newSession({ number: tally.last, account, role, cookie, ver, loggedInAt });
      byAt.set(session.at, session);
      tally.maxLivePerAccount = Math.max(tally.maxLivePerAccount, countAccount(account.login));
      return session;
    },
    byToken(at) {
      const session = byAt.get(at);
      return session && isLive(session) ? session : null;
    },
    byCookie: (cookie) => live().find((session) => session.cookie === cookie) ?? null,
    othersOf: (session) =>
      live().filter((other) => other !== session && other.account.login === session.account.login),
    touch(session) {
      session.lastSeenAt = now().getTime();
      session.requests += 1;
    },
    rotate(session) {
      byAt.delete(session.at);
      session.at = newToken();
      byAt.set(session.at, session);
      return session.at;
    },
    close(session) {
      if (byAt.delete(session.at)) tally.logouts += 1;
    },
    expire(session) {
      byAt.delete(session.at);
    },
    loggedIn() {
      tally.logins += 1;
    },
    failed() {
      tally.failedLogins += 1;
    },
    live,
    counts: () => ({
      logins: tally.logins,
      failedLogins: tally.failedLogins,
      logouts: tally.logouts,
      live: live().length,
      maxLivePerAccount: tally.maxLivePerAccount,
    }),
  };
}
