import { randomBytes } from 'node:crypto';
import type { Call } from '../../http/call.ts';
import { html, type Reply, redirect, withHeaders } from '../../http/reply.ts';
import { accountOf, type KnownAccount, keyOfLogin } from '../accounts.ts';
import { schoolId } from '../ids.ts';
import { type OpenRoute, open, type Server } from '../route.ts';
import { readScopes } from '../tokens.ts';
import { consentPage, errorPage, loginPage, resultPage } from './pages.ts';

/** The application that partners of this simulator are. */
export const CLIENT = {
  id: '0f7b6c5d4e3a29180f7b6c5d4e3a2918',
  secret: '5e4d3c2b1a09f8e7d6c5b4a392817065',
} as const;

const SESSION_COOKIE = 'DnevnikAuth_a';
const CAPTCHA_AFTER = 3;

const plainId = (text: string): string => text.replaceAll('-', '').toLowerCase();

export const isClient = (id: string): boolean => plainId(id) === CLIENT.id;
export const isSecret = (secret: string): boolean => plainId(secret) === CLIENT.secret;

const dashed = (id: string): string =>
  plainId(id).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

interface Asked {
  readonly type: 'token' | 'code';
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly state: string;
}

function askedOf({ query }: Call): Asked | string {
  const type = query.get('response_type') ?? 'token';
  if (type !== 'token' && type !== 'code') return 'response_type';
  if (!isClient(query.get('client_id') ?? '')) return 'client_id';
  const scopes = readScopes(query.get('scope') ?? '');
  if (!scopes) return 'scope';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (redirectUri !== '' && !URL.canParse(redirectUri)) return 'redirect_uri';
  return { type, scopes, redirectUri, state: query.get('state') ?? '' };
}

function queryText({ queryAll }: Call): string {
  const search = new URLSearchParams();
  for (const [name, texts] of queryAll) for (const text of texts) search.append(name, text);
  return search.toString();
}

/** Where the browser goes in the end: the application's page, or the vendor's own. */
function target(asked: Asked, server: Server, result: string): URL {
  if (asked.redirectUri !== '') {
    const url = new URL(asked.redirectUri);
    if (asked.type === 'token' || result !== 'success') url.searchParams.set('result', result);
    return url;
  }
  const url = new URL('/oauth2/Authorization/Result', server.world.origin);
  url.search = new URLSearchParams({
    response_type: asked.type,
    client_id: dashed(CLIENT.id),
    scope: asked.scopes.join(','),
    is_granted: 'False',
    result,
  }).toString();
  return url;
}

function finish(asked: Asked, account: KnownAccount, server: Server, isAllowed: boolean): Reply {
  const { consentResult } = server.world.quirks;
  const result = isAllowed ? consentResult : 'denied';
  const url = target(asked, server, result);
  if (result !== 'success') return redirect(url.toString());
  const grant = { account, scopes: asked.scopes, clientId: CLIENT.id };
  if (asked.type === 'code') {
    url.searchParams.set('code', server.tokens.code(grant));
    url.searchParams.set('state', asked.state);
    return redirect(url.toString());
  }
  const { token } = server.tokens.issue(grant);
  return redirect(`${url}#access_token=${token}&state=${encodeURIComponent(asked.state)}`);
}

const granted = new WeakMap<Server, Set<string>>();

function grantsOf(server: Server): Set<string> {
  const found = granted.get(server) ?? new Set<string>();
  granted.set(server, found);
  return found;
}

function authorize(call: Call, server: Server): Reply {
  const asked = askedOf(call);
  if (typeof asked === 'string') return html(errorPage(`Неверный параметр ${asked}`), 400);
  const account = server.browsers.get(call.cookies.get(SESSION_COOKIE) ?? '');
  if (!account) {
    const back = `${server.world.origin}/oauth2?${queryText(call)}`;
    return redirect(`/login/?ReturnUrl=${encodeURIComponent(back)}`);
  }
  const answer = call.form.get('answer');
  const isAsked = server.world.quirks.consentPage && !grantsOf(server).has(account.login);
  if (isAsked && answer === undefined) return html(consentPage(queryText(call), asked.scopes));
  if (answer !== 'deny') grantsOf(server).add(account.login);
  return finish(asked, account, server, answer !== 'deny');
}

const failures = new WeakMap<Server, number>();

function refuseLogin(server: Server, returnUrl: string): Reply {
  const count = (failures.get(server) ?? 0) + 1;
  failures.set(server, count);
  return html(loginPage(returnUrl, 'Ошибка в логине или пароле', count >= CAPTCHA_AFTER));
}

/** Only within this server: nobody is led elsewhere by a link. */
function safeReturn(server: Server, text: string): string {
  const { origin } = server.world;
  const address = text === '' ? '/' : text;
  const url = URL.canParse(address, origin) ? new URL(address, origin) : new URL(origin);
  return url.origin === origin ? url.toString() : origin;
}

/** Takes the fields from the form or from the query. */
function logIn(call: Call, server: Server): Reply {
  const field = (name: string): string => call.form.get(name) ?? call.query.get(name) ?? '';
  const returnUrl = field('returnurl');
  const key = keyOfLogin(field('login'));
  const account = key && accountOf(server.world, key);
  const isRight = account?.password === field('password') && !server.world.quirks.esiaOnly;
  if (!account || !isRight) return refuseLogin(server, returnUrl);
  failures.delete(server);
  const session = randomBytes(24).toString('hex');
  server.browsers.set(session, account);
  const cookies = [
    `${SESSION_COOKIE}=${session}; Path=/; HttpOnly`,
    `DnevnikAuth_l=${account.login}; Path=/`,
    `dnevnik_sst=${randomBytes(8).toString('hex')}; Path=/`,
    `t0=${schoolId(account.key.school)}; Path=/`,
  ];
  return withHeaders(redirect(safeReturn(server, returnUrl)), { 'set-cookie': cookies });
}

const showLogin = (call: Call): Reply => html(loginPage(call.query.get('returnurl') ?? '', null, false));

const showResult = (call: Call): Reply => html(resultPage(call.query.get('result') === 'success'));

export const pageRoutes: readonly OpenRoute[] = [
  open('GET', '/oauth2', authorize),
  open('POST', '/oauth2', authorize),
  open('GET', '/oauth2/authorization/result', showResult),
  open('GET', '/login', showLogin),
  open('POST', '/login', logIn),
];
