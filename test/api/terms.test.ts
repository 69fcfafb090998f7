import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diarySchema } from '../../src/api/schemas/diary.ts';
import { progressSchema } from '../../src/api/schemas/progress.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { startApi, type TestApi } from './api.ts';
import { putSchool, type SchoolRows, schoolRows } from './rows.ts';

const SCHOOL = '33333333-3333-4333-8333-333333333333';
const quarters = [
  ['2025-09-01', '2025-10-26'],
  ['2025-11-05', '2025-12-28'],
] as const;
const halves = [
  ['2025-09-01', '2025-12-28'],
  ['2026-01-12', '2026-05-26'],
] as const;

let store: Store;
let api: TestApi;
let rows: SchoolRows;

/** A student of a class and of its one group. */
async function pupil(key: string, classKey: string): Promise<string> {
  const studentId = await rows.put('student', key, { displayName: `Ученик ${key}` });
  const classId = rows.id('class', classKey);
  await rows.put('enrolment', key, { studentId, classId });
  const subjectGroupId = rows.id('subjectGroup', classKey);
  await rows.put('groupMembership', key, { studentId, subjectGroupId });
  return studentId;
}

async function group(classKey: string, grade: number | null): Promise<void> {
  const classId = await rows.put('class', classKey, { name: classKey, grade });
  const subjectId = rows.id('subject', 's');
  await rows.put('subjectGroup', classKey, { name: classKey, classId, subjectId });
}

const termMark = (studentId: string, term: string) =>
  rows.put('termMark', `${studentId} ${term}`, {
    studentId,
    subjectId: rows.id('subject', 's'),
    kind: 'term',
    termId: rows.id('term', term),
    value: '5',
    scaleMax: 5,
  });

beforeAll(async () => {
  store = await testStore();
  await putSchool(store, { id: SCHOOL, name: 'Ш', municipality: 'М', timeZone: 'Asia/Barnaul' });
  rows = schoolRows(store, SCHOOL, 'netschool/staff');
  await rows.put('subject', 's', { name: 'Алгебра' });
  for (const [kind, days] of [
    ['quarter', quarters],
    ['half_year', halves],
  ] as const) {
    for (const [index, [startDay, endDay]] of days.entries()) {
      const ordinal = index + 1;
      await rows.put('term', `${kind} ${ordinal}`, {
        name: `${kind} ${ordinal}`,
        kind,
        ordinal,
        startDay,
        endDay,
      });
    }
  }
  api = await startApi(store.url);
});
afterAll(async () => {
  await api.close();
  await store.close();
});

async function termsOf(student: string, from: string, to: string): Promise<string[]> {
  const response = await api.as(`/v1/students/${student}/diary?from=${from}&to=${to}`);
  return diarySchema.parse(await response.json()).terms.map(({ name }) => name);
}

async function progressOf(student: string, now: string): Promise<string> {
  api.now = new Date(now);
  const response = await api.as(`/v1/students/${student}/progress`);
  return progressSchema.parse(await response.json()).term.name;
}

const mark = (studentId: string, date: string, value = '4') =>
  rows.put('mark', `${studentId} ${date}`, {
    studentId,
    subjectId: rows.id('subject', 's'),
    date,
    value,
    scaleMax: 5,
  });

describe('terms of a source that does not say for which grades they are', () => {
  it.each([
    ['7а', 7, ['quarter 1', 'quarter 2']],
    ['9а', 9, ['quarter 1', 'quarter 2']],
    ['10а', 10, ['half_year 1']],
    ['без номера', null, ['quarter 1', 'quarter 2']],
  ])('are by grade as long as nobody has a mark for a term: %s', async (name, grade, terms) => {
    await group(name, grade);
    const student = await pupil(name, name);
    expect(await termsOf(student, '2025-10-20', '2025-11-10')).toEqual(terms);
  });

  it('are not of the other kind on days between two', async () => {
    await group('7б', 7);
    const student = await pupil('7б', '7б');
    expect(await termsOf(student, '2025-10-28', '2025-10-30')).toEqual([]);
  });

  it('are of the kind in which the class has marks, before the grade is looked at', async () => {
    await group('9в', 9);
    const first = await pupil('9в/1', '9в');
    const second = await pupil('9в/2', '9в');
    await termMark(first, 'half_year 1');
    expect(await termsOf(second, '2025-12-01', '2025-12-07')).toEqual(['half_year 1']);
    await termMark(second, 'quarter 1');
    expect(await termsOf(second, '2025-12-01', '2025-12-07')).toEqual(['quarter 2']);
    expect(await termsOf(first, '2025-12-01', '2025-12-07')).toEqual(['half_year 1']);
  });
});

describe('a withheld mark for a term', () => {
  const withhold = (studentId: string, id: string, accepted: object | null) =>
    store.pool.query(
      `INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since) VALUES ($1, $2, $3, $4, $5, now())`,
      [SCHOOL, 'termMark', id, studentId, accepted && JSON.stringify(accepted)],
    );

  it('does not decide, by being added, which terms a student has, nor which the class has', async () => {
    await group('9г', 9);
    const first = await pupil('9г/1', '9г');
    const second = await pupil('9г/2', '9г');
    await withhold(first, await termMark(first, 'half_year 1'), null);
    expect(await progressOf(first, '2025-12-01T00:00:00Z')).toBe('quarter 2');
    expect(await termsOf(first, '2025-12-01', '2025-12-07')).toEqual(['quarter 2']);
    expect(await termsOf(second, '2025-12-01', '2025-12-07')).toEqual(['quarter 2']);
  });

  it('decides still where it went and is shown', async () => {
    await group('9д', 9);
    const student = await pupil('9д', '9д');
    const id = await termMark(student, 'half_year 1');
    await store.pool.query('UPDATE term_mark SET deleted_at = now() WHERE id = $1', [id]);
    await withhold(student, id, { value: '5', scaleMax: 5 });
    expect(await progressOf(student, '2025-12-01T00:00:00Z')).toBe('half_year 1');
  });
});

describe('progress without a term', () => {
  it('is of the latest begun term that has marks', async () => {
    await group('8а', 8);
    const student = await pupil('8а', '8а');
    expect(await progressOf(student, '2025-12-01T00:00:00Z')).toBe('quarter 2');
    await mark(student, '2025-09-15');
    expect(await progressOf(student, '2025-12-01T00:00:00Z')).toBe('quarter 1');
    await mark(student, '2025-11-10');
    expect(await progressOf(student, '2025-12-01T00:00:00Z')).toBe('quarter 2');
    expect(await progressOf(student, '2025-10-30T00:00:00Z')).toBe('quarter 1');
    // 4 November 20:00 in London is already the 5th in Barnaul.
    expect(await progressOf(student, '2025-11-04T20:00:00Z')).toBe('quarter 2');
    expect(await progressOf(student, '2025-11-04T16:00:00Z')).toBe('quarter 1');
  });

  it('is, without marks, of the term of today, else of the last that began, else of the first to come', async () => {
    await group('8б', 8);
    const student = await pupil('8б', '8б');
    expect(await progressOf(student, '2025-09-10T00:00:00Z')).toBe('quarter 1');
    expect(await progressOf(student, '2026-02-01T00:00:00Z')).toBe('quarter 2');
    expect(await progressOf(student, '2025-08-10T00:00:00Z')).toBe('quarter 1');
  });

  it('is of a half-year for those who have half-years', async () => {
    await group('11а', 11);
    const student = await pupil('11а', '11а');
    await mark(student, '2025-11-10');
    expect(await progressOf(student, '2025-12-01T00:00:00Z')).toBe('half_year 1');
  });

  it('shows the marks of the source that the term was taken for', async () => {
    await group('8в', 8);
    const student = await pupil('8в', '8в');
    await rows.connection('staff', 60);
    const family = schoolRows(store, SCHOOL, 'netschool/family');
    await family.connection('family', 50);
    await mark(student, '2025-09-15');
    // Of the year both sources read a part, of the first quarter the lower one read all.
    await rows.coverage(student, '2025-11-01', '2025-11-30', '2025-11-30T10:00:00Z');
    await family.coverage(student, '2025-09-01', '2025-10-26', '2025-11-30T10:00:00Z');
    const response = await api.as(`/v1/students/${student}/progress`);
    const { source, term, subjects } = progressSchema.parse(await response.json());
    expect([source, term.name, subjects.flatMap(({ marks }) => marks.map(({ date }) => date))]).toEqual([
      'netschool/staff',
      'quarter 1',
      ['2025-09-15'],
    ]);
  });
});
