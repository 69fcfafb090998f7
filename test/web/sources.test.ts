import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reach } from '../../src/model/access.ts';
import { addConnection, type Connection } from '../../src/store/connections.ts';
import type { Store } from '../../src/store/open.ts';
import { createSchool } from '../../src/store/schools.ts';
import { failureWords, hasWords } from '../../src/web/parts/failure-words.ts';
import { testStore } from '../database.ts';
import { KEY } from '../store/school.ts';
import { type Behaviour, script, scriptedAdapter } from '../sync/scripted-adapter.ts';
import { type Office, startOffice, type Visitor } from './office.ts';

const marks = { у1: { '2025-09-10': '5', '2025-09-11': '4' }, у2: { '2025-09-10': '3' } };

let behaviour: Behaviour = { events: script(marks) };
let store: Store;
let office: Office;
let source: Connection;
let foreign: Connection;
let administrator: Visitor;
let reach: Reach;

async function newSource(name: string): Promise<Connection> {
  const municipality = `Район ${name}`;
  const school = { name: `Школа ${name}`, municipality, timeZone: 'Europe/Moscow', weekDays: 6 } as const;
  const { schoolId } = await createSchool(store, school);
  const settings = { secret: 'не показывать' };
  const connection = { schoolId, name, system: 'scripted', mode: 'only', rank: 50, settings };
  return addConnection(store, KEY, connection, new Date('2025-09-01T00:00:00Z'));
}

beforeAll(async () => {
  store = await testStore();
  office = await startOffice(store, { adapters: [scriptedAdapter(() => behaviour)] });
  source = await newSource('ours');
  foreign = await newSource('theirs');
  reach = { schools: [source.schoolId] };
  administrator = await office.signIn('journal_administrator', reach);
});
afterAll(async () => {
  await office.close();
  await store.close();
});

/** Reads to the end, and gives back the address of the run. */
async function read(form: Readonly<Record<string, string>> = {}): Promise<string> {
  const begun = await administrator.post('/sources/ours/read', form);
  expect([begun.status, begun.to]).toEqual([303, expect.stringMatching(/^\/sources\/runs\/\d+$/)]);
  await office.readings.idle(source);
  return begun.to ?? '';
}

describe('the list of sources', () => {
  it('has what is within reach, and says that nothing was read yet', async () => {
    const { status, text } = await administrator.get('/sources');
    expect(status).toBe(200);
    expect(text).toContain('ещё не читали');
    expect(text).toContain('/sources/ours');
    expect(text).not.toContain('theirs');
    const narrowed = await administrator.get(`/sources?school=${source.schoolId}`);
    expect(narrowed.text).toContain('id="ours"');
    expect((await administrator.get(`/sources?school=${foreign.schoolId}`)).status).toBe(404);
  });

  it('is not for who has one class alone', async () => {
    const teacher = await office.signIn('homeroom_teacher', reach, []);
    expect((await teacher.get('/sources')).status).toBe(403);
  });
});

describe('a connection', () => {
  it('is tried, and what was found is told in words', async () => {
    const { text } = await administrator.go('/sources/ours/probe');
    expect(text).toContain('Журнал отвечает');
    expect(text).toContain('с 01.09.2025 по 31.05.2026');
    expect(text).not.toContain('не показывать');
    expect(text).toContain('Отчёты не содержат заданий');
  });

  it('that does not answer says why and what to do', async () => {
    behaviour = { events: [], failToOpen: 'adapter.wrong_credentials' };
    const { text } = await administrator.go('/sources/ours/probe');
    expect(text).toContain(failureWords({ code: 'adapter.wrong_credentials' }).happened);
    expect(text).toContain('adapter.wrong_credentials');
    behaviour = { events: script(marks) };
    await administrator.post('/sources/ours/probe');
  });

  it('is read now: the run is told of as it goes on, to its end', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    behaviour = { events: script(marks), pause: () => gate };
    const begun = await administrator.post('/sources/ours/read');
    const run = begun.to ?? '';
    const during = await administrator.get(run);
    expect(during.text).toContain('<progress');
    expect(during.text).toContain(`data-events="${run}/events"`);
    expect(during.text).toContain('Остановить');
    const again = await administrator.post('/sources/ours/read');
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('уже читается')]);
    const listening = administrator.events(`${run}/events`);
    release();
    const events = await listening;
    expect(events[0]?.name).toBe('progress');
    expect(events.at(-1)?.name).toBe('end');
    await office.readings.idle(source);
    behaviour = { events: script(marks) };
    const after = await administrator.get(run);
    expect(after.text).toContain('прочитано');
    expect(after.text).not.toContain('data-events');
    expect(after.text).toContain('Текущие отметки');
    expect((await administrator.get('/sources/ours')).text).toContain(`href="${run}"`);
  });

  it('whose reading fails says what happened', async () => {
    behaviour = { events: script(marks), failAfter: { cursor: '1', code: 'adapter.unavailable' } };
    const { text } = await administrator.get(await read());
    expect(text).toContain('Журнал перегружен');
    expect((await administrator.get('/sources')).text).toContain('прервано');
    behaviour = { events: script(marks) };
  });

  it('is not read over days that are none', async () => {
    for (const form of [{ from: '2025-13-01' }, { from: '2025-10-02', to: '2025-10-01' }]) {
      const { status, text } = await administrator.post('/sources/ours/read', form);
      expect([status, text]).toEqual([422, expect.stringContaining('Дни названы неверно')]);
    }
  });

  it('is stopped by whoever may read it', async () => {
    let reached: () => void = () => undefined;
    const here = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    behaviour = {
      events: script(marks),
      pause: () => {
        reached();
        return gate;
      },
    };
    const run = (await administrator.post('/sources/ours/read')).to ?? '';
    await here;
    expect((await administrator.post(`${run}/stop`)).status).toBe(303);
    release();
    await office.readings.idle(source);
    expect((await administrator.get(run)).text).toContain('Чтение остановлено');
    expect((await administrator.post(`${run}/stop`)).status).toBe(409);
    behaviour = { events: script(marks) };
  });
});

describe('the guard against mass removal', () => {
  it('stops, says so, and gives way to a person', async () => {
    behaviour = { events: script(marks) };
    await read();
    behaviour = { events: script({ у1: {}, у2: {} }) };
    const stopped = await administrator.get(await read());
    expect(stopped.text).toContain('Исчезло больше записей');
    expect((await administrator.get('/sources/ours')).text).toContain('name="removal"');
    const removed = await administrator.get(await read({ removal: 'yes' }));
    expect(removed.text).not.toContain('role="alert"');
  });
});

describe('the quarantine', () => {
  it('says what is wrong and what to do; what the vendor sent is for those alone who may see it', async () => {
    behaviour = { events: script({ у1: { '2025-09-10': '5', '2025-09-11': 'тайная отметка' } }) };
    const run = await read({ removal: 'yes' });
    const page = await administrator.get(`${run}/quarantine`);
    expect(page.text).toContain('1 запись не попала');
    expect(page.text).toContain('Отметки такого вида нет в шкале');
    expect(page.text).toContain('Исправьте её в журнале');
    expect(page.text).toContain('тайная отметка');
    for (const role of ['municipal_specialist', 'principal'] as const) {
      const other = await office.signIn(role, reach);
      const seen = await other.get(`${run}/quarantine`);
      expect([seen.status, seen.text]).toEqual([200, expect.stringContaining('нет в шкале')]);
      expect(seen.text).not.toContain('тайная отметка');
      expect(seen.text).not.toContain('номер в журнале');
    }
    expect((await administrator.get(run)).text).toContain('Все записи');
  });

  it('has words for every code that a reading can end with or a record be put aside for', () => {
    const text = readFileSync(new URL('../../docs/error-codes.md', import.meta.url), 'utf8');
    const codes = [...text.matchAll(/^\| `((?:adapter|record|mark|run)\.[a-z_]+)`/gm)].map(
      ([, code]) => code ?? '',
    );
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !hasWords(code))).toEqual([]);
  });
});

describe('what is not the viewer’s', () => {
  it('is not there: a foreign connection and run look like none', async () => {
    const theirs = await office.signIn('journal_administrator', { schools: [foreign.schoolId] });
    const run = await read();
    const absent = await theirs.get('/sources/nobody');
    for (const path of ['/sources/ours', run, `${run}/events`, `${run}/quarantine`, '/sources/runs/x']) {
      expect([path, (await theirs.get(path)).status]).toEqual([path, 404]);
    }
    expect((await theirs.get('/sources/ours')).text.length).toBe(absent.text.length);
    for (const path of ['/sources/ours/read', '/sources/ours/probe', `${run}/stop`]) {
      expect([path, (await theirs.post(path)).status]).toEqual([path, 404]);
    }
  });

  it('is not begun by who may only look, nor by a form of somebody else', async () => {
    const specialist = await office.signIn('municipal_specialist', reach);
    const page = await specialist.get('/sources/ours');
    expect(page.text).not.toContain('Прочитать сейчас');
    for (const path of ['/sources/ours/read', '/sources/ours/probe']) {
      expect((await specialist.post(path)).status).toBe(403);
      expect((await administrator.post(path, { csrf: 'другой' })).status).toBe(403);
    }
  });
});
