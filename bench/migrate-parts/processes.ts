import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import manifest from '../../package.json' with { type: 'json' };

/** The bounds of memory that the program itself is started with. */
const FLAGS = manifest.scripts.peremena.split(' ').filter((word) => word.startsWith('--'));

/** Where profiles of all processes go, if anybody asks for them. */
const PROFILES = process.env['BENCH_PROFILES'];

const profiling = (name: string): readonly string[] =>
  PROFILES === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(PROFILES, name)}`];

function start(name: string, words: readonly string[]) {
  const script = join(import.meta.dirname, `${name}.ts`);
  return spawn(process.execPath, [...FLAGS, ...profiling(name), '--import', 'tsx', script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  if (line === undefined) throw new Error('a part of the bench ended without a word');
  return line;
}

/** Runs a part of the bench in a process of its own; what it prints. */
export const part = (name: string, ...words: string[]): Promise<string> => firstLine(start(name, words));

/** Does work with a simulator in a process of its own, which is told how that is reached. */
export async function withSimulator<T>(
  words: readonly string[],
  work: (card: string) => Promise<T>,
): Promise<T> {
  const simulator = start('simulator', words);
  try {
    return await work(await firstLine(simulator));
  } finally {
    simulator.kill('SIGINT');
  }
}
