import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { diarySchema } from '../../src/api/schemas/diary.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { startApi, type TestApi } from './api.ts';
import { putSchool, type SchoolRows, schoolRows } from './rows.ts';

const SCHOOL = '33333333-3333-4333-8333-333333333333';
const NOWHERE = '44444444-4444-4444-8444-444444444444';
const days = ['2025-09-08', '2025-09-09', '2025-09-10'] as const;
const subjects = ['a', 'b', 'c'] as const;

let store: Store;
let api: TestApi;
let rows: SchoolRows;
beforeAll(async () => {
  store = await testStore();
  await putSchool(store, { id: SCHOOL, name: 'Ш', municipality: 'М', timeZone: 'Europe/Moscow' });
  rows = schoolRows(store, SCHOOL, 'netschool/staff');
  for (const name of subjects) await rows.put('subject', name, { name });
  api = await startApi(store.url);
});
afterAll(async () => {
  await api.close();
  await store.close();
});

const subject = fc.constantFrom(...subjects);
const date = fc.constantFrom(...days);
const edge = fc.option(fc.constantFrom('2025-09-01', ...days, '2025-09-20'));

/** Anything that sources have been seen to tell: overlapping memberships, days the wrong way round, lost lessons. */
const told = fc.record({
  memberships: fc.array(fc.record({ subject, fromDay: edge, toDay: edge }), { minLength: 1, maxLength: 5 }),
  lessons: fc.array(fc.record({ subject, date, deleted: fc.boolean() }), { maxLength: 8 }),
  marks: fc.array(fc.record({ subject, date, lesson: fc.option(fc.nat(8)), deleted: fc.boolean() }), {
    maxLength: 12,
  }),
});

type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;
let round = 0;

/** Puts a new student with all of it, and returns the id and the values of the live marks. */
async function put({ memberships, lessons, marks }: Told) {
  round += 1;
  const key = (name: string, index: number) => `${round}/${name}/${index}`;
  // Groups of its own, so that one student's lessons are not another's.
  const groups = new Map<string, string>();
  for (const name of subjects) {
    const subjectId = rows.id('subject', name);
    groups.set(name, await rows.put('subjectGroup', key(name, 0), { name, subjectId }));
  }
  const studentId = await rows.put('student', key('student', 0), { displayName: 'Ученик' });
  for (const [index, { subject: name, fromDay, toDay }] of memberships.entries()) {
    const subjectGroupId = groups.get(name);
    await rows.put('groupMembership', key('member', index), { studentId, subjectGroupId, fromDay, toDay });
  }
  for (const [index, { subject: name, date: day, deleted }] of lessons.entries()) {
    const ids = { subjectId: rows.id('subject', name), subjectGroupId: groups.get(name) };
    await rows.put('lesson', key('lesson', index), { ...ids, date: day, kind: 'lesson' }, { deleted });
  }
  for (const [index, { subject: name, date: day, lesson, deleted }] of marks.entries()) {
    const lessonId =
      lesson === null ? null : lesson < lessons.length ? rows.id('lesson', key('lesson', lesson)) : NOWHERE;
    const fields = { studentId, subjectId: rows.id('subject', name), date: day, lessonId };
    await rows.put('mark', key('mark', index), { ...fields, value: String(index), scaleMax: 5 }, { deleted });
  }
  return { studentId, live: marks.flatMap(({ deleted }, index) => (deleted ? [] : [String(index)])) };
}

async function diaryOf(studentId: string): Promise<z.infer<typeof diarySchema>> {
  const response = await api.as(`/v1/students/${studentId}/diary?from=${days[0]}&to=${days[2]}`);
  return diarySchema.parse(await response.json());
}

describe('a diary of whatever a source told', () => {
  it('has every live mark once and no lesson twice', async () => {
    await fc.assert(
      fc.asyncProperty(told, async (what) => {
        const { studentId, live } = await put(what);
        const diary = await diaryOf(studentId);
        const placed = diary.days.flatMap(({ lessons }) => lessons.flatMap(({ marks }) => marks));
        const alone = diary.days.flatMap(({ unplaced }) => unplaced.marks.map(({ mark }) => mark));
        expect([...placed, ...alone].map(({ value }) => value).sort()).toEqual(live.sort());
        const ids = diary.days.flatMap(({ lessons }) => lessons.map(({ id }) => id));
        expect(ids).toHaveLength(new Set(ids).size);
        expect(diary.weeks.reduce((sum, week) => sum + week.marks, 0)).toBe(live.length);
      }),
      { numRuns: 40 },
    );
  });
});
