import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AdapterContext } from '../../src/adapters/contract.ts';
import { AdapterError } from '../../src/adapters/errors.ts';
import { type HttpRequest, HttpSession } from '../../src/adapters/http.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, turn: number) => void;

const servers: Server[] = [];
const sessions: HttpSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Bench {
  readonly session: HttpSession;
  readonly pauses: number[];
  readonly stop: AbortController;
  readonly turns: () => number;
  readonly pass: (ms: number) => void;
}

/** A server, a session with it, and a clock that only pauses move. */
async function bench(
  handler: Handler,
  options: { rate?: number; maxBodyBytes?: number } = {},
): Promise<Bench> {
  let turns = 0;
  const server = createServer((request, response) => {
    turns += 1;
    handler(request, response, turns);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = new AbortController();
  const pauses: number[] = [];
  let clock = Date.parse('2025-09-08T06:00:00Z');
  const context: AdapterContext = {
    signal: stop.signal,
    now: () => new Date(clock),
    sleep: async (ms) => {
      pauses.push(ms);
      clock += ms;
    },
    log: () => undefined,
  };
  const session = new HttpSession(
    {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      requestsPerSecond: options.rate ?? 1000,
      timeoutMs: 2000,
      maxBodyBytes: options.maxBodyBytes ?? 1000,
      headers: {},
    },
    context,
  );
  sessions.push(session);
  const pass = (ms: number): void => {
    clock += ms;
  };
  return { session, pauses, stop, turns: () => turns, pass };
}

const GET: HttpRequest = { method: 'GET', path: '/list', operation: 'list', safe: true };

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AdapterError ? error.diagnostic.code : `no adapter error: ${String(error)}`;
}

describe('HttpSession', () => {
  it('keeps cookies and sends them back', async () => {
    const seen: (string | undefined)[] = [];
    const { session } = await bench((request, response, turn) => {
      seen.push(request.headers.cookie);
      response.setHeader('set-cookie', [`a=${turn}; path=/; HttpOnly`]).end('{}');
    });
    await session.send(GET);
    await session.send(GET);
    expect(seen).toEqual([undefined, 'a=1']);
  });

  it('reads windows-1251 where the answer says so', async () => {
    const { session } = await bench((_request, response) => {
      response
        .setHeader('content-type', 'text/html; charset=windows-1251')
        .end(Buffer.from([0xcf, 0xf0, 0xe8]));
    });
    expect((await session.send(GET)).text()).toBe('При');
  });

  it('repeats a safe read as late as it is asked to', async () => {
    const { session, pauses, turns } = await bench((_request, response, turn) => {
      response.statusCode = turn < 3 ? 503 : 200;
      response.setHeader('retry-after', '7').end('{}');
    });
    expect((await session.send(GET)).status).toBe(200);
    expect(pauses).toEqual([7000, 7000]);
    expect(turns()).toBe(3);
  });

  it('repeats data that was cut off, and gives up as it does with 5xx', async () => {
    const request = { ...GET, expectsJson: true };
    const passing = await bench((_request, response, turn) =>
      response.end(turn < 3 ? '{"a":[1' : '{"a":[1]}'),
    );
    expect((await passing.session.send(request)).json('list')).toEqual({ a: [1] });
    expect(passing.turns()).toBe(3);
    const lasting = await bench((_request, response) => response.end('{"a":[1'));
    expect(await codeOf(lasting.session.send(request))).toBe('adapter.unavailable');
    expect(lasting.turns()).toBe(4);
  });

  it.each([
    ['not JSON', '{"a": oops}', { expectsJson: true }],
    ['a page', '<html>{', { expectsJson: true }],
    ['not asked for as data', '{"a":[1', {}],
  ])('does not repeat what is %s', async (_name, body, extra) => {
    const { session, turns } = await bench((_request, response) => response.end(body));
    expect((await session.send({ ...GET, ...extra })).text()).toBe(body);
    expect(turns()).toBe(1);
  });

  it('never repeats cut data of what is not safe', async () => {
    const { session, turns } = await bench((_request, response) => response.end('{"a":[1'));
    const request: HttpRequest = { ...GET, method: 'POST', safe: false, expectsJson: true };
    expect(await codeOf(session.send(request))).toBe('adapter.unavailable');
    expect(turns()).toBe(1);
  });

  it.each([429, 502, 503, 504])(
    'repeats a %d that does not say when, after its own pauses',
    async (status) => {
      const { session, pauses, turns } = await bench((_request, response, turn) => {
        response.statusCode = turn < 3 ? status : 200;
        response.end('{}');
      });
      expect((await session.send(GET)).status).toBe(200);
      expect(pauses).toHaveLength(2);
      expect(pauses.every((pause, index) => pause >= 250 * 2 ** index && pause <= 500 * 2 ** index)).toBe(
        true,
      );
      expect(turns()).toBe(3);
    },
  );

  it('does not wait longer than its limit', async () => {
    const { session, turns } = await bench((_request, response) => {
      response.statusCode = 503;
      response.setHeader('retry-after', '3600').end();
    });
    const error: unknown = await session.send(GET).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ diagnostic: { code: 'adapter.unavailable' }, retryAfterMs: 3_600_000 });
    expect(turns()).toBe(1);
  });

  it('never repeats what is not safe', async () => {
    const { session, turns } = await bench((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    expect(await codeOf(session.send({ ...GET, method: 'POST', safe: false }))).toBe('adapter.unavailable');
    expect(turns()).toBe(1);
  });

  it('waits longer each time, and leaves a failing host alone', async () => {
    const { session, pauses, turns } = await bench((request) => request.socket.destroy());
    expect(await codeOf(session.send(GET))).toBe('adapter.unreachable');
    expect(pauses).toHaveLength(3);
    expect(pauses.every((pause, index) => pause > 250 * 2 ** index - 1 && pause <= 500 * 2 ** index)).toBe(
      true,
    );
    expect(await codeOf(session.send(GET))).toBe('adapter.unreachable');
    expect(await codeOf(session.send(GET))).toBe('adapter.unavailable');
    expect(turns()).toBe(8);
  });

  it('tries a host again after the pause', async () => {
    let well = false;
    const { session, pass } = await bench((request, response) =>
      well ? response.end('{}') : request.socket.destroy(),
    );
    await codeOf(session.send(GET));
    await codeOf(session.send(GET));
    well = true;
    const closed: unknown = await session.send(GET).catch((thrown: unknown) => thrown);
    expect(closed).toMatchObject({ retryAfterMs: 30_000 });
    pass(30_001);
    expect((await session.send(GET)).status).toBe(200);
  });

  it('keeps the rate', async () => {
    const { session, pauses } = await bench((_request, response) => response.end('{}'), { rate: 2 });
    for (let turn = 0; turn < 6; turn += 1) await session.send(GET);
    expect(pauses).toEqual([500, 500, 500, 500]);
  });

  it('refuses an answer that is too long', async () => {
    const { session } = await bench((_request, response) => response.end('x'.repeat(5000)));
    expect(await codeOf(session.send(GET))).toBe('adapter.contract_broken');
  });

  it('gives up when no answer comes in time', async () => {
    const { session } = await bench(() => undefined);
    expect(await codeOf(session.send({ ...GET, safe: false, timeoutMs: 60 }))).toBe('adapter.timed_out');
  });

  it('stops at once, but still logs out', async () => {
    const { session, stop } = await bench((request, response) => {
      if (request.url === '/logout') response.end();
      else stop.abort();
    });
    expect(await codeOf(session.send(GET))).toBe('adapter.cancelled');
    expect(await codeOf(session.send(GET))).toBe('adapter.cancelled');
    expect((await session.send({ ...GET, path: '/logout', evenWhenStopped: true })).status).toBe(200);
  });

  it('does not follow a redirect', async () => {
    const { session } = await bench((_request, response) =>
      response.writeHead(302, { location: '/login' }).end(),
    );
    expect((await session.send(GET)).status).toBe(302);
  });
});
