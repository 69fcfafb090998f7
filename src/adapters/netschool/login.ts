import { readAnswer } from '../contract-broken.ts';
import { AdapterError, type AdapterErrorCode } from '../errors.ts';
import type { HttpAnswer, HttpSession } from '../http.ts';
import { hashPassword } from './password-hash.ts';
import { refuseFailure } from './refusals.ts';
import { esiaInfoSchema, loginAnswerSchema, loginDataSchema, saltSchema } from './schema.ts';
import type { Account, Settings } from './settings.ts';

/** What the front door says of itself. */
export interface FrontDoor {
  readonly version: string;
  readonly passwordsWork: boolean;
}

const refuse = (code: AdapterErrorCode, message: string, hint: string): AdapterError =>
  new AdapterError({ code, place: 'login', message, hint });

/** The first call of all: it says the version and sets the cookie that the salt is bound to. */
export async function knock(http: HttpSession): Promise<FrontDoor> {
  const operation = 'logindata';
  const path = '/webapi/logindata';
  const answer = await http.send({ method: 'GET', path, operation, safe: true, expectsJson: true });
  refuseFailure(answer, operation);
  const data = readAnswer(loginDataSchema, answer.json(operation), operation);
  return { version: data.version, passwordsWork: data.schoolLogin && !data.esiaMainAuth };
}

type LoginAnswer = ReturnType<typeof readLogin>;

const readLogin = (answer: HttpAnswer) => readAnswer(loginAnswerSchema, answer.json('login'), 'login');

async function submit(
  http: HttpSession,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<LoginAnswer> {
  const answer = await http.send({ method: 'POST', path, form, operation: 'login', safe: false });
  if (answer.status === 409) throw wrongCredentials();
  refuseFailure(answer, 'login');
  return readLogin(answer);
}

const wrongCredentials = (): AdapterError =>
  refuse(
    'adapter.wrong_credentials',
    'the login, the password or the school is refused',
    'Check login and password, and that the account belongs to this school.',
  );

async function byPassword(
  http: HttpSession,
  settings: Settings,
  account: Extract<Account, { login: string }>,
  roleGroup: string | null,
): Promise<LoginAnswer> {
  const operation = 'auth/getdata';
  const path = '/webapi/auth/getdata';
  const salted = await http.send({ method: 'POST', path, operation, safe: true, expectsJson: true });
  refuseFailure(salted, operation);
  const { lt, ver, salt } = readAnswer(saltSchema, salted.json(operation), operation);
  return submit(http, '/webapi/login', {
    loginType: '1',
    sft: '2',
    scid: settings.schoolId,
    un: account.login,
    ...hashPassword(account.password, salt),
    lt,
    ver,
    ...(roleGroup !== null && { rolegroup: roleGroup }),
  });
}

async function byEsia(
  http: HttpSession,
  settings: Settings,
  account: Extract<Account, { loginState: string }>,
): Promise<LoginAnswer> {
  const operation = 'sso/esia/account-info';
  const query = { loginState: account.loginState };
  const answer = await http.send({
    method: 'GET',
    path: `/webapi/${operation}`,
    query,
    operation,
    safe: true,
    expectsJson: true,
  });
  refuseFailure(answer, operation);
  const { users } = readAnswer(esiaInfoSchema, answer.json(operation), operation);
  const ours = users.filter(
    ({ organizationId }) => (organizationId ?? settings.schoolId) === settings.schoolId,
  );
  const chosen = account.userId
    ? ours.find(({ id, userId }) => [id, userId].includes(account.userId ?? ''))
    : (ours.find(({ isStaff }) => isStaff === (settings.mode === 'staff')) ?? ours[0]);
  if (!chosen) {
    throw refuse(
      'adapter.login_refused',
      'ESIA knows no user of this school for this way in',
      'Go through ESIA again and choose the right organisation, or name userId in the settings.',
    );
  }
  return submit(http, '/webapi/auth/login', {
    loginType: '8',
    lscope: chosen.id,
    idp: 'esia',
    loginState: account.loginState,
    // The way in is used up by the first try, so the role is chosen along with it.
    ...(chosen.roles && chosen.roles.length > 1 && { rolegroup: chooseRole(chosen.roles, settings) }),
  });
}

const FAMILY_ROLE = /родител|ученик|обучающ|законн/i;

/** Among several staff roles, the one that may read most. */
const READS_MOST = [/админ/i, /завуч|заместит/i, /директор/i, /классн/i];

const rankOfRole = (name: string): number => {
  const rank = READS_MOST.findIndex((pattern) => pattern.test(name));
  return rank < 0 ? READS_MOST.length : rank;
};

interface Role {
  readonly id: string;
  readonly name: string;
}

/** The role that fits the mode, among those of an account that has several. */
function chooseRole(roles: readonly Role[], settings: Settings): string {
  const fitting = roles
    .filter(({ name }) => FAMILY_ROLE.test(name) === (settings.mode === 'family'))
    .toSorted((a, b) => rankOfRole(a.name) - rankOfRole(b.name));
  const chosen = settings.roleId ?? fitting[0]?.id;
  if (chosen !== undefined) return chosen;
  throw refuse(
    'adapter.login_refused',
    `none of the account's ${roles.length} roles fits the mode ${settings.mode}`,
    'Name the role in the settings (roleId), or use another account.',
  );
}

function tokenOf(answer: LoginAnswer): string {
  if (answer.at) return answer.at;
  if (/парол/i.test(answer.message ?? answer.errorMessage ?? '')) throw wrongCredentials();
  throw refuse(
    'adapter.login_refused',
    'the server gives no token and no reason',
    'Log in by hand in a browser and look what the system asks for.',
  );
}

async function withRole(
  http: HttpSession,
  settings: Settings,
  account: Extract<Account, { login: string }>,
  first: LoginAnswer,
): Promise<LoginAnswer> {
  const roles = (first.accountInfo?.userRoles ?? []).map(({ role }) => role);
  const role = chooseRole(roles, settings);
  const headers = { at: tokenOf(first) };
  const path = '/webapi/auth/logout';
  await http.send({ method: 'POST', path, headers, operation: 'auth/logout', safe: false });
  await knock(http);
  return byPassword(http, settings, account, role);
}

/** Logs in with a password or an ESIA way in; gives the token. An account with several roles takes two steps. */
export async function logIn(
  http: HttpSession,
  settings: Settings,
  account: Exclude<Account, { session: unknown }>,
  door: FrontDoor,
): Promise<string> {
  if (!('login' in account)) return tokenOf(await byEsia(http, settings, account));
  if (!door.passwordsWork) {
    throw refuse(
      'adapter.login_refused',
      'this server lets people in only through ESIA',
      'Log in through ESIA in a browser and give the session (at or cookie) or loginState instead.',
    );
  }
  const first = await byPassword(http, settings, account, null);
  const choose = first.entryPoint?.includes('choose-session-role') ?? false;
  return tokenOf(choose ? await withRole(http, settings, account, first) : first);
}
