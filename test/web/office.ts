import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import type { Adapter } from '../../src/adapters/contract.ts';
import type { Target } from '../../src/adapters/target.ts';
import { compressed } from '../../src/api/middleware.ts';
import { serve } from '../../src/api/serve.ts';
import type { Reach } from '../../src/model/access.ts';
import type { Role } from '../../src/model/roles.ts';
import type { Store } from '../../src/store/open.ts';
import { addPerson } from '../../src/store/people.ts';
import { openReads } from '../../src/store/read/database.ts';
import type { ControlDeps } from '../../src/sync/control/deps.ts';
import type { Migrations } from '../../src/sync/migrate/service/migrations.ts';
import { Readings } from '../../src/sync/readings.ts';
import type { RunDeps } from '../../src/sync/run.ts';
import { createPages } from '../../src/web/app.ts';
import { movesOver } from '../api/api.ts';
import { KEY } from '../store/school.ts';
import { tinyAct, tinyKinds } from '../sync/control/tiny-kinds.ts';

/** A page as somebody got it. */
export interface Got {
  readonly status: number;
  /** Where it sends on to; null where it does not. */
  readonly to: string | null;
  readonly text: string;
  readonly headers: Headers;
}

/** Somebody who has signed in, with a browser without script. */
export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Got>;
  /** Sends a form with the secret of the session; `csrf` sends another. */
  post(
    path: string,
    form?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Got>;
  /** Sends a form that brings a file. */
  upload(path: string, name: string, content: Uint8Array | string): Promise<Got>;
  /** Sends a form and follows where it leads. */
  go(path: string, form?: Readonly<Record<string, string>>): Promise<Got>;
  /** The bytes of a file. */
  bytes(path: string): Promise<Uint8Array>;
  /** The names of the events of an address, to their end. */
  events(path: string): Promise<readonly { readonly name: string; readonly data: string }[]>;
}

/** The office under test, over real HTTP. */
export interface Office {
  readonly url: string;
  readonly store: Store;
  readonly moves: Migrations;
  readonly readings: Readings;
  readonly logged: string[];
  now: Date;
  signIn(role: Role, reach: Reach, classIds?: readonly string[]): Promise<Visitor>;
  close(): Promise<void>;
}

/** What a test's office stands on beside its store. */
export interface OfficeOptions {
  readonly adapters?: readonly Adapter[];
  readonly targets?: Readonly<Record<string, Target>>;
  readonly folder?: string;
  readonly now?: Date;
}

const PASSWORD = 'длинный пароль 1';

/** The address and the fields of a form, as a browser would send them. */
const formOf = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();

async function gotOf(response: Response): Promise<Got> {
  const { status, headers } = response;
  return { status, to: headers.get('location'), text: await response.text(), headers };
}

function eventsOf(text: string): readonly { readonly name: string; readonly data: string }[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      return { name, data };
    });
}

function visitorOf(url: string, cookie: string, csrf: string): Visitor {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { redirect: 'manual', ...init, headers: { cookie, ...init.headers } });
  const post: Visitor['post'] = async (path, form = {}, headers = {}) =>
    gotOf(
      await ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: formOf({ csrf, ...form }),
      }),
    );
  const get: Visitor['get'] = async (path, headers = {}) => gotOf(await ask(path, { headers }));
  return {
    get,
    post,
    async upload(path, name, content) {
      const form = new FormData();
      form.append('csrf', csrf);
      form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
      return gotOf(await ask(path, { method: 'POST', body: form }));
    },
    async go(path, form) {
      const sent = await post(path, form);
      return sent.to === null ? sent : get(sent.to);
    },
    bytes: async (path) => new Uint8Array(await (await ask(path)).arrayBuffer()),
    events: async (path) => eventsOf(await (await ask(path)).text()),
  };
}

async function enter(url: string, login: string): Promise<Visitor> {
  const response = await fetch(`${url}/signin`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: formOf({ login, password: PASSWORD, next: '/' }),
  });
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  const page = await (await fetch(`${url}/`, { headers: { cookie } })).text();
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  if (csrf === '') throw new Error('nobody could sign in');
  return visitorOf(url, cookie, csrf);
}

/** Starts the office over a store. */
export async function startOffice(store: Store, options: OfficeOptions = {}): Promise<Office> {
  const knobs = { now: options.now ?? new Date('2025-10-28T09:00:00Z'), logged: [] as string[] };
  const now = () => knobs.now;
  const log = (event: string, fields: Readonly<Record<string, unknown>>) =>
    knobs.logged.push(JSON.stringify({ event, ...fields }));
  const run: RunDeps = {
    store,
    now,
    sleep: async (ms, signal) => {
      await wait(Math.min(ms, 50), undefined, { signal });
    },
    log,
    removalGuardShare: 0.5,
  };
  const control: ControlDeps = {
    store,
    library: { regulations: [tinyAct()], calendar: [], faults: [] },
    kinds: tinyKinds,
    declaredOf: () => ({ gives: new Set(), gaps: {} }),
    log,
  };
  const { adapters = [], targets = {}, folder = 'nowhere' } = options;
  const moves = movesOver(store, now, { targets, folder, settingsKey: KEY });
  const readings = new Readings({ run, control, adapters, settingsKey: KEY });
  const database = openReads(store.url);
  const pages = createPages({
    store,
    database,
    control,
    run,
    migrations: moves,
    readings,
    adapters,
    settingsKey: KEY,
    gapsOf: (source) => (source === 'scripted/only' ? { homework: 'Отчёты не содержат заданий' } : {}),
    now,
    logger: { error: log, info: log },
  });
  const app = express().set('query parser', 'simple').use(compressed(), pages);
  const served = await serve(app, { host: '127.0.0.1', port: 0 });
  if (!served.ok) throw new Error(served.error.code);
  const { url, close } = served.value;
  return Object.assign(knobs, {
    url,
    store,
    moves,
    readings,
    async signIn(role: Role, reach: Reach, classIds: readonly string[] = []) {
      const login = randomUUID();
      const person = { login, name: 'Выдуманная Анна Сергеевна', role, reach, classIds, password: PASSWORD };
      const added = await addPerson(store, person, knobs.now);
      if (!added.ok) throw new Error(added.error);
      return enter(url, login);
    },
    async close() {
      await close(500);
      await readings.close();
      await moves.close();
      await database.close();
    },
  });
}
