/**
 * The first page of the office for 60 schools: time to its first byte, against the least that could make a page of that
 * size: Express, one component that renders a table of as many bytes out of memory, no session and no database.
 */

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ReadableStream } from 'node:stream/web';
import express from 'express';
import { h } from 'preact';
import { compressed } from '../src/api/middleware.ts';
import { serve } from '../src/api/serve.ts';
import { addPerson } from '../src/store/people.ts';
import { openReads } from '../src/store/read/database.ts';
import { createPages } from '../src/web/app.ts';
import type { WebDeps } from '../src/web/deps.ts';
import { renderPage } from '../src/web/layout.tsx';
import { median, report, withStore } from './harness.ts';
import { anyPassword, seedMunicipality } from './page-parts/seed.ts';

const SIZE = { schools: 60, classes: 30, runs: 180, findings: 1_500 };
const ROUNDS = 200;
const WARM = 30;

interface Asked {
  readonly firstByteMs: number;
  readonly body: string;
}

async function ask(url: string, cookie: string): Promise<Asked> {
  const started = performance.now();
  const [response] = (await once(get(url, { headers: { cookie } }), 'response')) as [IncomingMessage];
  const firstByteMs = performance.now() - started;
  const body = await text(response as unknown as ReadableStream);
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
  return { firstByteMs, body };
}

async function timesOf(url: string, cookie: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    const { firstByteMs } = await ask(url, cookie);
    if (round >= WARM) times.push(firstByteMs);
  }
  return times.sort((left, right) => left - right);
}

/** A page of about so many bytes: a table whose cells stand there already. */
function template(bytes: number): string {
  const row = (index: number) =>
    h(
      'tr',
      { key: index },
      [0, 1, 2, 3, 4, 5].map((cell) => h('td', { key: cell, class: 'number' }, `${index} ${cell}`)),
    );
  const pageOf = (rows: number) => {
    const children = h(
      'table',
      {},
      h(
        'tbody',
        {},
        Array.from({ length: rows }, (_, index) => row(index)),
      ),
    );
    return renderPage({ title: 'Обзор', session: null, path: '/', trail: [], children });
  };
  const perRow = (pageOf(110).length - pageOf(10).length) / 100;
  return pageOf(Math.max(1, Math.round(bytes / perRow)));
}

await withStore(async (store) => {
  await seedMunicipality(store, SIZE);
  const now = () => new Date();
  const password = anyPassword();
  const person = { login: 'office', name: 'Светлова Марина', role: 'municipal_specialist' } as const;
  await addPerson(store, { ...person, reach: { all: true }, classIds: [], password }, now());
  const database = openReads(store.url);
  const quiet = { error: () => undefined, info: () => undefined };
  // The first page asks nothing of the rest.
  const deps = {
    store,
    database,
    adapters: [],
    gapsOf: () => ({}),
    now,
    logger: quiet,
  } as unknown as WebDeps;
  const size = { bytes: 0 };
  const app = express()
    .set('query parser', 'simple')
    .use(compressed())
    .get('/bare', (_request, response) => {
      response.type('html').send(template(size.bytes));
    })
    .use(createPages(deps));
  const served = await serve(app, { host: '127.0.0.1', port: 0 });
  if (!served.ok) throw new Error(served.error.code);
  const { url, close } = served.value;
  const signedIn = await fetch(`${url}/signin`, {
    method: 'POST',
    body: new URLSearchParams({ login: person.login, password }),
    redirect: 'manual',
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  size.bytes = Buffer.byteLength((await ask(`${url}/`, cookie)).body);
  const page = await timesOf(`${url}/`, cookie);
  const bare = await timesOf(`${url}/bare`, cookie);
  report({
    bench: 'page-overview',
    figure: median(page),
    unit: 'ms to the first byte',
    limit: median(bare),
    p99: Number((page[Math.floor(page.length * 0.99)] ?? 0).toFixed(1)),
    bareP99: Number((bare[Math.floor(bare.length * 0.99)] ?? 0).toFixed(1)),
    bytes: size.bytes,
    schools: SIZE.schools,
    findings: SIZE.schools * SIZE.findings,
  });
  await close(500);
  await database.close();
});
