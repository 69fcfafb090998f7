import pg from 'pg';
import { fileFailure, StoreError } from '../error.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, prepareHome, readPassword, SERVER_USER } from './cluster.ts';
import { type Guest, isStillThere, ownerGone, waitForServer } from './guest.ts';
import { type HomeLock, inUse, lockHome } from './lock.ts';
import { startServer } from './server.ts';

/** A PostgreSQL of our own in a data folder. */
export interface EmbeddedServer {
  /** With the password in it: never to be logged. */
  readonly url: string;
  /** Set where the server belongs to another program, which alone starts and stops it. */
  readonly guest: Guest | null;
  /** What is behind a failure of the database, where this end of it can tell. */
  explain(failure: StoreError): Promise<StoreError | null>;
  /** Lets others join from now on, and tells them how far our clock is ahead of the true one. */
  tellClock(aheadMs: number): Promise<void>;
  stop(): Promise<void>;
}

const DATABASE = 'peremena';

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SERVER_USER,
    password,
    database: 'postgres',
  });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

const urlOf = (port: number, password: string): string =>
  `postgresql://${SERVER_USER}:${password}@127.0.0.1:${port}/${DATABASE}`;

/** Whoever comes from now on waits for the folder instead of joining a server that is going. */
async function withdraw(home: string, lock: HomeLock): Promise<void> {
  try {
    await lock.tell(null);
  } catch (error) {
    // A full disk must not keep the server from stopping; who joins in this moment is refused by it.
    if (!(fileFailure(error, home) instanceof StoreError)) throw error;
  }
}

async function startOwn(home: string, lock: HomeLock): Promise<EmbeddedServer> {
  try {
    const binaries = findBinaries(home);
    const password = await ensureCluster(home, binaries);
    const server = await startServer(binaries, home);
    try {
      await ensureDatabase(server.port, password);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      url: urlOf(server.port, password),
      guest: null,
      explain: server.fullDisk,
      tellClock: (aheadMs) => lock.tell({ port: server.port, aheadMs }),
      stop: async () => {
        await withdraw(home, lock);
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw fileFailure(error, home);
  }
}

async function join(home: string, guest: Guest): Promise<EmbeddedServer> {
  const password = await readPassword(home);
  return {
    url: urlOf(guest.port, password),
    guest,
    explain: async () => ((await isStillThere(home, guest)) ? null : ownerGone(home, guest)),
    tellClock: async () => undefined,
    stop: async () => undefined,
  };
}

/**
 * Takes the data folder `home` for this process and starts its server, made at the first start. Where a living
 * program has the folder, joins that one's server; `alone` refuses instead.
 */
export async function startEmbedded(home: string, alone: boolean): Promise<EmbeddedServer> {
  await prepareHome(home);
  for (;;) {
    const { lock, holder } = await lockHome(home);
    if (lock) return startOwn(home, lock);
    if (alone) throw inUse(home, holder.pid);
    const guest = await waitForServer(home, holder);
    if (guest) return join(home, guest);
  }
}
