import { request } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDeps } from '../../src/api/deps.ts';
import { startApi, type TestApi } from './api.ts';
import { SURNAME, schoolA } from './invented.ts';

/** A database that answers with what a test puts here. */
let answer: () => Promise<unknown[]> = async () => [];
const database: ApiDeps['database'] = {
  rows: async <Row>() => (await answer()) as Row[],
  close: async () => undefined,
};

let api: TestApi;
beforeAll(async () => {
  api = await startApi('postgres://unused', { database, limits: { answerMs: 250 } });
});
afterAll(() => api.close());

const STUDENT = `/v1/students/${schoolA}`;
const RANGE = 'from=2025-09-08&to=2025-09-14';

describe('bad input', () => {
  it.each([
    ['/v1/schools?limit=0', 'limit'],
    ['/v1/schools?limit=201', 'limit'],
    ['/v1/schools?limit=ten', 'limit'],
    ['/v1/schools?limit=1&limit=2', 'limit'],
    ['/v1/schools?colour=red', 'colour'],
    ['/v1/schools/7', 'schoolId'],
    [`/v1/schools/${schoolA}/students?q=`, 'q'],
    [`/v1/schools/${schoolA}/students?class=${'x'.repeat(61)}`, 'class'],
    [`/v1/schools/${schoolA}/students?q=%00`, 'q'],
    [`/v1/schools/${schoolA}/students?q=a%0Ab`, 'q'],
    [`/v1/schools/${schoolA}/students?class=7%00`, 'class'],
    [`/v1/schools/${schoolA}/students?class=%C2%85`, 'class'],
    [`${STUDENT}/diary?from=2025-09-08`, 'to'],
    [`${STUDENT}/diary?to=2025-09-08`, 'from'],
    [`${STUDENT}/diary?from=2025-02-30&to=2025-03-01`, 'from'],
    [`${STUDENT}/diary?from=08.09.2025&to=2025-09-14`, 'from'],
    [`${STUDENT}/diary?from=0000-01-01&to=0000-01-02`, 'from'],
    [`${STUDENT}/diary?from=2025-09-08&to=9999-09-14`, 'to'],
    [`${STUDENT}/diary?from=2025-09-14&to=2025-09-08`, 'to'],
    [`${STUDENT}/progress?term=1`, 'term'],
    ['/v1/runs/abc', 'runId'],
    ['/v1/runs/9999999999999999999', 'runId'],
    ['/v1/runs?state=broken', 'state'],
    ['/v1/runs/1/quarantine?raw=yes', 'raw'],
    [`${STUDENT}/diary?from[]=2025-09-08&to=2025-09-14`, 'from[]'],
  ])('%s names the parameter %s', async (path, parameter) => {
    const response = await api.as(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      type: 'urn:peremena:error:api.invalid_parameter',
      status: 400,
      code: 'api.invalid_parameter',
      parameter,
    });
  });

  it.each([
    ['not base64url', 'a+b='],
    ['of another list', Buffer.from(`students:${schoolA}`).toString('base64url')],
    ['with a foreign key', Buffer.from("schools:' or true").toString('base64url')],
    ['with something behind', `${Buffer.from(`schools:${schoolA}`).toString('base64url')}AA`],
  ])('a cursor %s is refused', async (_, cursor) => {
    const response = await api.as(`/v1/schools?cursor=${encodeURIComponent(cursor)}`);
    expect(await response.json()).toMatchObject({ status: 400, code: 'api.invalid_cursor' });
  });

  it.each([
    ['/v1/schools?limit=0', 'Not a whole number from 1 to 200'],
    ['/v1/schools?limit=1&limit=2', 'Given more than once'],
    ['/v1/schools?colour=red', 'Not known here'],
    ['/v1/schools/7', 'Not an id'],
    [`/v1/schools/${schoolA}/students?q=`, 'Shorter than 1'],
    [`/v1/schools/${schoolA}/students?class=${'x'.repeat(61)}`, 'Longer than 60'],
    [`/v1/schools/${schoolA}/students?q=%00`, 'Has control characters in it'],
    [`${STUDENT}/diary?to=2025-09-08`, 'Missing'],
    [`${STUDENT}/diary?from=08.09.2025&to=2025-09-14`, 'Not a day like 2025-09-08'],
    [`${STUDENT}/diary?from=2025-09-08&to=9999-09-14`, 'Not between 1990 and 2199'],
    ['/v1/runs/1/quarantine?raw=yes', 'Not one of: true, false'],
  ])('%s is told in plain words: %s', async (path, detail) => {
    expect(await (await api.as(path)).json()).toMatchObject({ detail });
  });

  it('a range of more than 120 days is refused, one of 120 is not', async () => {
    const codes = [];
    for (const to of ['2025-12-29', '2025-12-30']) {
      const response = await api.as(`${STUDENT}/diary?from=2025-09-01&to=${to}`);
      codes.push(((await response.json()) as { code: string }).code);
    }
    expect(codes).toEqual(['api.not_found', 'api.range_too_long']);
  });

  it('what cannot be read is told as such', async () => {
    const response = await api.get('/v1/schools/%zz');
    expect(await response.json()).toMatchObject({ status: 400, code: 'api.malformed_request' });
  });

  it('an unknown path, another method and another type are told apart', async () => {
    const told = async (response: Response) => {
      const { code } = (await response.json()) as { code: string };
      return [response.status, code, response.headers.get('allow')];
    };
    expect(await told(await api.get('/v2/schools'))).toEqual([404, 'api.no_such_path', null]);
    expect(await told(await fetch(`${api.url}/v1/schools`, { method: 'DELETE' }))).toEqual([
      405,
      'api.method_not_allowed',
      'GET, HEAD, OPTIONS',
    ]);
    expect(await told(await api.as('/v1/schools', 'all', { accept: 'text/xml' }))).toEqual([
      406,
      'api.not_acceptable',
      null,
    ]);
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect(await told(await fetch(`${api.url}/oauth2/token`, json))).toEqual([
      415,
      'api.unsupported_media_type',
      null,
    ]);
  });

  it('OPTIONS names the methods', async () => {
    const response = await fetch(`${api.url}/oauth2/token`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'POST, OPTIONS']);
  });

  it('a body that is too large is refused', async () => {
    const body = new URLSearchParams({ grant_type: 'x'.repeat(20_000) });
    const response = await fetch(`${api.url}/oauth2/token`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ status: 413, code: 'api.body_too_large' });
  });

  it('a compressed body is not unpacked', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' };
    const response = await fetch(`${api.url}/oauth2/token`, { method: 'POST', body: 'x', headers });
    expect(await response.json()).toMatchObject({ status: 415 });
  });

  it('headers that are too large are refused', async () => {
    const response = await api.get('/health/live', { 'x-long': 'x'.repeat(20_000) });
    expect(await response.json()).toMatchObject({ status: 431, code: 'api.headers_too_large' });
  });

  it('what is no HTTP is refused', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(api.serving.port, '127.0.0.1', () => socket.write('HELO there\r\n\r\n'));
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.on('end', () => resolve(received));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"code":"api.malformed_request"');
  });
});

describe('trouble behind the API', () => {
  const personal = Object.assign(new Error(`duplicate key: ${SURNAME}`), { code: '23505', detail: SURNAME });

  it('is told without its text, and logged without it', async () => {
    answer = async () => {
      throw personal;
    };
    const response = await api.as(`${STUDENT}/diary?${RANGE}`, 'all', { 'x-request-id': 'request-77' });
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'api.internal', requestId: 'request-77' });
    const line = api.logged.find((logged) => logged.includes('api.internal'));
    expect(line).toContain('request-77');
    expect(line).toContain('23505');
    expect([text, ...api.logged].filter((told) => told.includes(SURNAME))).toEqual([]);
  });

  it('that takes too long ends in an answer all the same', async () => {
    let release = (_: unknown[]) => {};
    answer = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const response = await api.as('/v1/schools');
    expect(await response.json()).toMatchObject({ status: 503, code: 'api.timed_out' });
    release([]);
    answer = async () => {
      throw Object.assign(new Error('canceling statement'), { code: '57014' });
    };
    expect(await (await api.as('/v1/schools')).json()).toMatchObject({ status: 503, code: 'api.timed_out' });
    answer = async () => [];
  });

  it.each(['22021', '22P05'])(
    'that cannot hold a character (%s) is told as the fault of the request',
    async (code) => {
      answer = async () => {
        throw Object.assign(new Error('invalid byte sequence'), { code });
      };
      const response = await api.as('/v1/schools');
      answer = async () => [];
      expect(await response.json()).toMatchObject({ status: 400, code: 'api.invalid_parameter' });
    },
  );

  it('shows in readiness by its code alone', async () => {
    expect(await (await api.get('/health/ready')).json()).toEqual({ status: 'ready' });
    api.missing = { code: 'store.unreachable', place: 'db.invented:5432', message: 'm', hint: 'h' };
    const response = await api.get('/health/ready');
    const text = await response.text();
    api.missing = null;
    expect(JSON.parse(text)).toMatchObject({
      status: 503,
      code: 'api.not_ready',
      detail: 'store.unreachable',
    });
    expect(text).not.toContain('db.invented');
    expect(await (await api.get('/health/live')).json()).toEqual({ status: 'live', version: '0.0.0-test' });
  });
});

describe('an answer', () => {
  it('has a request id: that of the caller where it is sane', async () => {
    const idOf = async (given: string) =>
      (await api.get('/health/live', { 'x-request-id': given })).headers.get('x-request-id');
    expect(await idOf('from-a-portal.17')).toBe('from-a-portal.17');
    for (const insane of ['short', `x${'y'.repeat(64)}`, 'with space', '<script>alert']) {
      expect(await idOf(insane)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('says nothing of what serves it, and is kept by nobody but its client', async () => {
    const { headers } = await api.as('/v1/schools');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is not sent twice to who has it', async () => {
    const first = await api.as('/v1/schools');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    const again = await api.as('/v1/schools', 'all', { 'if-none-match': etag });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    answer = async () => [[schoolA, '{}']];
    expect((await api.as('/v1/schools', 'all', { 'if-none-match': etag })).status).toBe(200);
    answer = async () => [];
  });

  /** Without the decompression that `fetch` does by itself. */
  const raw = (path: string, encoding: string, authorization: string) =>
    new Promise<{ encoding: string | undefined; vary: string | undefined; body: Buffer }>(
      (resolve, reject) => {
        const headers = { 'accept-encoding': encoding, authorization };
        request(`${api.url}${path}`, { headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const { 'content-encoding': used, vary } = response.headers;
            resolve({ encoding: used, vary, body: Buffer.concat(chunks) });
          });
        })
          .on('error', reject)
          .end();
      },
    );

  it('is compressed for who asks, when it is worth it', async () => {
    answer = async () => [[schoolA, JSON.stringify({ name: 'х'.repeat(2_000) })]];
    const authorization = `Bearer ${await api.token('all')}`;
    const [gzip, brotli, plain] = await Promise.all(
      ['gzip', 'br', 'identity'].map((encoding) => raw('/v1/schools', encoding, authorization)),
    );
    const small = await raw('/health/live', 'gzip', authorization);
    answer = async () => [];
    expect([gzip, brotli, plain, small].map((one) => one?.encoding)).toEqual([
      'gzip',
      'br',
      undefined,
      undefined,
    ]);
    expect(gzip?.vary).toContain('Accept-Encoding');
    expect(gunzipSync(gzip?.body ?? '').equals(plain?.body ?? Buffer.of())).toBe(true);
    expect(brotliDecompressSync(brotli?.body ?? '').equals(plain?.body ?? Buffer.of())).toBe(true);
  });

  it('to HEAD has no body', async () => {
    const authorization = `Bearer ${await api.token('all')}`;
    const response = await fetch(`${api.url}/v1/schools`, { method: 'HEAD', headers: { authorization } });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('is counted by route, never by path', async () => {
    await api.as(`/v1/schools/${schoolA}/students?q=${SURNAME}`);
    const text = await (await api.as('/metrics')).text();
    expect(text).toMatch(
      /http_request_seconds_count\{method="GET",route="\/v1\/schools\/\{schoolId\}\/students",status="404"\} 1/,
    );
    expect(text).not.toContain(schoolA);
    expect([...api.logged, text].filter((told) => told.includes(SURNAME))).toEqual([]);
  });
});
