import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type EmbeddedServer, startEmbedded } from './embedded/index.ts';
import { databaseFailure, StoreError } from './error.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate } from './migrate.ts';

/** Where data is kept: a PostgreSQL somewhere, or one of our own in a folder. */
export type StorePlace = { readonly url: string } | { readonly home: string };

export interface StoreOptions {
  /** Most connections of the pool; 10 by default. */
  readonly connections?: number;
  /** The folder of migrations; the program's own by default. */
  readonly migrations?: string;
  /** Refuse a folder that another program works in, instead of joining its server. */
  readonly alone?: boolean;
}

/** The open place where data is kept. */
export interface Store {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** The address of the database with its password: for further connections, never for a log. */
  readonly url: string;
  /** Names of the migrations that this opening applied. */
  readonly migrated: readonly string[];
  /** The program whose server this one has joined, and how far its clock is ahead; null where there is none. */
  readonly guestOf: { readonly pid: number; readonly aheadMs: number } | null;
  /** Tells the programs that join ours how far our clock is ahead of the true one. */
  tellClock(aheadMs: number): Promise<void>;
  /** A connection of its own, for work that holds a transaction long. The caller ends it. */
  connect(): Promise<pg.Client>;
  /** What a failed piece of work means for whoever must act; anything that is no such failure as it is. */
  explain(error: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** Where the database is, for a diagnostic: without user and password. */
const placeOf = (url: string): string => {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || 5432}${pathname}`;
  } catch (error) {
    if (error instanceof TypeError) return 'DATABASE_URL';
    throw error;
  }
};

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'peremena' });
  // A lost connection is told by the query that meets it; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function migrateAt(url: string, folder: string, mayApply: boolean): Promise<readonly string[]> {
  const client = await connect(url);
  try {
    return await migrate(client, folder, mayApply);
  } finally {
    await client.end();
  }
}

async function openAt(url: string, server: EmbeddedServer | null, options: StoreOptions): Promise<Store> {
  const guestOf = server?.guest ?? null;
  const migrated = await migrateAt(url, options.migrations ?? MIGRATIONS, guestOf === null);
  // Only now others may join: before that they would meet tables that are not there yet.
  await server?.tellClock(0);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    application_name: 'peremena',
    // Compiling a statement takes longer than any of ours runs.
    options: '-c jit=off',
  });
  // An idle connection that the server ended is replaced at the next use.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  let closing: Promise<void> | null = null;
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
    await server?.stop();
  };
  return {
    pool,
    prisma,
    url,
    migrated,
    guestOf,
    tellClock: async (aheadMs) => server?.tellClock(aheadMs),
    connect: () => connect(url),
    explain: async (error) => {
      const failure = databaseFailure(error, placeOf(url));
      if (!(failure instanceof StoreError) || !server) return failure;
      return (await server.explain(failure)) ?? failure;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/**
 * Opens the store and brings its tables up to date. Throws `StoreError` where somebody must act: see
 * `docs/error-codes.md`, area `store`.
 */
export async function openStore(place: StorePlace, options: StoreOptions = {}): Promise<Store> {
  const server = 'home' in place ? await startEmbedded(resolve(place.home), options.alone ?? false) : null;
  const url = server?.url ?? ('url' in place ? place.url : '');
  try {
    return await openAt(url, server, options);
  } catch (error) {
    const failure = databaseFailure(error, placeOf(url));
    const isAway = failure instanceof StoreError && failure.diagnostic.code === 'store.unreachable';
    const behind = isAway ? await server?.explain(failure) : null;
    await server?.stop();
    throw behind ?? failure;
  }
}

/** The version of PostgreSQL that the store is in, e.g. `18.4`. */
export async function serverVersion(store: Store): Promise<string> {
  const { rows } = await store.pool.query<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  return rows[0]?.version ?? 'unknown';
}
