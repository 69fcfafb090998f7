import { Registry } from 'prom-client';
import { createApp } from '../../src/api/app.ts';
import type { Client, ClientBook } from '../../src/api/auth/clients.ts';
import { makeTokens } from '../../src/api/auth/tokens.ts';
import type { ApiDeps } from '../../src/api/deps.ts';
import { type Serving, serve } from '../../src/api/serve.ts';
import { type Reach, type Scope, scopeNames } from '../../src/model/access.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { openReads } from '../../src/store/read/database.ts';
import type { MigrationDeps } from '../../src/sync/migrate/service/deps.ts';
import { Migrations } from '../../src/sync/migrate/service/migrations.ts';

import { tinyAct, tinyKinds } from '../sync/control/tiny-kinds.ts';

/** What a test turns while the API runs. */
export interface Knobs {
  now: Date;
  missing: Diagnostic | null;
  readonly clients: Map<string, Client & { readonly secret: string }>;
  readonly logged: string[];
}

/** The API under test, over real HTTP. */
export interface TestApi extends Knobs {
  readonly url: string;
  readonly serving: Serving;
  token(clientId: string, scopes?: readonly string[]): Promise<string>;
  /** With a token of `all`. */
  send(method: string, path: string, body: string | Buffer, type?: string): Promise<Response>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** With a token of `clientId`, `all` by default. */
  as(path: string, clientId?: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/** A secret for signatures that nobody else uses. */
export const signingKey = new Uint8Array(32).fill(7);

function clientBook(clients: Knobs['clients']): ClientBook {
  return {
    find: async (clientId) => clients.get(clientId) ?? null,
    authenticate: async (clientId, secret) => {
      const client = clients.get(clientId);
      return client && client.secret === secret ? client : null;
    },
  };
}

/** Makes a client known. */
export function addClient(
  knobs: Knobs,
  clientId: string,
  reach: Reach,
  scopes: readonly Scope[] = scopeNames,
  user: Pick<Client, 'purpose' | 'operator'> = { purpose: 'school', operator: null },
): void {
  const secret = `secret of ${clientId}`;
  knobs.clients.set(clientId, { clientId, scopes, reach, ...user, disabled: false, secret });
}

const logInto = (lines: string[]) => (event: string, fields: Readonly<Record<string, unknown>>) =>
  lines.push(JSON.stringify({ event, ...fields }));

/** Moves of journals, as far as a test does not say otherwise: to nowhere. */
export const movesOver = (store: Store, now: () => Date, more: Partial<MigrationDeps> = {}): Migrations =>
  new Migrations({
    store,
    now,
    sleep: async () => undefined,
    log: () => undefined,
    settingsKey: Buffer.alloc(32, 7),
    targets: {},
    titleOf: (system) => system,
    folder: 'nowhere',
    ...more,
  });

function depsOf(knobs: Knobs, url: string, store: Store): ApiDeps {
  const log = logInto(knobs.logged);
  return {
    database: openReads(url),
    store,
    regulations: { library: { regulations: [tinyAct()], calendar: [], faults: [] }, kinds: tinyKinds },
    migrations: movesOver(store, () => knobs.now),
    clients: clientBook(knobs.clients),
    signingKey,
    now: () => knobs.now,
    logger: { error: log, warn: log, debug: log },
    metrics: new Registry(),
    health: { check: async () => knobs.missing },
    version: '0.0.0-test',
    gapsOf: (source) => (source === 'netschool/staff' ? { homework: 'Отчёты не содержат заданий' } : {}),
  };
}

/** Starts the API on the database at `url`; `more` replaces some of what it stands on. */
export async function startApi(url: string, more: Partial<ApiDeps> = {}): Promise<TestApi> {
  const knobs: Knobs = {
    now: new Date('2025-09-21T09:00:00Z'),
    missing: null,
    clients: new Map(),
    logged: [],
  };
  addClient(knobs, 'all', { all: true });
  // Where no database is, nothing is written.
  const store =
    url === 'postgres://unused' ? ({ close: async () => undefined } as Store) : await openStore({ url });
  const deps = { ...depsOf(knobs, url, store), ...more };
  const served = await serve(createApp(deps), { host: '127.0.0.1', port: 0 });
  if (!served.ok) throw new Error(served.error.code);
  const { value: serving } = served;
  const get: TestApi['get'] = (path, headers = {}) => fetch(`${serving.url}${path}`, { headers });
  const post: TestApi['post'] = async (path, body, headers = {}) =>
    fetch(`${serving.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await token('all')}`,
        ...headers,
      },
      body: JSON.stringify(body),
    });
  const send: TestApi['send'] = async (method, path, body, type = 'application/json') =>
    fetch(`${serving.url}${path}`, {
      method,
      headers: { 'content-type': type, authorization: `Bearer ${await token('all')}` },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  const token: TestApi['token'] = (clientId, scopes = scopeNames) =>
    makeTokens(signingKey, () => knobs.now).issue(clientId, scopes);
  return Object.assign(knobs, {
    url: serving.url,
    serving,
    get,
    post,
    send,
    token,
    as: async (path: string, clientId = 'all', headers = {}) =>
      get(path, { ...headers, authorization: `Bearer ${await token(clientId)}` }),
    close: async () => {
      await serving.close(1_000);
      await deps.migrations.close();
      await deps.database.close();
      await store.close();
    },
  });
}
