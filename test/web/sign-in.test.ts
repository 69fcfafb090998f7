import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { addPerson, changePassword, disablePerson } from '../../src/store/people.ts';
import { testStore } from '../database.ts';
import { inlineParts, markupFaults } from './markup.ts';
import { type Office, startOffice } from './office.ts';

const START = new Date('2025-10-28T09:00:00Z');
const PASSWORD = 'правильный пароль';
const MINUTE_MS = 60_000;

let store: Store;
let office: Office;
let logins = 0;

beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
// Wrong tries are counted by address: each test has an office, and so a count, of its own.
afterEach(() => office.close());

async function open(): Promise<string> {
  office = await startOffice(store, { now: START });
  logins += 1;
  const login = `login-${logins}`;
  const name = 'Выдуманная Анна';
  const person = {
    login,
    name,
    role: 'principal',
    reach: { all: true },
    classIds: [],
    password: PASSWORD,
  } as const;
  await addPerson(store, person, START);
  return login;
}

const later = (minutes: number): void => {
  office.now = new Date(office.now.getTime() + minutes * MINUTE_MS);
};

const post = (
  path: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`${office.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });

const cookieOf = (response: Response): string =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

const visit = (path: string, cookie: string) =>
  fetch(`${office.url}${path}`, { redirect: 'manual', headers: { cookie } });

/** Signs in and gives the cookie. */
const enter = async (login: string): Promise<string> =>
  cookieOf(await post('/signin', { login, password: PASSWORD }));

describe('signing in', () => {
  it('is asked for, and leads back to where somebody wanted to be', async () => {
    const login = await open();
    const sent = await visit('/search?q=7б', '');
    expect([sent.status, sent.headers.get('location')]).toEqual([
      303,
      '/signin?next=%2Fsearch%3Fq%3D7%25D0%25B1',
    ]);
    const form = await (await visit(sent.headers.get('location') ?? '', '')).text();
    expect(form).toContain('name="next" value="/search?q=7%D0%B1"');
    const signedIn = await post('/signin', {
      login: ` ${login.toUpperCase()} `,
      password: PASSWORD,
      next: '/search?q=7',
    });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/search?q=7']);
    expect((await visit('/', cookieOf(signedIn))).status).toBe(200);
  });

  it('keeps the session where no script reads it and no other site sends it', async () => {
    const login = await open();
    const cookie = (await post('/signin', { login, password: PASSWORD })).headers.get('set-cookie');
    expect(cookie).toMatch(/^peremena=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it.each([
    ['https://elsewhere.example/'],
    ['//elsewhere.example/'],
    ['/\\elsewhere.example'],
    ['javascript:alert(1)'],
    ['elsewhere'],
    [''],
    ['/ok\r\nset-cookie: a=b'],
  ])('never leads to %s', async (next) => {
    const login = await open();
    const signedIn = await post('/signin', { login, password: PASSWORD, next });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/']);
    expect(await (await visit(`/signin?next=${encodeURIComponent(next)}`, '')).text()).toContain(
      'name="next" value="/"',
    );
  });

  it.each([
    ['a wrong password', (login: string) => ({ login, password: 'другой' })],
    ['a login that nobody has', () => ({ login: 'nobody', password: PASSWORD })],
    ['no password', (login: string) => ({ login })],
    ['nothing at all', () => ({})],
    ['a very long one', (login: string) => ({ login, password: 'x'.repeat(3_000) })],
  ])('says the same of %s', async (_, form) => {
    const login = await open();
    const refused = await post('/signin', form(login) as Record<string, string>);
    const text = await refused.text();
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    expect(text).toContain('логин или пароль неверны');
    expect(text).not.toContain(PASSWORD);
    expect(office.logged.join()).not.toContain(login);
  });

  it('closes a login after five wrong passwords, for a quarter of an hour', async () => {
    const login = await open();
    for (let wrong = 0; wrong < 5; wrong += 1) await post('/signin', { login, password: 'нет' });
    expect((await post('/signin', { login, password: PASSWORD })).status).toBe(401);
    later(14);
    expect((await post('/signin', { login, password: PASSWORD })).status).toBe(401);
    later(2);
    expect((await post('/signin', { login, password: PASSWORD })).status).toBe(303);
  });

  it('begins to count anew after the right password', async () => {
    const login = await open();
    for (let round = 0; round < 2; round += 1) {
      for (let wrong = 0; wrong < 4; wrong += 1) await post('/signin', { login, password: 'нет' });
      expect((await post('/signin', { login, password: PASSWORD })).status).toBe(303);
    }
  });

  it('lets an address wait that guesses at one login after another', async () => {
    const login = await open();
    for (let wrong = 0; wrong < 10; wrong += 1)
      await post('/signin', { login: `nobody-${wrong}`, password: 'нет' });
    const waiting = await post('/signin', { login, password: PASSWORD });
    expect(waiting.status).toBe(429);
    expect(await waiting.text()).toContain('Слишком много попыток');
    later(2);
    expect((await post('/signin', { login, password: PASSWORD })).status).toBe(303);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://elsewhere.example' }],
    ['an origin that hides', { origin: 'null' }],
  ])('takes no form from %s', async (_, headers) => {
    const login = await open();
    const refused = await post('/signin', { login, password: PASSWORD }, headers);
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('is a page in order, with the policy on it', async () => {
    await open();
    const response = await visit('/signin', '');
    const text = await response.text();
    expect([...markupFaults(text), ...inlineParts(text)]).toEqual([]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('a session', () => {
  it('ends after half an hour without a page, and lives as long as somebody works', async () => {
    const login = await open();
    const cookie = await enter(login);
    for (let views = 0; views < 3; views += 1) {
      later(25);
      expect((await visit('/', cookie)).status).toBe(200);
    }
    later(31);
    expect((await visit('/', cookie)).headers.get('location')).toBe('/signin?next=%2F');
  });

  it('ends after twelve hours in any case', async () => {
    const login = await open();
    const cookie = await enter(login);
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      later(20);
      expect((await visit('/signin', cookie)).status).toBe(200);
      expect((await visit('/', cookie)).status).toBe(200);
    }
    later(21);
    expect((await visit('/', cookie)).status).toBe(303);
  });

  it('ends by signing out, wherever the cookie was copied to', async () => {
    const login = await open();
    const cookie = await enter(login);
    const out = await post('/signout', {}, { cookie });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/signin']);
    expect(out.headers.get('set-cookie')).toMatch(/^peremena=; /);
    expect((await visit('/', cookie)).status).toBe(303);
  });

  it('does not end by a link of another site', async () => {
    const login = await open();
    const cookie = await enter(login);
    expect((await post('/signout', {}, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await fetch(`${office.url}/signout`, { headers: { cookie }, redirect: 'manual' })).status).toBe(
      404,
    );
    expect((await visit('/', cookie)).status).toBe(200);
  });

  it.each([
    ['a new password', (login: string) => changePassword(store, login, 'совсем другой')],
    ['being switched off', (login: string) => disablePerson(store, login, START)],
  ])('ends by %s', async (_, change) => {
    const login = await open();
    const cookie = await enter(login);
    expect(await change(login)).toBe(true);
    expect((await visit('/', cookie)).status).toBe(303);
    expect((await post('/signin', { login, password: PASSWORD })).status).toBe(401);
  });

  it('is another one after signing in again: a token from before is worth nothing', async () => {
    const login = await open();
    const old = await enter(login);
    const again = await post('/signin', { login, password: PASSWORD }, { cookie: old });
    expect(cookieOf(again)).not.toBe(old);
    expect((await visit('/', old)).status).toBe(303);
    expect((await visit('/', cookieOf(again))).status).toBe(200);
  });

  it.each([['peremena=short'], [`peremena=${'A'.repeat(43)}`], ['peremena=%00%00'], ['other=1; peremena=']])(
    'is none with the cookie %s',
    async (cookie) => {
      await open();
      expect((await visit('/', cookie)).status).toBe(303);
    },
  );
});
