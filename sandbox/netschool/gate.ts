import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from '../http/call.ts';
import { readCookies } from '../http/call.ts';
import { html, type Reply, value, withHeaders } from '../http/reply.ts';
import { isStaffRole } from './accounts.ts';
import { type Route, refusal, type Server } from './route.ts';
import type { Session } from './sessions.ts';

const text = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** The session that a request belongs to: by `at` in header, query or form, else by cookie alone. */
export function sessionOf(call: Call, server: Server): { session: Session | null; byCookie: boolean } {
  const at = text(call.headers['at']) ?? call.query.get('at') ?? call.form.get('at');
  const cookie = call.cookies.get('NSSESSIONID');
  if (at !== undefined && at !== '') {
    const session = server.sessions.byToken(at);
    const foreign = session !== null && cookie !== undefined && isForeign(cookie, session, server);
    return { session: foreign ? null : session, byCookie: false };
  }
  return { session: cookie === undefined ? null : server.sessions.byCookie(cookie), byCookie: true };
}

/** A token that comes with the cookie of another live session is stolen, or mixed up: not good. */
function isForeign(cookie: string, session: Session, server: Server): boolean {
  const owner = server.sessions.byCookie(cookie);
  return owner !== null && owner !== session && session.cookie !== cookie;
}

/** For the log: which session a request names, without any of its secrets. */
export function sessionNumber(headers: IncomingHttpHeaders, server: Server): string | null {
  const at = text(headers['at']);
  const cookie = readCookies(headers.cookie).get('NSSESSIONID');
  const session =
    (at === undefined ? null : server.sessions.byToken(at)) ??
    (cookie === undefined ? null : server.sessions.byCookie(cookie));
  return session === null ? null : String(session.number);
}

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Вход</title></head><body><form action="/webapi/login">Сеанс завершён. Войдите снова.</form></body></html>';

/** The page about another session of the same login; short, as clients know it by that. */
export const WARNING_PAGE =
  '<html><head><title>Предупреждение</title></head><body><form method="post" action="/asp/SecurityWarning.asp"><p>Под вашим логином уже работает другой пользователь.</p><input type="hidden" name="WarnType" value="2"></form></body></html>';

/** What a request without a live session is answered. */
export function expired(server: Server): Reply {
  const way = server.world.quirks.expiredAnswer;
  return way === 'html' ? html(LOGIN_PAGE) : refusal(way, 'Сеанс работы завершён');
}

const roleMay = (route: Route, session: Session): boolean => {
  if (route.who === 'open' || route.who === 'any') return true;
  if (session.role === null) return false;
  return isStaffRole(session.role) === (route.who === 'staff');
};

async function visit(route: Exclude<Route, { who: 'open' }>, call: Call, server: Server): Promise<Reply> {
  const { session, byCookie } = sessionOf(call, server);
  if (!session) return expired(server);
  server.sessions.touch(session);
  if (session.warned) return html(WARNING_PAGE);
  if (!roleMay(route, session)) return refusal(401, 'Недостаточно прав');
  const school = session.account.key.school;
  const { world } = server;
  const reply = await route.handle({ server, world, call, session, school, book: world.book(school) });
  return withToken(reply, session, server, byCookie);
}

/** Tells the token to a client that came with the cookie alone, and a new one where tokens rotate. */
function withToken(reply: Reply, session: Session, server: Server, byCookie: boolean): Reply {
  const every = server.world.quirks.rotateAtEvery;
  const turn = every > 0 && session.requests % every === 0;
  if (turn) return withHeaders(reply, { at: server.sessions.rotate(session) });
  return byCookie ? withHeaders(reply, { at: session.at }) : reply;
}

const needsReferer = (call: Call, server: Server): boolean =>
  server.world.quirks.referer === 'all' && call.headers.referer === undefined;

/** Answers a request by its route. */
export function answer(route: Route | null, call: Call, server: Server): Reply | Promise<Reply> {
  if (!route) return value({ message: `No HTTP resource was found: ${call.path}` }, 404);
  if (needsReferer(call, server)) return refusal(409, 'Недопустимый источник запроса');
  return route.who === 'open' ? route.handle(call, server) : visit(route, call, server);
}
