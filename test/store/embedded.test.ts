import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../src/store/embedded/process.ts';
import { databaseFailure, fileFailure, StoreError } from '../../src/store/error.ts';
import { openStore, type Store } from '../../src/store/open.ts';

const folders: string[] = [];
const programs: ChildProcess[] = [];

async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'peremena-home-'));
  folders.push(home);
  return home;
}

/** Another program that opens the store of `home` and holds it. */
async function program(home: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'worker.ts'), home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  programs.push(child);
  await once(createInterface(child.stdout), 'line');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const serverPid = async (home: string): Promise<number> =>
  Number.parseInt(await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8'), 10);

const codeOf = async (opening: Promise<Store>): Promise<string> => {
  try {
    await (await opening).close();
    return 'opened';
  } catch (error) {
    if (error instanceof StoreError) return error.diagnostic.code;
    throw error;
  }
};

afterEach(async () => {
  for (const child of programs.splice(0))
    if (child.exitCode === null && child.signalCode === null) await kill(child);
  for (const home of folders.splice(0)) {
    // The server of a killed program outlives it; opening the folder once more stops it.
    await codeOf(openStore({ home }));
    await rm(home, { recursive: true, force: true });
  }
});

describe('embedded server', () => {
  it('keeps its data from one start to the next, and leaves nothing running', async () => {
    const home = await newHome();
    const first = await openStore({ home });
    expect(first.migrated.length).toBeGreaterThan(0);
    const pid = await serverPid(home);
    await first.pool.query(
      "INSERT INTO school VALUES (gen_random_uuid(), 'Школа', 'Заозёрск', 'Europe/Moscow', 5)",
    );
    await first.close();
    expect(isAlive(pid)).toBe(false);
    const second = await openStore({ home });
    expect(second.migrated).toEqual([]);
    expect(await second.prisma.school.count()).toBe(1);
    await second.close();
    await second.close();
  });

  it('sorts people as Russian does, and listens to this machine alone with a password kept closed', async () => {
    const home = await newHome();
    const store = await openStore({ home });
    const { rows } = await store.pool.query<{ name: string }>(
      `SELECT name FROM unnest(ARRAY['Ежов', 'Яшин', 'ёлкин', 'Жук', 'Ёлкин']) AS name ORDER BY name COLLATE "ru-x-icu"`,
    );
    expect(rows.map((row) => row.name)).toEqual(['Ежов', 'ёлкин', 'Ёлкин', 'Жук', 'Яшин']);
    const shown = await store.pool.query<Record<string, string>>(
      `SELECT current_setting('listen_addresses') AS address, current_setting('server_encoding') AS encoding,
         current_setting('synchronous_commit') AS durable`,
    );
    expect(shown.rows[0]).toEqual({ address: '127.0.0.1', encoding: 'UTF8', durable: 'on' });
    expect((await stat(join(home, 'postgres.password'))).mode & 0o777).toBe(0o600);
    const wrong = Object.assign(new URL(store.url), { password: 'wrong' }).href;
    expect(await codeOf(openStore({ url: wrong }))).toBe('store.access_refused');
    await store.close();
  });

  it('goes on after its program was killed, with all that was committed', async () => {
    const home = await newHome();
    const child = await program(home);
    const orphan = await serverPid(home);
    await kill(child);
    expect(isAlive(orphan)).toBe(true);
    const store = await openStore({ home });
    expect(isAlive(orphan)).toBe(false);
    expect((await store.pool.query('SELECT * FROM kept')).rows).toEqual([{ value: 1 }]);
    await store.close();
  });

  it('goes on after program and server were killed', async () => {
    const home = await newHome();
    const child = await program(home);
    process.kill(await serverPid(home), 'SIGKILL');
    await kill(child);
    const store = await openStore({ home });
    expect((await store.pool.query('SELECT * FROM kept')).rows).toEqual([{ value: 1 }]);
    await store.close();
  });

  it('refuses a folder that another program works in to whoever needs it alone, and names it', async () => {
    const home = await newHome();
    const child = await program(home);
    await expect(openStore({ home }, { alone: true })).rejects.toSatisfy(
      (error) =>
        error instanceof StoreError &&
        error.diagnostic.code === 'store.home_in_use' &&
        error.diagnostic.message.includes(String(child.pid)),
    );
  });

  it('is joined by a second program, which leaves it running', async () => {
    const home = await newHome();
    const child = await program(home);
    const server = await serverPid(home);
    for (const value of [2, 3]) {
      const guest = await openStore({ home });
      expect(guest.guestOf?.pid).toBe(child.pid);
      await guest.pool.query('INSERT INTO kept VALUES ($1)', [value]);
      await guest.close();
      expect([isAlive(server), isAlive(child.pid ?? 0)]).toEqual([true, true]);
    }
    const last = await openStore({ home });
    expect((await last.pool.query('SELECT * FROM kept')).rows).toHaveLength(3);
    await last.close();
  });

  it('tells those who join it how far its clock is ahead', async () => {
    const home = await newHome();
    const owner = await openStore({ home });
    await owner.tellClock(-86_400_000);
    const guest = await openStore({ home });
    expect([owner.guestOf, guest.guestOf?.aheadMs]).toEqual([null, -86_400_000]);
    await guest.close();
    await owner.close();
  });

  it.each([
    ['plain SQL', (store: Store) => store.pool.query('SELECT 1')],
    ['Prisma', (store: Store) => store.prisma.school.count()],
    ['a connection of its own', (store: Store) => store.connect()],
  ] as const)(
    'says to a guest that its owner has gone, met by %s; the next program takes the folder',
    async (_, ask) => {
      const home = await newHome();
      const owner = await openStore({ home });
      const guest = await openStore({ home });
      await guest.prisma.school.count();
      await owner.close();
      const failure = await ask(guest).then(
        () => 'answered',
        (error: unknown) => guest.explain(error),
      );
      expect(failure).toBeInstanceOf(StoreError);
      expect((failure as StoreError).diagnostic.code).toBe('store.owner_gone');
      await guest.close();
      const next = await openStore({ home });
      expect(next.guestOf).toBeNull();
      await next.close();
    },
  );

  it('keeps its tables from a guest of a newer version', async () => {
    const home = await newHome();
    const migrations = await newHome();
    const owner = await openStore({ home }, { migrations });
    expect(await codeOf(openStore({ home }))).toBe('store.owner_older');
    await owner.close();
    expect(await codeOf(openStore({ home }))).toBe('opened');
  });

  it.each([
    ['of a process that is no more', { pid: 2 ** 22 - 3, start: 'x' }],
    ['of a process whose number somebody else has now', { pid: process.pid, start: 'another boot:1' }],
    ['that was half written', '{"pid":'],
  ])('takes over a stale lock %s', async (_name, content) => {
    const home = await newHome();
    await writeFile(
      join(home, 'peremena.lock'),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
    expect(await codeOf(openStore({ home }))).toBe('opened');
  });

  it('does not take a stranger for its own server', async () => {
    const home = await newHome();
    await (await openStore({ home })).close();
    await writeFile(join(home, 'postgres', 'postmaster.pid'), `${process.pid}\n/nowhere\n`);
    expect(await codeOf(openStore({ home }))).toBe('opened');
  });

  it('is started by one of two starters, and joined by the other', async () => {
    const home = await newHome();
    const both = await Promise.all([openStore({ home }), openStore({ home })]);
    const [guest, owner] = both[0].guestOf ? both : [both[1], both[0]];
    expect([owner.guestOf, guest.guestOf?.pid]).toEqual([null, process.pid]);
    expect(guest.url).toBe(owner.url);
    await guest.close();
    await owner.close();
  });

  it('says so when the folder cannot be written', async () => {
    const file = join(await newHome(), 'a-file');
    await writeFile(file, '');
    expect(await codeOf(openStore({ home: join(file, 'home') }))).toBe('store.home_unwritable');
    if (process.platform === 'linux') {
      // Nobody, not even root, makes a folder there, and Node's own recursive way would try for ever.
      expect(await codeOf(openStore({ home: '/proc/peremena/home' }))).toBe('store.home_unwritable');
    }
    const closed = await newHome();
    await chmod(closed, 0o500);
    // Root may write anywhere; for everybody else the folder is closed.
    const expected = process.getuid?.() === 0 ? 'opened' : 'store.home_unwritable';
    expect(await codeOf(openStore({ home: closed }))).toBe(expected);
    await chmod(closed, 0o700);
  });

  it('leaves the rights that a folder has already, and keeps the log of the server before', async () => {
    const home = await newHome();
    await chmod(home, 0o1777);
    await (await openStore({ home })).close();
    await (await openStore({ home })).close();
    expect((await stat(home)).mode & 0o7777).toBe(0o1777);
    expect(await readFile(join(home, 'postgres.log.earlier'), 'utf8')).toContain('database system');
  });

  it('does not take a file for a folder', async () => {
    const file = join(await newHome(), 'a-file');
    await writeFile(file, '');
    expect(await codeOf(openStore({ home: file }))).toBe('store.home_unwritable');
  });

  it('says so when its password is lost', async () => {
    const home = await newHome();
    await (await openStore({ home })).close();
    await rm(join(home, 'postgres.password'));
    expect(await codeOf(openStore({ home }))).toBe('store.home_damaged');
  });

  it('says so when nobody answers at the address', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await codeOf(openStore({ url: `postgresql://u:p@127.0.0.1:${port}/d` }))).toBe(
      'store.unreachable',
    );
  });
});

describe('failures of disk and server', () => {
  const failure = (code: string) => Object.assign(new Error('x'), { code });
  const codeFrom = (error: unknown) => (error instanceof StoreError ? error.diagnostic.code : null);

  it.each([
    ['ENOSPC', 'store.disk_full'],
    ['EROFS', 'store.home_unwritable'],
    ['EACCES', 'store.home_unwritable'],
    ['EINVAL', null],
  ])('of a file: %s is %s', (code, expected) => {
    expect(codeFrom(fileFailure(failure(code), 'home'))).toBe(expected);
  });

  it.each([
    ['53100', 'store.disk_full'],
    ['57P01', 'store.unreachable'],
    ['08006', 'store.unreachable'],
    ['28P01', 'store.access_refused'],
    ['23505', null],
  ])('of the database: %s is %s', (code, expected) => {
    expect(codeFrom(databaseFailure(failure(code), 'database'))).toBe(expected);
  });
});
