/**
 * One week of one student over HTTP, 16 connections, authorised, against the least that could answer it: bare
 * node:http with the same prepared statement. Database, server and load are processes of their own.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { makeTokens } from '../src/api/auth/tokens.ts';
import { addDays } from '../src/model/dates.ts';
import { openStore } from '../src/store/open.ts';
import { FIRST_DAY, seed, WEEKS } from './diary-parts/seed.ts';

const CONNECTIONS = 16;
const SECONDS = 5;
const ROUNDS = 3;

type Kind = 'api' | 'limit';

async function startServer(kind: Kind, url: string, key: string) {
  const child = fork(join(import.meta.dirname, 'diary-parts', 'server.ts'), [kind, url, key], {
    execArgv: ['--import', 'tsx'],
  });
  const [{ url: address }] = (await once(child, 'message')) as [{ url: string }];
  return {
    address,
    kill: () => child.kill(),
    stop: async () => {
      child.send('stop');
      const [{ peakMb }] = (await once(child, 'message')) as [{ peakMb: number }];
      return peakMb;
    },
  };
}

/** As many different weeks of different students as connections can ask for in a while. */
const paths = (students: readonly string[]): string[] =>
  students.slice(0, 400).map((student, index) => {
    const from = addDays(FIRST_DAY, (index % WEEKS) * 7);
    return `/v1/students/${student}/diary?from=${from}&to=${addDays(from, 6)}`;
  });

async function load(url: string, requests: readonly string[], token: string, seconds: number) {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    headers: { authorization: `Bearer ${token}` },
    requests: requests.map((path) => ({ path })),
  });
  if (result.errors > 0 || result.non2xx > 0)
    throw new Error(
      `the load met refusals: ${result.errors} errors, ${JSON.stringify(result.statusCodeStats)}`,
    );
  return { perSecond: result.requests.total / result.duration, p99Ms: result.latency.p99 };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number, step = 1): number => Math.round(value / step) * step;

/** Turn and turn about, so that what else the machine does falls on both. */
async function measure(
  addresses: Readonly<Record<Kind, string>>,
  students: readonly string[],
  token: string,
) {
  const found: Record<Kind, { perSecond: number; p99Ms: number }[]> = { api: [], limit: [] };
  for (const kind of ['limit', 'api'] as const) await load(addresses[kind], paths(students), token, 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of ['limit', 'api'] as const) {
      found[kind].push(await load(addresses[kind], paths(students), token, SECONDS));
    }
  }
  const of = (kind: Kind) => ({
    perSecond: mean(found[kind].map(({ perSecond }) => perSecond)),
    p99Ms: mean(found[kind].map(({ p99Ms }) => p99Ms)),
  });
  return { api: of('api'), limit: of('limit') };
}

const servers: { kill(): void }[] = [];
const home = await mkdtemp(join(tmpdir(), 'peremena-bench-'));
const store = await openStore({ home });
try {
  const students = await seed(store);
  const key = randomBytes(32);
  const token = await makeTokens(key, () => new Date()).issue('bench', ['diary.read']);
  const api = await startServer('api', store.url, key.toString('hex'));
  const limit = await startServer('limit', store.url, key.toString('hex'));
  servers.push(api, limit);
  const figures = await measure({ api: api.address, limit: limit.address }, students, token);
  await limit.stop();
  console.log(
    JSON.stringify({
      bench: 'diary',
      figure: rounded(figures.api.perSecond),
      unit: 'req/s',
      limit: rounded(figures.limit.perSecond),
      ratio: Number((figures.api.perSecond / figures.limit.perSecond).toFixed(2)),
      p99Ms: rounded(figures.api.p99Ms),
      limitP99Ms: rounded(figures.limit.p99Ms),
      peakMb: await api.stop(),
    }),
  );
} finally {
  for (const server of servers) server.kill();
  await store.close();
  await rm(home, { recursive: true, force: true });
}
