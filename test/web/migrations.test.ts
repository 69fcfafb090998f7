import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targets } from '../../src/adapters/registry.ts';
import type { Reach } from '../../src/model/access.ts';
import { addConnection, type Connection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/open.ts';
import { otherJournal, RENAMED } from '../api/other-journal.ts';
import { testStore } from '../database.ts';
import { KEY } from '../store/school.ts';
import { newSchool, OPERATOR } from '../sync/migrate/school.ts';
import { plainDeclaration, ScriptedTarget } from '../sync/migrate/scripted-target.ts';
import { type Office, startOffice, type Visitor } from './office.ts';

const target = new ScriptedTarget({
  catalogue: otherJournal(),
  declaration: { ...plainDeclaration, cannot: { 'assessment.weight': 'веса у работы нет' } },
});
let store: Store;
let office: Office;
let school: Connection;
let other: Connection;
let folder: string;
let reach: Reach;
let administrator: Visitor;

beforeAll(async () => {
  store = await testStore();
  school = await newSchool(store);
  other = await newSchool(store);
  folder = await mkdtemp(join(tmpdir(), 'peremena-office-'));
  const to = {
    schoolId: school.schoolId,
    name: 'new',
    system: 'scripted',
    mode: 'only',
    rank: 1,
    settings: {},
  };
  await addConnection(store, KEY, to, new Date('2025-10-28T09:00:00Z'));
  office = await startOffice(store, { targets: { ...targets, scripted: target }, folder });
  reach = { schools: [school.schoolId] };
  administrator = await office.signIn('journal_administrator', reach);
});
afterAll(async () => {
  await office.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Sends the form of a step, and waits for the end of what it begins; gives back the page that it leads to. */
async function step(path: string, form: Readonly<Record<string, string>> = {}) {
  const begun = await administrator.post(path, form);
  expect([path, begun.status]).toEqual([path, 303]);
  await office.moves.idle(school.schoolId);
  const page = await administrator.get(begun.to ?? '');
  expect([begun.to, page.status]).toEqual([begun.to, 200]);
  return { ...page, path: begun.to ?? '' };
}

const begin = (to: string, more: Readonly<Record<string, string>> = {}) =>
  step('/migrations/new', {
    ...{ from: school.name, to, operator: OPERATOR, switchDay: '2099-12-31', year: '', term: '' },
    ...more,
  });

/** The cells of the table row that begins with a title, as text. */
function cellsOf(html: string, title: string): readonly string[] {
  const [row = ''] = html.split('<tr>').filter((one) => one.startsWith(`<th scope="row">${title}</th>`));
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell.replace(/<[^>]+>/g, ''));
}

const footOf = (html: string, caption: string): readonly string[] => {
  const table = html.split('<table').findLast((one) => one.includes(caption)) ?? '';
  const [, foot = ''] = /<tfoot>(.*?)<\/tfoot>/s.exec(table) ?? [];
  return [...foot.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell.replace(/\s/g, ''));
};

describe('before anything is moved', () => {
  it('says what a move is, and from where one can be begun', async () => {
    const list = await administrator.get('/migrations');
    expect(list.text).toContain('Переносов ещё не было');
    expect(list.text).toContain('href="/migrations/new"');
    expect((await administrator.get('/migrations/new')).text).toContain(school.name);
    const form = await administrator.get(`/migrations/new?from=${school.name}`);
    expect(form.text).toContain('value="exchange-pack"');
    expect(form.text).toContain('value="new"');
    expect(form.text).toContain('1 четверть');
    expect(form.text).toContain(`value="${OPERATOR}"`);
  });

  it.each([
    ['an unknown term', { term: '9 четверть' }, 'нет'],
    ['nobody who gets the data', { operator: ' ' }, 'Не сказано, кто получит данные'],
    ['no day', { switchDay: '2025-02-30' }, 'не дата'],
    ['a target that is none', { to: 'nowhere' }, 'Такого подключения'],
  ] as const)('is not begun with %s', async (_, more, words) => {
    const form = { from: school.name, to: 'new', operator: OPERATOR, ...more };
    const { status, text } = await administrator.post('/migrations/new', form);
    expect([status, text]).toEqual([422, expect.stringContaining(words)]);
    expect(text).toContain('role="alert"');
    expect((await administrator.get('/migrations')).text).toContain('Переносов ещё не было');
  });
});

describe('a move into another journal', () => {
  let path: string;

  it('1: is planned, and says of every row what becomes of it', async () => {
    const page = await begin('new');
    path = page.path;
    expect(page.text).toContain('Дальше — вопросы: 1');
    const [rows, arrive, change, hold, leave] = footOf(page.text, 'четыре числа').slice(1).map(Number);
    expect((arrive ?? 0) + (change ?? 0) + (hold ?? 0) + (leave ?? 0)).toBe(rows);
    expect(page.text).toContain('Удержаны: 1 ученик');
    expect(page.text).toContain('Нет согласия на передачу');
    expect(page.text).toContain('Алгебра');
    expect((await administrator.get('/migrations')).text).toContain('вопросов без ответа: 1');
  });

  it('1: what the target cannot hold is chosen in the page, and counts anew', async () => {
    const page = await administrator.get(path);
    const [, key] = /<select name="(policy\.[^"]+)"/.exec(page.text) ?? [];
    expect(key).toBeDefined();
    const chosen = await step(`${path}/plan`, { [key ?? '']: 'leave', switchDay: '2099-12-31' });
    expect(chosen.text).toMatch(
      /<option[^>]*value="leave"[^>]*selected|<option[^>]*selected[^>]*value="leave"/,
    );
    await step(`${path}/plan`, { [key ?? '']: 'keep' });
  });

  it('2: asks one question in the page, with candidates, score and reason', async () => {
    const { text } = await administrator.get(`${path}/mapping`);
    expect(text.match(/<li class="question open"/g)).toHaveLength(1);
    expect(text).toContain('Сотрудники');
    expect(text).toContain('не переносить');
    const all = await administrator.get(`${path}/mapping?show=all&entity=class`);
    expect(all.text).toContain('найдено по');
    expect((await administrator.get(`${path}/mapping?show=all&from=9999`)).status).toBe(200);
  });

  it('2: keeps the run from beginning as long as it asks', async () => {
    for (const word of ['start', 'foresee']) {
      const refused = await administrator.post(`${path}/${word}`);
      expect([word, refused.status, refused.text]).toEqual([
        word,
        409,
        expect.stringContaining('остались вопросы'),
      ]);
    }
  });

  it('2: an answer that cannot be is refused in words, and nothing is changed', async () => {
    const line = { entity: 'staff', sourceId: await questionId(), back: 'entity=staff' };
    const before = await administrator.bytes(`${path}/mapping.yaml`);
    const taken = await administrator.post(`${path}/answer`, { ...line, choice: 'to:t-т1' });
    expect([taken.status, taken.text]).toEqual([422, expect.stringContaining('отдана двум строкам')]);
    const nowhere = await administrator.post(`${path}/answer`, { ...line, choice: 'other', other: 'нет' });
    expect(nowhere.status).toBe(422);
    for (const form of [line, { ...line, choice: 'other', other: ' ' }, { ...line, entity: 'mark' }]) {
      expect((await administrator.post(`${path}/answer`, form)).status).toBe(422);
    }
    expect(await administrator.bytes(`${path}/mapping.yaml`)).toEqual(before);
  });

  async function questionId(): Promise<string> {
    const { text } = await administrator.get(`${path}/mapping`);
    const [, id = ''] = /name="sourceId" value="([^"]+)"/.exec(text) ?? [];
    return id;
  }

  it('2: goes out as files and comes back; faults are told by their place', async () => {
    const workbook = await administrator.bytes(`${path}/mapping.xlsx`);
    const sent = await administrator.upload(`${path}/mapping/file`, 'соответствия.xlsx', workbook);
    expect([sent.status, sent.to]).toEqual([303, `${path}/mapping`]);
    const yaml = new TextDecoder().decode(await administrator.bytes(`${path}/mapping.yaml`));
    const spoiled = yaml.replace(/targetKey: null/, 'targetKey: "t-т1"');
    const faulty = await administrator.upload(`${path}/mapping/file`, 'a.yaml', spoiled);
    expect(faulty.status).toBe(422);
    expect(faulty.text).toContain('отдана двум строкам');
    expect(faulty.text).toMatch(/файл[^<]*\d/);
    for (const [name, content] of [
      ['a.xlsx', 'no workbook'],
      ['a.yaml', '{'],
      ['a.txt', yaml],
    ] as const) {
      const { status, text } = await administrator.upload(`${path}/mapping/file`, name, content);
      expect([name, status, text]).toEqual([name, 422, expect.stringContaining('Файл не прочитан')]);
    }
    const large = await administrator.upload(`${path}/mapping/file`, 'a.yaml', 'x'.repeat(8_000_001));
    expect([large.status, large.text]).toEqual([413, expect.stringContaining('8 МБ')]);
    expect(new TextDecoder().decode(await administrator.bytes(`${path}/mapping.yaml`))).toBe(yaml);
  });

  it('2: is answered, and planned again', async () => {
    const line = { entity: 'staff', sourceId: await questionId(), back: '' };
    const answered = await administrator.go(`${path}/answer`, { ...line, choice: `to:t-${RENAMED}` });
    expect(answered.text).toContain('Вопросов не осталось');
    expect(answered.text).toContain('Ответы изменились после плана');
    const early = await administrator.post(`${path}/start`);
    expect([early.status, early.text]).toEqual([409, expect.stringContaining('Пересчитать план')]);
    const planned = await step(`${path}/plan`);
    expect(planned.text).toContain('Вопросов нет');
  });

  it('3: a dry run counts, shows rows, and writes nothing', async () => {
    const { text } = await step(`${path}/foresee`);
    expect(target.rows.size).toBe(0);
    expect(text).toContain('перенесено');
    const [, group = ''] = /href="([^"]*group=\d+)#rows"/.exec(text) ?? [];
    const rows = await administrator.get(group);
    expect(rows.text).toContain('Строки пробного прогона');
    expect((await administrator.get(`${path}/dry-run?group=999`)).status).toBe(404);
  });

  it('4: is run, told of as it goes on, paused and gone on with', async () => {
    let release: () => void = () => undefined;
    let here: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      here = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    target.script.faults = new Map([[target.steps + 2, 'pause']]);
    target.script.onPause = async () => {
      here();
      await gate;
    };
    await administrator.post(`${path}/start`);
    await reached;
    const during = await administrator.get(`${path}/run`);
    expect(during.text).toContain('data-events');
    expect(during.text).toContain('Поставить на паузу');
    const busy = await administrator.post(`${path}/reconcile`);
    expect([busy.status, busy.text]).toEqual([409, expect.stringContaining('уже работают')]);
    const listening = administrator.events(`${path}/events`);
    expect((await administrator.post(`${path}/pause`)).status).toBe(303);
    release();
    const events = await listening;
    expect([events[0]?.name, events.at(-1)?.name]).toEqual(['progress', 'end']);
    await office.moves.idle(school.schoolId);
    target.script.faults = new Map();
    expect((await administrator.get(`${path}/run`)).text).toContain('Продолжить');
    expect((await administrator.post(`${path}/pause`)).status).toBe(409);
    const done = await step(`${path}/start`);
    expect(done.text).toContain('Донести новое');
    const rows = await administrator.get(`${path}/rows?end=held&entity=mark`);
    expect(rows.text).toContain('Нет согласия');
    expect(rows.text).toContain('Иванов Пётр 3');
    expect((await administrator.get(`${path}/rows?after=mark/x&end=y&entity=z`)).status).toBe(200);
  });

  it('5: both sides are held against each other; what was dropped is shown down to the row', async () => {
    const clean = await step(`${path}/reconcile`);
    expect(clean.text).toContain('стоит в новом журнале как надо');
    const key = [...target.rows.keys()].find((one) => target.rows.get(one)?.entity === 'mark') ?? '';
    target.rows.delete(key);
    const found = await step(`${path}/reconcile`);
    expect(found.text).toContain('Расходится: 1 строка');
    expect(found.text).toContain('в новом журнале строки нет');
    expect(cellsOf(found.text, 'Текущие отметки').at(-2)).toBe('да');
  });

  it('6: the act is made, goes out as files, and its list is proved', async () => {
    expect((await administrator.get(`${path}/act.pdf`)).status).toBe(409);
    const { text } = await step(`${path}/make-act`);
    expect(text).toContain('PDF на подпись');
    const files = await Promise.all(
      ['act.pdf', 'act.xlsx', 'act.json', 'act/rows.ndjson'].map((name) =>
        administrator.bytes(`${path}/${name}`),
      ),
    );
    const [pdf, workbook, document, rows] = files.map((bytes) => Buffer.from(bytes));
    expect(pdf?.subarray(0, 4).toString()).toBe('%PDF');
    expect(workbook?.subarray(0, 2).toString()).toBe('PK');
    const { list } = JSON.parse(document?.toString() ?? '');
    expect(rows?.toString().trim().split('\n').length).toBeGreaterThanOrEqual(list.rows);
    expect((await administrator.get(`${path}/act?check=1`)).text).toContain('Список тот самый');
    const number = path.split('/').at(-1) ?? '';
    const file = join(folder, school.schoolId, `act-${number}`, list.file);
    const whole = await readFile(file, 'utf8');
    await writeFile(file, whole.replace('arrived', 'arrivee'));
    expect((await administrator.get(`${path}/act?check=1`)).text).toContain('Не сходится');
    await writeFile(file, whole);
  });

  it('7: is taken back, but only when somebody says so twice', async () => {
    expect((await administrator.post(`${path}/rollback`)).status).toBe(422);
    expect(target.rows.size).toBeGreaterThan(0);
    const done = await step(`${path}/rollback`, { confirmed: 'yes' });
    expect(done.text).toContain('Перенос отменён');
    expect(target.rows.size).toBe(0);
    const after = await administrator.post(`${path}/start`);
    expect([after.status, after.text]).toEqual([409, expect.stringContaining('Начните новый')]);
    expect((await administrator.get('/migrations')).text).toContain('отменён');
  });
});

describe('a move into an exchange pack', () => {
  it('needs no mapping, and tells nobody where it stands', async () => {
    const planned = await begin('exchange-pack', { term: '1 четверть' });
    expect(planned.text).toContain('пакет обмена');
    expect(planned.text).not.toContain(folder);
    expect((await administrator.get(`${planned.path}/mapping`)).text).toContain('Пакету обмена они не нужны');
    expect((await administrator.get(`${planned.path}/mapping.xlsx`)).status).toBe(409);
    const run = await step(`${planned.path}/start`);
    expect(run.text).toContain('перенесён');
    expect((await step(`${planned.path}/reconcile`)).text).toContain('как надо');
    expect((await step(`${planned.path}/make-act`)).text).toContain('Отпечаток акта');
  });
});

describe('who sees moves', () => {
  it('a municipal specialist does not; who may only look begins nothing', async () => {
    const specialist = await office.signIn('municipal_specialist', reach);
    expect((await specialist.get('/migrations')).status).toBe(403);
    expect((await specialist.get('/')).text).not.toContain('href="/migrations"');
    const principal = await office.signIn('principal', reach);
    const [, path = ''] = /href="(\/migrations\/\d+)"/.exec((await principal.get('/migrations')).text) ?? [];
    expect((await principal.get(path)).status).toBe(200);
    expect((await principal.get('/migrations/new')).status).toBe(403);
    for (const word of ['start', 'pause', 'plan', 'answer', 'reconcile', 'make-act', 'rollback']) {
      expect([word, (await principal.post(`${path}/${word}`)).status]).toEqual([word, 403]);
      expect((await administrator.post(`${path}/${word}`, { csrf: 'чужой' })).status).toBe(403);
    }
  });

  it('a foreign move is not there', async () => {
    const theirs = await office.signIn('journal_administrator', { schools: [other.schoolId] });
    const [, path = ''] =
      /href="(\/migrations\/\d+)"/.exec((await administrator.get('/migrations')).text) ?? [];
    expect((await theirs.get('/migrations')).text).toContain('Переносов ещё не было');
    for (const end of ['', '/mapping', '/dry-run', '/run', '/rows', '/reconciliation', '/act', '/rollback']) {
      expect([end, (await theirs.get(`${path}${end}`)).status]).toEqual([end, 404]);
    }
    for (const end of ['/mapping.xlsx', '/mapping.yaml', '/act.pdf', '/act/rows.ndjson', '/events']) {
      expect([end, (await theirs.get(`${path}${end}`)).status]).toEqual([end, 404]);
    }
    for (const word of ['start', 'pause', 'plan', 'answer', 'foresee', 'make-act', 'rollback']) {
      expect([word, (await theirs.post(`${path}/${word}`)).status]).toEqual([word, 404]);
    }
    expect((await theirs.upload(`${path}/mapping/file`, 'a.yaml', 'x')).status).toBe(404);
    expect((await theirs.get(`/migrations/new?from=${school.name}`)).status).toBe(404);
    const begun = await theirs.post('/migrations/new', { from: school.name, to: 'exchange-pack' });
    expect(begun.status).toBe(404);
  });
});
