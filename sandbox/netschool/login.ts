import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import type { Call } from '../http/call.ts';
import { type Reply, value, withHeaders } from '../http/reply.ts';
import {
  type AccountRole,
  accountOf,
  isStaffRole,
  type KnownAccount,
  keyOfLogin,
  ROLE_IDS,
} from './accounts.ts';
import { shortName } from './book.ts';
import { open, type Route, refusal, type Server } from './route.ts';
import type { Session } from './sessions.ts';

const COOKIE = 'NSSESSIONID';
const WRONG = 'Неправильный пароль или имя пользователя';
const SEPARATOR = '\u0001';

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/** The hash that a client has to send: salt over the windows-1251 hash of the password. */
export function passwordHash(password: string, salt: string): string {
  const inner = md5(iconv.encode(password, 'win1251'));
  return md5(Buffer.from(salt + inner, 'ascii'));
}

/** The cookie of the call, or a new one with the header that sets it. */
function cookieFor(call: Call, server: Server): { cookie: string; set: { 'set-cookie'?: string } } {
  const known = call.cookies.get(COOKIE);
  if (known !== undefined && server.sessions.knowsCookie(known)) return { cookie: known, set: {} };
  const cookie = server.sessions.newCookie();
  return { cookie, set: { 'set-cookie': `${COOKIE}=${cookie}; path=/; HttpOnly` } };
}

function loginData(call: Call, server: Server): Reply {
  const { profile, quirks } = server.world;
  const content = {
    productName: profile.productName,
    version: profile.version,
    schoolLogin: !quirks.esiaOnly,
    emLogin: true,
    esiaLogin: true,
    esiaLoginPage: '/webapi/sso/esia/crosslogin',
    esiaMainAuth: quirks.esiaOnly,
    esiaButton: true,
    signatureLogin: false,
    cacheVer: profile.cacheVersion,
    windowsAuth: false,
    enableSms: false,
    esaLogin: false,
    esaLoginPage: '',
  };
  return value(content, 200, cookieFor(call, server).set);
}

const hasReferer = (call: Call, server: Server): boolean =>
  server.world.quirks.referer === 'none' || call.headers.referer !== undefined;

function getData(call: Call, server: Server): Reply {
  if (!hasReferer(call, server)) return refusal(409, 'Недопустимый источник запроса');
  // Without the cookie the salt is bound to nothing: a client that has not asked for logindata fails later.
  const { cookie, set } = cookieFor(call, server);
  return value(server.sessions.newSalt(cookie), 200, set);
}

/** The account that the form names, when its password is right and it belongs to the school. */
function checkedAccount(call: Call, server: Server, salt: string): KnownAccount | null {
  const key = keyOfLogin(call.form.get('un') ?? '');
  const account = key && accountOf(server.world, key);
  if (!account || String(account.schoolId) !== call.form.get('scid')) return null;
  const hash = passwordHash(account.password, salt);
  return (call.form.get('pw2') ?? '').toLowerCase() === hash ? account : null;
}

function wrongPassword(server: Server): Reply {
  server.sessions.failed();
  const { wrongPassword: way } = server.world.quirks;
  return way === '409' ? refusal(409, WRONG) : value({ message: WRONG, errorMessage: WRONG });
}

function logIn(call: Call, server: Server): Reply {
  const { quirks } = server.world;
  if (call.form.get('logintype') === '8') return esiaLogIn(call, server);
  if (!hasReferer(call, server)) return refusal(409, 'Недопустимый источник запроса');
  if (quirks.esiaOnly) return refusal(409, 'Вход по логину и паролю отключён. Войдите через Госуслуги');
  const cookie = call.cookies.get(COOKIE);
  const salt = cookie === undefined ? null : server.sessions.takeSalt(cookie);
  if (cookie === undefined || !salt || salt.lt !== call.form.get('lt') || salt.ver !== call.form.get('ver')) {
    server.sessions.failed();
    return refusal(409, 'Форма входа устарела. Обновите страницу');
  }
  const account = checkedAccount(call, server, salt.salt);
  return account ? enter(call, server, account, cookie, salt.ver) : wrongPassword(server);
}

function esiaLogIn(call: Call, server: Server): Reply {
  const state = call.form.get('loginstate') ?? '';
  const login = call.form.get('lscope') ?? '';
  const key = server.esiaStates.get(state)?.includes(login) ? keyOfLogin(login) : null;
  const account = key && accountOf(server.world, key);
  if (!account) return wrongPassword(server);
  server.esiaStates.delete(state);
  const { cookie, set } = cookieFor(call, server);
  return withCookie(enter(call, server, account, cookie, '0'), set['set-cookie']);
}

/** Adds a cookie beside those that the answer sets already. */
function withCookie(reply: Reply, cookie: string | undefined): Reply {
  if (cookie === undefined) return reply;
  const before = reply.headers['set-cookie'] ?? [];
  return withHeaders(reply, { 'set-cookie': [cookie, ...(typeof before === 'string' ? [before] : before)] });
}

const rolesOf = (account: KnownAccount): readonly AccountRole[] =>
  isStaffRole(account.role) && account.role !== 'teacher' ? ['teacher', account.role] : [account.role];

/** The role of the new session: null when the account has to choose and has not. */
function roleFor(call: Call, server: Server, account: KnownAccount): AccountRole | null {
  const roles = rolesOf(account);
  if (!server.world.quirks.roleChoice || roles.length === 1) return account.role;
  const chosen = call.form.get('rolegroup');
  return roles.find((role) => String(ROLE_IDS[role].id) === chosen) ?? null;
}

function enter(call: Call, server: Server, account: KnownAccount, cookie: string, ver: string): Reply {
  const role = roleFor(call, server, account);
  const session = server.sessions.open(account, role, cookie, ver);
  server.sessions.loggedIn();
  const others = server.sessions.othersOf(session);
  const { quirks } = server.world;
  session.warned = quirks.securityWarning === 'page' && others.length > 0;
  const reply = value(loginAnswer(server, session, others));
  return quirks.esrnSec
    ? withHeaders(reply, { 'set-cookie': `ESRNSec=${session.esrnSec}&${account.userId}; path=/; HttpOnly` })
    : reply;
}

function entryPoint(server: Server, session: Session, warned: boolean): string {
  if (session.role === null) return '/app/school/choose-session-role/';
  if (warned && server.world.quirks.securityWarning === 'login') return '/asp/SecurityWarning.asp';
  return '/angular/school/main/';
}

function loginAnswer(server: Server, session: Session, others: readonly Session[]): unknown {
  const { account } = session;
  const { year } = server.world.book(account.key.school);
  const warned = others.length > 0 && server.world.quirks.securityWarning !== 'off';
  const atlist = [...others.map(({ at }) => at), session.at].join(SEPARATOR);
  return {
    at: session.at,
    code: null,
    timeOut: server.world.quirks.timeOutMs,
    accessToken: `a${session.at.slice(0, 16)}`,
    refreshToken: `r${session.at.slice(0, 16)}`,
    accountInfo: {
      activeToken: null,
      secureActiveToken: `s${session.at.slice(0, 8)}`,
      currentOrganization: { id: account.schoolId, name: year.shortName },
      user: { id: account.userId, name: shortName(account.person) },
      userRoles: userRoles(server, account),
      organizations: [{ id: account.schoolId, name: `${year.shortName} (г. ${year.city}) ` }],
      loginTime: `${server.now().toISOString().slice(0, 23)}0457`,
      active: true,
      canLogin: true,
      storeTokens: true,
      accessToken: session.at,
    },
    tokenType: 'Bearer',
    entryPoint: entryPoint(server, session, warned),
    requestData: warned ? { warnType: '1', atlist } : { warnType: '0' },
    errorMessage: null,
  };
}

function userRoles(server: Server, account: KnownAccount): unknown[] {
  const roles = rolesOf(account);
  if (!server.world.quirks.roleChoice || roles.length === 1) return [];
  return roles.map((role) => ({
    userId: account.userId,
    schoolId: account.schoolId,
    role: { id: ROLE_IDS[role].id, name: ROLE_IDS[role].name },
  }));
}

export const loginRoutes: readonly Route[] = [
  open('GET', '/webapi/logindata', loginData),
  open('GET', '/webapi/login', loginData),
  open('POST', '/webapi/auth/getdata', getData),
  open('POST', '/webapi/login', logIn),
  open('POST', '/webapi/auth/login', logIn),
];
