import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClient,
  authenticateClient,
  disableClient,
  findClient,
  listClients,
} from '../../src/store/clients.ts';
import {
  addConnection,
  changeSettings,
  connectionSettings,
  getConnection,
  listConnections,
} from '../../src/store/connections.ts';
import { StoreError } from '../../src/store/error.ts';
import type { Store } from '../../src/store/open.ts';
import { listQuarantine } from '../../src/store/quarantine.ts';
import {
  endRun,
  findInterrupted,
  getRun,
  listRuns,
  markInterrupted,
  startRun,
} from '../../src/store/runs.ts';
import { createSchool, getSchool, listSchools } from '../../src/store/schools.ts';
import { testStore } from '../database.ts';
import { begin, KEY, newConnection, progress } from './school.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const NOW = new Date('2025-10-01T00:00:00Z');
const failsWith = (code: string) => (error: unknown) =>
  error instanceof StoreError && error.diagnostic.code === code;

describe('schools', () => {
  it('are kept, found and listed', async () => {
    const school = {
      name: 'Гимназия',
      municipality: 'Верхнеозёрск',
      timeZone: 'Asia/Yekaterinburg',
      weekDays: 5,
    } as const;
    const made = await createSchool(store, school);
    expect(await getSchool(store, made.schoolId)).toEqual({ ...school, schoolId: made.schoolId });
    expect((await listSchools(store)).map(({ schoolId }) => schoolId)).toContain(made.schoolId);
    await expect(createSchool(store, { ...school, timeZone: 'Mars/Olympus' })).rejects.toThrow('time zone');
  });
});

describe('connections', () => {
  it('keep their settings sealed', async () => {
    const connection = await newConnection(store);
    const settings = { login: 'ivanova', password: 'secret' };
    expect(await connectionSettings(store, KEY, connection)).toEqual(settings);
    const row = await store.prisma.connection.findUniqueOrThrow({ where: { name: connection.name } });
    expect(Buffer.from(row.settingsSealed).includes('secret')).toBe(false);
    await expect(connectionSettings(store, Buffer.alloc(32, 8), connection)).rejects.toSatisfy(
      failsWith('store.seal_broken'),
    );
    await changeSettings(store, KEY, connection, { login: 'petrova' });
    expect(await connectionSettings(store, KEY, connection)).toEqual({ login: 'petrova' });
  });

  it('do not open a seal that was put on another', async () => {
    const one = await newConnection(store);
    const two = await newConnection(store);
    const { settingsSealed } = await store.prisma.connection.findUniqueOrThrow({ where: { name: one.name } });
    await store.prisma.connection.update({ where: { name: two.name }, data: { settingsSealed } });
    await expect(connectionSettings(store, KEY, two)).rejects.toSatisfy(failsWith('store.seal_broken'));
  });

  it('are found by their names, which are short and their own', async () => {
    const { schoolId, name } = await newConnection(store);
    const again = { schoolId, name, system: 'netschool', mode: 'staff', rank: 1, settings: {} };
    expect(await getConnection(store, name)).toMatchObject({ schoolId, source: 'netschool/staff' });
    expect(await getConnection(store, 'none')).toBeNull();
    expect((await listConnections(store)).map((connection) => connection.name)).toContain(name);
    await expect(addConnection(store, KEY, again, NOW)).rejects.toSatisfy(failsWith('connection.name_taken'));
    await expect(addConnection(store, KEY, { ...again, name: 'Школа 1' }, NOW)).rejects.toSatisfy(
      failsWith('connection.name_invalid'),
    );
  });
});

describe('runs', () => {
  it('are listed newest first, page by page', async () => {
    const connection = await newConnection(store);
    const made = [];
    for (let index = 0; index < 5; index += 1) {
      made.unshift((await startRun(store, connection, { dryRun: index === 2, startedAt: NOW })).runId);
    }
    const filter = { schoolIds: [connection.schoolId], limit: 2 };
    const first = await listRuns(store, filter);
    const second = await listRuns(store, { ...filter, after: first.next });
    const third = await listRuns(store, { ...filter, after: second.next });
    expect([first, second, third].flatMap(({ items }) => items.map(({ runId }) => runId))).toEqual(made);
    expect(third.next).toBeNull();
    expect(await getRun(store, '12345678901234567')).toBeNull();
    expect(await getRun(store, 'x')).toBeNull();
  });

  it('that died with their program are marked, and those at work are not', async () => {
    const alive = await newConnection(store);
    const dead = await newConnection(store);
    const working = await begin(store, alive, '2025-10-01T00:00:00Z');
    const killed = await begin(store, dead, '2025-10-01T00:00:00Z');
    await killed.ingest.checkpoint(progress('7'));
    await killed.ingest.close();
    await markInterrupted(store, NOW);
    expect(await getRun(store, working.run.runId)).toMatchObject({ state: 'running' });
    expect(await getRun(store, killed.run.runId)).toMatchObject({
      state: 'interrupted',
      cursor: '7',
      finishedAt: NOW,
    });
    expect((await findInterrupted(store, dead))?.runId).toBe(killed.run.runId);
    expect(await findInterrupted(store, alive)).toBeNull();
    await working.ingest.close();
  });

  it('keep why they failed', async () => {
    const connection = await newConnection(store);
    const run = await startRun(store, connection, { dryRun: false, startedAt: NOW });
    const error = { code: 'adapter.unreachable', place: 'login', message: 'm', hint: 'h' };
    await endRun(store, run, { state: 'failed', error, finishedAt: NOW });
    expect(await getRun(store, run.runId)).toMatchObject({ state: 'failed', error });
  });
});

describe('quarantine', () => {
  it('is listed in order, page by page', async () => {
    const connection = await newConnection(store);
    const { run, ingest } = await begin(store, connection, '2025-10-01T00:00:00Z');
    const diagnostic = { code: 'record.invalid', place: '$.a', message: 'm', hint: 'h' };
    const keys = ['1', '2', '3'];
    await ingest.quarantine(keys.map((key) => ({ entity: 'mark', key, diagnostic, raw: { key } })));
    await ingest.checkpoint(progress('end'));
    await ingest.close();
    const first = await listQuarantine(store, { runId: run.runId, limit: 2 });
    const second = await listQuarantine(store, { runId: run.runId, limit: 2, after: first.next });
    expect([...first.items, ...second.items].map(({ key, raw }) => [key, raw])).toEqual(
      keys.map((key) => [key, { key }]),
    );
    expect([first.items[0]?.diagnostic, second.next]).toEqual([diagnostic, null]);
  });
});

describe('clients', () => {
  it('are known by a secret that is kept only as a hash', async () => {
    const reach = { municipalities: ['Заозёрск'] };
    const { client, secret } = await addClient(
      store,
      { name: 'Портал', scopes: ['diary.read'], reach, purpose: 'portal', operator: 'Портал' },
      NOW,
    );
    expect(client).toMatchObject({ name: 'Портал', scopes: ['diary.read'], reach, disabled: false });
    const row = await store.prisma.client.findUniqueOrThrow({ where: { clientId: client.clientId } });
    expect(row.secretHash).not.toContain(secret);
    expect(await authenticateClient(store, client.clientId, secret)).toEqual(client);
    expect(await authenticateClient(store, client.clientId, `${secret}x`)).toBeNull();
    expect(await authenticateClient(store, 'nobody', secret)).toBeNull();
    expect(await listClients(store)).toEqual([client]);
  });

  it('are turned away once they are switched off', async () => {
    const { client, secret } = await addClient(
      store,
      { name: 'П', scopes: [], reach: { all: true }, purpose: 'school', operator: null },
      NOW,
    );
    expect(await disableClient(store, client.clientId, NOW)).toBe(true);
    expect(await disableClient(store, client.clientId, NOW)).toBe(false);
    expect(await authenticateClient(store, client.clientId, secret)).toBeNull();
    expect(await findClient(store, client.clientId)).toMatchObject({ disabled: true });
  });
});
