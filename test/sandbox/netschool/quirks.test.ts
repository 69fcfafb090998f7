import { load } from 'cheerio';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/http/faults.ts';
import {
  type NetschoolSimulator,
  type ProfileName,
  type Quirks,
  startNetschool,
} from '../../../sandbox/netschool/index.ts';
import { type Answer, logIn, makeClient, type TestClient } from './client.ts';
import { reportPage } from './report-page.ts';
import { municipality, student, toldLessons, year } from './truth.ts';

let simulator: NetschoolSimulator;
afterEach(() => simulator.close());

async function start(quirks: Partial<Quirks>, profile: ProfileName = '5.30'): Promise<TestClient> {
  simulator = await startNetschool({ municipality, profile, quirks });
  const account = simulator.accountOf({ school: 1, kind: 'student', id: student.id });
  if (!account) throw new Error('the student has no account');
  return logIn(simulator, account);
}

const idOf = (): string => String(simulator.ids.user({ school: 1, kind: 'student', id: student.id }));

const diary = (client: TestClient, from = '2025-09-08', to = '2025-10-05'): Promise<Answer> =>
  client.get(`/webapi/student/diary?studentId=${idOf()}&yearId=301&weekStart=${from}&weekEnd=${to}`);

interface Lesson {
  readonly number: number;
  readonly subjectName: string;
  readonly assignments?: readonly {
    readonly id: number;
    readonly weight: number;
    readonly assignmentName: string;
    readonly mark?: { readonly mark: number | null; readonly dutyMark: boolean };
  }[];
}

const lessonsIn = (answer: Answer): Lesson[] =>
  (answer.pick('weekDays') as { lessons: Lesson[] }[]).flatMap(({ lessons }) => lessons);
const assignmentsIn = (answer: Answer) => lessonsIn(answer).flatMap(({ assignments = [] }) => assignments);

describe('a quirk of the school search', () => {
  it.each([
    [false, 200],
    [true, 403],
  ])('without a name (%s)', async (searchNeedsName, status) => {
    await start({ searchNeedsName });
    const client = makeClient(simulator.baseUrl);
    expect((await client.get('/webapi/schools/search')).status).toBe(status);
    const found = await client.get(`/webapi/schools/search?name=${encodeURIComponent('У')}`);
    expect(found.pick('0')).toMatchObject({ id: 41, provinceId: -1, cityId: 1 });
  });

  it('is the older list with addresses', async () => {
    await start({}, '5.13');
    const found = await makeClient(simulator.baseUrl).get('/webapi/addresses/schools');
    expect(found.pick('0')).toMatchObject({ id: 41, funcType: 2 });
  });
});

describe('a quirk of the diary', () => {
  it('gives students as an object and the current one by id', async () => {
    const client = await start({ studentsAsObject: true, currentStudentAsId: true });
    const init = await client.get('/webapi/student/diary/init');
    expect(init.pick('students.0.studentId')).toBe(init.pick('currentStudentId'));
    expect(Array.isArray(init.pick('students'))).toBe(false);
  });

  it.each([
    [true, undefined],
    [false, []],
  ])('leaves weekDays out in the holidays (%s)', async (weekDaysAbsent, expected) => {
    const client = await start({ weekDaysAbsent });
    const answer = await diary(client, '2026-01-01', '2026-01-05');
    expect(answer.pick('weekDays')).toEqual(expected);
  });

  it('says weight 0, and the real one in the details', async () => {
    const client = await start({ weightZeroInDiary: true });
    const works = assignmentsIn(await diary(client));
    expect(works.every(({ weight }) => weight === 0)).toBe(true);
    const marked = works.find(({ mark }) => mark);
    const details = await client.get(`/webapi/student/diary/assigns/${marked?.id}?studentId=${idOf()}`);
    expect(details.pick('weight')).toBeGreaterThan(0);
  });

  it('repeats a lesson number on Mondays', async () => {
    const client = await start({ duplicateNumbers: true });
    const lessons = lessonsIn(await diary(client, '2025-09-15', '2025-09-15'));
    expect(new Set(lessons.map(({ number }) => number)).size).toBe(lessons.length - 1);
  });

  it('has marks outside the scale', async () => {
    const client = await start({ markOutsideScale: true });
    expect(assignmentsIn(await diary(client)).some(({ mark }) => mark?.mark === 7)).toBe(true);
  });

  it('has a lesson on a holiday, and one outside the year', async () => {
    const client = await start({ lessonOnHoliday: true, dateOutsideYear: true });
    const answer = await diary(client, year.startDay, year.endDay);
    const days = (answer.pick('weekDays') as { date: string }[]).map(({ date }) => date.slice(0, 10));
    expect(days.some((day) => day < year.startDay)).toBe(true);
    expect(days.some((day) => year.breaks.some(({ startDay }) => startDay === day))).toBe(true);
  });

  it('has untidy topics and fractions of seconds', async () => {
    const client = await start({ untidyTexts: true, diaryFractions: true });
    const answer = await diary(client);
    expect(assignmentsIn(answer).some(({ assignmentName }) => assignmentName === '---Не указана---')).toBe(
      true,
    );
    expect(answer.pick('weekDays.0.date')).toMatch(/T00:00:00\.\d{3}$/);
  });

  it('hides a type of work', async () => {
    const client = await start({ hiddenTypeId: 10 });
    const types = (await client.get('/webapi/grade/assignment/types?all=false')).json as { id: number }[];
    expect(types.some(({ id }) => id === 10)).toBe(false);
    expect(types).toHaveLength(year.workTypes.length - 1);
  });

  it('has ids of 19 digits as bare numbers, and takes them back', async () => {
    const client = await start({ longIds: true });
    const init = await client.get('/webapi/student/diary/init');
    expect(init.text).toContain(`"studentId":${idOf()},`);
    expect(idOf()).toMatch(/^\d{19}$/);
    expect(String(Number(idOf()))).not.toBe(idOf());
    const answer = await diary(client);
    const ids = [...answer.text.matchAll(/"assignmentId":(\d{19}),/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    const details = await client.get(`/webapi/student/diary/assigns/${ids[0]}?studentId=${idOf()}`);
    expect(details.status).toBe(200);
    const listed = await client.request('POST', `/webapi/student/diary/get-attachments?studentId=${idOf()}`, {
      headers: { 'content-type': 'application/json' },
      body: `{"assignId":[${ids.join(',')}]}`,
    });
    expect(listed.status).toBe(200);
  });

  it('splits 4/5 into two assignments of one name, and has no words as marks', async () => {
    const client = await start({});
    const answer = await diary(client, year.startDay, year.endDay);
    const told = toldLessons(year.startDay, year.endDay);
    const double = told.find(({ record }) =>
      record.marks.some(
        (mark) => mark.studentId === student.id && /^\d\/\d$/.test(mark.edits.at(-1)?.value ?? mark.value),
      ),
    );
    const topic = double?.record.works.find(({ index }) => record(double, index))?.topic;
    const rows = assignmentsIn(answer).filter(({ assignmentName, mark }) => mark && assignmentName === topic);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(assignmentsIn(answer).every(({ mark }) => !mark || mark.mark !== null || mark.dutyMark)).toBe(
      true,
    );
  });
});

const record = (told: ReturnType<typeof toldLessons>[number], index: number): boolean =>
  told.record.marks.some(
    ({ studentId, workIndex, value }) =>
      studentId === student.id && workIndex === index && value.includes('/'),
  );

describe('a quirk of mail, files and reports', () => {
  it('has mail ids as text', async () => {
    const client = await start({ mailIdsAsText: true });
    const form = {
      filterContext: { selectedData: [{ filterId: 'MailBox', filterValue: 'Inbox' }] },
      page: 1,
      pageSize: 2,
    };
    const inbox = await client.postJson('/webapi/mail/registry', form);
    expect(inbox.json).toMatchObject({ page: 1, totalItems: 5 });
    expect(typeof inbox.pick('rows.0.id')).toBe('string');
    const letter = await client.get(`/webapi/mail/messages/${inbox.pick('rows.0.id')}/read?userId=1`);
    expect(letter.pick('subject')).toBe(inbox.pick('rows.0.subject'));
  });

  it('names a file by a GUID', async () => {
    const client = await start({ attachmentGuid: true, attachmentsNeedListing: false });
    const assignId = assignmentsIn(await diary(client, year.startDay, year.endDay)).map(({ id }) => id);
    const listed = await client.postJson(`/webapi/student/diary/get-attachments?studentId=${idOf()}`, {
      assignId,
    });
    const file = listed.pick('0.attachments.0') as { id?: number; attachmentGuid: string };
    expect(file.id).toBeUndefined();
    expect((await client.get(`/webapi/attachments/${file.attachmentGuid}`)).status).toBe(200);
  });

  it('repeats the column of a day for the second lesson of a subject', async () => {
    const client = await start({ repeatedDayColumns: true });
    const period = `${year.startDay}T00:00 - ${year.endDay}T00:00`;
    const page = load(await reportPage(simulator, client, 'studenttotal', { SID: idOf(), period }));
    const months = page('.table-print tr:nth-child(1) th[colspan]')
      .toArray()
      .map((cell) => Number(page(cell).attr('colspan')));
    const days = page('.table-print tr:nth-child(2) th').toArray();
    expect(months.reduce((sum, one) => sum + one, 0)).toBe(days.length);
  });

  it('answers the legacy timetable, in windows-1251 on an old server, with 500 on a new one', async () => {
    const client = await start({}, '5.13');
    const form = { at: client.at, ver: '1', date: '8.9.25', PCLID_IUP: '1', LoginType: '0' };
    const page = await client.postForm('/asp/Calendar/WeekViewTimeS.asp', form);
    expect(page.headers.get('content-type')).toContain('windows-1251');
    expect(load(page.text)('table.table tr')).toHaveLength(7);
    simulator.setQuirks({ legacyPagesBroken: true });
    expect((await client.postForm('/asp/Calendar/WeekViewTimeS.asp', form)).status).toBe(500);
  });
});

describe('a fault', () => {
  const path = 'student/diary';
  const cases: readonly (readonly [string, Fault, (answer: Answer) => void])[] = [
    [
      'a page instead of JSON',
      { path, html: '<html></html>' },
      ({ text, status }) => expect([status, text]).toEqual([200, '<html></html>']),
    ],
    [
      "a proxy's 403",
      { path, status: 403, html: 'Доступ к сайту запрещён' },
      ({ status }) => expect(status).toBe(403),
    ],
    [
      'JSON cut short',
      { path, truncate: 100 },
      ({ json, text }) => expect([json, text.length]).toEqual([undefined, 100]),
    ],
    [
      '503 with Retry-After',
      { path, status: 503, retryAfter: '7' },
      ({ headers }) => expect(headers.get('retry-after')).toBe('7'),
    ],
    ['429', { path, status: 429 }, ({ status }) => expect(status).toBe(429)],
    [
      'a field that is gone',
      { path, drop: 'subjectName' },
      ({ text }) => expect(text).not.toContain('subjectName'),
    ],
    [
      'a changed text',
      { path, replace: ['"className"', '"klass"'] },
      (answer) => expect(answer.pick('klass')).toBeDefined(),
    ],
  ];

  it.each(cases)('gives %s', async (_name, fault, check) => {
    const client = await start({ faults: [fault] });
    check(await diary(client));
  });

  it('breaks the connection', async () => {
    const client = await start({ faults: [{ path, reset: true }] });
    await expect(diary(client)).rejects.toThrow();
  });

  it('spoils only the requests that it is to spoil, and can be taken away', async () => {
    const client = await start({
      faults: [{ path: /diary$/, method: 'GET', skip: 1, times: 2, status: 502 }],
    });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await diary(client)).status);
    expect(statuses).toEqual([200, 502, 502, 200]);
    simulator.setQuirks({ faults: [{ path, status: 500 }] });
    expect((await diary(client)).status).toBe(500);
    simulator.setQuirks({ faults: [] });
    expect((await diary(client)).status).toBe(200);
  });
});

describe('the log of requests', () => {
  const path = 'student/diary';

  it('counts by path without ids and queries, and sees how many were open at once', async () => {
    const client = await start({ faults: [{ path, delayMs: 50 }] });
    simulator.clearLog();
    await Promise.all([diary(client), diary(client), client.get('/webapi/attachments/123456')]);
    expect(simulator.requests.counts.get('GET /webapi/student/diary')).toBe(2);
    expect(simulator.requests.counts.get('GET /webapi/attachments/{id}')).toBe(1);
    expect(simulator.requests.maxConcurrentPerSession).toBeGreaterThan(1);
    expect(simulator.requests.recent.join()).not.toContain(idOf());
    expect((await client.get('/webapi/nowhere')).status).toBe(404);
  });
});
