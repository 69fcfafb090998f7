import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDeps } from '../../src/api/deps.ts';
import { addClient, startApi, type TestApi } from './api.ts';

let api: TestApi;
const unreachable: ApiDeps['database'] = { rows: async () => [], close: async () => undefined };
beforeAll(async () => {
  api = await startApi('postgres://unused', { database: unreachable });
  addClient(api, 'office', { all: true }, ['schools.read', 'diary.read']);
  addClient(api, 'we:ird id', { all: true }, ['schools.read']);
});
afterAll(() => api.close());

const right = { client_id: 'office', client_secret: 'secret of office' };

async function ask(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body, headers: response.headers };
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

const grant = { grant_type: 'client_credentials' };

describe('a token', () => {
  it('is given for id and secret in the form, opens what it says, and is kept by nobody', async () => {
    const { status, body, headers } = await ask({ ...grant, ...right });
    expect({ status, ...body }).toMatchObject({
      status: 200,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'schools.read diary.read',
    });
    expect(headers.get('cache-control')).toBe('no-store');
    const schools = await api.get('/v1/schools', { authorization: `Bearer ${body['access_token']}` });
    expect(schools.status).toBe(200);
  });

  it('is given by HTTP Basic, also for an id that needs encoding', async () => {
    expect((await ask(grant, basic('we:ird id', 'secret of we:ird id'))).status).toBe(200);
  });

  it('is given for a part of the scopes', async () => {
    const { body } = await ask({ ...grant, ...right, scope: 'diary.read' });
    const schools = await api.get('/v1/schools', { authorization: `Bearer ${body['access_token']}` });
    expect([body['scope'], schools.status]).toEqual(['diary.read', 403]);
  });
});

describe('a refusal', () => {
  it.each([
    ['no grant', right, {}, 400, 'invalid_request'],
    ['another grant', { ...right, grant_type: 'password' }, {}, 400, 'unsupported_grant_type'],
    ['no client', grant, {}, 401, 'invalid_client'],
    ['an unknown client', { ...grant, client_id: 'x', client_secret: 'y' }, {}, 401, 'invalid_client'],
    ['a wrong secret', { ...grant, ...right, client_secret: 'y' }, {}, 401, 'invalid_client'],
    ['Basic without a colon', grant, { authorization: `Basic ${btoa('office')}` }, 401, 'invalid_client'],
    ['Basic that is not base64', grant, { authorization: 'Basic %%%' }, 401, 'invalid_client'],
    ['Basic of a broken encoding', grant, { authorization: `Basic ${btoa('%zz:1')}` }, 401, 'invalid_client'],
    ['Basic and form at once', { ...grant, ...right }, basic('office', 'x'), 401, 'invalid_client'],
    ['a scope that is not its own', { ...grant, ...right, scope: 'runs.read' }, {}, 400, 'invalid_scope'],
    ['a scope of spaces', { ...grant, ...right, scope: ' ' }, {}, 400, 'invalid_scope'],
  ])('for %s is that of the standard', async (_, form, headers, status, error) => {
    const answer = await ask(form as Record<string, string>, headers as Record<string, string>);
    expect(answer).toMatchObject({ status, body: { error, code: `oauth.${error}` } });
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="peremena"' : null);
  });

  it('meets a client that was switched off', async () => {
    addClient(api, 'off', { all: true });
    const client = api.clients.get('off');
    if (client) api.clients.set('off', { ...client, disabled: true });
    const { status } = await ask({ ...grant, client_id: 'off', client_secret: 'secret of off' });
    expect(status).toBe(401);
  });

  it('comes without a look at the secret after ten wrong ones, for a minute', async () => {
    addClient(api, 'guessed', { all: true });
    const guess = (client_secret: string) => ask({ ...grant, client_id: 'guessed', client_secret });
    for (let number = 0; number < 10; number += 1) expect((await guess('wrong')).status).toBe(401);
    const refused = await guess('secret of guessed');
    expect(refused).toMatchObject({ status: 429, body: { code: 'api.too_many_attempts' } });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await ask({ ...grant, ...right })).status).toBe(200);
    const { now } = api;
    api.now = new Date(now.getTime() + 61_000);
    expect((await guess('secret of guessed')).status).toBe(200);
    api.now = now;
  });
});
