/**
 * The server of the bench, in a process of its own: `api`, the whole API, or `limit`, the least that could
 * answer: bare node:http and the same prepared statement, with no checks of any kind.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { createApp } from '../../src/api/app.ts';
import { serve } from '../../src/api/serve.ts';
import { openStore } from '../../src/store/open.ts';
import { openReads } from '../../src/store/read/database.ts';
import { diaryStatement } from '../../src/store/read/diary.ts';
import { Migrations } from '../../src/sync/migrate/service/migrations.ts';

const [kind = '', url = '', key = ''] = process.argv.slice(2);
const database = openReads(url);

async function startApi(): Promise<string> {
  const client = {
    clientId: 'bench',
    scopes: ['diary.read'],
    reach: { all: true },
    purpose: 'school',
    operator: null,
    disabled: false,
  } as const;
  const store = await openStore({ url });
  const now = () => new Date();
  const app = createApp({
    database,
    store,
    migrations: new Migrations({
      store,
      now,
      sleep: async () => undefined,
      log: () => undefined,
      settingsKey: Buffer.alloc(32),
      targets: {},
      titleOf: (system) => system,
      folder: '.',
    }),
    regulations: { library: { regulations: [], calendar: [], faults: [] }, kinds: [] },
    clients: { find: async () => client, authenticate: async () => client },
    signingKey: Buffer.from(key, 'hex'),
    now,
    logger: { error: console.error, warn: console.error, debug: () => undefined },
    metrics: new Registry(),
    health: { check: async () => null },
    version: 'bench',
    gapsOf: () => ({}),
  });
  const served = await serve(app, { host: '127.0.0.1', port: 0 });
  if (!served.ok) throw new Error(served.error.code);
  return served.value.url;
}

function startLimit(): Promise<string> {
  const server = createServer((request, response) => {
    const at = new URL(request.url ?? '', 'http://limit');
    const studentId = at.pathname.split('/')[3];
    const values = [studentId, at.searchParams.get('from'), at.searchParams.get('to'), true, [], []];
    database.rows<[string, string]>(diaryStatement, values).then(([row]) => {
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(row?.[1]);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

// The bench that started us is gone, however it ended: so are we.
process.on('disconnect', () => process.exit(0));
process.on('message', () => {
  process.send?.({ peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }, () => process.exit(0));
});
process.send?.({ url: kind === 'api' ? await startApi() : await startLimit() });
