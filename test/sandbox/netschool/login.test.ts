import { afterEach, describe, expect, it } from 'vitest';
import {
  type NetschoolOptions,
  type NetschoolSimulator,
  startNetschool,
} from '../../../sandbox/netschool/index.ts';
import { passwordHash } from '../../../sandbox/netschool/login.ts';
import { logIn, makeClient, tryLogIn } from './client.ts';
import { municipality } from './truth.ts';

let simulator: NetschoolSimulator;
const start = async (options: Partial<NetschoolOptions> = {}): Promise<NetschoolSimulator> => {
  simulator = await startNetschool({ municipality, profile: '5.47', ...options });
  return simulator;
};
afterEach(() => simulator.close());

describe('log-in', () => {
  it('hashes as the published vectors say', async () => {
    await start();
    expect(passwordHash('Пароль1', '123456789')).toBe('46d9007ec7e2bfd35ad4598999c09e6d');
    expect(passwordHash('secret12', '123456789')).toBe('ba7f03528fdff7b3a9609b2ec0b80db1');
  });

  it('takes paths and form names in any case and answers in the documented shape', async () => {
    const { account, baseUrl } = await start();
    const client = makeClient(baseUrl);
    const answer = await tryLogIn(client, account('guardian'));
    expect(answer.json).toMatchObject({
      timeOut: 3_600_000,
      tokenType: 'Bearer',
      entryPoint: '/angular/school/main/',
    });
    expect(answer.pick('at')).toMatch(/^\d{27}$/);
    expect((await client.get('/WEBAPI/Context')).pick('schoolyear.globalYear.name')).toBe('2025/2026');
    expect((await client.get('/webapi/sysInfo')).text).toContain('Версия системы: 5.47');
  });

  it.each([
    ['a wrong password', { password: 'не тот' }],
    ['another school', { schoolId: 4100 }],
    ['an unknown login', { login: 'u1-99999' }],
  ])('refuses %s with 409', async (_case, change) => {
    const { account, baseUrl } = await start();
    const answer = await tryLogIn(makeClient(baseUrl), { ...account('guardian'), ...change });
    expect(answer.status).toBe(409);
    expect(answer.pick('message')).toBe('Неправильный пароль или имя пользователя');
  });

  it('can tell a wrong password by an answer without a token', async () => {
    const { account, baseUrl } = await start({ quirks: { wrongPassword: 'no-at' } });
    const answer = await tryLogIn(makeClient(baseUrl), { ...account('guardian'), password: '-' });
    expect(answer.status).toBe(200);
    expect(answer.pick('at')).toBeUndefined();
  });

  it('takes a salt once, and only with its cookie', async () => {
    const { account, baseUrl } = await start();
    const client = makeClient(baseUrl);
    const { login, password, schoolId } = account('guardian');
    await client.get('/webapi/logindata');
    const salted = await client.postForm('/webapi/auth/getdata', {});
    const [salt, lt, ver] = ['salt', 'lt', 'ver'].map((name) => String(salted.pick(name)));
    const form = {
      loginType: '1',
      scid: String(schoolId),
      un: login,
      pw2: passwordHash(password, salt ?? ''),
      lt: lt ?? '',
      ver: ver ?? '',
    };
    const stranger = await makeClient(baseUrl).postForm('/webapi/login', form);
    expect(stranger.status).toBe(409);
    expect((await client.postForm('/webapi/login', form)).status).toBe(200);
    expect((await client.postForm('/webapi/login', form)).status).toBe(409);
  });

  it('fails without a Referer', async () => {
    const { baseUrl } = await start();
    const answer = await fetch(`${baseUrl}/webapi/auth/getdata`, { method: 'POST' });
    expect(answer.status).toBe(409);
  });

  it('is by ESIA or an imported session only, where the region says so', async () => {
    const { account, baseUrl, esiaState, importSession } = await start({ profile: 'kray' });
    const guardian = account('guardian');
    const client = makeClient(baseUrl);
    expect((await client.get('/webapi/logindata')).json).toMatchObject({
      productName: 'Сетевой край. Образование',
      schoolLogin: false,
      esiaMainAuth: true,
    });
    expect((await tryLogIn(client, guardian)).status).toBe(409);

    const loginState = esiaState([guardian.login]);
    const info = await client.get(`/webapi/sso/esia/account-info?loginState=${loginState}`);
    const form = { loginType: '8', lscope: String(info.pick('users.0.id')), idp: 'esia', loginState };
    client.at = String((await client.postForm('/webapi/auth/login', form)).pick('at'));
    expect((await client.get('/webapi/student/diary/init')).status).toBe(200);

    const imported = makeClient(baseUrl);
    imported.cookie = importSession(guardian.login).cookie;
    const first = await imported.get('/webapi/context');
    expect(first.headers.get('at')).toBe(first.pick('at'));
  });

  it('asks staff with two roles to choose one', async () => {
    const { account, baseUrl } = await start({ quirks: { roleChoice: true } });
    const client = makeClient(baseUrl);
    const first = await tryLogIn(client, account('homeroom'));
    expect(first.pick('entryPoint')).toContain('choose-session-role');
    expect((await client.get('/webapi/classes')).status).toBe(401);
    await client.postForm('/webapi/auth/logout', {});
    const rolegroup = String(first.pick('accountInfo.userRoles.1.role.id'));
    await tryLogIn(client, account('homeroom'), { rolegroup });
    expect((await client.get('/webapi/classes')).status).toBe(200);
  });
});

describe('a session', () => {
  it('ends by log-out, both ways, and a second log-out says 401', async () => {
    const { account } = await start();
    const newer = await logIn(simulator, account('guardian'));
    expect((await newer.postForm('/webapi/auth/logout', {})).status).toBe(204);
    expect((await newer.postForm('/webapi/auth/logout', {})).status).toBe(401);
    const older = await logIn(simulator, account('guardian'));
    expect((await older.postForm('/asp/Logout.asp', { AT: older.at, VER: '1' })).status).toBe(200);
    expect(simulator.sessions).toMatchObject({ logins: 2, logouts: 2, live: 0 });
  });

  it('is over when it was idle for too long, and a request keeps it alive', async () => {
    let moment = Date.parse('2025-10-01T06:00:00Z');
    await start({ now: () => new Date(moment), quirks: { timeOutMs: 60_000 } });
    const client = await logIn(simulator, simulator.account('guardian'));
    for (let turn = 0; turn < 3; turn += 1) {
      moment += 50_000;
      expect((await client.get('/webapi/context')).status).toBe(200);
    }
    moment += 61_000;
    expect((await client.get(`/webapi/context/expired?token=${client.at}`)).json).toBe(true);
    expect((await client.get('/webapi/context')).status).toBe(401);
  });

  it.each([
    [401, 401],
    [403, 403],
    [500, 500],
    ['html', 200],
  ] as const)('that is over is answered with %s', async (expiredAnswer, status) => {
    await start({ quirks: { expiredAnswer } });
    const client = await logIn(simulator, simulator.account('guardian'));
    simulator.expire(simulator.account('guardian').login);
    const answer = await client.get('/webapi/student/diary/init');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain(expiredAnswer === 'html' ? 'text/html' : 'json');
  });

  it("does not let a stolen token in with another session's cookie", async () => {
    await start();
    const owner = await logIn(simulator, simulator.account('guardian'));
    const thief = await logIn(simulator, simulator.account('teacher'));
    thief.at = owner.at;
    expect((await thief.get('/webapi/context')).status).toBe(401);
  });

  it('answers 401 to staff who ask for a diary and to families who ask for classes', async () => {
    await start();
    const staff = await logIn(simulator, simulator.account('deputy'));
    expect((await staff.get('/webapi/student/diary/init')).status).toBe(401);
    expect((await staff.get(`/webapi/context/expired?token=${staff.at}`)).json).toBe(false);
    const family = await logIn(simulator, simulator.account('guardian'));
    expect((await family.get('/webapi/classes')).status).toBe(401);
  });

  it('warns at log-in of another session of the same account', async () => {
    await start();
    await logIn(simulator, simulator.account('guardian'));
    const second = await tryLogIn(makeClient(simulator.baseUrl), simulator.account('guardian'));
    expect(second.pick('entryPoint')).toBe('/asp/SecurityWarning.asp');
    expect(String(second.pick('requestData.atlist')).split('\u0001')).toHaveLength(2);
    expect(simulator.sessions.maxLivePerAccount).toBe(2);
  });

  it('is interrupted by the warning page until that is answered', async () => {
    await start();
    const client = await logIn(simulator, simulator.account('guardian'));
    simulator.interrupt(simulator.account('guardian').login);
    const page = await client.get('/webapi/context');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text.length).toBeLessThan(1000);
    expect(page.text).toContain('/asp/SecurityWarning.asp');
    await client.postForm('/asp/SecurityWarning.asp', { at: client.at, WarnType: '2' });
    expect((await client.get('/webapi/context')).pick('userId')).toBeDefined();
  });

  it('changes its token by a response header where tokens rotate', async () => {
    await start({ quirks: { rotateAtEvery: 2 } });
    const client = await logIn(simulator, simulator.account('guardian'));
    expect((await client.get('/webapi/context')).headers.get('at')).toBeNull();
    const turned = (await client.get('/webapi/context')).headers.get('at');
    expect(turned).toMatch(/^\d{27}$/);
    expect((await client.get('/webapi/context')).status).toBe(401);
    client.at = turned ?? '';
    expect((await client.get('/webapi/context')).status).toBe(200);
  });
});
