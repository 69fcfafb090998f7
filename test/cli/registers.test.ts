import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProgram, runProgram } from '../../src/cli/program.ts';
import type { CommandContext, Services } from '../../src/cli/services.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { putRegisterSchool, type RegisterSchool } from '../sync/registers/register-school.ts';

let store: Store;
let school: RegisterSchool;
beforeAll(async () => {
  store = await testStore();
  school = await putRegisterSchool(store);
});
afterAll(() => store.close());

const files: Readonly<Record<string, string>> = {
  backup: '{ "kind": "backup", "day": "2025-09-20", "document": "акт № 3" }',
  future: '{ "kind": "backup", "day": "2025-10-20" }',
  strange: '{ "kind": "party", "day": "2025-09-20" }',
  remark: '{ "madeBy": "deputy_head", "day": "2025-09-15", "dueDay": "2025-09-20", "text": "Нет темы" }',
  account: '{ "holder": "guardian", "rights": "read_own", "openedDay": "2025-09-02" }',
  broken: '{',
};

async function say(...words: string[]) {
  let document: unknown = null;
  let lines: readonly string[] = [];
  const failures: Diagnostic[] = [];
  const context: Partial<CommandContext> = {
    open: async () => ({ store, close: async () => undefined }) as unknown as Services,
    output: {
      result: (told, shown) => {
        document = told;
        lines = shown;
      },
      note: () => undefined,
      progress: () => ({ update: () => undefined, end: () => undefined }),
    },
    now: () => new Date('2025-09-21T05:00:00Z'),
    readText: async (file) => files[file] ?? '',
  };
  const program = makeProgram(context as CommandContext, () => Promise.reject(new Error('not here')), '0');
  process.exitCode = 0;
  const exit = await runProgram(program, words, (diagnostic) => {
    failures.push(diagnostic);
  });
  process.exitCode = 0;
  const [failure] = failures;
  return { exit, document, lines: lines.join('\n'), code: failure?.code ?? null, failure };
}

/** With the school and ids behind `kind:key`. */
const at = (...words: string[]) =>
  say(
    ...words.map((word) => {
      const [, entity, key] = /^(student|guardian|staff|mark|term):(\w+)$/.exec(word) ?? [];
      return entity && key ? school.id(entity as 'student', key) : word;
    }),
    '--school',
    school.schoolId,
  );

const idIn = ({ document }: { readonly document: unknown }): string => (document as { id: string }).id;

const consent = [
  'consents',
  'add',
  '--student',
  'student:ann',
  '--purpose',
  'portal',
  '--from',
  '2025-09-10',
];

describe('consents', () => {
  it('are entered, asked about, withdrawn and listed', async () => {
    const asked = () => say('consents', 'check', school.id('student', 'ann'), '--purpose', 'portal');
    expect(await asked()).toMatchObject({ exit: 1, document: { allowed: false, code: 'consent.missing' } });
    const id = idIn(await at(...consent, '--guardian', 'guardian:olga', '--document', '12'));
    expect(await asked()).toMatchObject({ exit: 0, lines: `yes: by consent ${id}` });
    expect(await at('consents', 'withdraw', id, '--day', '2025-09-21')).toMatchObject({ exit: 0 });
    expect(await asked()).toMatchObject({ exit: 1, document: { code: 'consent.withdrawn' } });
    const list = await at('consents', 'list', '--state', 'withdrawn');
    expect(list.document).toMatchObject([{ id, document: '12', withdrawnDay: '2025-09-21' }]);
  });

  it.each<[string, string[], string]>([
    ['by nobody', [], 'consent.unsigned'],
    ['of tomorrow', ['--guardian', 'guardian:olga', '--from', '2025-09-22'], 'consent.signed_in_future'],
    ['of no day', ['--guardian', 'guardian:olga', '--from', '2025-02-30'], 'cli.invalid_argument'],
    ['of somebody’s guardian', ['--guardian', 'guardian:ivan'], 'consent.foreign_guardian'],
    ['of a name', ['--guardian', 'Ольга'], 'cli.invalid_argument'],
    ['of another school', ['--guardian', 'guardian:olga', '--student', '9'], 'cli.invalid_argument'],
  ])('%s are refused', async (_, more, code) => {
    const said = await at(...consent, ...more);
    expect(said.code).toBe(code);
    expect(said.failure?.hint).not.toBe('');
    expect(JSON.stringify(said.failure)).not.toContain('Ольга');
  });

  it('of a school that is not there are refused', async () => {
    const said = await say(...consent, '--guardian', school.id('guardian', 'olga'), '--school', '12');
    expect(said).toMatchObject({ exit: 2, code: 'cli.invalid_argument' });
  });
});

describe('refusals of the electronic form', () => {
  it('begin, end and are listed', async () => {
    const id = idIn(await at('refusals', 'add', '--student', 'student:boris', '--from', '2025-09-01'));
    expect(await at('refusals', 'end', id, '--day', '2025-09-20')).toMatchObject({ exit: 0 });
    expect((await at('refusals', 'list')).document).toMatchObject([{ id, toDay: '2025-09-20' }]);
  });
});

describe('permits', () => {
  const apply = ['permits', 'apply', '--student', 'student:ann', '--target', 'mark', '--record', 'mark:ann'];
  const paper = ['--ground', 'student_illness', '--document', '7', '--document-day', '2025-09-19'];

  it('are applied for, decided, entered, listed, and stand in the table', async () => {
    const id = idIn(await at(...apply, '--value', '5', ...paper));
    const principal = ['--principal', 'staff:principal'];
    expect(await at('permits', 'decide', id, ...principal)).toMatchObject({ exit: 2 });
    expect(await at('permits', 'decide', id, ...principal, '--granted')).toMatchObject({ exit: 0 });
    expect(await at('permits', 'enter', id, '--staff', 'staff:deputy')).toMatchObject({ exit: 0 });
    expect((await at('permits', 'list', '--state', 'granted')).document).toMatchObject([{ id, value: '5' }]);
    const mark = [school.schoolId, school.id('mark', 'ann')];
    await store.pool.query(
      `INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_after)
       SELECT school_id, 'mark', id, 1, 'changed', to_jsonb(m) - 'content_hash', '2025-09-20T10:00:00Z'
       FROM mark m WHERE school_id = $1 AND id = $2`,
      mark,
    );
    await store.pool.query(
      `UPDATE mark SET value = '5', content_changed_at = now() WHERE school_id = $1 AND id = $2`,
      mark,
    );
    const table = await at('permits', 'table', '--term', 'term:q1');
    expect(table.lines).toMatch(
      /2025-09-20 +Завучева Нина +Выдумкин ann +Алгебра +2025-09-08 +4 +5 +болезнь ученика +7/,
    );
    expect(await at('permits', 'table', '--term', 'mark:ann')).toMatchObject({ exit: 2 });
  });

  it.each<[string, string[], string]>([
    ['without a ground', ['--value', '3', ...paper.slice(2)], 'permit.no_ground'],
    ['without papers', ['--value', '3', ...paper.slice(0, 2)], 'permit.no_document'],
    ['for another’s mark', ['--value', '3', ...paper, '--record', 'mark:boris'], 'permit.foreign_record'],
    ['for nothing', paper, 'cli.invalid_argument'],
    ['for two things', ['--value', '3', '--remove', ...paper], 'cli.invalid_argument'],
  ])('%s are refused', async (_, more, code) => {
    expect((await at(...apply, ...more)).code).toBe(code);
  });
});

describe('registers', () => {
  it('take entries as JSON, and are listed', async () => {
    const id = idIn(await at('register', 'add', 'events', '--entry', 'backup'));
    expect((await at('register', 'list', 'events')).document).toMatchObject([{ id, document: 'акт № 3' }]);
    const remark = idIn(await at('register', 'add', 'remarks', '--entry', 'remark'));
    const answer = ['register', 'answer', remark, '--text', 'Внесена'];
    expect(await at(...answer, '--day', '2025-09-14')).toMatchObject({ code: 'register.days_reversed' });
    expect(await at(...answer, '--day', '2025-09-18')).toMatchObject({ exit: 0 });
    expect(await at(...answer, '--day', '2025-09-18')).toMatchObject({ code: 'register.done_already' });
    expect((await at('register', 'list', 'remarks')).document).toMatchObject([{ answer: 'Внесена' }]);
  });

  it.each([
    ['events', 'future', 'register.in_future'],
    ['events', 'strange', 'cli.invalid_argument'],
    ['events', 'broken', 'cli.invalid_argument'],
    ['accounts', 'account', 'register.holder_unclear'],
    ['guesses', 'backup', 'cli.invalid_argument'],
  ])('%s do not take what is %s', async (register, entry, code) => {
    expect((await at('register', 'add', register, '--entry', entry)).code).toBe(code);
  });
});

describe('the chain', () => {
  it('is examined, and one that was touched is told by the exit code', async () => {
    const whole = await say('audit', 'verify');
    expect(whole).toMatchObject({ exit: 0, document: [{ schoolId: school.schoolId, broken: null }] });
    const { head } = (whole.document as { head: { entryNo: string; hash: string } }[])[0] ?? {};
    const expected = ['--expect', `${head?.entryNo}:${head?.hash}`];
    expect(await at('audit', 'verify', ...expected)).toMatchObject({ exit: 0 });
    expect(await say('audit', 'verify', ...expected)).toMatchObject({ exit: 2 });
    await store.pool.query(`UPDATE audit SET action = 'consent-refused' WHERE entry_no = 1`);
    const touched = await at('audit', 'verify');
    expect(touched).toMatchObject({ exit: 1, document: [{ broken: { entryNo: '1', cause: 'changed' } }] });
  });
});
