/**
 * One week of one student over HTTP, 16 connections, authorised, against the least that could answer it: bare
 * node:http with the same prepared statement. Database, server and load are processes of their own.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { makeTokens } from '../src/api/auth/tokens.ts';
import { addDays } from '../src/model/dates.ts';
import { FIRST_DAY, seed, WEEKS } from './diary-parts/seed.ts';
import { report, withStore } from './harness.ts';

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
const rounded = (value: number): number => Math.round(value);

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

await withStore(async (store) => {
  const students = await seed(store);
  const key = randomBytes(32);
  const token = await makeTokens(key, () => new Date()).issue('bench', ['diary.read']);
  const servers = {
    api: await startServer('api', store.url, key.toString('hex')),
    limit: await startServer('limit', store.url, key.toString('hex')),
  };
  try {
    const addresses = { api: servers.api.address, limit: servers.limit.address };
    const { api, limit } = await measure(addresses, students, token);
    report({
      bench: 'diary',
      figure: api.perSecond,
      unit: 'req/s',
      limit: limit.perSecond,
      p99Ms: rounded(api.p99Ms),
      limitP99Ms: rounded(limit.p99Ms),
      // Of the server of the API, not of this process.
      peakMb: await servers.api.stop(),
    });
  } finally {
    servers.api.kill();
    servers.limit.kill();
  }
});
