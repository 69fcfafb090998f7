/**
 * A school of 1,000 students read for a term: simulator → adapter → store, and the same for 3,000, to see that
 * memory does not grow with the school. Limit: the same reading with every record thrown away, which is as fast
 * as the other side and the adapter go.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import manifest from '../package.json' with { type: 'json' };
import { report } from './harness.ts';

interface Reading {
  readonly rows: number;
  readonly seconds: number;
  readonly peakMb: number;
}

/** The bounds of memory that the program itself is started with. */
const FLAGS = manifest.scripts.peremena.split(' ').filter((word) => word.startsWith('--'));

const part = (name: string, ...words: string[]) =>
  spawn(
    process.execPath,
    [...FLAGS, '--import', 'tsx', join(import.meta.dirname, 'sync-school-parts', name), ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );

async function firstLine(child: ReturnType<typeof part>): Promise<string> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

async function readings(students: number, ways: readonly string[]): Promise<Reading[]> {
  const simulator = part('simulator.ts', String(students));
  try {
    const told = await firstLine(simulator);
    const found: Reading[] = [];
    for (const way of ways) found.push(JSON.parse(await firstLine(part('read.ts', way, told))) as Reading);
    return found;
  } finally {
    simulator.kill();
  }
}

const rate = ({ rows, seconds }: Reading): number => rows / seconds;

const [limit, small] = await readings(1_000, ['bare', 'stored']);
const [large] = await readings(3_000, ['stored']);
if (!limit || !small || !large) throw new Error('a reading is missing');

report({
  bench: 'sync-school',
  figure: rate(small),
  unit: 'rows/s',
  limit: rate(limit),
  students: 1_000,
  rows: small.rows,
  seconds: Number(small.seconds.toFixed(1)),
  readerPeakMb: small.peakMb,
  seconds3000: Number(large.seconds.toFixed(1)),
  readerPeakMb3000: large.peakMb,
  memoryGrowth: Number((large.peakMb / small.peakMb - 1).toFixed(3)),
});
