import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Target } from '../../src/adapters/target.ts';
import { addConnection, type Connection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/open.ts';
import type { Migrations } from '../../src/sync/migrate/service/migrations.ts';
import { testStore } from '../database.ts';
import { KEY } from '../store/school.ts';
import { newSchool } from '../sync/migrate/school.ts';
import { movesOver, startApi, type TestApi } from './api.ts';

/** The API over a school that is to move. */
export interface MovingSchool {
  readonly store: Store;
  readonly api: TestApi;
  readonly moves: Migrations;
  readonly school: Connection;
  readonly folder: string;
  /** `/v1/schools/…/migrations` */
  readonly base: string;
  /** Asks, and gives back status and document. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Begins a piece of work, which must be taken up, and waits for its end; gives back the migration then. */
  step(path: string, body?: unknown): Promise<Answer['body']>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what a test asks of it
  readonly body: any;
}

/** Starts the API over a small school with a connection `new` to a system `scripted`. */
export async function movingSchool(targets: Readonly<Record<string, Target>>): Promise<MovingSchool> {
  const store = await testStore();
  const school = await newSchool(store);
  const folder = await mkdtemp(join(tmpdir(), 'peremena-moves-'));
  const now = () => new Date('2025-10-28T09:00:00Z');
  const { schoolId } = school;
  const to = { schoolId, name: 'new', system: 'scripted', mode: 'only', rank: 1, settings: {} };
  await addConnection(store, KEY, to, now());
  const moves = movesOver(store, now, { targets, folder, settingsKey: KEY });
  const api = await startApi(store.url, { migrations: moves });
  const base = `/v1/schools/${schoolId}/migrations`;
  const ask: MovingSchool['ask'] = async (method, path, body) => {
    const response =
      method === 'GET'
        ? await api.as(`${base}${path}`)
        : await api.send(method, `${base}${path}`, JSON.stringify(body ?? {}));
    return { status: response.status, body: await response.json() };
  };
  return {
    store,
    api,
    moves,
    school,
    folder,
    base,
    ask,
    async step(path, body) {
      const begun = await ask('POST', path, body);
      expect(begun).toMatchObject({ status: 202, body: { activity: { endedAt: null } } });
      await moves.idle(schoolId);
      return (await ask('GET', `/${begun.body.migrationId}`)).body;
    },
    async close() {
      await api.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
