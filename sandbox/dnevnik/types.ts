import type { RequestLog } from '../http/request-log.ts';
import type { Municipality, SchoolYear } from '../school-year/types.ts';
import type { Account, AccountRole } from './accounts.ts';
import type { DatedIds, PersonKey } from './ids.ts';
import type { Overlay } from './overlay.ts';
import type { HostName } from './profiles.ts';
import type { Quirks } from './quirks.ts';
import type { Wanted, WriteCounts } from './write-desk.ts';
import type { Written } from './written.ts';

export interface DnevnikOptions {
  readonly municipality: Municipality;
  /** Which schools of the municipality are on this server, from 1; all by default. */
  readonly schools?: readonly number[];
  /** Under which name it runs; «Дневник.ру» by default. */
  readonly profile?: HostName;
  /** Local moment `YYYY-MM-DDTHH:MM` up to which the journal is filled; the whole year by default. */
  readonly asOf?: string;
  /** People, classes and a timetable, and no journal: what a school moves into. */
  readonly empty?: boolean;
  /** What this server has otherwise than the truth: a teacher missing, a class under another name… */
  readonly adjust?: (year: SchoolYear) => SchoolYear;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly quirks?: Partial<Quirks>;
  /** The clock of tokens, limits, failures and written stamps. */
  readonly now?: () => Date;
}

/** Ids of the vendor by the truth's numbers. */
export interface DnevnikIds extends DatedIds {
  school(index: number): number;
  person(key: PersonKey): number;
  user(key: PersonKey): number;
  class(school: number, id: number): bigint;
  subgroup(school: number, groupId: number): bigint;
  subjectGroup(school: number, groupId: number): bigint;
  subject(school: number, id: number): number;
  period(school: number, termId: number): bigint;
  workType(school: number, id: number): bigint;
  personKey(text: string): PersonKey | null;
}

export interface DnevnikSimulator {
  /** Of everything: pages at `/login/` and `/oauth2`, the API at `/v1/`, `/v2/` and `/v2.0/`. */
  readonly baseUrl: string;
  readonly profile: HostName;
  readonly municipality: Municipality;
  readonly schools: readonly {
    readonly id: number;
    readonly index: number;
    readonly name: string;
    readonly timeZone: string;
  }[];
  /** The partner's application. */
  readonly client: { readonly id: string; readonly secret: string };
  /** A few accounts of each role in each school, each with a token. */
  readonly accounts: readonly Account[];
  /** Tokens of the first sample account of each role, in the first school. */
  readonly tokens: Readonly<Record<AccountRole, string>>;
  /** Anybody's account by school index and the truth's number; null where there is none. */
  accountOf(key: PersonKey): Account | null;
  /** The first sample account of a role. */
  account(role: AccountRole, schoolIndex?: number): Account;
  /** A token of a login with these scopes alone. */
  tokenOf(login: string, scopes: readonly string[]): string;
  /** Ends all tokens of a login. */
  revoke(login: string): void;
  readonly ids: DnevnikIds;
  readonly requests: RequestLog;
  clearLog(): void;
  setAsOf(moment: string | null): void;
  setQuirks(quirks: Partial<Quirks>): void;
  /** Writes fail from now on for so long, by the simulator's clock. */
  failWritesFor(ms: number): void;
  readonly writes: WriteCounts;
  /** Every write that was answered as done and is not there. */
  readonly lostWrites: readonly Wanted[];
  /** Loses every write that `forgetEveryNthWrite` had chosen so far. */
  forgetWrites(): void;
  /** What stands of what clients have written in a school, in the truth's numbers. */
  writtenIn(school: number): Written;
  /** How much stands that clients have written. */
  readonly written: Overlay['counts'];
  close(): Promise<void>;
}
