import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const week = (day = '2025-09-08') => `/diary/${invented.student}?day=${day}`;

const looks = async (): Promise<readonly { by: string; object: string; details: object }[]> => {
  const { rows } = await store.pool.query(
    "SELECT by, object, details FROM audit WHERE action = 'diary-read'",
  );
  return rows;
};

describe('the diary of a student', () => {
  it('shows a week with lessons, homework, marks, and the term', async () => {
    const { status, text } = await principal.get(week());
    expect(status).toBe(200);
    for (const said of [
      'Понедельник, 8 сентября',
      'Алгебра',
      '№ 12, 13',
      'Дроби',
      'замена',
      'Контрольная работа',
    ])
      expect(text).toContain(said);
    expect(text).toContain('Успеваемость: 1 четверть');
    expect(text).toContain('day=2025-09-01');
    expect(text).toContain('day=2025-09-15');
  });

  it('writes down who looked at whose data, which days, and by what right', async () => {
    const before = (await looks()).length;
    await principal.get(week());
    const after = await looks();
    expect(after).toHaveLength(before + 1);
    const last = after.at(-1);
    expect(last?.object).toBe(`student/${invented.student}`);
    expect(last?.by).toMatch(/^person\//);
    expect(last?.details).toEqual({ from: '2025-09-08', to: '2025-09-14', right: 'principal' });
  });

  it('shows what waits for permission to roles that may know of it', async () => {
    const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM mark WHERE external_key = $1', [
      'm1',
    ]);
    await store.pool.query(
      `INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since) VALUES ($1, 'mark', $2, $3, $4, now())`,
      [schoolA, rows[0]?.id, invented.student, JSON.stringify({ value: '3', scaleMax: 5 })],
    );
    const { text } = await principal.get(week());
    expect(text).toContain('ожидает разрешения: 5');
  });

  it('says in words that a week is empty', async () => {
    const { text } = await principal.get(week('2025-06-30'));
    expect(text).toContain('На этой неделе уроков нет.');
  });

  it('is only of the own class for a homeroom teacher', async () => {
    const own = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [
      invented.family.id('class', '2207'),
    ]);
    const other = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [
      invented.family.id('class', '9'),
    ]);
    expect((await own.get(week())).status).toBe(200);
    const refused = await other.get(week());
    expect(refused.status).toBe(404);
    expect(refused.text).not.toContain('Выдумкина');
  });

  it.each([
    ['a foreign student', () => `/diary/${invented.studentB}`],
    ['no student', () => '/diary/33333333-3333-4333-8333-333333333333'],
    ['no id', () => '/diary/..%2f'],
  ])('of %s is not found, alike', async (_, path) => {
    const before = (await looks()).length;
    const { status, text } = await principal.get(path());
    expect(status).toBe(404);
    expect(text).toContain('Такой страницы ученика нет, или она не в вашем ведении.');
    expect(await looks()).toHaveLength(before);
  });

  it('refuses a day that is none, and a role that reads no diaries', async () => {
    expect((await principal.get(week('2025-02-30'))).status).toBe(400);
    const specialist = await office.signIn('municipal_specialist', { schools: [schoolA, schoolB] });
    expect((await specialist.get(week())).status).toBe(403);
  });
});
