import type { Call } from '../http/call.ts';
import { type Reply, value } from '../http/reply.ts';
import type { RoutePath } from '../http/router.ts';
import type { SchoolBook } from './book.ts';
import type { Tasks } from './hubs/tasks.ts';
import type { Session, Sessions } from './sessions.ts';
import type { World } from './world.ts';

/** What every handler of this simulator works with. */
export interface Server {
  readonly world: World;
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  /** Log-ins through ESIA that wait for the choice of a user: `loginState` → logins. */
  readonly esiaStates: Map<string, readonly string[]>;
  readonly now: () => Date;
}

/** A request of a live session, with the school that the session works in. */
export interface Visit {
  readonly server: Server;
  readonly world: World;
  readonly call: Call;
  readonly session: Session;
  readonly school: number;
  readonly book: SchoolBook;
}

export type OpenHandler = (call: Call, server: Server) => Reply | Promise<Reply>;
export type VisitHandler = (visit: Visit) => Reply | Promise<Reply>;

/** Who may call: everyone, every live session, families only, or staff only. */
export type Route = RoutePath &
  (
    | { readonly who: 'open'; readonly handle: OpenHandler }
    | { readonly who: 'any' | 'family' | 'staff'; readonly handle: VisitHandler }
  );

/** An error in the vendor's shape. */
export const refusal = (status: number, message: string): Reply => value({ code: status, message }, status);

/** The answer about a student who is not the account's. */
export const noAccess = (): Reply => refusal(403, 'Нет доступа к данным ученика');

export const open = (method: RoutePath['method'], path: string, handle: OpenHandler): Route => ({
  method,
  path,
  who: 'open',
  handle,
});

export const get = (who: 'any' | 'family' | 'staff', path: string, handle: VisitHandler): Route => ({
  method: 'GET',
  path: `/webapi/${path}`,
  who,
  handle,
});

export const post = (who: 'any' | 'family' | 'staff', path: string, handle: VisitHandler): Route => ({
  method: 'POST',
  path: `/webapi/${path}`,
  who,
  handle,
});

/** Midnight in the vendor's way: local, no zone. */
export const midnight = (day: string): string => `${day}T00:00:00`;
