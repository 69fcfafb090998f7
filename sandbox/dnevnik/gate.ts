import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from '../http/call.ts';
import { html, type Reply, value } from '../http/reply.ts';
import type { Matched } from '../http/router.ts';
import { failurePage, Refused, refusal } from './refused.ts';
import type { ApiRoute, Server } from './route.ts';
import type { Token } from './tokens.ts';

const text = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

const tokenText = ({ headers, query }: Pick<Call, 'headers' | 'query'>): string | undefined =>
  text(headers['access-token']) ?? query.get('access_token');

/** For the log: which account a request is of. */
export function sessionOf(headers: IncomingHttpHeaders, server: Server): string | null {
  const token = server.tokens.find(text(headers['access-token']) ?? '');
  return token?.account.login ?? null;
}

function tokenOf(call: Call, server: Server): Token {
  const asked = tokenText(call);
  if (!asked) throw new Refused('tokenRequired', 401, 'You must supply valid token to access method');
  const token = server.tokens.find(asked);
  if (!token) throw new Refused('invalidToken', 401, 'Token is not valid');
  if (server.throttle.isOver(asked))
    throw new Refused('requestLimit', server.world.quirks.throttleStatus, 'Too many requests');
  return token;
}

function checkRight(route: ApiRoute, token: Token, server: Server): void {
  const missing = route.scopes.find((scope) => !token.allowed.has(scope));
  if (missing) throw new Refused('outOfScope', 403, `Scope ${missing} is required`);
  if (!route.writes) return;
  if (!token.account.isStaff) throw new Refused('systemForbidden', 403, 'No right to change the journal');
  server.desk.admit();
}

function visit(route: ApiRoute, call: Call, server: Server): Reply {
  const token = tokenOf(call, server);
  checkRight(route, token, server);
  const { world } = server;
  const { account } = token;
  const school = account.key.school;
  const content = route.handle({ server, world, call, token, account, school, book: world.book(school) });
  if (route.writes && server.desk.losesAnswer()) return html(failurePage('Сервер не отвечает'), 502);
  if (content === undefined) return { status: 200, headers: {}, body: { kind: 'text', text: '' } };
  return value(content);
}

/** Answers a request to the API; `methods` are the verbs that the path knows. */
export function answer(
  found: Matched<ApiRoute> | null,
  isOtherVerb: boolean,
  call: Omit<Call, 'params'>,
  server: Server,
): Reply {
  const { quirks } = server.world;
  if (quirks.maintenance !== null) return html(failurePage('Ведутся технические работы'), quirks.maintenance);
  try {
    if (found) return visit(found.route, { ...call, params: found.params }, server);
    tokenOf({ ...call, params: {} }, server);
    if (isOtherVerb) return { status: 405, headers: {}, body: { kind: 'text', text: '' } };
    throw new Refused('resourceUnavailable', 404, 'No such resource');
  } catch (error) {
    if (error instanceof Refused) return refusal(error, quirks);
    throw error;
  }
}
