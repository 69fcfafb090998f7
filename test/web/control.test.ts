import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { FINDING, type Invented, putFinding, putInvented, schoolA, schoolB } from '../api/invented.ts';
import { testStore } from '../database.ts';
import { type Office, startOffice, type Visitor } from './office.ts';

const OF_CLASS = '55555555-5555-4555-8555-555555555555';

let store: Store;
let office: Office;
let invented: Invented;
let deputy: Visitor;

const idIn = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';

beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  const { family } = invented;
  await putFinding(family, store, OF_CLASS, {
    class_id: family.id('class', '2207'),
    staff_id: family.id('staff', 't1'),
    clause: 'п. 9',
    message: `Нет темы урока <b>${'очень '.repeat(60)}</b>`,
  });
  office = await startOffice(store, { now: new Date('2025-09-21T09:00:00Z') });
  deputy = await office.signIn('deputy_head', { schools: [schoolA] });
});
afterAll(async () => {
  await office.close();
  await store.close();
});

describe('the journal under control', () => {
  it('counts by clause, teacher, class, and lists one by one', async () => {
    const byClause = await deputy.get(`/control?school=${schoolA}`);
    expect(byClause.status).toBe(200);
    expect(byClause.text).toContain('п. 9');
    expect(byClause.text).toContain('&lt;b>очень');
    const byTeacher = await deputy.get(`/control?school=${schoolA}&by=teacher`);
    expect(byTeacher.text).toContain('Придумова Вера Ильинична');
    const byClass = await deputy.get(`/control?school=${schoolA}&by=class`);
    expect(byClass.text).toContain('>7б</a>');
  });

  it('narrows the list, and says so where nothing is left', async () => {
    const clause = encodeURIComponent('п. 9');
    const { text } = await deputy.get(`/control?school=${schoolA}&clause=${clause}`);
    expect(text).toContain(`/control/findings/${OF_CLASS}`);
    expect(text).not.toContain(`/control/findings/${FINDING}`);
    const none = await deputy.get(`/control?school=${schoolA}&state=mended`);
    expect(none.text).toContain('Таких нарушений нет.');
    const reversed = await deputy.get(`/control?school=${schoolA}&from=2025-09-20&to=2025-09-01`);
    expect(reversed.text).toContain('Период кончается раньше');
  });

  it('goes to the only school by itself, and lets those who see many choose', async () => {
    expect((await deputy.get('/control')).text).toContain('По учителям');
    const specialist = await office.signIn('municipal_specialist', { schools: [schoolA, schoolB] });
    const { text } = await specialist.get('/control');
    expect(text).toContain('Выберите школу.');
    expect(text).toContain(`/control?school=${schoolB}`);
  });

  it('shows a homeroom teacher the own class alone', async () => {
    const reach = { schools: [schoolA] };
    const own = await office.signIn('homeroom_teacher', reach, [invented.family.id('class', '2207')]);
    const { text } = await own.get('/control');
    expect(text).toContain(`/control/findings/${OF_CLASS}`);
    expect(text).not.toContain(`/control/findings/${FINDING}`);
    expect((await own.get(`/control/findings/${FINDING}`)).status).toBe(404);
    expect((await own.get(`/control/findings/${OF_CLASS}`)).status).toBe(200);
  });

  it.each([
    [`/control?school=${schoolB}`],
    ['/control?school=nothing'],
    ['/control/findings/33333333-3333-4333-8333-333333333333'],
    [`/control/permits?school=${schoolB}`],
    [`/control/changes?school=${schoolB}`],
    [`/control/changes?school=${schoolA}&term=33333333-3333-4333-8333-333333333333`],
  ])('has nothing at %s', async (path) => {
    const { status, text } = await deputy.get(path);
    expect(status).toBe(404);
    expect(text).toContain('Не найдено');
  });
});

describe('a finding', () => {
  const note = (form: Readonly<Record<string, string>>) =>
    deputy.post(`/control/findings/${FINDING}/note`, form);

  it('shows the clause and the records behind it', async () => {
    const { text } = await deputy.get(`/control/findings/${FINDING}`);
    expect(text).toContain('двоек нет');
    expect(text).toContain('Выдумкина Анна');
    expect(text).toContain('заявление на исправление');
  });

  it('is explained, closed and opened again, and every word stays', async () => {
    const explained = await deputy.go(`/control/findings/${FINDING}/note`, {
      action: 'explained',
      text: 'Учитель болел',
    });
    expect(explained.text).toContain('Учитель болел');
    expect(explained.text).toContain('объяснено');
    expect((await note({ action: 'closed', text: '' })).status).toBe(303);
    const late = await note({ action: 'explained', text: 'поздно' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Состояние уже другое');
    const again = await deputy.go(`/control/findings/${FINDING}/note`, { action: 'reopened', text: '' });
    expect(again.text).toContain('открыто снова');
    expect(again.text).toContain('Учитель болел');
  });

  it.each([
    ['no words', { action: 'explained', text: ' ' }, 422],
    ['too many words', { action: 'explained', text: 'ы'.repeat(2_001) }, 422],
    ['an unknown action', { action: 'deleted', text: 'x' }, 400],
    ['a foreign secret', { action: 'explained', text: 'x', csrf: 'чужой' }, 403],
  ])('takes no %s', async (_, form, status) => {
    expect((await note(form)).status).toBe(status);
  });

  it('is explained by nobody who only reads', async () => {
    const principal = await office.signIn('principal', { schools: [schoolA] });
    const path = `/control/findings/${FINDING}`;
    expect((await principal.get(path)).text).not.toContain('Записать объяснение');
    expect((await principal.post(`${path}/note`, { action: 'explained', text: 'x' })).status).toBe(403);
  });
});

describe('a late change', () => {
  const ask = (more: Readonly<Record<string, string>> = {}) => ({
    school: schoolA,
    target: 'mark',
    record: invented.family.id('mark', 'm1'),
    value: '4',
    ground: 'student_illness',
    document: '12-з',
    documentDay: '2025-09-19',
    appliedBy: invented.family.id('staff', 't1'),
    ...more,
  });
  const apply = (more?: Readonly<Record<string, string>>) => deputy.post('/control/permits/new', ask(more));

  it('shows whose record it is and what it says now', async () => {
    const { record, target } = ask();
    const { text } = await deputy.get(
      `/control/permits/new?school=${schoolA}&target=${target}&record=${record}`,
    );
    expect(text).toContain('Выдумкина Анна');
    expect(text).toContain('сейчас: 5');
  });

  it.each([
    [{ document: '' }, 'Нет номера или даты заявления.'],
    [{ documentDay: '2025-12-31' }, 'Этот день ещё не наступил.'],
    [{ value: '77' }, 'Такого значения у этой записи быть не может.'],
    [{ documentDay: 'вчера' }, 'Форма заполнена не до конца или неверно'],
  ])('is not asked for with %j', async (more, words) => {
    const { status, text } = await apply(more);
    expect(status).toBe(422);
    expect(text).toContain(words);
  });

  it('is applied for, decided by another person, and entered', async () => {
    const applied = await deputy.go('/control/permits/new', ask());
    expect(applied.text).toContain('ждёт решения');
    expect((await apply()).status).toBe(409);
    const permit = idIn(applied.text, /\/control\/permits\/([0-9a-f-]{36})\/decision/);
    const decide = (by: string, state: string) =>
      deputy.go(`/control/permits/${permit}/decision`, { school: schoolA, by, state });
    const own = await decide(invented.family.id('staff', 't1'), 'granted');
    expect(own.text).toContain('Кто просит об исправлении, тот не решает.');
    const principal = invented.family.id('staff', 't2');
    expect((await decide(principal, 'granted')).text).toContain('разрешено');
    expect((await decide(principal, 'refused')).status).toBe(409);
    const entry = { school: schoolA, by: principal };
    const entered = await deputy.go(`/control/permits/${permit}/entry`, entry);
    expect(entered.text).toContain('внёс: Заменский Олег Львович');
  });

  it('stands in the table of changes of its term', async () => {
    const { status, text } = await deputy.get(`/control/changes?school=${schoolA}`);
    expect(status).toBe(200);
    expect(text).toContain('ни одна отметка не менялась');
  });
});
