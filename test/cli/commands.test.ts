import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProgram, runProgram } from '../../src/cli/program.ts';
import type { Services } from '../../src/cli/services.ts';
import { openServices } from '../../src/context.ts';
import { makeLogger } from '../../src/logger.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { testDatabase } from '../database.ts';
import { type Behaviour, script, scriptedAdapter } from '../sync/scripted-adapter.ts';

/** What a command left behind. */
interface Said {
  readonly exit: number;
  readonly document: unknown;
  readonly lines: string;
  readonly failure: Diagnostic | null;
}

const few = { a: { '2025-09-08': '5', '2025-09-09': '6' } };
const stop = new AbortController();
const files: Readonly<Record<string, string>> = {
  good: '{"secret":"hunter2"}',
  wrong: '{"secret":12345}',
  broken: '{"secret":',
};

let behaviour: Behaviour = { events: script(few) };
let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await testDatabase();
});
afterAll(() => stop.abort());

const adapter = scriptedAdapter(() => behaviour);

const open = (): Promise<Services> =>
  openServices(
    {
      home: '.',
      databaseUrl,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'error',
      key: 'a'.repeat(64),
      removalGuardShare: 0.2,
    },
    makeLogger('error'),
    [adapter],
    '0.0.0',
  );

async function say(...words: string[]): Promise<Said> {
  let document: unknown = null;
  let lines: readonly string[] = [];
  let failure: Diagnostic | null = null;
  const program = makeProgram(
    {
      adapters: [adapter],
      home: '.',
      open,
      output: {
        result: (told, shown) => {
          document = told;
          lines = shown;
        },
        note: () => undefined,
        progress: () => ({ update: () => undefined, end: () => undefined }),
      },
      signal: stop.signal,
      now: () => new Date('2026-01-10T09:00:00Z'),
      readText: async (file) => {
        const content = files[file];
        if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
        return content;
      },
    },
    async () => {
      throw new Error('no demonstration here');
    },
    '0.0.0',
  );
  process.exitCode = 0;
  const exit = await runProgram(program, words, (diagnostic) => {
    failure = diagnostic;
  });
  process.exitCode = 0;
  return { exit, document, lines: lines.join('\n'), failure };
}

const user = ['--purpose', 'portal', '--operator', 'Портал'];
const school = ['--school-name', 'Школа', '--municipality', 'Озёрск', '--time-zone', 'Europe/Moscow'];
const add = (name: string, settings = 'good', ...more: string[]) =>
  say(
    'connections',
    'add',
    name,
    '--system',
    'scripted',
    '--settings',
    settings,
    ...(more.length ? more : school),
  );

describe('a school', () => {
  it('is connected, looked at, read, and looked into', async () => {
    expect(await add('ozersk')).toMatchObject({
      exit: 0,
      document: { name: 'ozersk', source: 'scripted/only' },
    });
    expect((await say('connections', 'list')).lines).toContain('ozersk');
    expect(await say('connections', 'test', 'ozersk')).toMatchObject({ exit: 0, document: { version: '1' } });
    const plan = await say('sync', 'ozersk', '--dry-run');
    const done = await say('sync', 'ozersk');
    expect(plan).toMatchObject({ exit: 0, document: { dryRun: true } });
    expect(done).toMatchObject({ exit: 0, document: { state: 'succeeded', dryRun: false } });
    expect(done.lines).toMatch(/mark +2 +1 +0 +0 +0 +1 +0/);
    const { runId } = done.document as { runId: string };
    expect(done.lines).toContain(`peremena quarantine ${runId}`);
    expect((await say('runs', '--connection', 'ozersk')).document).toHaveLength(2);
    const set = await say('quarantine', runId);
    expect(set.document).toMatchObject([{ key: 'a/2025-09-09', diagnostic: { code: 'mark.outside_scale' } }]);
    expect(set.lines).toContain('Correct the mark in the journal');
    expect(await say('doctor')).toMatchObject({ exit: 0 });
  });

  it('never shows its secret', async () => {
    const told = [await add('secretive'), await say('connections', 'list'), await say('sync', 'secretive')];
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });

  it('that a client may see is named with it, and its secret is told once', async () => {
    const { document } = await say('clients', 'add', 'portal', '--scope', 'diary.read', ...user, '--all');
    const { clientId, secret } = document as { clientId: string; secret: string };
    expect(secret).toHaveLength(43);
    const list = await say('clients', 'list');
    expect(JSON.stringify(list)).toContain(clientId);
    expect(JSON.stringify(list)).not.toContain(secret);
    expect(await say('clients', 'disable', clientId)).toMatchObject({ exit: 0 });
    expect(await say('clients', 'disable', clientId)).toMatchObject({ exit: 2 });
  });
});

describe('a wrong word', () => {
  it.each([
    ['an unknown command', ['frobnicate'], 2, 'cli.usage'],
    ['an unknown connection', ['sync', 'nope'], 2, 'cli.unknown_connection'],
    ['a day that does not exist', ['sync', 'ozersk', '--from', '2025-02-30'], 2, 'cli.invalid_argument'],
    ['a run that is not there', ['quarantine', '999999'], 2, 'cli.invalid_argument'],
    ['a run that is no number', ['quarantine', 'x'], 2, 'cli.invalid_argument'],
    ['a limit of nothing', ['runs', '--limit', '0'], 2, 'cli.invalid_argument'],
    [
      'an unknown scope',
      ['clients', 'add', 'x', '--scope', 'all', ...user, '--all'],
      2,
      'cli.invalid_argument',
    ],
    ['no purpose', ['clients', 'add', 'x', '--scope', 'diary.read', '--all'], 2, 'cli.usage'],
    [
      'an unknown purpose',
      ['clients', 'add', 'x', '--scope', 'diary.read', '--all', '--purpose', 'fun'],
      2,
      'cli.invalid_argument',
    ],
    [
      'a transfer to nobody',
      ['clients', 'add', 'x', '--scope', 'diary.read', '--all', '--purpose', 'transfer'],
      2,
      'cli.invalid_argument',
    ],
    ['no reach', ['clients', 'add', 'x', '--scope', 'diary.read', ...user], 2, 'cli.invalid_argument'],
    [
      'two reaches',
      ['clients', 'add', 'x', '--scope', 'diary.read', ...user, '--all', '--municipality', 'Озёрск'],
      2,
      'cli.invalid_argument',
    ],
    [
      'an unknown system',
      ['connections', 'add', 'x', '--system', 'paper', '--settings', 'good', ...school],
      2,
      'cli.invalid_argument',
    ],
    ['an option left out', ['connections', 'add', 'x', '--system', 'scripted'], 2, 'cli.usage'],
  ])('%s', async (_, words, exit, code) => {
    const said = await say(...words);
    expect([said.exit, said.failure?.code ?? null]).toEqual([exit, code]);
  });

  it.each([
    ['settings that are no JSON', 'broken', school],
    ['settings that are not there', 'absent', school],
    ['settings of another kind', 'wrong', school],
    ['a school without a name', 'good', ['--municipality', 'Озёрск', '--time-zone', 'Europe/Moscow']],
    ['a zone that is none', 'good', [...school.slice(0, 5), 'Moscow']],
    ['a school that is not there', 'good', ['--school', '8f4e1c0a-5d7b-4b62-a1f3-9e6d2c5a7b10']],
    ['a school that is no id', 'good', ['--school', '12']],
  ])('in a new connection: %s', async (_, settings, more) => {
    const said = await add('another', settings, ...more);
    expect([said.exit, said.failure?.code]).toEqual([2, 'cli.invalid_argument']);
    expect(JSON.stringify(said)).not.toContain('12345');
  });

  it('as the name of a connection, or one that is taken', async () => {
    expect(await add('Школа')).toMatchObject({ exit: 1, failure: { code: 'connection.name_invalid' } });
    expect(await add('ozersk')).toMatchObject({ exit: 1, failure: { code: 'connection.name_taken' } });
  });
});

describe('the exit code', () => {
  it('tells a failure of the vendor from one of ours, and a question from both', async () => {
    await add('coded');
    behaviour = { events: [], failToOpen: 'adapter.wrong_credentials' };
    expect(await say('sync', 'coded')).toMatchObject({ exit: 4 });
    expect(await say('connections', 'test', 'coded')).toMatchObject({
      exit: 4,
      failure: { code: 'adapter.wrong_credentials' },
    });
    const days = Array.from({ length: 25 }, (_, day) => `2025-10-${String(day + 1).padStart(2, '0')}`);
    behaviour = { events: script({ a: Object.fromEntries(days.map((day) => [day, '4'])) }) };
    expect(await say('sync', 'coded')).toMatchObject({ exit: 0 });
    behaviour = { events: script({ a: {} }) };
    expect(await say('sync', 'coded')).toMatchObject({ exit: 3, document: { state: 'stopped' } });
    expect(await say('sync', 'coded', '--allow-removal')).toMatchObject({ exit: 0 });
  });
});
