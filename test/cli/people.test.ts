import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeProgram, runProgram } from '../../src/cli/program.ts';
import type { CommandContext } from '../../src/cli/services.ts';
import { openServices } from '../../src/context.ts';
import { makeLogger } from '../../src/logger.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { openStore } from '../../src/store/open.ts';
import { authenticatePerson } from '../../src/store/people.ts';
import { putSchool, schoolRows } from '../api/rows.ts';
import { testDatabase } from '../database.ts';

const SCHOOL = '11111111-1111-4111-8111-111111111111';
const NOW = new Date('2026-01-10T09:00:00Z');

let databaseUrl: string;
let classId: string;
let typed: string;

beforeAll(async () => {
  databaseUrl = await testDatabase();
  const store = await openStore({ url: databaseUrl });
  await putSchool(store, { id: SCHOOL, name: 'Школа', municipality: 'Озёрск', timeZone: 'Europe/Moscow' });
  classId = await schoolRows(store, SCHOOL, 'netschool/staff').put('class', '1', { name: '7б', grade: 7 });
  await store.close();
});
beforeEach(() => {
  typed = '';
});

interface Said {
  readonly exit: number;
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: string;
  readonly failure: Diagnostic | null;
}

async function say(...words: string[]): Promise<Said> {
  const said = { document: {} as unknown, lines: '', failure: null as Diagnostic | null };
  const config = { home: '.', databaseUrl, host: '127.0.0.1', port: 0, logLevel: 'error' } as const;
  const context: CommandContext = {
    adapters: [],
    home: '.',
    open: () =>
      openServices(
        { ...config, key: 'a'.repeat(64), removalGuardShare: 0.2 },
        makeLogger('error'),
        [],
        '0.0.0',
      ),
    output: {
      result: (document, lines) => Object.assign(said, { document, lines: lines.join('\n') }),
      note: () => undefined,
      progress: () => ({ update: () => undefined, end: () => undefined }),
    },
    signal: new AbortController().signal,
    now: () => NOW,
    readText: async () => typed,
  };
  const program = makeProgram(context, () => Promise.reject(new Error('no demonstration here')), '0.0.0');
  process.exitCode = 0;
  const exit = await runProgram(program, ['people', ...words], (failure) => Object.assign(said, { failure }));
  process.exitCode = 0;
  return { exit, ...said } as Said;
}

/** Whether somebody signs in by these. */
async function signsIn(login: string, password: string): Promise<boolean> {
  const store = await openStore({ url: databaseUrl });
  const tried = await authenticatePerson(store, login, password, NOW);
  await store.close();
  return tried.ok;
}

const add = (login: string, role: string, ...more: string[]) =>
  say('add', login, '--role', role, '--name', 'Выдуманная Анна', ...more);

describe('people', () => {
  it('are added with a password that is told this once, and sign in by it', async () => {
    const { exit, document, lines } = await add('anna', 'principal', '--school', SCHOOL);
    expect(exit).toBe(0);
    const password = String(document['password']);
    expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    expect(lines).toContain(password);
    expect(await signsIn('Anna', password)).toBe(true);
    const list = await say('list');
    expect(list.lines).toMatch(/anna +Выдуманная Анна +principal +on/);
    expect(JSON.stringify(list)).not.toMatch(new RegExp(`${password}|scrypt`));
  });

  it('take a password from standard input, which is told to nobody', async () => {
    typed = 'своя длинная фраза\n';
    const said = await add('boris', 'municipal_specialist', '--all', '--password-stdin');
    expect(said.exit).toBe(0);
    expect(JSON.stringify(said)).not.toContain('фраза');
    expect(await signsIn('boris', 'своя длинная фраза')).toBe(true);
  });

  it('lead a class of their school', async () => {
    const said = await add('vera', 'homeroom_teacher', '--school', SCHOOL, '--class', classId);
    expect(said.document).toMatchObject({ classIds: [classId], reach: { schools: [SCHOOL] } });
  });

  it('get another password, and the one before is worth nothing', async () => {
    const before = String((await add('galina', 'deputy_head', '--school', SCHOOL)).document['password']);
    const after = String((await say('password', 'galina')).document['password']);
    expect(after).not.toBe(before);
    expect([await signsIn('galina', before), await signsIn('galina', after)]).toEqual([false, true]);
  });

  it('are switched off once', async () => {
    const password = String((await add('dina', 'principal', '--school', SCHOOL)).document['password']);
    expect((await say('disable', 'dina')).exit).toBe(0);
    expect(await signsIn('dina', password)).toBe(false);
    expect((await say('disable', 'dina')).failure?.code).toBe('cli.invalid_argument');
    expect((await say('list')).lines).toMatch(/dina .* off/);
  });
});

describe('refused is', () => {
  const ABSENT = '99999999-9999-4999-8999-999999999999';
  it.each([
    ['an unknown role', ['add', 'x1', '--role', 'boss', '--name', 'А', '--all']],
    ['no reach', ['add', 'x1', '--role', 'principal', '--name', 'А']],
    ['two reaches', ['add', 'x1', '--role', 'principal', '--name', 'А', '--all', '--school', ABSENT]],
    ['a login with a space', ['add', 'x 1', '--role', 'principal', '--name', 'А', '--all']],
    ['a homeroom teacher of no class', ['add', 'x1', '--role', 'homeroom_teacher', '--name', 'А', '--all']],
    [
      'a class that is not there',
      ['add', 'x1', '--role', 'homeroom_teacher', '--name', 'А', '--all', '--class', ABSENT],
    ],
    [
      'a class that is no id',
      ['add', 'x1', '--role', 'homeroom_teacher', '--name', 'А', '--all', '--class', '7б'],
    ],
    [
      'a class of a principal',
      ['add', 'x1', '--role', 'principal', '--name', 'А', '--all', '--class', ABSENT],
    ],
    ['a password of nobody', ['password', 'nobody']],
    ['an empty password', ['add', 'x1', '--role', 'principal', '--name', 'А', '--all', '--password-stdin']],
  ])('%s', async (_, words) => {
    const { exit, failure } = await say(...words);
    expect([exit, failure?.code]).toEqual([2, 'cli.invalid_argument']);
  });

  it('a login that somebody has, however it is typed', async () => {
    await add('elena', 'principal', '--all');
    const { exit, failure } = await add('ELENA', 'principal', '--all');
    expect([exit, failure?.message]).toEqual([2, 'Somebody has this login already.']);
  });

  it('a class of a school that is out of reach', async () => {
    const { failure } = await add('x1', 'homeroom_teacher', '--school', ABSENT, '--class', classId);
    expect(failure?.place).toBe('--class');
  });
});
