import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressSchema } from '../../src/api/schemas/progress.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { startApi, type TestApi } from './api.ts';
import { type Invented, putInvented } from './invented.ts';

let store: Store;
let api: TestApi;
let invented: Invented;
beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  api = await startApi(store.url);
});
afterAll(async () => {
  await api.close();
  await store.close();
});

async function progress(query = '') {
  const response = await api.as(`/v1/students/${invented.student}/progress${query}`);
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status: 200 });
  return progressSchema.parse(body);
}

const missed = { total: 0, sick: 0, excused: 0, unexcused: 0, schoolEvent: 0, notGiven: 0 };

describe('progress', () => {
  it('gives per subject marks, both means, term marks, missed and late', async () => {
    const { subjects, term, source, seenAt } = await progress();
    expect({ term: term.name, source, seenAt }).toEqual({
      term: '1 четверть',
      source: 'netschool/family',
      seenAt: '2025-09-20T10:00:00.000Z',
    });
    const told = subjects.map(({ subject, marks, ...rest }) => ({
      ...rest,
      name: subject?.name ?? null,
      values: marks.map(({ value }) => value),
    }));
    expect(told).toEqual([
      {
        name: 'Алгебра',
        values: ['5', '4/5'],
        mean: 4.667,
        weightedMean: 5,
        termMarks: [{ kind: 'term', value: '5', scaleMax: 5, pending: null }],
        missed,
        late: 1,
      },
      {
        name: 'Физика',
        values: ['3', '.'],
        mean: 3,
        weightedMean: null,
        termMarks: [],
        missed: { ...missed, total: 1, sick: 1 },
        late: 0,
      },
      {
        name: null,
        values: [],
        mean: null,
        weightedMean: null,
        termMarks: [],
        missed: { ...missed, total: 1, notGiven: 1 },
        late: 0,
      },
    ]);
  });

  it('is of the term that is named', async () => {
    const id = invented.family.id('term', 'h1');
    expect((await progress(`?term=${id}`)).term).toMatchObject({ id, kind: 'half_year' });
  });

  it.each([
    ['2025-08-15T00:00:00Z', '1 четверть'],
    ['2025-11-03T00:00:00Z', '1 четверть'],
    // 26 October 20:00 in London is already the 27th in Barnaul, where the second term has begun.
    ['2025-10-26T20:00:00Z', '2 четверть'],
    ['2025-10-26T16:00:00Z', '1 четверть'],
  ])('is of the term of the school’s own day at %s: %s', async (now, name) => {
    api.now = new Date(now);
    if (name === '2 четверть') {
      const term = { name, kind: 'quarter', ordinal: 2, startDay: '2025-10-27', endDay: '2025-12-28' };
      await invented.family.put('term', 'q2', { ...term, gradeTo: 9 });
      const work = { studentId: invented.student, subjectId: invented.family.id('subject', 'Алгебра') };
      await invented.family.put('mark', 'q2', { ...work, date: '2025-10-27', value: '4', scaleMax: 5 });
    }
    expect((await progress()).term.name).toBe(name);
  });

  it('is not there where the student has no term', async () => {
    const response = await api.as(`/v1/students/${invented.studentB}/progress`);
    expect(await response.json()).toMatchObject({ status: 404, code: 'api.not_found' });
  });
});
