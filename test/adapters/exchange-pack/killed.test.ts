import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { exchangePack } from '../../../src/adapters/exchange-pack/index.ts';
import { school } from './invented.ts';
import { context, hashes, packFolders } from './written.ts';

const newFolder = packFolders();
const settings = { format: 'both', extractedAt: '2025-12-27T09:00:00Z' };

async function writeWhole(folder: string): Promise<void> {
  const session = await exchangePack.open({ folder, ...settings }, context());
  await session.write(school);
  await session.finish?.();
  await session.close();
}

/** Starts the writer and kills it with SIGKILL as soon as `isTime` says so of what it said last. */
async function killedWriter(
  folder: string,
  isTime: (said: string) => boolean,
): Promise<NodeJS.Signals | null> {
  const writer = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'writer.ts'), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  writer.stdout.setEncoding('utf8').on('data', (said: string) => {
    if (isTime(said)) writer.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    writer.on('exit', (_, signal) => resolve(signal));
  });
}

let whole: Record<string, string> = {};
beforeAll(async () => {
  const folder = newFolder();
  await writeWhole(folder);
  whole = hashes(folder);
});

describe('a pack whose writer was killed', () => {
  it.each([
    ['at the first row', 'row 1\n'],
    ['among the rows', 'row 20\n'],
    ['while the files were written', 'finishing\n'],
  ])('ends in the same bytes when it is gone on with: %s', async (_, step) => {
    const folder = newFolder();
    expect(await killedWriter(folder, (said) => said.includes(step))).toBe('SIGKILL');
    expect(existsSync(join(folder, 'manifest.json'))).toBe(false);
    await writeWhole(folder);
    expect(hashes(folder)).toEqual(whole);
  });

  it('does not keep the halves of files', async () => {
    const folder = newFolder();
    const session = await exchangePack.open({ folder, ...settings }, context());
    await session.write(school);
    await session.finish?.();
    await session.close();
    for (const name of ['marks.csv.part', 'marks-2.xlsx', 'manifest.json.part'])
      writeFileSync(join(folder, name), 'half');
    const other = await exchangePack.open({ folder, ...settings, school: 'Школа № 901' }, context());
    await other.finish?.();
    await other.close();
    expect(readdirSync(folder).sort()).toEqual(Object.keys(whole));
  });
});

describe('a pack that was written in whatever way', () => {
  it('is the same: in any batches, any number of times, over any number of sessions', async () => {
    const cuts = fc.uniqueArray(fc.nat(school.length), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat(10), async (points, again) => {
        const folder = newFolder();
        const ends = [...points.toSorted((a, b) => a - b), school.length];
        for (const [index, end] of ends.entries()) {
          const stop = new AbortController();
          const session = await exchangePack.open({ folder, ...settings }, context(stop.signal));
          // A run that went on writes some of what it is not sure of again.
          const from = Math.max(0, (ends[index - 1] ?? 0) - again);
          await session.write(school.slice(from, end));
          if (end < school.length) stop.abort();
          else await session.finish?.();
          await session.close();
        }
        expect(hashes(folder)).toEqual(whole);
      }),
      { numRuns: 5 },
    );
  });
});
