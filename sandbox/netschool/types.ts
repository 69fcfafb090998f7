import type { RequestLog } from '../http/request-log.ts';
import type { Municipality } from '../school-year/types.ts';
import type { Account, AccountRole } from './accounts.ts';
import type { Ids, UserKey } from './ids.ts';
import type { ProfileName } from './profiles.ts';
import type { Quirks } from './quirks.ts';
import type { SessionCounts } from './sessions.ts';

export type { ProfileName } from './profiles.ts';

export interface NetschoolOptions {
  readonly municipality: Municipality;
  /** Which schools of the municipality are on this server, from 1; all by default. */
  readonly schools?: readonly number[];
  readonly profile: ProfileName;
  /** Local moment `YYYY-MM-DDTHH:MM` up to which the journal is filled; the whole year by default. */
  readonly asOf?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly quirks?: Partial<Quirks>;
  /** The clock that sessions expire by. */
  readonly now?: () => Date;
  /** How long a report is in work. */
  readonly reportDelayMs?: number;
}

/** A live session as a browser would hand it over. */
export interface ImportedSession {
  readonly at: string;
  /** `NSSESSIONID=…`, ready for a `Cookie` header. */
  readonly cookie: string;
}

export interface NetschoolSimulator {
  readonly baseUrl: string;
  readonly profile: ProfileName;
  readonly schools: readonly {
    readonly id: number;
    readonly index: number;
    readonly name: string;
    readonly timeZone: string;
  }[];
  /** A few accounts of each role in each school. */
  readonly accounts: readonly Account[];
  /** Anybody's account by school index, role, and the truth's number; null where there is none. */
  accountOf(key: UserKey): Account | null;
  /** The first sample account of a role. */
  account(role: AccountRole, schoolIndex?: number): Account;
  /** Opens a session without a password. */
  importSession(login: string): ImportedSession;
  /** A `loginState` as ESIA would bring it back, for the choice between these logins. */
  esiaState(logins: readonly string[]): string;
  /** Puts the security warning page before the next answer to this login. */
  interrupt(login: string): void;
  /** Ends all sessions of a login as time would. */
  expire(login: string): void;
  readonly requests: RequestLog;
  readonly sessions: SessionCounts;
  /** How many reports have been started. */
  readonly reportsStarted: number;
  clearLog(): void;
  setAsOf(moment: string | null): void;
  setQuirks(quirks: Partial<Quirks>): void;
  readonly municipality: Municipality;
  readonly ids: Ids;
  close(): Promise<void>;
}
