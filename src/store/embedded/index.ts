import pg from 'pg';
import type { StoreError } from '../error.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, prepareHome, SERVER_USER } from './cluster.ts';
import { lockHome } from './lock.ts';
import { startServer } from './server.ts';

/** A PostgreSQL of our own in a data folder. */
export interface EmbeddedServer {
  /** With the password in it: never to be logged. */
  readonly url: string;
  /** See {@link Server}. */
  fullDisk(cause: unknown): Promise<StoreError | null>;
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

/** Takes the data folder `home` for this process and starts its server, made at the first start. */
export async function startEmbedded(home: string): Promise<EmbeddedServer> {
  await prepareHome(home);
  const lock = await lockHome(home);
  try {
    const binaries = findBinaries(home);
    const password = await ensureCluster(home, binaries);
    const server = await startServer(binaries, home);
    const stop = async () => {
      await server.stop();
      await lock.release();
    };
    try {
      await ensureDatabase(server.port, password);
    } catch (error) {
      await server.stop();
      throw error;
    }
    const url = `postgresql://${SERVER_USER}:${password}@127.0.0.1:${server.port}/${DATABASE}`;
    return { url, fullDisk: server.fullDisk, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
