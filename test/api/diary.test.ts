import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { diarySchema } from '../../src/api/schemas/diary.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { startApi, type TestApi } from './api.ts';
import { type Invented, putInvented } from './invented.ts';

type Diary = z.infer<typeof diarySchema>;

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

async function diary(from: string, to: string, student = invented.student): Promise<Diary> {
  const response = await api.as(`/v1/students/${student}/diary?from=${from}&to=${to}`);
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status: 200 });
  return diarySchema.parse(body);
}

const week = () => diary('2025-09-08', '2025-09-14');

describe('diary', () => {
  it('tells whose it is, and what was read and when', async () => {
    expect(await week()).toMatchObject({
      student: { id: invented.student, class: { name: '7б' } },
      timeZone: 'Asia/Barnaul',
      source: 'netschool/family',
      seenAt: '2025-09-20T10:00:00.000Z',
      covered: [{ from: '2025-09-08', to: '2025-09-14' }],
      gaps: {},
    });
  });

  it('tells everything about a lesson', async () => {
    const [monday] = (await week()).days;
    expect(monday?.lessons[0]).toMatchObject({
      number: 1,
      startTime: '08:30',
      endTime: '09:10',
      subject: { name: 'Алгебра' },
      group: '7б/Алгебра',
      kind: 'lesson',
      topic: 'Дроби',
      room: '214',
      teacher: { displayName: 'Придумова Вера Ильинична' },
      substitution: {
        substituteTeacher: { displayName: 'Заменский Олег Львович' },
        plannedSubject: null,
        reason: 'болезнь',
      },
      homework: [
        { text: '№ 12, 13', minutes: null, files: [{ key: 'f1', name: 'задание.pdf' }], personal: false },
      ],
      marks: [
        {
          value: '5',
          scaleMax: 5,
          weight: 2,
          workType: { name: 'Контрольная работа', abbreviation: 'К' },
          topic: 'Контрольная',
          comment: 'молодец',
          firstSeenAt: '2025-09-20T10:00:00.000Z',
        },
      ],
      attendance: [],
    });
  });

  it('puts on a lesson what names only subject and day, where just one lesson fits', async () => {
    const wednesday = (await week()).days.find(({ date }) => date === '2025-09-10');
    expect(wednesday?.lessons[0]?.marks).toMatchObject([{ value: '4/5' }]);
    expect(wednesday?.lessons[0]?.attendance).toMatchObject([{ status: 'late', rawCode: 'ОП' }]);
  });

  it('loses nothing that fits no lesson or several', async () => {
    const found = (await week()).days.map(({ date, lessons, unplaced }) => [
      date,
      lessons.length,
      unplaced.marks.map(({ subject, mark }) => `${subject?.name} ${mark.value}`),
      unplaced.attendance.map(({ subject, attendance }) => `${subject?.name} ${attendance.status}`),
    ]);
    expect(found).toEqual([
      ['2025-09-08', 3, ['Физика 3'], []],
      ['2025-09-09', 0, ['Физика .'], []],
      ['2025-09-10', 1, [], []],
      ['2025-09-11', 0, [], ['undefined absent']],
    ]);
  });

  it('counts the week, and gives the terms of the grade with their marks', async () => {
    const { weeks, terms } = await week();
    expect(weeks).toEqual([
      {
        from: '2025-09-08',
        to: '2025-09-14',
        lessons: 4,
        marks: 4,
        missed: { total: 2, sick: 1, excused: 0, unexcused: 0, schoolEvent: 0, notGiven: 1 },
        late: 1,
      },
    ]);
    expect(terms).toMatchObject([
      { name: '1 четверть', kind: 'quarter', marks: [{ subject: { name: 'Алгебра' }, value: '5' }] },
    ]);
  });

  it('counts the whole term, whichever of its days were asked for', async () => {
    const totals = {
      lessons: 4,
      marks: 4,
      missed: { total: 2, sick: 1, excused: 0, unexcused: 0, schoolEvent: 0, notGiven: 1 },
      late: 1,
    };
    for (const [from, to] of [
      ['2025-09-08', '2025-09-14'],
      ['2025-10-01', '2025-10-03'],
    ] as const) {
      expect((await diary(from, to)).terms.map((term) => term.totals)).toEqual([totals]);
    }
  });

  it('cuts weeks to the days asked for', async () => {
    const { weeks } = await diary('2025-09-10', '2025-09-16');
    expect(weeks.map(({ from, to, lessons }) => [from, to, lessons])).toEqual([
      ['2025-09-10', '2025-09-14', 1],
      ['2025-09-15', '2025-09-16', 0],
    ]);
  });

  it('is empty, and says that nothing was read, outside of what was read', async () => {
    expect(await diary('2026-03-02', '2026-03-08')).toMatchObject({
      source: 'netschool/family',
      seenAt: null,
      covered: [],
      days: [],
    });
  });

  it('is empty without a source for a student whom no source puts in a group', async () => {
    const answer = await diary('2025-09-08', '2025-09-14', invented.studentB);
    expect(answer).toMatchObject({ source: null, gaps: {}, days: [], terms: [], student: { class: null } });
  });
});

describe('choice of the source', () => {
  it('prefers the source that read all of the days, then the higher rank', async () => {
    const { staff, student } = invented;
    await staff.coverage(student, '2025-09-08', '2025-09-12', '2025-09-19T10:00:00Z');
    expect((await week()).source).toBe('netschool/family');
    const covered = await diary('2025-09-08', '2025-09-12');
    expect(covered).toMatchObject({ source: 'netschool/staff', seenAt: '2025-09-19T10:00:00.000Z' });
    expect(covered.gaps).toEqual({ homework: 'Отчёты не содержат заданий' });
  });

  it('counts pieces that join as the whole, seen when the oldest of them was', async () => {
    const { staff, student } = invented;
    await staff.coverage(student, '2025-09-13', '2025-09-30', '2025-09-18T10:00:00Z');
    expect(await week()).toMatchObject({ source: 'netschool/staff', seenAt: '2025-09-18T10:00:00.000Z' });
  });
});
