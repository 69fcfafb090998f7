import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reach } from '../../src/model/access.ts';
import type { Store } from '../../src/store/open.ts';
import { type Invented, putFinding, putInvented, schoolA, schoolB } from '../api/invented.ts';
import { schoolRows } from '../api/rows.ts';
import { testStore } from '../database.ts';
import { inlineParts, markupFaults } from './markup.ts';
import { type Office, startOffice, type Visitor } from './office.ts';

const ALL: Reach = { all: true };
const NOW = new Date('2025-10-27T09:00:00Z');

let store: Store;
let office: Office;
let invented: Invented;
let specialist: Visitor;
let teacher: Visitor;

const DAY_MS = 24 * 3_600_000;
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY_MS).toISOString();

async function putRun(schoolId: string, connectionId: string, state: string, at: string, code?: string) {
  const error = code === undefined ? null : JSON.stringify({ code, place: 'p', message: 'm', hint: 'h' });
  await store.pool.query(
    `INSERT INTO run (school_id, connection_id, source, state, dry_run, started_at, finished_at, error)
     VALUES ($1, $2, 'netschool/family', $3, false, $4, $4, $5)`,
    [schoolId, connectionId, state, at, error],
  );
}

const ROLLED = ['students', 'graded', 'excellent', 'good', 'passing'] as const;

/** The sums of a class for the first quarter; all else is 0. */
async function putSums(schoolId: string, classId: string, sums: readonly number[]) {
  const { rows } = await store.pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_name = 'rollup_class' and data_type = 'integer' and column_name <> 'grade'`,
  );
  const values = rows.map(({ name }) => sums[(ROLLED as readonly string[]).indexOf(name)] ?? 0);
  await store.pool.query(
    `INSERT INTO rollup_class (school_id, period, class_id, grade, source, from_day, to_day, until,
       ${rows.map(({ name }) => name).join(', ')})
     VALUES ($1, '2025-quarter-1', $2, 7, 'netschool/family', '2025-09-01', '2025-10-26', '2025-10-26',
       ${values.join(', ')})`,
    [schoolId, classId],
  );
}

beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  const { family } = invented;
  const second = await family.put('class', '2208', { name: '5а', grade: 5, letter: 'а' });
  await putSums(schoolA, family.id('class', '2207'), [30, 28, 4, 10, 21]);
  await putSums(schoolA, second, [20, 2, 1, 0, 2]);
  const far = schoolRows(store, schoolB, 'netschool/family');
  const class9 = await far.put('class', '9', { name: '9в', grade: 9, letter: 'в' });
  await putSums(schoolB, class9, [10, 10, 0, 5, 10]);
  const broken = await far.connection('far-broken', 50);
  await putRun(schoolB, broken, 'succeeded', daysAgo(1));
  await putRun(schoolB, broken, 'failed', daysAgo(0), 'adapter.wrong_credentials');
  const fresh = await far.connection('far-fresh', 60);
  await putRun(schoolB, fresh, 'succeeded', daysAgo(1));
  const uuid = (n: number) => `55555555-5555-4555-8555-55555555555${n}`;
  const inClass = { class_id: second };
  await putFinding(family, store, uuid(1), { ...inClass, clause: 'п. 2', severity: 'warning' });
  await putFinding(family, store, uuid(2), {
    ...inClass,
    clause: 'п. 2',
    severity: 'warning',
    state: 'mended',
  });
  await putFinding(family, store, uuid(3), { ...inClass, clause: 'п. 2', verdict: 'not_evaluable' });
  office = await startOffice(store, { now: NOW });
  specialist = await office.signIn('municipal_specialist', ALL);
  teacher = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [second]);
});
afterAll(async () => {
  await office.close();
  await store.close();
});

/** The text of an element that begins with `mark`, tags taken out. */
function textOf(html: string, mark: string, end: string): string {
  const from = html.indexOf(mark);
  if (from < 0) throw new Error(`no ${mark}`);
  const inner = html.slice(from, html.indexOf(end, from));
  return inner
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** The row of a school in the table of the first page. */
const rowOf = (html: string, schoolId: string): string => {
  const table = html.slice(html.indexOf('<tbody>'));
  return textOf(table, `href="/schools/${schoolId}"`, '</tr>').replace(/^[^>]*> ?/, '');
};

describe('Обзор', () => {
  it('tells of every school what its students reached: ratios of sums, of the last closed term', async () => {
    const { text } = await specialist.get('/');
    expect(text).toContain('Результаты: I четверть 2025/2026');
    // (14 + 1) of 30 who have marks, and 23 of them; 5 and 10 of 10.
    expect(rowOf(text, schoolA)).toMatch(/50 50,0 76,7$/);
    expect(rowOf(text, schoolB)).toMatch(/10 50,0 100,0$/);
    expect(textOf(text, '<dl class="figures"', '</dl>')).toContain(
      'Учащихся 60 Качество, % 50,0 Успеваемость, % 82,5',
    );
  });

  it('tells of every source when it was read, and how fresh that is', async () => {
    const row = rowOf((await specialist.get('/')).text, schoolB);
    expect(row).toContain('26.10.2025, 12:00');
    expect(row).toContain('чтение не удалось');
    expect(row.match(/свежие/g)).toHaveLength(2);
    expect(rowOf((await specialist.get('/')).text, schoolA)).toContain('устарели');
  });

  it('says first what needs attention, each with the way to where it is mended', async () => {
    const { text } = await specialist.get('/');
    const attention = text.slice(text.indexOf('class="attention"'), text.indexOf('id="schools"'));
    const links = [...attention.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    expect(links).toEqual([
      '/sources/far-broken',
      '/sources/family-a',
      `/control?school=${schoolA}&amp;severity=error`,
      '/sources/staff-a',
    ]);
    expect(attention).toContain('неверный логин или пароль');
    expect(attention).toContain('36 дней назад');
    expect(text.indexOf('class="attention"')).toBeLessThan(text.indexOf('<table'));
  });

  it('counts findings that are open, and no others', async () => {
    const figures = textOf((await specialist.get('/')).text, '<dl class="figures"', '</dl>');
    expect(figures).toContain('Открытых ошибок 1 Предупреждений 1');
  });

  it('shows another term when it is asked for, and the last one where nonsense is', async () => {
    const { text } = await specialist.get('/?term=2025-half_year-1');
    expect(text).toMatch(
      /<option[^>]*value="2025-half_year-1"[^>]*selected|<option selected[^>]*value="2025-half_year-1"/,
    );
    const nonsense = await specialist.get("/?term=';--");
    expect([nonsense.status, nonsense.text.includes('Результаты: I четверть')]).toEqual([200, true]);
  });

  it('shows a homeroom teacher the own class alone, and nothing of sources', async () => {
    const { text } = await teacher.get('/');
    expect(rowOf(text, schoolA)).toMatch(/20 50,0 100,0$/);
    expect(text).not.toContain('/sources');
    expect(text).not.toContain(schoolB);
    expect(textOf(text, '<dl class="figures"', '</dl>')).toContain('Открытых ошибок 0 Предупреждений 1');
  });

  it('says so where there is no school, and where nothing needs anybody', async () => {
    const nobody = await office.signIn('municipal_specialist', { municipalities: ['Нигде'] });
    const { text, status } = await nobody.get('/');
    expect([status, text.includes('нет ни одной школы')]).toEqual([200, true]);
    expect(text).toContain('Ничего: ');
    expect([...markupFaults(text), ...inlineParts(text)]).toEqual([]);
  });
});

describe('Школа', () => {
  it('has its classes with results and findings, each with the way to more', async () => {
    const { text } = await specialist.get(`/schools/${schoolA}`);
    const second = invented.family.id('class', '2208');
    expect(text).toContain(`/reports?scope=class%3A${second}&amp;term=2025-quarter-1`);
    const row = textOf(text, `scope=class%3A${second}&amp;term=2025-quarter-1"`, '</tr>');
    expect(row).toMatch(/5а 20 2 1 0 0 0 50,0 100,0 0 1$/);
    expect(text).toContain(`/control?school=${schoolA}&amp;class=${second}&amp;severity=warning`);
    expect(text).toContain(`/reports/school-results?scope=school%3A${schoolA}`);
  });

  it('counts by clause what is open, explained and not to be decided', async () => {
    const { text } = await specialist.get(`/schools/${schoolA}`);
    expect(textOf(text, 'clause=%D0%BF.+2"', '</tr>')).toMatch(/п\. 2 .* ошибка 1 0 1$/);
  });

  it('shows a homeroom teacher the own class alone', async () => {
    const { text } = await teacher.get(`/schools/${schoolA}`);
    expect(text).toContain('5а');
    for (const foreign of ['7б', 'п. 1<', 'family-a']) expect(text).not.toContain(foreign);
  });

  it.each([['not-an-id'], ['99999999-9999-4999-8999-999999999999'], ["'; drop table school; --"]])(
    'is not found by %s',
    async (id) => {
      const { status, text } = await specialist.get(`/schools/${encodeURIComponent(id)}`);
      expect([status, text.includes('Не найдено')]).toEqual([404, true]);
    },
  );
});
