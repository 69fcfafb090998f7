import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { type Invented, putInvented, schoolA, schoolB } from '../api/invented.ts';
import { testStore } from '../database.ts';
import { type Office, startOffice, type Visitor } from './office.ts';

let store: Store;
let office: Office;
let invented: Invented;
let administrator: Visitor;
let guardian: string;

beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  const { family, student } = invented;
  guardian = await family.put('guardian', 'g1', { displayName: 'Выдумкин Пётр' });
  await family.put('guardianship', 'g1', { studentId: student, guardianId: guardian, relation: 'father' });
  office = await startOffice(store, { now: new Date('2025-09-21T09:00:00Z') });
  administrator = await office.signIn('journal_administrator', { schools: [schoolA] });
});
afterAll(async () => {
  await office.close();
  await store.close();
});

const path = (what = '') => `/consents/students/${invented.student}${what}`;
const paper = (more: Readonly<Record<string, string>> = {}) => ({
  purpose: 'portal',
  state: 'given',
  operator: '',
  guardian,
  from: '2025-09-01',
  to: '2025-10-01',
  document: '=cmd|calc',
  ...more,
});
const list = (purpose: string, state: string) =>
  administrator.get(`/consents?school=${schoolA}&purpose=${purpose}&state=${state}`);

describe('consents of a school', () => {
  it('tell whose are missing', async () => {
    const { status, text } = await list('portal', 'missing');
    expect(status).toBe(200);
    expect(text).toContain('Выдумкина Анна');
    expect(text).toContain('Никто не отказался от электронной формы.');
  });

  it.each([
    [{ guardian: '' }, 'Не указано, кто подписал.'],
    [{ from: '2025-12-01', to: '' }, 'День подписи ещё не наступил.'],
    [{ from: '2025-09-10', to: '2025-09-01' }, 'Срок кончается раньше, чем начинается.'],
    [{ purpose: 'spying' }, 'Такой цели согласия нет.'],
    [{ purpose: 'transfer' }, 'должен быть назван новый оператор'],
    [{ from: '' }, 'Форма заполнена не до конца или неверно'],
    [{ guardian: '33333333-3333-4333-8333-333333333333' }, 'подписавший не был представителем'],
  ])('take no paper with %j, and keep what was typed', async (more, words) => {
    const { status, text } = await administrator.post(path('/consents'), paper(more));
    expect(status).toBe(422);
    expect(text).toContain(words);
    expect(text).toContain('value="=cmd|calc"');
  });

  it('are entered, told as ending soon, and withdrawn', async () => {
    const entered = await administrator.go(path('/consents'), paper());
    expect(entered.text).toContain('Внесено.');
    expect(entered.text).toContain('Выдумкин Пётр');
    expect((await list('portal', 'expiring')).text).toContain('Выдумкина Анна');
    expect((await administrator.post(path('/consents'), paper())).status).toBe(409);
    const [, consent = ''] = /name="consent" value="([^"]+)"/.exec(entered.text) ?? [];
    const early = await administrator.post(path('/withdrawal'), { consent, day: '2025-08-01' });
    expect(early.text).toContain('Отзыв раньше подписи.');
    const withdrawn = await administrator.go(path('/withdrawal'), { consent, day: '2025-09-21' });
    expect(withdrawn.text).toContain('отозвано');
    expect((await list('portal', 'withdrawn')).text).toContain('Выдумкина Анна');
  });

  it('stand beside refusals of the electronic form, which are entered and ended', async () => {
    const refused = await administrator.go(path('/refusals'), { from: '2025-09-05', to: '', document: '7' });
    const [, refusal = ''] = /name="refusal" value="([^"]+)"/.exec(refused.text) ?? [];
    expect((await list('diary', 'missing')).text).toContain('пока не отозван');
    expect((await administrator.post(path('/refusals'), { from: '2025-09-10', to: '' })).status).toBe(409);
    const ended = await administrator.go(path('/refusal-end'), { refusal, day: '2025-09-20' });
    expect(ended.text).toContain('20.09.2025');
    expect((await list('diary', 'missing')).text).toContain('Никто не отказался');
  });

  it('are of nobody else: a foreign school, a foreign student', async () => {
    expect((await administrator.get(`/consents?school=${schoolB}`)).status).toBe(404);
    expect((await administrator.get(`/consents/students/${invented.studentB}`)).status).toBe(404);
    const foreign = `/consents/students/${invented.studentB}/consents`;
    expect((await administrator.post(foreign, paper())).status).toBe(404);
  });

  it('are entered by nobody who only reads', async () => {
    const principal = await office.signIn('principal', { schools: [schoolA] });
    expect((await principal.get(path())).text).not.toContain('Внести согласие');
    expect((await principal.post(path('/consents'), paper())).status).toBe(403);
  });
});
