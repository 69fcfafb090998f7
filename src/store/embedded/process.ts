import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from '../error.ts';

const run = promisify(execFile);

/** Whether a process with this number exists (it may be a later one that was given the same number). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EPERM') return true;
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/** On Linux: the boot and the tick in which the process began; the name may hold spaces and brackets. */
async function startOnLinux(pid: number): Promise<string> {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const tick = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${boot}:${tick}`;
}

/**
 * A mark of the process that a later one with the same number does not have; null when there is no such
 * process. Where the system tells no start, the number alone must do.
 */
export async function startMark(pid: number): Promise<string | null> {
  if (!isAlive(pid)) return null;
  try {
    if (process.platform === 'linux') return await startOnLinux(pid);
    if (process.platform === 'win32') return 'unknown';
    return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim();
  } catch (error) {
    // It ended between the two questions.
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH' || !isAlive(pid)) return null;
    throw error;
  }
}

/** The words a process was started with, empty where the system does not tell. */
export async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux')
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    if (process.platform === 'win32') return '';
    return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout.trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH' || !isAlive(pid)) return '';
    throw error;
  }
}

/** What the server's programs inherit: all but our own secrets, since under root they are another user's. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PEREMENA_KEY: _key, DATABASE_URL: _url, ...rest } = { ...process.env };
  return { ...rest, LC_ALL: 'C' };
}
