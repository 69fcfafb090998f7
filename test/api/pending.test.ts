import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { diarySchema } from '../../src/api/schemas/diary.ts';
import { progressSchema } from '../../src/api/schemas/progress.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { addClient, startApi, type TestApi } from './api.ts';
import { type Invented, putInvented } from './invented.ts';

const SINCE = '2025-09-21T05:00:00.000Z';
const FINDING = '33333333-3333-4333-8333-333333333333';

let store: Store;
let api: TestApi;
let invented: Invented;
let diaryBefore: unknown;
let progressBefore: unknown;

const diaryPath = () => `/v1/students/${invented.student}/diary?from=2025-09-08&to=2025-09-14`;
const progressPath = () => `/v1/students/${invented.student}/progress`;
const answer = async (path: string, client: string): Promise<unknown> => {
  const response = await api.as(path, client);
  expect(response.status).toBe(200);
  return response.json();
};

async function withhold(entity: string, key: string, accepted: object | null): Promise<void> {
  const { family } = invented;
  const id = family.id(entity as 'mark', key);
  await store.pool.query(
    `INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since, finding_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [family.schoolId, entity, id, invented.student, accepted && JSON.stringify(accepted), SINCE, FINDING],
  );
}

const set = (table: string, key: string, changes: string) =>
  store.pool.query(
    `UPDATE ${table} SET ${changes} WHERE school_id = $1 AND external_key = $2 AND source = 'netschool/family'`,
    [invented.family.schoolId, key],
  );

/** The journal after its window: a mark changed, one gone, one added; attendance and a term mark likewise. */
async function changeLate(): Promise<void> {
  const { family, student } = invented;
  const algebra = family.id('subject', 'Алгебра');
  await set('mark', 'm1', `value = '2', comment = null, set_day = '2025-09-20', scale_max = 10`);
  await withhold('mark', 'm1', { value: '5', scaleMax: 5, comment: 'молодец', setDay: null });
  await set('mark', 'm3', `deleted_at = '${SINCE}'`);
  await withhold('mark', 'm3', { value: '3', scaleMax: 5, comment: null, setDay: null });
  const day = { studentId: student, subjectId: algebra, date: '2025-09-10' };
  await family.put('mark', 'm6', { ...day, value: '5', scaleMax: 5 });
  await withhold('mark', 'm6', null);
  await set('attendance', 'w1', `status = 'present', reason = null, raw_code = ''`);
  await withhold('attendance', 'w1', { status: 'absent', reason: 'sick', rawCode: 'УП', comment: null });
  await family.put('attendance', 'w4', { ...day, date: '2025-09-08', status: 'late', rawCode: 'ОП' });
  await withhold('attendance', 'w4', null);
  await set('term_mark', 'tm1', `value = '3'`);
  await withhold('termMark', 'tm1', { value: '5', scaleMax: 5 });
  const term = { kind: 'term', termId: family.id('term', 'q1') };
  await family.put('termMark', 'tm2', { ...day, ...term, value: '4', scaleMax: 5 });
  await withhold('termMark', 'tm2', null);
}

beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  api = await startApi(store.url);
  addClient(api, 'family', { all: true }, ['diary.read']);
  diaryBefore = await answer(diaryPath(), 'family');
  progressBefore = await answer(progressPath(), 'family');
  await changeLate();
});
afterAll(async () => {
  await api.close();
  await store.close();
});

const staffDiary = async (): Promise<z.infer<typeof diarySchema>> =>
  diarySchema.parse(await answer(diaryPath(), 'all'));

describe('what waits for permission', () => {
  it('leaves no trace in the diary of those who may not see it', async () => {
    expect(await answer(diaryPath(), 'family')).toEqual(diaryBefore);
    expect(JSON.stringify(diaryBefore)).not.toContain('pending');
  });

  it('leaves no trace in marks, means, term marks and counts of the progress', async () => {
    expect(await answer(progressPath(), 'family')).toEqual(progressBefore);
    expect(JSON.stringify(progressBefore)).not.toContain('pending');
  });

  it('stands beside the accepted value for staff: changed, gone, added', async () => {
    const { days } = await staffDiary();
    const told = days.flatMap(({ lessons, unplaced }) => [
      ...lessons.flatMap(({ marks }) => marks),
      ...unplaced.marks.map(({ mark }) => mark),
    ]);
    const waiting = told.filter((mark) => mark.pending);
    expect(waiting).toHaveLength(3);
    const pending = { since: SINCE, findingId: FINDING };
    expect(waiting).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ value: '5', comment: 'молодец', pending: { ...pending, value: '2' } }),
        expect.objectContaining({ value: '3', pending: { ...pending, value: null } }),
        expect.objectContaining({ value: null, pending: { ...pending, value: '5' } }),
      ]),
    );
  });

  it('stands beside attendance and term marks, too', async () => {
    const { days, terms } = await staffDiary();
    const attendance = days.flatMap(({ lessons, unplaced }) => [
      ...lessons.flatMap((lesson) => lesson.attendance),
      ...unplaced.attendance.map((one) => one.attendance),
    ]);
    expect(attendance.filter(({ pending }) => pending)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          status: 'absent',
          reason: 'sick',
          pending: expect.objectContaining({ value: 'present' }),
        }),
        expect.objectContaining({ status: null, pending: expect.objectContaining({ value: 'late' }) }),
      ]),
    );
    const termMarks = terms[0]?.marks.map(({ value, pending }) => [value, pending?.value]);
    expect(termMarks).toHaveLength(2);
    expect(termMarks).toEqual(
      expect.arrayContaining([
        ['5', '3'],
        [null, '4'],
      ]),
    );
  });

  it('counts for nobody', async () => {
    const before = diarySchema.parse(diaryBefore);
    const { weeks, terms } = await staffDiary();
    expect(weeks).toEqual(before.weeks);
    expect(terms.map(({ totals }) => totals)).toEqual(before.terms.map(({ totals }) => totals));
    const told = progressSchema.parse(await answer(progressPath(), 'all'));
    const untold = progressSchema.parse(progressBefore);
    const means = (progress: typeof told) =>
      progress.subjects.map(({ mean, weightedMean, missed, late }) => [mean, weightedMean, missed, late]);
    expect(means(told)).toEqual(means(untold));
    const [algebra] = told.subjects;
    expect(algebra?.marks.map(({ value, pending }) => [value, pending?.value ?? null])).toEqual(
      expect.arrayContaining([
        ['5', '2'],
        [null, '5'],
      ]),
    );
  });
});
