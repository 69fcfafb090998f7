import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NetschoolSimulator, startNetschool } from '../../../sandbox/netschool/index.ts';
import { type Answer, logIn, type TestClient } from './client.ts';
import { reportPage } from './report-page.ts';
import { classId, municipality, sorted, student, toldLessons, year } from './truth.ts';

let simulator: NetschoolSimulator;
let family: TestClient;
let staff: TestClient;
let studentId: string;

beforeAll(async () => {
  simulator = await startNetschool({ municipality, profile: '5.30' });
  const guardian = simulator.accountOf({ school: 1, kind: 'guardian', id: student.guardianIds[0] ?? 0 });
  if (!guardian) throw new Error('the student has no guardian with an account');
  family = await logIn(simulator, guardian);
  staff = await logIn(simulator, simulator.account('deputy'));
  studentId = String(simulator.ids.user({ school: 1, kind: 'student', id: student.id }));
});
afterAll(() => simulator.close());

const diaryOf = (client: TestClient, from: string, to: string) =>
  client.get(`/webapi/student/diary?studentId=${studentId}&yearId=301&weekStart=${from}&weekEnd=${to}`);

interface Assignment {
  readonly id: number;
  readonly typeId: number;
  readonly assignmentName: string;
  readonly weight: number;
  readonly mark?: { readonly mark: number | null; readonly dutyMark: boolean };
}

interface Lesson {
  readonly day: string;
  readonly number: number;
  readonly subjectName: string;
  readonly room: string;
  readonly startTime: string;
  readonly assignments?: readonly Assignment[];
}

const lessonsIn = (answer: Answer): Lesson[] =>
  (answer.pick('weekDays') as { lessons: Lesson[] }[]).flatMap(({ lessons }) => lessons);

describe('the diary', () => {
  it('has every lesson of a term with room, homework and works', async () => {
    const term = year.termsOf(classId)[0];
    if (!term) throw new Error('no term');
    const seen = lessonsIn(await diaryOf(family, term.startDay, term.endDay));
    const line = (day: string, number: number, name: string, room: string, home: string): string =>
      `${day.slice(0, 10)} ${number} ${name} ${room} ${home}`;
    expect(
      sorted(
        seen.map((lesson) => {
          const home = lesson.assignments?.find(({ typeId }) => typeId === 3)?.assignmentName ?? '';
          return line(lesson.day, lesson.number, lesson.subjectName, lesson.room, home);
        }),
      ),
    ).toEqual(
      sorted(
        toldLessons(term.startDay, term.endDay).map((lesson) =>
          line(lesson.date, lesson.number, lesson.name, lesson.room, lesson.record.homework?.text ?? ''),
        ),
      ),
    );
  });

  it("shows nothing of another family's child", async () => {
    const other = year.students.find(({ guardianIds }) => !guardianIds.includes(student.guardianIds[0] ?? 0));
    const id = simulator.ids.user({ school: 1, kind: 'student', id: other?.id ?? 0 });
    const path = `student/diary?studentId=${id}&yearId=301&weekStart=2025-09-08&weekEnd=2025-09-14`;
    expect((await family.get(`/webapi/${path}`)).status).toBe(403);
  });

  it('gives the details, the weight and the teacher of an assignment', async () => {
    const lessons = lessonsIn(await diaryOf(family, '2025-09-15', '2025-10-05'));
    const marked = lessons
      .flatMap(({ assignments = [] }) => assignments)
      .find(({ mark, typeId }) => mark && typeId !== 3);
    const details = await family.get(`/webapi/student/diary/assigns/${marked?.id}?studentId=${studentId}`);
    expect(details.json).toMatchObject({ id: marked?.id, weight: marked?.weight });
    expect(details.pick('subjectGroup.name')).toMatch(/^\d+[а-я]\//);
    expect(details.pick('teachers.0.name')).toMatch(/^\S+ \S+/);
  });

  it('gives files only after they have been listed, where the server is so', async () => {
    const lessons = lessonsIn(await diaryOf(family, year.startDay, year.endDay));
    const assignId = lessons.flatMap(({ assignments = [] }) => assignments.map(({ id }) => id));
    const path = `/webapi/student/diary/get-attachments?studentId=${studentId}`;
    const listed = await family.postJson(path, { assignId });
    const file = listed.pick('0.attachments.0') as { id: number; name: string };
    expect(file.name).toMatch(/\.(docx|png)$/);
    const answer = await family.get(`/webapi/attachments/${file.id}`);
    expect(answer.status).toBe(200);
    expect(decodeURIComponent(answer.headers.get('filename') ?? '')).toBe(file.name);
    const guardian = simulator.accountOf({ school: 1, kind: 'student', id: student.id });
    const fresh = await logIn(simulator, guardian ?? simulator.account('student'));
    expect((await fresh.get(`/webapi/attachments/${file.id}`)).status).toBe(403);
  });

  it('keeps back what comes after the moment of the journal', async () => {
    simulator.setAsOf('2025-10-01T12:00');
    const later = lessonsIn(await diaryOf(family, '2025-10-06', '2025-10-17'));
    simulator.setAsOf(null);
    expect(later.length).toBeGreaterThan(10);
    expect(
      later.flatMap(({ assignments = [] }) => assignments).some(({ mark, typeId }) => mark || typeId !== 3),
    ).toBe(false);
    const all = lessonsIn(await diaryOf(family, '2025-10-06', '2025-10-17'));
    expect(all.flatMap(({ assignments = [] }) => assignments).some(({ mark }) => mark)).toBe(true);
  });
});

describe('the staff side', () => {
  it('lists classes, students, subjects, terms and subject groups', async () => {
    const classes = (await staff.get('/webapi/classes?expand=chiefs')).json as { id: number; name: string }[];
    expect(classes.map(({ name }) => name)).toEqual(year.classes.map(({ name }) => name));
    const one = year.classes[5];
    const id = simulator.ids.class(1, one?.id ?? 0);
    const roster = (await staff.get(`/webapi/grade/studentList?classId=${id}`)).json as unknown[];
    expect(roster).toHaveLength(year.rosterOn(one?.id ?? 0, year.endDay).length);
    const older = await staff.get(`/api/v2/lacc/GetStudentList2?ClassID=${id}&out=json`);
    expect(older.json).toHaveLength(roster.length);
    expect((await staff.get('/webapi/subjects')).json).toHaveLength(year.subjects.length);
    expect((await staff.get('/webapi/terms')).json).toHaveLength(year.terms.length);
    const groups = (await staff.get(`/webapi/subjectgroups?classId=${id}`)).json as { name: string }[];
    expect(groups).toHaveLength(one?.groupIds.length ?? 0);
    expect(groups.every(({ name }) => name.startsWith(`${one?.name}/`))).toBe(true);
  });

  it('gives the timetable of a class by dates, with rooms and times by id', async () => {
    const id = simulator.ids.class(1, classId);
    const rows = (
      await staff.get(
        `/webapi/schedule/classmeetings?classId=${id}&start=2025-09-08T00:00:00&end=2025-09-12T00:00:00`,
      )
    ).json as { day: string; number: number; roomId: number; scheduleTimeId: number }[];
    const told = ['08', '09', '10', '11', '12'].flatMap((day) => year.lessonsOn(classId, `2025-09-${day}`));
    expect(rows).toHaveLength(told.length);
    const rooms = new Map(
      ((await staff.get('/webapi/rooms')).json as { id: number; roomname: string }[]).map(
        ({ id: roomId, roomname }) => [roomId, roomname],
      ),
    );
    const times = new Map(
      ((await staff.get('/webapi/schedule/times')).json as { id: number; startTime: string }[]).map(
        ({ id: timeId, startTime }) => [timeId, startTime.slice(11, 16)],
      ),
    );
    expect(
      rows.map(
        (row) =>
          `${row.day.slice(0, 10)} ${row.number} ${rooms.get(row.roomId)} ${times.get(row.scheduleTimeId)}`,
      ),
    ).toEqual(told.map((lesson) => `${lesson.date} ${lesson.number} ${lesson.room} ${lesson.startTime}`));
  });

  it('has a registry of staff, by pages and as a file', async () => {
    const form = {
      filterContext: { selectedData: [], params: null },
      fields: ['fio'],
      page: 1,
      pageSize: 5,
      search: null,
      order: null,
    };
    const page = await staff.postJson('/webapi/users/staff/registry', form);
    expect(page.pick('totalItems')).toBe(year.staff.length);
    expect(page.pick('rows')).toHaveLength(5);
    const fileId = await staff.postJson('/webapi/users/staff/registry?export=true', form);
    const file = await staff.get(`/webapi/files/${fileId.json}`);
    expect(file.text).toContain('Основная должность');
    expect(file.headers.get('content-type')).toContain('ms-excel');
  });

  it('lists a class in the report form and the address book, with the parents of each student there', async () => {
    const id = simulator.ids.class(1, classId);
    const filters = await staff.postJson('/webapi/v2/reports/studenttotal/initfilters', {
      params: null,
      selectedData: [{ filterId: 'PCLID', filterValue: String(id) }],
    });
    expect(filters.pick('0.filterId')).toBe('period');
    const students = filters.pick('1.items') as { value: string }[];
    expect(students.map(({ value }) => value)).toContain(studentId);
    const book = load(
      (await staff.postForm('/asp/Messages/addrbkleft.asp', { LoginType: '0', CLASSES: String(id) })).text,
    );
    const row = book(`tr:contains("${student.lastName} ${student.firstName}")`).first();
    const parents = student.guardianIds.map((guardian) =>
      String(simulator.ids.user({ school: 1, kind: 'guardian', id: guardian })),
    );
    for (const parent of parents) expect(row.html()).toContain(`AddBk('${parent}'`);
  });
});

describe('reports', () => {
  it.each([
    ['5.30', false],
    ['5.25', true],
  ] as const)('tell the final marks (%s)', async (_profile, singleHeaderTotals) => {
    simulator.setQuirks({ singleHeaderTotals });
    const page = load(await reportPage(simulator, staff, 'studenttotalmarks', { SID: studentId }));
    const terms = year.termsOf(classId);
    const rows = page('table.table-print tr')
      .toArray()
      .map((row) =>
        page(row)
          .find('td')
          .toArray()
          .map((cell) => page(cell).text()),
      )
      .filter((cells) => cells.length > 0);
    for (const [, name = '', ...marks] of rows) {
      const subject = year.subjects.find((one) => one.name === name.split('/')[0]);
      const told = [...terms.map(({ id }) => year.termMarks(classId, id)), year.yearMarks(classId)].map(
        (list) =>
          list.find((mark) => mark.studentId === student.id && mark.subjectId === subject?.id)?.value ?? '',
      );
      expect([name, ...marks]).toEqual([name, ...told, '', '']);
    }
    expect(rows.length).toBeGreaterThan(8);
    expect(page('table.table-print tr').length - rows.length).toBe(singleHeaderTotals ? 1 : 2);
  });

  it('tell absences by their codes beside the marks', async () => {
    const absent = year.students
      .filter(({ enrolments }) => enrolments[0]?.classId === classId)
      .map(({ id }) => String(simulator.ids.user({ school: 1, kind: 'student', id })));
    const codes = new Set<string>();
    for (const SID of absent) {
      const page = load(
        await reportPage(simulator, staff, 'studenttotal', {
          SID,
          period: `${year.startDay}T00:00 - ${year.endDay}T00:00`,
        }),
      );
      for (const cell of page('.table-print td:not([class])').toArray()) {
        for (const code of page(cell)
          .text()
          .match(/[А-Я]+/g) ?? [])
          codes.add(code);
      }
    }
    const known = ['Б', 'УП', 'НП', 'ОТ', 'ОП', 'ОСВ'];
    for (const code of codes) expect(known).toContain(code);
    expect(codes.has('Б')).toBe(true);
    expect(codes.has('ОП')).toBe(true);
  });

  it('count marks in the letter to parents and draw the charts', async () => {
    const term = String(simulator.ids.term(1, year.termsOf(classId)[0]?.id ?? 0));
    const letter = load(
      await reportPage(simulator, staff, 'parentinfoletter', { SID: studentId, TERMID: term }),
    );
    const totals = letter('tr.totals td')
      .toArray()
      .map((cell) => letter(cell).text());
    const told = toldLessons(year.startDay, year.termsOf(classId)[0]?.endDay ?? '').flatMap(
      ({ marks }) => marks,
    );
    expect(totals.slice(1, 5)).toEqual(
      ['5', '4', '3', '2'].map((mark) => {
        const count = told.filter((one) => one === mark).length;
        return count === 0 ? '' : String(count);
      }),
    );
    const chart = load(await reportPage(simulator, staff, 'studentaveragemark', { SID: studentId }));
    expect(chart('table.chart-bars tr.chart-data-row')).toHaveLength(2);
  });
});
