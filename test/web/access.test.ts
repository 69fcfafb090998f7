import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reach } from '../../src/model/access.ts';
import { type Role, roleNames, roles } from '../../src/model/roles.ts';
import type { Store } from '../../src/store/open.ts';
import type { Page } from '../../src/web/page.ts';
import { pages } from '../../src/web/pages.ts';
import { FINDING, type Invented, putInvented, SURNAME, schoolA, schoolB } from '../api/invented.ts';
import { testStore } from '../database.ts';
import { inlineParts, markupFaults } from './markup.ts';
import { type Got, type Office, startOffice, type Visitor } from './office.ts';

const NORTH: Reach = { schools: [schoolA] };
const SOUTH: Reach = { municipalities: ['Юг'] };
const ABSENT = '99999999-9999-4999-8999-999999999999';
const NO_NUMBER = '987654321';

let store: Store;
let office: Office;
let invented: Invented;
const north = new Map<Role, Visitor>();
const south = new Map<Role, Visitor>();

const visitorOf = (visitors: ReadonlyMap<Role, Visitor>, role: Role): Visitor => {
  const visitor = visitors.get(role);
  if (!visitor) throw new Error(`${role} has not signed in`);
  return visitor;
};

beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  office = await startOffice(store, { now: new Date('2025-09-21T09:00:00Z') });
  const classIds = [invented.family.id('class', '2207')];
  for (const role of roleNames) {
    const own = roles[role].oneClass ? classIds : [];
    north.set(role, await office.signIn(role, NORTH, own));
    south.set(role, await office.signIn(role, SOUTH, roles[role].oneClass ? [ABSENT] : []));
  }
});
afterAll(async () => {
  await office.close();
  await store.close();
});

/** Things of the first school by what a path calls them, and ids of nothing. A new name is to be given here. */
const things = (): Readonly<Record<string, readonly [there: string, nowhere: string]>> => ({
  schoolId: [schoolA, ABSENT],
  studentId: [invented.student, ABSENT],
  findingId: [FINDING, ABSENT],
  runId: [invented.runs[0] ?? '', NO_NUMBER],
  moveId: [invented.migration, NO_NUMBER],
  permitId: [ABSENT, ABSENT],
  connection: ['family-a', 'no-such-connection'],
  // A form is nobody's own.
  form: ['school-results', 'school-results'],
});

function pathOf(page: Page, there: boolean): string {
  return page.path.replace(/:(\w+)/g, (_, name: string) => {
    const thing = things()[name];
    if (!thing) throw new Error(`say what «:${name}» of ${page.path} stands for`);
    return encodeURIComponent(thing[there ? 0 : 1]);
  });
}

/** What stands in queries of pages, about the first school or about nothing. */
function queries(there: boolean): readonly string[] {
  const [school, inClass, student] = there
    ? [schoolA, invented.family.id('class', '2207'), invented.student]
    : [ABSENT, ABSENT, ABSENT];
  return [
    `school=${school}`,
    `schoolId=${school}`,
    `scope=school:${school}`,
    `scope=class:${inClass}`,
    `class=${inClass}`,
    `student=${student}`,
    `of=students&schoolId=${school}&term=2025-quarter-1`,
    `of=marks&classId=${inClass}&from=2025-09-01&to=2025-09-30`,
    `of=marks&studentId=${student}&from=2025-09-01&to=2025-09-30`,
  ];
}

const isEvents = ({ path }: Page): boolean => path.endsWith('/events');

const mayOpen = ({ access }: Page, role: Role): boolean =>
  access === 'signed_in' || (roles[role].scopes as readonly string[]).includes(access.scope);

/** What an answer says, without what differs by what was asked. */
const told = ({ status, to, text }: Got, ...asked: readonly string[]) => {
  const names = [
    ...Object.values(things()).flat(),
    schoolA,
    ABSENT,
    ...asked.flatMap((one) => [one, encodeURIComponent(one)]),
  ];
  const ids = names.filter((name) => name !== '').sort((left, right) => right.length - left.length);
  // Whole ids first: a short name may stand within one.
  const whole = `${to ?? ''}\n${text}`.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…');
  const plain = ids.reduce((rest, id) => rest.replaceAll(id, '…'), whole);
  return { status, text: plain.replaceAll(/value="[\w-]{32}"/g, 'value="csrf"') };
};

const PERSONAL = [SURNAME, 'Придумова', 'Заменский', 'Школа № 2', '7б', 'family-a', 'Алгебра'];

const named = pages.map((page) => [`${page.method.toUpperCase()} ${page.path}`, page] as const);

describe.each(named)('%s', (_, page) => {
  it('asks strangers to sign in, and tells them nothing', async () => {
    const method = page.method.toUpperCase();
    const response = await fetch(`${office.url}${pathOf(page, true)}`, { method, redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(/^\/signin\?next=%2F/);
  });

  it.each(roleNames)('is open to %s by the table of roles alone', async (role) => {
    if (isEvents(page) && mayOpen(page, role)) return;
    const visitor = visitorOf(north, role);
    if (page.method === 'post') {
      // Without the secret of the session nobody does anything, whoever it is.
      const sent = await visitor.post(pathOf(page, true), { csrf: 'x'.repeat(32) });
      expect(sent.status).toBe(403);
      expect(sent.text).toContain(mayOpen(page, role) ? 'Форма устарела' : 'Нет доступа');
      return;
    }
    const got = await visitor.get(pathOf(page, true));
    if (mayOpen(page, role)) expect([200, 303, 400, 404, 409, 422]).toContain(got.status);
    else expect([got.status, got.text.includes('Нет доступа')]).toEqual([403, true]);
  });

  it('is a page in order, with nothing in it that the policy forbids', async () => {
    if (page.method === 'post' || isEvents(page)) return;
    for (const role of roleNames) {
      const { text, headers } = await visitorOf(north, role).get(pathOf(page, true));
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(headers.get('cache-control')).toBe('private, no-store');
      if (headers.get('content-type')?.startsWith('text/html') !== true) continue;
      expect([...markupFaults(text), ...inlineParts(text)]).toEqual([]);
    }
  });

  it.each(roleNames)('answers %s of another school as if it were not there', async (role) => {
    if (!mayOpen(page, role)) return;
    const visitor = visitorOf(south, role);
    const ask = (path: string) => (page.method === 'get' ? visitor.get(path) : visitor.post(path));
    const foreign = await ask(pathOf(page, true));
    if (page.path.includes(':')) expect(told(foreign)).toEqual(told(await ask(pathOf(page, false))));
    for (const secret of PERSONAL) expect(foreign.text).not.toContain(secret);
    if (page.method === 'post') return;
    for (const [index, query] of queries(true).entries()) {
      const nothing = queries(false)[index] ?? '';
      const path = pathOf(page, true);
      const got = await ask(`${path}?${query}`);
      for (const secret of PERSONAL) expect(got.text).not.toContain(secret);
      expect(told(got, query, nothing)).toEqual(told(await ask(`${path}?${nothing}`), query, nothing));
    }
  });
});

describe('forms', () => {
  const forms = pages.filter(({ method }) => method === 'post');

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://elsewhere.example' }],
  ])('are not taken from %s, even with the secret', async (_, headers) => {
    for (const page of forms) {
      const login = roleNames.find((role) => mayOpen(page, role)) ?? 'principal';
      const path = pathOf(page, true);
      const sent = await visitorOf(north, login).post(path, {}, headers);
      expect([page.path, sent.status, sent.text.includes('Форма устарела')]).toEqual([page.path, 403, true]);
    }
  });
});

describe('an address that nobody knows', () => {
  const ask = (path: string, accept: string) => fetch(`${office.url}${path}`, { headers: { accept } });

  it('is told to a browser by a page', async () => {
    const response = await ask('/no/such/page', 'text/html,application/xhtml+xml,*/*;q=0.8');
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
    expect(text).toContain('Не найдено');
    expect([...markupFaults(text), ...inlineParts(text)]).toEqual([]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('keeps its frame for whoever has signed in', async () => {
    const visitor = visitorOf(north, 'principal');
    expect((await visitor.get('/no/such/page', { accept: 'text/html' })).text).toContain('Выйти');
  });

  it.each([['/v1/no-such-thing'], ['/docs/no-such-asset'], ['/openapi.json'], ['/metrics']])(
    'is left to the API where programs ask: %s',
    async (path) => {
      const response = await ask(path, 'text/html');
      expect(await response.text()).not.toContain('Перемена');
    },
  );
});

describe('assets', () => {
  it.each([
    ['office.css', 'text/css; charset=utf-8'],
    ['office.js', 'text/javascript; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
  ])(
    '%s is there for everybody, and asked for again only to hear that it is the same',
    async (name, type) => {
      const response = await fetch(`${office.url}/assets/${name}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      const etag = response.headers.get('etag') ?? '';
      const again = await fetch(`${office.url}/assets/${name}`, {
        // As browsers do; fetch would say of itself that it wants all of it again.
        headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
      });
      expect([again.status, response.headers.get('cache-control')]).toEqual([304, 'no-cache']);
    },
  );

  it.each([['/assets/../app.ts'], ['/assets/%2e%2e/app.ts'], ['/assets/']])('%s is none', async (path) => {
    expect((await fetch(`${office.url}${path}`)).status).toBe(404);
  });
});

it('knows no school of the other municipality by name', async () => {
  for (const role of roleNames) {
    expect((await visitorOf(south, role).get('/')).text).toContain(`/schools/${schoolB}`);
    expect((await visitorOf(north, role).get('/')).text).not.toContain(schoolB);
  }
});
