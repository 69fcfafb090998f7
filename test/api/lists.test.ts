import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { writeCursor } from '../../src/api/cursor.ts';
import { heldBackSchema, pageSchema } from '../../src/api/schemas/basic.ts';
import { quarantinedSchema, runSchema } from '../../src/api/schemas/runs.ts';
import { schoolDetailsSchema, schoolSchema, studentSchema } from '../../src/api/schemas/schools.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { addClient, startApi, type TestApi } from './api.ts';
import { type Invented, putInvented, SURNAME, schoolA, schoolB } from './invented.ts';

let store: Store;
let api: TestApi;
let invented: Invented;
beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  api = await startApi(store.url);
  addClient(api, 'south', { municipalities: ['Юг'] });
});
afterAll(async () => {
  await api.close();
  await store.close();
});

async function json<T extends z.ZodType>(path: string, schema: T, client = 'all'): Promise<z.infer<T>> {
  const response = await api.as(path, client);
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status: 200 });
  return schema.parse(body);
}

const pageOf = <T extends z.ZodType>(item: T) => pageSchema(`Test${Math.random()}`, item);
const students = pageSchema('TestStudents', studentSchema, { heldBack: heldBackSchema });
const runs = pageOf(runSchema);
const quarantine = pageOf(quarantinedSchema);

/** All items of a list, page by page. */
async function walk<T extends z.ZodType>(
  path: string,
  page: z.ZodObject<{ items: z.ZodArray<T>; next: z.ZodType }>,
  limit: number,
) {
  const found: z.infer<T>[] = [];
  let cursor: unknown = null;
  do {
    const url = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const answer: { items: z.infer<T>[]; next?: unknown } = await json(url, page);
    expect(answer.items.length).toBeLessThanOrEqual(limit);
    found.push(...answer.items);
    cursor = answer.next;
  } while (cursor !== null);
  return found;
}

describe('schools', () => {
  it('come by name as Russian sorts, and only those within reach', async () => {
    const page = pageOf(schoolSchema);
    const names = async (client: string) =>
      (await json('/v1/schools', page, client)).items.map(({ name }) => name);
    expect(await names('all')).toEqual(['Гимназия № 1', 'Школа № 2']);
    expect(await names('south')).toEqual(['Гимназия № 1']);
  });

  it('tell their connections, terms, classes, and what each source cannot tell', async () => {
    const school = await json(`/v1/schools/${schoolA}`, schoolDetailsSchema);
    expect(school.gaps).toEqual({
      'netschool/family': {},
      'netschool/staff': { homework: 'Отчёты не содержат заданий' },
    });
    expect(school.connections.map(({ name, lastRun }) => [name, lastRun?.runId ?? null])).toEqual([
      ['staff-a', null],
      ['family-a', invented.runs.at(-1)],
    ]);
    expect(school.terms.map(({ name }) => name)).toHaveLength(2);
    expect(school.classes).toMatchObject([{ name: '7б', grade: 7 }]);
  });

  it('tell the terms of one source: of the highest rank that has any', async () => {
    const term = { name: '1 четверть', kind: 'quarter', ordinal: 1, startDay: '2025-09-01' };
    await invented.staff.put('term', 'q1', { ...term, endDay: '2025-10-26' });
    const { terms } = await json(`/v1/schools/${schoolA}`, schoolDetailsSchema);
    expect(terms.map(({ name, source }) => [name, source])).toEqual([['1 четверть', 'netschool/staff']]);
  });
});

describe('students', () => {
  const names = ['Ёлкин Пётр', 'Абрамова Яна', 'Яшин Лев', 'Абрамова Яна', 'Еремин_100%', 'Жуков Ян'];
  beforeAll(async () => {
    for (const [index, displayName] of names.entries()) {
      await invented.family.put('student', `list ${index}`, { displayName });
    }
    await invented.family.put('student', 'left', { displayName: 'Ушедший Клим' }, { deleted: true });
  });
  const path = `/v1/schools/${schoolA}/students`;

  it('come page by page, none twice, none left out, namesakes too', async () => {
    const whole = await walk(path, students, 200);
    expect(whole.map(({ displayName }) => displayName)).toEqual([
      'Абрамова Яна',
      'Абрамова Яна',
      `${SURNAME} Анна`,
      'Ёлкин Пётр',
      'Еремин_100%',
      'Жуков Ян',
      'Яшин Лев',
    ]);
    for (const limit of [1, 2, 3]) expect(await walk(path, students, limit)).toEqual(whole);
  });

  it('keep their pages while students come', async () => {
    const first = await json(`${path}?limit=3`, students);
    await invented.family.put('student', 'new', { displayName: 'Аббасов Ян' });
    const rest = await json(`${path}?limit=200&cursor=${first.next}`, students);
    expect(rest.items[0]?.displayName).toBe('Ёлкин Пётр');
  });

  it.each([
    ['q=абрам', 2],
    ['q=_', 1],
    ['q=елкин', 1],
    ['q=ЁЛКИН', 1],
    ['q=Е\u0308лкин', 1],
    ['q=Ерёмин', 1],
    ['q=%25', 1],
    ['q=\\', 0],
    ['class=7б', 1],
    ['class=7Б', 1],
    ['class=8а', 0],
    ["class=' or 1=1 --", 0],
  ])('%s finds %i', async (query, count) => {
    expect((await json(`${path}?${query}`, students)).items).toHaveLength(count);
  });

  it('are found by the id of a class', async () => {
    const { items } = await json(`${path}?class=${invented.family.id('class', '2207')}`, students);
    expect(items).toMatchObject([{ lastName: SURNAME, class: { name: '7б', from: '2025-09-01', to: null } }]);
  });
});

describe('a cursor of the right shape', () => {
  const NOBODY = '44444444-4444-4444-8444-444444444444';
  const refused = async (path: string, list: string, key: string, client = 'all') => {
    const response = await api.as(`${path}?cursor=${writeCursor({ list, key })}`, client);
    expect(await response.json()).toMatchObject({ status: 400, code: 'api.invalid_cursor' });
  };

  it('that points at nobody is refused', async () => {
    await refused(`/v1/schools/${schoolA}/students`, 'students', NOBODY);
    await refused(`/v1/schools/${schoolA}/students`, 'students', invented.studentB);
    await refused('/v1/schools', 'schools', NOBODY);
    await refused('/v1/schools', 'schools', schoolA, 'south');
  });
});

describe('runs', () => {
  it('come latest first, page by page', async () => {
    const ids = (await walk('/v1/runs', runs, 2)).map(({ runId }) => runId);
    expect(ids).toEqual([...invented.runs].reverse());
  });

  it('are found by school and state', async () => {
    expect((await json(`/v1/runs?schoolId=${schoolA}&state=succeeded`, runs)).items).toHaveLength(3);
    expect((await json(`/v1/runs?schoolId=${schoolB}`, runs)).items).toEqual([]);
    expect((await json('/v1/runs?state=failed', runs)).items).toEqual([]);
  });

  it('are told one by one with their counts', async () => {
    const run = await json(`/v1/runs/${invented.runs[0]}`, runSchema);
    expect(run).toMatchObject({
      connection: 'family-a',
      counts: { mark: { read: 5, new: 5 } },
      error: null,
    });
  });

  it('tell what was quarantined, and what the source sent only when asked', async () => {
    const path = `/v1/runs/${invented.runs[0]}/quarantine`;
    const items = await walk(path, quarantine, 2);
    expect(items.map(({ place, raw }) => [place, raw])).toEqual([
      ['$.marks[1]', null],
      ['$.marks[2]', null],
      ['$.marks[3]', null],
    ]);
    expect((await json(`${path}?raw=true`, quarantine)).items[0]?.raw).toEqual({ pupil: SURNAME });
  });
});
