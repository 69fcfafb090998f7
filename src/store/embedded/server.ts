import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, rm, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { diskFull, errorCode, fileFailure, StoreError } from '../error.ts';
import type { Binaries } from './binaries.ts';
import { clusterPaths } from './cluster.ts';
import { commandOf, isAlive, serverEnvironment } from './process.ts';

/** A running server of ours. */
export interface Server {
  readonly port: number;
  /** Why it fell, if its disk is what brought it down; the log itself may not have been written any more. */
  fullDisk(cause: unknown): Promise<StoreError | null>;
  stop(): Promise<void>;
}

/** A segment of the server's own log of changes: without room for the next one it can do nothing. */
const LEAST_ROOM_BYTES = 16 * 1024 * 1024;

async function fullDisk(home: string, cause: unknown): Promise<StoreError | null> {
  const { bavail, bsize } = await statfs(home);
  return bavail * bsize < LEAST_ROOM_BYTES ? diskFull(home, cause) : null;
}

/**
 * Measured for bulk writing on a small machine. Commits are durable. What a statement carried (names, marks)
 * never reaches the server's log.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '192MB',
  work_mem: '32MB',
  temp_buffers: '32MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '2GB',
  min_wal_size: '128MB',
  wal_compression: 'off',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}

async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += 20) {
    if (!isAlive(pid)) return true;
    await delay(20);
  }
  return !isAlive(pid);
}

const stillThere = (data: string, pid: number): StoreError =>
  new StoreError({
    code: 'store.server_failed',
    place: data,
    message: `The server of an earlier program (process ${pid}) does not stop.`,
    hint: `End process ${pid} and start again.`,
  });

/**
 * Stops the server that an earlier program of this folder left behind when it was killed. The folder's lock
 * is ours, so nobody works with that server any more.
 */
async function stopOrphan(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  let pid: number;
  try {
    pid = Number.parseInt((await readFile(file, 'utf8')).split('\n')[0] ?? '', 10);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const ours = pid > 0 && isAlive(pid) && (await commandOf(pid)).includes(data);
  if (ours) {
    process.kill(pid, 'SIGINT');
    if (!(await waitUntilGone(pid, 10_000))) process.kill(pid, 'SIGQUIT');
    if (!(await waitUntilGone(pid, 10_000))) throw stillThere(data, pid);
  }
  // Another process may have been given the number since; the server would take it for its own predecessor.
  await rm(file, { force: true });
}

/** Why the last server fell is in its log, and whoever looks for it has started anew already. */
async function keepEarlierLog(logPath: string): Promise<void> {
  try {
    await rename(logPath, `${logPath}.earlier`);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

async function launch(
  binaries: Binaries,
  data: string,
  port: number,
  logPath: string,
): Promise<ChildProcess> {
  await keepEarlierLog(logPath);
  const log = await open(logPath, 'w', 0o600);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const words = [...binaries.prefix, binaries.postgres, '-D', data, '-p', String(port), ...settings];
  const [command = '', ...rest] = words;
  try {
    return spawn(command, rest, {
      ...binaries.spawnAs,
      cwd: '/',
      env: serverEnvironment(),
      // A group of its own: Ctrl-C on a terminal reaches us alone, and we stop the server in good order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
}

/** The eighth line of the pid file says when the server takes connections. */
async function isReady(data: string): Promise<boolean> {
  try {
    const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    return lines[7]?.trim() === 'ready';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function startFailure(log: string, data: string): StoreError {
  if (/No space left/i.test(log)) return diskFull(data, log);
  const told = log.split('\n').filter((line) => /FATAL|PANIC|denied|refuse/.test(line));
  return new StoreError({
    code: 'store.server_failed',
    place: data,
    message: `The embedded PostgreSQL did not start: ${told.at(-1) ?? 'it said nothing'}`,
    hint: 'Read postgres.log in the data folder; the data itself is untouched.',
  });
}

function handle(child: ChildProcess, home: string, port: number): Server {
  const ended = once(child, 'exit');
  // Whatever ends this process by the front door ends the server too.
  const atExit = () => child.kill('SIGINT');
  process.once('exit', atExit);
  return {
    port,
    fullDisk: (cause) => fullDisk(home, cause),
    stop: async () => {
      process.off('exit', atExit);
      if (child.exitCode !== null || child.signalCode !== null) return;
      // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything committed is kept.
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGQUIT'), 20_000);
      await ended;
      clearTimeout(late);
    },
  };
}

async function tryStart(binaries: Binaries, home: string): Promise<Server | string> {
  const { data, log } = clusterPaths(home);
  const port = await freePort();
  const child = await launch(binaries, data, port, log);
  let failed: Error | null = null;
  child.once('error', (error) => {
    failed = error;
  });
  // Recovery after a kill reads back what was written since the last checkpoint: seconds, not minutes.
  for (let waited = 0; waited < 120_000; waited += 15) {
    if (failed) throw failed;
    if (child.exitCode !== null || child.signalCode !== null) return readFile(log, 'utf8');
    if (await isReady(data)) return handle(child, home, port);
    await delay(15);
  }
  child.kill('SIGQUIT');
  return readFile(log, 'utf8');
}

const ATTEMPTS = 10;

/** Somebody took the port between our look and the server's: another one then. */
const PORT_TAKEN = /could not (bind|create any TCP)/;

/** The last processes of a server that was killed are still ending. */
const IN_A_MOMENT = /shared memory block .* still in use|lock file .* already exists/;

/** Starts the server of a data folder on a free port of this machine alone. */
export async function startServer(binaries: Binaries, home: string): Promise<Server> {
  const { data } = clusterPaths(home);
  try {
    await stopOrphan(data);
    let said = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const outcome = await tryStart(binaries, home);
      if (typeof outcome !== 'string') return outcome;
      said = outcome;
      if (IN_A_MOMENT.test(said)) await delay(1_000);
      else if (!PORT_TAKEN.test(said)) break;
    }
    throw startFailure(said, data);
  } catch (error) {
    throw fileFailure(error, data);
  }
}
