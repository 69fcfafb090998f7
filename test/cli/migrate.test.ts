import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters } from '../../src/adapters/registry.ts';
import { migrateCommand } from '../../src/cli/migrate.ts';
import type { Targets } from '../../src/cli/migrating.ts';
import { makeProgram, runProgram } from '../../src/cli/program.ts';
import type { CommandContext } from '../../src/cli/services.ts';
import { openServices } from '../../src/context.ts';
import { makeLogger } from '../../src/logger.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { entityOf } from '../../src/model/entities.ts';
import type { Observed } from '../../src/model/observation.ts';
import { addConnection, type Connection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { newSchool, OPERATOR, tell } from '../sync/migrate/school.ts';
import { ScriptedTarget } from '../sync/migrate/scripted-target.ts';

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

const open = () =>
  openServices({ ...config, databaseUrl: store.url }, makeLogger('error'), adapters, '0.0.0');

/** The program's own command, or the same over targets of the test. */
async function say(...words: string[]): Promise<Said> {
  return sayTo(null, ...words);
}

async function sayTo(targets: Targets | null, ...words: string[]): Promise<Said> {
  let document: Record<string, unknown> = {};
  let lines: readonly string[] = [];
  let failure: Diagnostic | null = null;
  const result = (told: unknown, shown: readonly string[]) => {
    document = told as Record<string, unknown>;
    lines = shown;
  };
  const context: CommandContext = {
    adapters,
    home: '.',
    open,
    output: {
      result,
      note: () => undefined,
      progress: () => ({ update: () => undefined, end: () => undefined }),
    },
    signal: new AbortController().signal,
    now: () => new Date('2025-10-28T09:00:00Z'),
    readText: () => Promise.reject(new Error('no such file')),
  };
  const program =
    targets === null
      ? makeProgram(context, () => Promise.reject(new Error('no demonstration here')), '0.0.0')
      : new Command().exitOverride();
  if (targets !== null) migrateCommand(program, context, targets);
  process.exitCode = 0;
  const exit = await runProgram(program, ['migrate', ...words], (diagnostic) => {
    failure = diagnostic;
  });
  process.exitCode = 0;
  return { exit, document, lines: lines.join('\n'), failure };
}

const ends = () => ['--from', school.name, '--to', 'exchange-pack', '--folder', join(folder, 'pack')];

const mapped = [
  'class',
  'subject',
  'staff',
  'student',
  'subjectGroup',
  'term',
  'workType',
  'enrolment',
] as const;

/** The same school in the target, under keys of its own, one teacher under another name. */
function theirs() {
  const told = tell();
  return mapped.map((entity) => ({
    entity,
    records: (told.get(entity) ?? []).map((record) => {
      const data = Object.entries(record.data).map(([field, value]) => {
        const isReference = entityOf(entity).fields.get(field)?.ref !== undefined && value !== null;
        return [field, isReference ? `t-${String(value)}` : value] as const;
      });
      const named = record.key === 'т2' ? [['displayName', 'Совсем другой'] as const] : [];
      const own = Object.fromEntries([...data, ...named]) as unknown as Observed['data'];
      return { ...record, key: `t-${record.key}`, data: own };
    }),
  }));
}

/** The one question of the file, answered. */
const answered = (text: string, key: string): string =>
  text.replace(/targetKey: null(\s+targetName: null\s+how: question)/, `targetKey: "${key}"$1`);

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
    const status = await say('status', ...ends(), '--term', '1 четверть', '--year', '2025/2026');
    expect(status.lines).toMatch(/: done, (\d+) of \1 rows, 2025-09-01…2026-05-31/);
    expect((await say('pause', ...ends(), '--year', '2025/2026')).document).toEqual({ asked: false });
    expect(planned.lines).toMatch(/^transfer \d+: planned, 2025-09-01…2026-05-31/);
    expect(planned.lines).toMatch(/^entity +rows +arrive +changed +held +left +gone/m);

    const manifest = JSON.parse(await readFile(join(folder, 'pack', 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ period: { from: '2025-09-01', to: '2026-05-31' } });
    expect([manifest.school, manifest.municipality]).not.toContain(null);
    const organization = await readFile(join(folder, 'pack', 'organization.csv'), 'utf8');
    expect(organization).toContain(manifest.school.replaceAll('"', '""'));

    const act = await say('act', ...ends(), '--out', join(folder, 'act'), '--number', '7');
    expect(act.failure).toBeNull();
    expect(act.document['differing']).toBe(0);
    const files = act.document['files'] as { json: string; list: string };
    const verified = await say('verify', files.json);
    expect(verified.document['digest']).toBe(act.document['digest']);
    const { schoolId } = school;
    const whole = await say('verify', files.json, ...ends(), '--school', schoolId, '--year', '2025/2026');
    expect(whole.document['digest']).toBe(act.document['digest']);
    expect((await say('verify', files.json, '--year', '2025/2026')).failure?.place).toBe('--from, --to');
    await writeFile(files.list, (await readFile(files.list, 'utf8')).replace('"arrived"', '"left"'));
    expect((await say('verify', files.json)).failure?.code).toMatch(/^act\./);

    expect((await say('rollback', ...ends())).failure?.code).toBe('cli.invalid_argument');
    const rollback = await say('rollback', ...ends(), '--yes');
    expect(rollback.document).toMatchObject({ stays: 0 });
    expect((await say('status', ...ends())).lines).toMatch(/: rolled_back, /);
  });

  it('has a person look through what is matched, and checks what they made of it', async () => {
    const target = new ScriptedTarget({ catalogue: theirs() });
    const services = await open();
    const { schoolId } = school;
    const to = { schoolId, name: 'new', system: 'scripted', mode: 'only', rank: 1, settings: {} };
    await addConnection(services.store, services.settingsKey, to, new Date());
    await services.close();
    const mapping = join(folder, 'mapping.yaml');
    const given = ['--from', school.name, '--to', 'new', '--mapping', mapping];
    const speak = (...words: string[]) => sayTo({ scripted: target }, ...words, ...given);

    const planned = await speak('plan', '--operator', OPERATOR, '--switch-day', '2099-12-31');
    expect(planned.failure).toBeNull();
    const proposed = await readFile(mapping, 'utf8');
    expect(planned.lines).toContain('1 questions are open');
    expect((await speak('run')).failure?.code).toBe('transfer.open_questions');
    expect((await speak('plan')).failure).toMatchObject({
      code: 'mapping.unanswered',
      place: /mapping.yaml/,
    });

    await writeFile(mapping, answered(proposed, 't-т2'));
    expect((await speak('run')).failure?.code).toBe('transfer.mapping_changed');
    expect((await speak('plan')).lines).not.toContain('questions');
    expect((await speak('run')).document['state']).toBe('done');
    expect(target.rows.size).toBe(20);
    const lesson = [...target.rows.values()].map(({ data }) => data['teacherId']);
    expect(lesson).toContain('t-т2');
    await writeFile(mapping, answered(proposed, 't-т1'));
    expect((await speak('plan')).failure?.code).toBe('mapping.target_twice');

    // A file that was spoiled after the plan is refused by every command, with its place; nothing is written.
    const written = target.writes;
    const twice = await speak('run');
    expect(twice.failure?.code).toBe('mapping.target_twice');
    expect(twice.failure?.place).toMatch(/mapping\.yaml:\d+$/);
    const rows = answered(proposed, 't-т2').split(/(?=^ {2}- entity)/m);
    await writeFile(mapping, rows.filter((row) => !row.includes('entity: class')).join(''));
    expect((await speak('run', '--dry-run')).failure?.code).toBe('mapping.row_missing');
    await writeFile(mapping, answered(proposed, 't-т2').replace(/^version: .*$/m, 'version: старая'));
    expect((await speak('run')).failure?.code).toBe('mapping.stale_version');
    expect(target.writes).toBe(written);

    // What the target does not give back is listed, row by row.
    await writeFile(mapping, answered(proposed, 't-т2'));
    target.script.stays = (entity) => (entity === 'lesson' ? 'target.stays' : null);
    const list = join(folder, 'stays.ndjson');
    const rollback = await speak('rollback', '--yes', '--out', list);
    const stays = (await readFile(list, 'utf8')).trimEnd().split('\n');
    expect(rollback.document).toMatchObject({ stays: stays.length, state: 'rolled_back', list });
    expect(stays.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ entity: 'lesson', targetKey: expect.any(String) }),
    );
    expect(rollback.lines).toContain(list);
  });

  it('makes no mapping with a journal that stands at another year', async () => {
    const catalogue = theirs().map(({ entity, records }) => ({
      entity,
      records: records.map((record) =>
        entity === 'term'
          ? { ...record, data: { ...record.data, startDay: '2023-09-01', endDay: '2023-10-26' } }
          : record,
      ),
    }));
    const target = new ScriptedTarget({ catalogue });
    const services = await open();
    const { schoolId } = school;
    const to = { schoolId, name: 'last-year', system: 'scripted', mode: 'only', rank: 1, settings: {} };
    await addConnection(services.store, services.settingsKey, to, new Date());
    await services.close();
    const words = ['plan', '--from', school.name, '--to', 'last-year', '--operator', OPERATOR];
    const path = join(folder, 'last-year.xlsx');
    const { failure } = await sayTo({ scripted: target }, ...words, '--mapping', path);
    expect(failure).toMatchObject({ code: 'mapping.other_year', place: path });
    expect(await readdir(folder)).not.toContain('last-year.xlsx');
    expect(target.writes).toBe(0);
  });

  it('moves nothing into the journal of another school', async () => {
    const other = await newSchool(store);
    const services = await open();
    const to = { schoolId: other.schoolId, name: 'theirs', system: 'scripted', mode: 'only', rank: 1 };
    await addConnection(services.store, services.settingsKey, { ...to, settings: {} }, new Date());
    await services.close();
    const target = new ScriptedTarget({ catalogue: theirs() });
    const words = ['--from', school.name, '--to', 'theirs', '--mapping', join(folder, 'theirs.yaml')];
    const speak = (...more: string[]) => sayTo({ scripted: target }, ...more, ...words);
    const refused = { code: 'cli.invalid_argument', place: '--to' };
    expect((await speak('plan', '--operator', OPERATOR)).failure).toMatchObject(refused);
    for (const id of [school.schoolId, other.schoolId]) {
      expect((await speak('plan', '--operator', OPERATOR, '--school', id)).failure?.place).toMatch(
        /^--(to|school)$/,
      );
    }
    expect((await speak('run')).failure).toMatchObject(refused);
    expect(await readdir(folder)).not.toContain('theirs.yaml');
  });

  it.each(['run', 'resume', 'status', 'pause', 'act', 'rollback'])(
    'tells by %s that there is no transfer of the days that are named',
    async (word) => {
      const pack = ['--from', school.name, '--to', 'exchange-pack', '--folder', join(folder, 'of-term')];
      await say(
        'plan',
        ...pack,
        '--operator',
        OPERATOR,
        '--switch-day',
        '2099-12-31',
        '--term',
        '1 четверть',
      );
      const yes = word === 'rollback' ? ['--yes'] : [];
      const { failure, exit } = await say(word, ...pack, ...yes, '--year', '1998/1999');
      expect([failure?.code, failure?.place, exit]).toEqual(['cli.invalid_argument', '--year', 2]);
      expect((await say('status', ...pack, '--term', '1 четверть')).failure).toBeNull();
    },
  );

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
