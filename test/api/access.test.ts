import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mount } from '../../src/api/mount.ts';
import type { Operation } from '../../src/api/operation.ts';
import { operations } from '../../src/api/operations.ts';
import { scopeNames } from '../../src/model/access.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { addClient, startApi, type TestApi } from './api.ts';
import { FINDING, type Invented, putInvented, schoolA } from './invented.ts';
import { requestOf } from './requests.ts';

let store: Store;
let api: TestApi;
let invented: Invented;
beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  api = await startApi(store.url);
  addClient(api, 'south', { municipalities: ['Юг'] });
  addClient(api, 'one', { schools: [schoolA] });
});
afterAll(async () => {
  await api.close();
  await store.close();
});

const ABSENT = '99999999-9999-4999-8999-999999999999';

/** Ids of a path, of things that are there, or are nowhere. */
function pathOf(operation: Operation, there: boolean): string {
  const ids: Readonly<Record<string, string>> = {
    schoolId: there ? schoolA : ABSENT,
    studentId: there ? invented.student : ABSENT,
    migrationId: there ? invented.migration : '987654321',
    runId: there ? (invented.runs[0] ?? '') : '987654321',
    consentId: ABSENT,
    refusalId: ABSENT,
    permitId: ABSENT,
    remarkId: ABSENT,
    accountId: ABSENT,
    findingId: there ? FINDING : ABSENT,
    regulationId: 'tiny',
    asset: 'start.js',
    form: 'school-results',
  };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no ${name}`);
  if (operation.id === 'listReportRows') return `${path}?of=lessons`;
  if (operation.id === 'listChanges') return `${path}?term=${there ? invented.term : ABSENT}`;
  return operation.id === 'getDiary' ? `${path}?from=2025-09-08&to=2025-09-14` : path;
}

async function call(operation: Operation, authorization?: string, there = true) {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const response = await fetch(
    `${api.url}${pathOf(operation, there)}`,
    requestOf(operation, invented, headers),
  );
  const text = await response.text();
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const { requestId: _, ...problem } = isProblem ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, problem, challenge: response.headers.get('www-authenticate') };
}

const guarded = operations.filter((operation) => operation.access !== 'public');
const open = operations.filter((operation) => operation.access === 'public');
// An act and a form are nobody's own.
const aboutOne = guarded.filter(({ path }) => path.includes('{') && !/\{(regulationId|form)\}/.test(path));

describe.each(guarded.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  const scope = operation.access === 'public' ? '' : operation.access.scope;

  it('wants a token', async () => {
    const { status, problem, challenge } = await call(operation);
    expect({ status, code: problem['code'], challenge }).toEqual({
      status: 401,
      code: 'api.unauthenticated',
      challenge: 'Bearer',
    });
  });

  it.each([
    ['Bearer nonsense'],
    ['Bearer a.b.c'],
    ['Basic YTpi'],
    ['Bearer'],
    [`Bearer ${'x'.repeat(3000)}`],
  ])('does not take %.20s', async (authorization) => {
    const { status, problem } = await call(operation, authorization);
    expect({ status, code: problem['code'] }).toEqual({ status: 401, code: 'api.invalid_token' });
  });

  it('does not take a token of another key, or of the same key without a signature', async () => {
    const [head, body] = (await api.token('all')).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [`${head}.${body}.c2lnbmF0dXJl`, `${none}.${body}.`]) {
      const { status } = await call(operation, `Bearer ${token}`);
      expect(status).toBe(401);
    }
  });

  it('does not take an expired token, seen before or not', async () => {
    const token = `Bearer ${await api.token('all')}`;
    const unseen = `Bearer ${await api.token('all', [...scopeNames].reverse())}`;
    expect([401, 403]).not.toContain((await call(operation, token)).status);
    const { now } = api;
    api.now = new Date(now.getTime() + 3_601_000);
    const answers = [await call(operation, token), await call(operation, unseen)];
    api.now = now;
    expect(answers.map(({ problem }) => problem['code'])).toEqual(['api.token_expired', 'api.token_expired']);
  });

  it('wants its own scope', async () => {
    const others = scopeNames.filter((name) => name !== scope);
    const { status, problem, challenge } = await call(operation, `Bearer ${await api.token('all', others)}`);
    expect({ status, code: problem['code'], detail: problem['detail'] }).toEqual({
      status: 403,
      code: 'api.insufficient_scope',
      detail: `The scope ${scope} is needed`,
    });
    expect(challenge).toContain(`scope="${scope}"`);
  });

  it('answers the right client', async () => {
    for (const client of ['all', 'one']) {
      const { status, problem } = await call(operation, `Bearer ${await api.token(client, [scope])}`);
      // Let in, and refused in its own words: there is no such thing here to change, a child does not sign alone.
      const own = ['register.unknown_entry', 'regulation.not_adopted', 'consent.not_alone'];
      // Nothing can be moved from here: that, too, only who was let in is told.
      const code = String(problem['code']);
      const past = own.includes(code) || /^(transfer|mapping)\./.test(code) ? 200 : status;
      expect({ status: past, code: problem['code'] }).toMatchObject({ status: 200 });
    }
  });
});

describe.each(aboutOne.map((operation) => [operation.id, operation] as const))(
  '%s of a foreign school',
  (_, operation) => {
    it('answers as if it were not there', async () => {
      const token = `Bearer ${await api.token('south')}`;
      const foreign = await call(operation, token);
      expect(foreign).toEqual(await call(operation, token, false));
      expect(foreign).toMatchObject({ status: 404, problem: { code: 'api.not_found' } });
    });
  },
);

describe('public operations', () => {
  it('are these and no more', () => {
    expect(open.map(({ id }) => id)).toEqual(['issueToken', 'live', 'ready', 'openApi', 'docs', 'docsAsset']);
  });
});

describe('a client', () => {
  it('stops within a minute of being switched off, and loses scopes that are taken away', async () => {
    addClient(api, 'doomed', { all: true });
    const token = `Bearer ${await api.token('doomed')}`;
    const codes: unknown[] = [];
    const ask = async () => {
      const response = await api.get('/v1/schools', { authorization: token });
      codes.push(response.ok ? 'ok' : ((await response.json()) as { code: string }).code);
    };
    const client = api.clients.get('doomed');
    if (!client) throw new Error('the client was just added');
    const { now } = api;
    await ask();
    api.clients.set('doomed', { ...client, scopes: ['runs.read'] });
    api.now = new Date(now.getTime() + 31_000);
    await ask();
    api.clients.set('doomed', { ...client, disabled: true });
    api.now = new Date(now.getTime() + 62_000);
    await ask();
    api.now = now;
    expect(codes).toEqual(['ok', 'api.insufficient_scope', 'api.client_disabled']);
  });
});

describe('an operation without a scope', () => {
  it('does not start', () => {
    const [operation] = guarded;
    const undeclared = { ...operation, access: undefined } as unknown as Operation;
    expect(() => mount(express(), [undeclared], {} as never, () => undefined)).toThrow('declares no scope');
  });
});
