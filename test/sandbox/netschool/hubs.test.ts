import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  type NetschoolSimulator,
  type ProfileName,
  type Quirks,
  startNetschool,
} from '../../../sandbox/netschool/index.ts';
import { logIn, type TestClient } from './client.ts';
import { municipality } from './truth.ts';

const END = '\u001e';
let simulator: NetschoolSimulator;
let client: TestClient;
const sockets: WebSocket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await simulator.close();
});

async function start(profile: ProfileName, quirks: Partial<Quirks> = {}): Promise<void> {
  simulator = await startNetschool({ municipality, profile, quirks });
  client = await logIn(simulator, simulator.account('guardian'));
}

/** Queues a report about the account's first child. */
async function queue(report = 'reports/studenttotalmarks'): Promise<number> {
  const student = simulator.account('guardian').studentIds?.[0];
  const answer = await client.postJson(`/webapi/${report}/queue`, {
    selectedData: [{ filterId: 'SID', filterValue: String(student) }],
  });
  return Number(answer.pick('taskId'));
}

interface Line {
  readonly socket: WebSocket;
  /** Waits for a message that the test accepts. */
  until<T>(find: (text: string) => T | undefined): Promise<T>;
}

async function dial(path: string): Promise<Line> {
  const socket = new WebSocket(`${simulator.baseUrl.replace('http', 'ws')}${path}`, {
    headers: { cookie: client.cookie },
  });
  sockets.push(socket);
  const texts: string[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data) => {
    texts.push(data.toString());
    wake();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    async until(find) {
      for (;;) {
        const text = texts.shift();
        if (text === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else {
          const found = find(text);
          if (found !== undefined) return found;
        }
      }
    },
  };
}

const completed = (text: string): string | undefined => /"[dD]ata":"([^"]+)"/.exec(text)?.[1];

async function expectReport(fileId: string): Promise<void> {
  const file = await client.get(`/webapi/files/${fileId}`);
  expect(file.headers.get('filename')).toBe('studenttotalmarks.html');
  expect(file.text).toContain('table-print');
}

const startTask = (taskId: number, target = 'startTask'): string =>
  JSON.stringify({ type: 1, invocationId: '0', target, arguments: [taskId, 'report-v2'] }) + END;

describe.each([
  ['5.30', '/webapi/queueHub'],
  ['5.47', '/webapi/signalr/queueHub'],
  ['kray', '/webapi/signalr/queueHub'],
] as const)('SignalR Core of %s', (profile, path) => {
  const open = async (): Promise<Line> => {
    const line = await dial(`${path}?at=${client.at}`);
    line.socket.send(`{"protocol":"json","version":1}${END}`);
    expect(await line.until((text) => text)).toBe(`{}${END}`);
    return line;
  };

  it.each(['startTask', 'startTaskAsync'])(
    'brings a report queued before the connection (%s)',
    async (target) => {
      await start(profile, { esiaOnly: false });
      const taskId = await queue();
      const line = await open();
      line.socket.send(startTask(taskId, target));
      await expectReport(await line.until(completed));
    },
  );

  it('brings a report queued after the connection', async () => {
    await start(profile, { esiaOnly: false });
    const line = await open();
    line.socket.send(startTask(await queue()));
    await expectReport(await line.until(completed));
  });

  it("refuses another session's task", async () => {
    await start(profile, { esiaOnly: false });
    const taskId = await queue();
    client = await logIn(simulator, simulator.account('teacher'));
    const line = await open();
    line.socket.send(startTask(taskId));
    expect(await line.until((text) => text)).toContain('"success":false');
  });
});

describe.each([
  ['5.13', []],
  ['5.25', ['report-v2']],
] as const)('SignalR 2 of %s', (profile, more) => {
  const query = async (transport: string): Promise<string> => {
    const common = `at=${client.at}&clientProtocol=1.5&transport=${transport}&connectionData=%5B%7B%22name%22%3A%22queuehub%22%7D%5D`;
    const negotiated = await client.get(`/WebApi/signalr/negotiate?${common}`);
    return `${common}&tid=1&connectionToken=${encodeURIComponent(String(negotiated.pick('ConnectionToken')))}`;
  };
  const invocation = (taskId: number): string =>
    JSON.stringify({ H: 'queuehub', M: 'StartTask', A: [taskId, ...more], I: 0 });

  it('brings a report over a WebSocket', async () => {
    await start(profile);
    const params = await query('webSockets');
    const line = await dial(`/WebApi/signalr/connect?${params}`);
    expect((await client.get(`/WebApi/signalr/start?${params}`)).json).toEqual({ Response: 'started' });
    line.socket.send(invocation(await queue()));
    await expectReport(await line.until(completed));
  });

  it('brings a report by long polling', async () => {
    await start(profile);
    const params = await query('longPolling');
    let messageId = String((await client.postForm(`/WebApi/signalr/connect?${params}`, {})).pick('C'));
    await client.get(`/WebApi/signalr/start?${params}`);
    const ack = await client.postForm(`/WebApi/signalr/send?${params}`, { data: invocation(await queue()) });
    expect(ack.json).toEqual({ I: '0' });
    let fileId: string | undefined;
    while (fileId === undefined) {
      const answer = await client.postForm(`/WebApi/signalr/poll?${params}`, { messageId });
      messageId = String(answer.pick('C'));
      fileId = completed(answer.text);
    }
    await expectReport(fileId);
    expect((await client.postForm(`/WebApi/signalr/abort?${params}`, {})).status).toBe(200);
  });

  it('brings a report by server-sent events', async () => {
    await start(profile);
    const params = await query('serverSentEvents');
    const stop = new AbortController();
    const stream = await fetch(`${simulator.baseUrl}/WebApi/signalr/connect?${params}`, {
      signal: stop.signal,
    });
    await client.postForm(`/WebApi/signalr/send?${params}`, { data: invocation(await queue()) });
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (completed(text)) break;
    }
    expect(text.startsWith('data: initialized\n\n')).toBe(true);
    await expectReport(completed(text) ?? '');
    stop.abort();
  });
});

describe('a hub that fails', () => {
  const refusedWith = async (path: string): Promise<string> =>
    dial(path).then(
      () => 'open',
      (error: Error) => error.message,
    );

  it.each([
    ['without a session', '/webapi/signalr/queueHub?at=1', 401],
    ['at the path of another version', '/webapi/queueHub', 404],
  ])('refuses the upgrade %s', async (_case, path, status) => {
    await start('5.47');
    expect(await refusedWith(path)).toContain(String(status));
  });

  it('refuses the upgrade where a proxy has no WebSocket, and without ESRNSec', async () => {
    await start('5.47', { hubUpgradeStatus: 502 });
    expect(await refusedWith(`/webapi/signalr/queueHub?at=${client.at}`)).toContain('502');
    simulator.setQuirks({ hubUpgradeStatus: null, esrnSec: true });
    expect(await refusedWith(`/webapi/signalr/queueHub?at=${client.at}`)).toContain('403');
  });

  it('tells of a report that failed, and lets one never complete', async () => {
    await start('5.47', { failingReports: ['studenttotalmarks'], endlessReports: ['studenttotal'] });
    const line = await dial(`/webapi/signalr/queueHub?at=${client.at}`);
    line.socket.send(`{"protocol":"json","version":1}${END}`);
    line.socket.send(startTask(await queue('v2/reports/studenttotal')));
    line.socket.send(startTask(await queue()));
    const error = await line.until((text) => (text.includes('"target":"error"') ? text : undefined));
    expect(error).toContain('Ошибка построения отчета');
    expect(simulator.reportsStarted).toBe(2);
  });

  it('answers 409 for a report that is refused, 404 at the path of another version', async () => {
    await start('5.47', { refusedReports: ['studenttotal'] });
    const body = {
      selectedData: [{ filterId: 'SID', filterValue: String(simulator.account('guardian').studentIds?.[0]) }],
    };
    expect((await client.postJson('/webapi/v2/reports/studenttotal/queue', body)).status).toBe(409);
    expect((await client.postJson('/webapi/reports/studenttotal/queue', body)).status).toBe(404);
  });

  it.each(['null', '5', '{"type":1,"target":5}', '{"type":1,"arguments":5,"target":"startTask"}', 'no JSON'])(
    'survives the frame %s',
    async (frame) => {
      await start('5.47');
      const line = await dial(`/webapi/signalr/queueHub?at=${client.at}`);
      line.socket.send(`{"protocol":"json","version":1}${END}${frame}${END}`);
      await line.until((text) => text);
      expect((await client.get('/webapi/context')).status).toBe(200);
    },
  );
});
