import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forms } from '../../src/reports/registry.ts';
import type { Store } from '../../src/store/open.ts';
import { type Invented, putInvented, schoolA, schoolB } from '../api/invented.ts';
import { testStore } from '../database.ts';
import { type Office, startOffice, type Visitor } from './office.ts';

let store: Store;
let office: Office;
let invented: Invented;
let principal: Visitor;

beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  office = await startOffice(store, { now: new Date('2025-09-21T09:00:00Z') });
  principal = await office.signIn('principal', { schools: [schoolA] });
});
afterAll(async () => {
  await office.close();
  await store.close();
});

const scope = `scope=school:${schoolA}`;
const quarter = `${scope}&term=2025-quarter-1`;

describe('the chooser of reports', () => {
  it('offers the forms, what they may be about, and the terms', async () => {
    const { status, text } = await principal.get(`/reports?${scope}`);
    expect(status).toBe(200);
    for (const { id, title } of forms) {
      expect(text).toContain(`/reports/${id}?`);
      expect(text).toContain(title);
    }
    expect(text).toContain('I четверть 2025/2026');
    expect(text).toContain('>7б</option>');
    expect(text).not.toContain('Гимназия № 1');
  });

  it('offers a homeroom teacher the own classes alone', async () => {
    const classId = invented.family.id('class', '2207');
    const own = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [classId]);
    const { text } = await own.get('/reports');
    expect(text).toContain(`value="class:${classId}"`);
    expect(text).not.toContain(`value="school:${schoolA}"`);
  });
});

describe('a report', () => {
  it.each(forms.map(({ id }) => id))('is shown without a fault: %s', async (id) => {
    const kind = forms.find((form) => form.id === id)?.scopes.includes('school') ? quarter : '';
    const { status, text } = await principal.get(`/reports/${id}?${kind}`);
    expect([200, 422]).toContain(status);
    expect(text).not.toContain('Сбой программы');
  });

  it('leads to its files', async () => {
    const { text } = await principal.get(`/reports/school-results?${quarter}`);
    for (const format of ['json', 'csv', 'xlsx', 'pdf']) expect(text).toContain(`format=${format}`);
    const csv = await principal.get(`/reports/school-results/file?${quarter}&format=csv`);
    expect(csv.status).toBe(200);
    expect(csv.headers.get('content-disposition')).toContain('school-results_2025-09-01_2025-10-26.csv');
    expect(csv.text).toContain('Учащихся');
    const xlsx = await principal.bytes(`/reports/school-results/file?${quarter}&format=xlsx`);
    expect(Buffer.from(xlsx.slice(0, 2)).toString()).toBe('PK');
  });

  it.each([
    ['unknown form', '/reports/nothing', 404, 'Такой формы отчёта нет.'],
    [
      'reversed dates',
      `/reports/school-results?${scope}&from=2025-10-02&to=2025-10-01`,
      422,
      'Поменяйте даты местами.',
    ],
    ['two years', `/reports/school-results?${scope}&from=2025-05-01&to=2025-10-01`, 422, 'два учебных года'],
    ['half a period', `/reports/school-results?${scope}&from=2025-10-02`, 400, 'укажите обе даты'],
    ['no such term', `/reports/school-results?${scope}&term=2019-quarter-1`, 404, 'Такого периода нет'],
    ['no term', `/reports/school-results?${scope}&term=nothing`, 400, 'Период не понят.'],
    ['no scope', '/reports/school-results?scope=planet', 400, 'Непонятно, о ком отчёт.'],
    ['foreign school', `/reports/school-results?scope=school:${schoolB}`, 404, 'не в вашем ведении'],
    [
      'absent school',
      '/reports/school-results?scope=school:33333333-3333-4333-8333-333333333333',
      404,
      'не в вашем ведении',
    ],
    ['no format', `/reports/school-results/file?${quarter}&format=doc`, 400, 'JSON, CSV, XLSX или PDF'],
    [
      'foreign file',
      `/reports/school-results/file?scope=school:${schoolB}&format=csv`,
      404,
      'не в вашем ведении',
    ],
  ])('says what is wrong: %s', async (_, path, status, words) => {
    const got = await principal.get(path);
    expect(got.status).toBe(status);
    expect(got.text).toContain(words);
    expect(got.text).not.toContain('Гимназия № 1');
  });

  it('of another class is told to a homeroom teacher as one that is not there', async () => {
    const foreign = invented.family.id('class', '2207');
    const teacher = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [
      invented.family.id('class', '9'),
    ]);
    const paths = [`scope=class:${foreign}`, quarter, 'scope=class:33333333-3333-4333-8333-333333333333'];
    const answers = await Promise.all(paths.map((path) => teacher.get(`/reports/school-results?${path}`)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

describe('the rows behind a number', () => {
  const rows = (query: string) => `/reports/rows?schoolId=${schoolA}&term=2025-quarter-1&${query}`;

  it('say whose they are: vendor, key, run, first seen', async () => {
    const { status, text } = await principal.get(rows('of=marks'));
    expect(status).toBe(200);
    for (const said of [
      'Выдумкина Анна',
      'Алгебра',
      'netschool/',
      'm1',
      '20.09.2025',
      `/diary/${invented.student}`,
    ])
      expect(text).toContain(said);
  });

  it('are said to be none where there is none', async () => {
    const { text } = await principal.get(rows('of=achievements'));
    expect(text).toContain('За этим числом нет ни одной строки');
  });

  it.each([
    ['an unknown kind', 'of=secrets', 400],
    ['something more', 'of=marks&more=1', 400],
    ['a made-up cursor', 'of=marks&cursor=AAAA', 400],
  ])('are not of %s', async (_, query, status) => {
    expect((await principal.get(rows(query))).status).toBe(status);
  });

  it('are of no foreign school, and of consents only for those who read them', async () => {
    expect((await principal.get(`/reports/rows?of=marks&schoolId=${schoolB}`)).status).toBe(404);
    const classId = invented.family.id('class', '2207');
    const teacher = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [classId]);
    expect((await teacher.get(rows(`of=consents&classId=${classId}`))).status).toBe(403);
  });

  it('tell of illness only to those who may know of it, and the form of consents is for those who read them', async () => {
    const classId = invented.family.id('class', '2207');
    const specialist = await office.signIn('municipal_specialist', { all: true });
    const teacher = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [classId]);
    for (const value of ['sick', 'excused', 'not_given']) {
      expect((await specialist.get(rows(`of=attendance&value=${value}`))).status).toBe(403);
      expect((await teacher.get(rows(`of=attendance&value=${value}&classId=${classId}`))).status).toBe(200);
    }
    const absences = await specialist.get(rows('of=attendance'));
    expect(absences.status).toBe(200);
    expect(absences.text).not.toMatch(/болезнь|уважительн|причина не указана/);
    const asked = `scope=class:${classId}&term=2025-quarter-1`;
    expect((await teacher.get(rows(`of=attendance&classId=${classId}`))).text).toMatch(/болезнь|причин/);
    expect((await teacher.get(`/reports/consents?${asked}`)).status).toBe(403);
  });
});
