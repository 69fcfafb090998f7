import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Account, type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { type Answer, ask, fieldOf } from './client.ts';
import { municipality } from './truth.ts';

let simulator: DnevnikSimulator;
let account: Account;

beforeEach(async () => {
  simulator = await startDnevnik({ municipality });
  account = simulator.account('guardian');
});
afterEach(() => simulator.close());

const BACK = 'http://127.0.0.1:9/back';

const authorizeUrl = (more: Record<string, string> = {}): string => {
  const query = new URLSearchParams({
    response_type: 'token',
    client_id: simulator.client.id,
    scope: 'CommonInfo,EducationalInfo',
    redirect_uri: BACK,
    state: 'st-1',
    ...more,
  });
  return `${simulator.baseUrl}/oauth2?${query}`;
};

const locationOf = (answer: Answer): string => answer.headers.get('location') ?? '';

const cookiesOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** Goes the whole way of a browser; gives the last address. */
async function signIn(url: string, way: 'form' | 'query' = 'form'): Promise<{ end: string; cookie: string }> {
  const first = await ask(url);
  const form = new URL(locationOf(first), simulator.baseUrl);
  const fields = {
    ReturnUrl: form.searchParams.get('ReturnUrl') ?? '',
    login: account.login,
    password: account.password,
  };
  const target = `${simulator.baseUrl}/login/`;
  const entered =
    way === 'form'
      ? await ask(target, { method: 'POST', form: { exceededAttempts: 'False', ...fields } })
      : await ask(`${target}?${new URLSearchParams(fields)}`, { method: 'POST' });
  const cookie = cookiesOf(entered);
  const last = await ask(locationOf(entered), { headers: { cookie } });
  return { end: locationOf(last), cookie };
}

const tokenIn = (url: string): string => /#access_token=([A-Za-z\d]{32})&/.exec(url)?.[1] ?? '';

const exchange = (body: Record<string, unknown>): Promise<Answer> =>
  ask(`${simulator.baseUrl}/v2/authorizations`, {
    method: 'POST',
    body: { client_id: simulator.client.id, client_secret: simulator.client.secret, ...body },
  });

describe('the implicit flow', () => {
  it.each(['form', 'query'] as const)(
    'leads through the log-in to the token (fields in the %s)',
    async (way) => {
      const { end, cookie } = await signIn(authorizeUrl(), way);
      expect(end).toMatch(/^http:\/\/127\.0\.0\.1:9\/back\?result=success#access_token=.{32}&state=st-1$/);
      expect(cookie).toContain('DnevnikAuth_a=');
      expect(cookie).toContain(`t0=${account.schoolId}`);
      const me = await ask(`${simulator.baseUrl}/v2/users/me`, { token: tokenIn(end) });
      expect(fieldOf(me, 'id')).toBe(account.userId);
      const again = await ask(authorizeUrl(), { headers: { cookie } });
      expect(tokenIn(locationOf(again))).not.toBe('');
    },
  );

  it("ends on the vendor's page without an address of one's own", async () => {
    const { end } = await signIn(authorizeUrl({ redirect_uri: '', state: '' }));
    const url = new URL(end);
    expect(url.pathname).toBe('/oauth2/Authorization/Result');
    expect(url.searchParams.get('client_id')).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(url.searchParams.get('result')).toBe('success');
    expect(url.hash).toMatch(/^#access_token=.{32}&state=$/);
    expect((await ask(end)).status).toBe(200);
  });

  it('asks the user where the server is so, and takes no for an answer', async () => {
    simulator.setQuirks({ consentPage: true });
    const { end, cookie } = await signIn(authorizeUrl());
    expect(end).toBe('');
    const page = await ask(authorizeUrl(), { headers: { cookie } });
    expect(page.text).toContain('EducationalInfo');
    const answer = (choice: string): Promise<Answer> =>
      ask(authorizeUrl(), { method: 'POST', form: { answer: choice }, headers: { cookie } });
    expect(locationOf(await answer('deny'))).toBe(`${BACK}?result=denied`);
    expect(tokenIn(locationOf(await answer('allow')))).not.toBe('');
    expect(tokenIn(locationOf(await ask(authorizeUrl(), { headers: { cookie } })))).not.toBe('');
  });

  it('ends in whatever result the server has', async () => {
    simulator.setQuirks({ consentResult: 'error' });
    expect((await signIn(authorizeUrl())).end).toBe(`${BACK}?result=error`);
  });

  it.each([
    ['client_id', { client_id: 'f'.repeat(32) }],
    ['scope', { scope: 'Everything' }],
    ['response_type', { response_type: 'magic' }],
    ['redirect_uri', { redirect_uri: 'back' }],
  ])('refuses a wrong %s', async (name, more) => {
    const answer = await ask(authorizeUrl(more));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(name);
  });

  it('tells a wrong password on the form, and then wants a captcha', async () => {
    const form = { ReturnUrl: '/', login: account.login, password: 'wrong' };
    const pages: Answer[] = [];
    for (let turn = 0; turn < 3; turn += 1)
      pages.push(await ask(`${simulator.baseUrl}/login/`, { method: 'POST', form }));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(pages[0]?.text).toContain('class="message"');
    expect(pages[0]?.text).not.toContain('Captcha.Input');
    expect(pages[2]?.text).toContain('Captcha.Input');
  });

  it('leads nobody to another site', async () => {
    const form = {
      ReturnUrl: 'https://elsewhere.invalid/',
      login: account.login,
      password: account.password,
    };
    const answer = await ask(`${simulator.baseUrl}/login/`, { method: 'POST', form });
    expect(locationOf(answer)).toBe(simulator.baseUrl);
  });
});

describe('the code flow', () => {
  const codeOf = async (): Promise<string> => {
    const { end } = await signIn(authorizeUrl({ response_type: 'code' }));
    expect(new URL(end).searchParams.get('state')).toBe('st-1');
    return new URL(end).searchParams.get('code') ?? '';
  };

  it('gives a token for the code, once, and another for the refresh token, once', async () => {
    const code = await codeOf();
    const first = await exchange({ code, grant_type: 'AuthorizationCode', refreshToken: null });
    expect(first.json).toMatchObject({
      expiresIn: 2_592_000,
      expiresIn_str: '2592000',
      scope: 'CommonInfo,EducationalInfo',
      user: account.userId,
      user_str: String(account.userId),
    });
    expect((await exchange({ code, grant_type: 'AuthorizationCode' })).status).toBe(403);
    const refreshToken = fieldOf(first, 'refreshToken');
    const second = await exchange({ grant_type: 'RefreshToken', refreshToken });
    const me = (token: unknown) => ask(`${simulator.baseUrl}/v2/users/me`, { token: String(token) });
    expect((await me(fieldOf(second, 'accessToken'))).status).toBe(200);
    expect((await me(fieldOf(first, 'accessToken'))).status).toBe(401);
    expect((await exchange({ grant_type: 'RefreshToken', refreshToken })).status).toBe(403);
  });

  it.each([
    ['a wrong secret', { client_secret: 'x' }, 'authorizationFailed'],
    ['an unknown kind of grant', { grant_type: 'NotSet' }, 'invalidRequest'],
    ['an unknown code', { code: 'y', grant_type: 'AuthorizationCode' }, 'authorizationFailed'],
  ])('refuses %s', async (_what, body, type) => {
    expect(fieldOf(await exchange({ code: 'x', ...body }), 'type')).toBe(type);
  });
});

describe('the password grant', () => {
  const enter = (password: string): Promise<Answer> =>
    ask(`${simulator.baseUrl}/v2/authorizations/bycredentials`, {
      method: 'POST',
      body: {
        client_id: simulator.client.id,
        client_secret: simulator.client.secret,
        username: account.login,
        password,
        scope: 'Schools,Relatives,EduGroups,Lessons,marks,EduWorks,Avatar,EducationalInfo,CommonInfo',
      },
    });

  it('gives a token, unless the region lets in through ESIA only', async () => {
    expect(fieldOf(await enter(account.password), 'user')).toBe(account.userId);
    expect((await enter('wrong')).json).toEqual({
      type: 'authorizationFailed',
      description: "Can't authorize",
    });
    simulator.setQuirks({ esiaOnly: true });
    expect(fieldOf(await enter(account.password), 'type')).toBe('authorizationFailed');
  });
});
