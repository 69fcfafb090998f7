import type { Call } from '../../http/call.ts';
import { type Reply, value } from '../../http/reply.ts';
import { accountOf, keyOfLogin } from '../accounts.ts';
import { userId } from '../ids.ts';
import { Refused, refusal } from '../refused.ts';
import { type OpenRoute, open, type Server } from '../route.ts';
import { readScopes, type Token } from '../tokens.ts';
import { isClient, isSecret } from './authorize.ts';

const fieldOf = (call: Call, name: string): string => {
  const content = call.json;
  const part = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  const found = part.find(([key]) => key.toLowerCase() === name);
  return typeof found?.[1] === 'string' ? found[1] : (call.form.get(name) ?? '');
};

function told(token: Token, server: Server): Reply {
  const seconds = Math.floor((token.expiresAt - server.now().getTime()) / 1000);
  const id = userId(token.account.key);
  return value({
    accessToken: token.token,
    expiresIn: seconds,
    expiresIn_str: String(seconds),
    refreshToken: token.refreshToken,
    scope: token.scopes.join(','),
    user: id,
    user_str: String(id),
  });
}

const isKnownClient = (call: Call): boolean =>
  isClient(fieldOf(call, 'client_id')) && isSecret(fieldOf(call, 'client_secret'));

const refuse = (
  server: Server,
  type: 'authorizationFailed' | 'invalidRequest',
  status: number,
  why: string,
) => refusal(new Refused(type, status, why), server.world.quirks);

const cannot = (server: Server): Reply => refuse(server, 'authorizationFailed', 403, "Can't authorize");

/** A code, or a refresh token, for a token; either is good once. */
function exchange(call: Call, server: Server): Reply {
  if (!isKnownClient(call)) return cannot(server);
  const grantType = fieldOf(call, 'grant_type').toLowerCase();
  if (grantType === 'refreshtoken') {
    const token = server.tokens.refresh(fieldOf(call, 'refreshtoken'));
    return token ? told(token, server) : cannot(server);
  }
  if (grantType !== 'authorizationcode') return refuse(server, 'invalidRequest', 400, 'Unknown grant_type');
  const grant = server.tokens.takeCode(fieldOf(call, 'code'));
  return grant ? told(server.tokens.issue(grant), server) : cannot(server);
}

/** A password for a token: for the vendor's own applications. */
function byCredentials(call: Call, server: Server): Reply {
  const key = keyOfLogin(fieldOf(call, 'username'));
  const account = key && accountOf(server.world, key);
  const isRight = account?.password === fieldOf(call, 'password') && !server.world.quirks.esiaOnly;
  const scopes = readScopes(fieldOf(call, 'scope'));
  if (!account || !isRight || !scopes || !isKnownClient(call)) return cannot(server);
  return told(server.tokens.issue({ account, scopes, clientId: fieldOf(call, 'client_id') }), server);
}

export const tokenRoutes: readonly OpenRoute[] = [
  open('POST', 'authorizations', exchange),
  open('POST', 'authorizations/bycredentials', byCredentials),
];
