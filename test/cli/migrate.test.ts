import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters } from '../../src/adapters/registry.ts';
import { makeProgram, runProgram } from '../../src/cli/program.ts';
import { openServices } from '../../src/context.ts';
import { makeLogger } from '../../src/logger.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Connection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { newSchool, OPERATOR } from '../sync/migrate/school.ts';

let store: Store;
let school: Connection;
let folder: string;
beforeAll(async () => {
  store = await testStore();
  school = await newSchool(store);
  folder = await mkdtemp(join(tmpdir(), 'peremena-cli-'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

interface Said {
  readonly exit: number;
  readonly document: Record<string, unknown>;
  readonly lines: string;
  readonly failure: Diagnostic | null;
}

const config = {
  home: '.',
  host: '127.0.0.1',
  port: 0,
  logLevel: 'error',
  key: 'a'.repeat(64),
  removalGuardShare: 0.2,
} as const;

async function say(...words: string[]): Promise<Said> {
  let document: Record<string, unknown> = {};
  let lines: readonly string[] = [];
  let failure: Diagnostic | null = null;
  const result = (told: unknown, shown: readonly string[]) => {
    document = told as Record<string, unknown>;
    lines = shown;
  };
  const program = makeProgram(
    {
      adapters,
      open: () => openServices({ ...config, databaseUrl: store.url }, makeLogger('error'), adapters, '0.0.0'),
      output: { result, progress: () => ({ update: () => undefined, end: () => undefined }) },
      signal: new AbortController().signal,
      now: () => new Date('2025-10-28T09:00:00Z'),
      readText: () => Promise.reject(new Error('no such file')),
    },
    () => Promise.reject(new Error('no demonstration here')),
    '0.0.0',
  );
  process.exitCode = 0;
  const exit = await runProgram(program, ['migrate', ...words], (diagnostic) => {
    failure = diagnostic;
  });
  process.exitCode = 0;
  return { exit, document, lines: lines.join('\n'), failure };
}

const ends = () => ['--from', school.name, '--to', 'exchange-pack', '--folder', join(folder, 'pack')];

describe('peremena migrate', () => {
  it('moves a school into an exchange pack, proves it, and takes it back', async () => {
    const planned = await say('plan', ...ends(), '--operator', OPERATOR, '--switch-day', '2099-12-31');
    expect(planned.failure).toBeNull();
    expect(planned.lines).toContain('consent.missing');

    const foreseen = await say('run', ...ends(), '--dry-run');
    expect(foreseen.lines).toContain('nothing was written');

    const run = await say('run', ...ends());
    expect([run.failure, run.document['state']]).toEqual([null, 'done']);
    expect((await readdir(join(folder, 'pack'))).length).toBeGreaterThan(20);
    const status = await say('status', ...ends());
    expect(status.lines).toMatch(/: done, (\d+) of \1 rows/);
    expect((await say('pause', ...ends())).document).toEqual({ asked: false });

    const act = await say('act', ...ends(), '--out', join(folder, 'act'), '--number', '7');
    expect(act.failure).toBeNull();
    expect(act.document['differing']).toBe(0);
    const files = act.document['files'] as { json: string; list: string };
    const verified = await say('verify', files.json);
    expect(verified.document['digest']).toBe(act.document['digest']);
    await writeFile(files.list, (await readFile(files.list, 'utf8')).replace('"arrived"', '"left"'));
    expect((await say('verify', files.json)).failure?.code).toMatch(/^act\./);

    expect((await say('rollback', ...ends())).failure?.code).toBe('cli.invalid_argument');
    const rollback = await say('rollback', ...ends(), '--yes');
    expect(rollback.document).toMatchObject({ stays: 0 });
  });

  it.each([
    ['an unknown target', ['plan', '--to', 'nowhere'], 'cli.unknown_connection'],
    ['a pack without a folder', ['plan', '--to', 'exchange-pack'], 'cli.invalid_argument'],
    ['no operator', ['plan', '--to', 'exchange-pack', '--folder', 'x'], 'cli.invalid_argument'],
    ['another school', ['status', '--to', 'exchange-pack', '--school', 'x'], 'cli.invalid_argument'],
    ['no plan', ['run', '--to', 'exchange-pack', '--folder', 'y'], 'cli.invalid_argument'],
    [
      'a term that is not',
      ['plan', '--to', 'exchange-pack', '--folder', 'x', '--term', '9'],
      'cli.invalid_argument',
    ],
    [
      'no choice',
      ['plan', '--to', 'exchange-pack', '--folder', 'x', '--policy', 'a'],
      'cli.invalid_argument',
    ],
  ] as const)('refuses %s', async (_, words, code) => {
    const { failure, exit } = await say(...words, '--from', school.name);
    expect(failure?.code).toBe(code);
    expect(exit).toBe(2);
  });
});
