import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { RoutePath } from '../http/router.ts';
import type { SchoolBook } from '../school-year/book.ts';
import type { KnownAccount } from './accounts.ts';
import type { Throttle } from './throttle.ts';
import type { Token, Tokens } from './tokens.ts';
import type { World } from './world.ts';
import type { WriteDesk } from './write-desk.ts';

/** What every handler of this simulator works with. */
export interface Server {
  readonly world: World;
  readonly tokens: Tokens;
  readonly throttle: Throttle;
  readonly desk: WriteDesk;
  /** Signed-in browsers: cookie → account. */
  readonly browsers: Map<string, KnownAccount>;
  readonly now: () => Date;
}

/** A request with a living token. */
export interface Visit {
  readonly server: Server;
  readonly world: World;
  readonly call: Call;
  readonly token: Token;
  readonly account: KnownAccount;
  readonly school: number;
  readonly book: SchoolBook;
}

/** Gives the content of the answer; undefined is an empty body. */
export type Handler = (visit: Visit) => unknown;
export type OpenHandler = (call: Call, server: Server) => Reply;

export type Scope = 'CommonInfo' | 'EducationalInfo' | 'FriendsAndRelatives';
export type Version = 'v1' | 'v2';

export interface ApiRoute extends RoutePath {
  readonly scopes: readonly Scope[];
  readonly versions: readonly Version[];
  readonly writes: boolean;
  readonly handle: Handler;
}

/** Pages and the token endpoints: no token asked for. */
export interface OpenRoute extends RoutePath {
  readonly open: OpenHandler;
}

const BOTH: readonly Version[] = ['v1', 'v2'];
const EDUCATIONAL: readonly Scope[] = ['EducationalInfo'];

export const get = (path: string, handle: Handler, scopes: readonly Scope[] = EDUCATIONAL): ApiRoute => ({
  method: 'GET',
  path,
  scopes,
  versions: BOTH,
  writes: false,
  handle,
});

/** A batch: POST that only reads. */
export const batch = (path: string, handle: Handler): ApiRoute => ({
  ...get(path, handle),
  method: 'POST',
});

export const write = (
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  handle: Handler,
  versions: readonly Version[] = BOTH,
): ApiRoute => ({ method, path, scopes: EDUCATIONAL, versions, writes: true, handle });

export const open = (method: RoutePath['method'], path: string, handle: OpenHandler): OpenRoute => ({
  method,
  path,
  open: handle,
});
