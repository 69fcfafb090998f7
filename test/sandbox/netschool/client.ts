import type { Account, NetschoolSimulator } from '../../../sandbox/netschool/index.ts';
import { passwordHash } from '../../../sandbox/netschool/login.ts';

/** A plain client of the simulator: keeps cookies and the token, decides nothing. */
export interface TestClient {
  at: string;
  cookie: string;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  postJson(path: string, body: unknown): Promise<Answer>;
  postForm(path: string, fields: Record<string, string>): Promise<Answer>;
}

export interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is not. */
  readonly json: unknown;
  /** What stands at a path such as `users.0.id` of the JSON; undefined where nothing does. */
  pick(path: string): unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const step = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

export function makeClient(baseUrl: string): TestClient {
  const cookies = new Map<string, string>();
  const client: TestClient = {
    at: '',
    get cookie() {
      return [...cookies].map(([name, text]) => `${name}=${text}`).join('; ');
    },
    set cookie(header) {
      cookies.clear();
      for (const part of header.split('; ')) {
        const [name = '', ...rest] = part.split('=');
        if (name !== '') cookies.set(name, rest.join('='));
      }
    },
    async request(method, path, { headers = {}, body } = {}) {
      const sent: Record<string, string> = { referer: `${baseUrl}/`, ...headers };
      if (client.at !== '') sent['at'] = client.at;
      if (cookies.size > 0) sent['cookie'] = client.cookie;
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: sent,
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const text = await response.text();
      const json = parsed(text);
      const pick = (inside: string): unknown => inside.split('.').reduce(step, json);
      return { status: response.status, headers: response.headers, text, json, pick };
    },
    get: (path, headers = {}) => client.request('GET', path, { headers }),
    postJson: (path, body) =>
      client.request('POST', path, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    postForm: (path, fields) =>
      client.request('POST', path, {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
  };
  return client;
}

/** The log-in answer of an account; the client keeps the token when there is one. */
export async function tryLogIn(
  client: TestClient,
  account: Pick<Account, 'login' | 'password' | 'schoolId'>,
  more: Record<string, string> = {},
): Promise<Answer> {
  await client.get('/webapi/logindata');
  const salted = await client.postForm('/webapi/auth/getdata', {});
  const answer = await client.postForm('/webapi/login', {
    LoginType: '1',
    scid: String(account.schoolId),
    UN: account.login,
    pw2: passwordHash(account.password, String(salted.pick('salt'))),
    lt: String(salted.pick('lt')),
    ver: String(salted.pick('ver')),
    ...more,
  });
  client.at = String(answer.pick('at') ?? '');
  return answer;
}

export async function logIn(
  simulator: NetschoolSimulator,
  account: Pick<Account, 'login' | 'password' | 'schoolId'>,
): Promise<TestClient> {
  const client = makeClient(simulator.baseUrl);
  const answer = await tryLogIn(client, account);
  if (client.at === '') throw new Error(`log-in answered ${answer.status}`);
  return client;
}
