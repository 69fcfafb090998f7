import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markAt } from '../../../sandbox/school-year/index.ts';
import { type Answer, ask, fieldOf, rowsOf } from './client.ts';
import {
  at,
  type Entry,
  get,
  type Lesson,
  type Mark,
  schedule,
  source,
  startSource,
  stopSource,
  termSchedule,
  type Work,
} from './source.ts';
import {
  absencesOf,
  classId,
  END_OF_YEAR,
  lessonsOf,
  marksOf,
  student,
  vendorValues,
  year,
} from './truth.ts';

beforeAll(startSource);
afterAll(stopSource);

describe('the older version', () => {
  it('lists terms of the school, classes of a teacher, and absences without a question mark', async () => {
    const old = (path: string): Promise<Answer> =>
      ask(`${source.simulator.baseUrl}/v1/${path}`, { token: source.staff });
    const school = source.simulator.ids.school(1);
    expect(rowsOf(await old(`edu-school/${school}/reporting-periods`))).toHaveLength(year.terms.length);
    const teacher = source.simulator.ids.person({
      school: 1,
      kind: 'staff',
      id: year.groups[0]?.teacherId ?? 0,
    });
    expect(rowsOf(await old(`teacher/${teacher}/schools/${school}/edu-groups`)).length).toBeGreaterThan(0);
    const dates = '2025-09-01/2026-05-25';
    const one = rowsOf<Entry>(
      await old(`lesson-log-entries/schools/${school}/persons/${source.person}/${dates}`),
    );
    expect(one).toHaveLength(absencesOf(student, lessonsOf(student, '2025-09-01', '2026-05-25')).length);
    const all = await old(`lesson-log-entries/groups/${source.group}/subjects/0/${dates}`);
    expect(rowsOf(all).length).toBeGreaterThan(one.length / 2);
    expect((await get(`edu-school/${school}/reporting-periods`, source.staff)).status).toBe(404);
  });
});

describe('marks of terms', () => {
  const told = (): string[] => {
    const terms = year.termsOf(classId).flatMap(({ id, ordinal }) =>
      year
        .termMarks(classId, id)
        .filter(({ studentId }) => studentId === student.id)
        .map((mark) => ({ mark, place: `Quarter ${ordinal - 1}` })),
    );
    const years = year
      .yearMarks(classId)
      .filter(({ studentId }) => studentId === student.id)
      .map((mark) => ({ mark, place: 'Year 0' }));
    return [...terms, ...years]
      .flatMap(({ mark, place }) =>
        vendorValues(markAt(mark, END_OF_YEAR)).map(
          (value) => `${source.simulator.ids.subject(1, mark.subjectId)} ${place} ${value}`,
        ),
      )
      .sort();
  };

  it('are the same in all three lists', async () => {
    const all = await get(`persons/${source.person}/edu-groups/${source.group}/allfinalmarks`);
    const works = new Map(rowsOf<Work>(all, 'works').map((work) => [work.id, work]));
    const seen = rowsOf<Mark>(all, 'marks').map((mark) => {
      const work = works.get(mark.work);
      return `${work?.subjectId} ${work?.periodType} ${work?.periodNumber} ${mark.value}`;
    });
    expect(seen.sort()).toEqual(told());
    const own = rowsOf<{ subject: number; 'final-mark': Mark }>(
      await get(`persons/${source.person}/edu-groups/${source.group}/final-marks`),
    );
    expect(own.map((row) => row['final-mark'].value).sort()).toEqual(
      seen.map((text) => text.split(' ')[3]).sort(),
    );
    const ofClass = rowsOf<{
      person: number;
      reportingPeriod: string | null;
      'per-subject-final-marks': readonly unknown[];
    }>(await get(`edu-groups/${source.group}/final-marks`, source.staff));
    const rows = ofClass.filter((row) => row.person === source.person);
    expect(rows.filter(({ reportingPeriod }) => reportingPeriod === null)).toHaveLength(1);
    expect(rows.flatMap((row) => row['per-subject-final-marks'])).toHaveLength(seen.length);
  });

  it('hang on no lesson', async () => {
    const all = await get(`persons/${source.person}/edu-groups/${source.group}/allfinalmarks`);
    expect(all.text).toContain('"lesson":null,"lesson_str":null,"number":0');
  });
});

describe('averages', () => {
  const numbersOf = (subject: number): number[] =>
    marksOf(
      student,
      lessonsOf(student, '2025-09-01', '2025-10-25').filter(({ subjectId }) => subjectId === subject),
    )
      .map((text) => Number(text.split(' ')[2]))
      .filter((number) => !Number.isNaN(number));

  const mean = (numbers: readonly number[]): string =>
    (numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toFixed(2);

  it('are texts with a comma', async () => {
    const subject = year.subjects.find(({ id }) => numbersOf(id).length > 2)?.id ?? 0;
    const period = source.simulator.ids.period(1, year.termsOf(classId)[0]?.id ?? 0);
    const path = `persons/${source.person}/reporting-periods/${period}/subjects/${source.simulator.ids.subject(1, subject)}/avg-mark`;
    const { text } = await get(path);
    expect(text).toBe(`"${mean(numbersOf(subject)).replace('.', ',')}"`);
  });

  it('of a class agree with those of its students, subgroups included', async () => {
    const rows = rowsOf<{
      person: number;
      'per-subject-averages': readonly { subject: number; 'avg-mark-value': string }[];
    }>(await get(`edu-groups/${source.group}/avg-marks/2025-09-01/2025-10-25`, source.staff));
    const own = rows.find((row) => row.person === source.person)?.['per-subject-averages'] ?? [];
    const told = year.subjects
      .filter(({ id }) => numbersOf(id).length > 0)
      .map(({ id }) => `${source.simulator.ids.subject(1, id)} ${mean(numbersOf(id)).replace('.', ',')}`);
    expect(own.map((one) => `${one.subject} ${one['avg-mark-value']}`).sort()).toEqual(told.sort());
  });

  it('with weights are numbers', async () => {
    const answer = await get(`edu-groups/${source.group}/wa-marks/2025-09-01/2025-10-25`, source.staff);
    expect(answer.text).toMatch(/"value":\d(\.\d+)?[,}]/);
  });
});

describe('homework', () => {
  it('comes with its files, which can be fetched', async () => {
    const from = year.startDay;
    const windows = Array.from({ length: 8 }, (_, index) => Date.parse(from) + index * 30 * 86_400_000);
    const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
    for (const start of windows) {
      const range = `startDate=${day(start)}&endDate=${day(start + 29 * 86_400_000)}`;
      const answer = await get(`users/me/school/${source.simulator.ids.school(1)}/homeworks?${range}`);
      const [file] = rowsOf<{ downloadUrl: string; name: string; type: string }>(answer, 'files');
      if (!file) continue;
      expect(file.name).not.toContain('.');
      expect(file.type).toMatch(/^[A-Z][a-z]+$/);
      const content = await ask(file.downloadUrl);
      expect(content.status).toBe(200);
      return;
    }
    throw new Error('no homework has a file');
  });

  it('is found by the ids of works', async () => {
    const [day] = (await schedule('2025-09-08', '2025-09-19')).filter(
      ({ homeworks }) => homeworks.length > 1,
    );
    const ids = day?.homeworks.map(({ id }) => id) ?? [];
    const query = ids.map((id) => `homeworkId=${id}`).join('&');
    const answer = await get(`users/me/school/homeworks?${query}`);
    expect(rowsOf<Work>(answer, 'works').map(({ id }) => id)).toEqual(ids);
  });
});

describe('attendance of a person', () => {
  it('is an object with the lessons beside the entries', async () => {
    const path = `persons/${source.person}/lesson-log-entries?startDate=2025-09-20&endDate=2025-10-18`;
    const answer = await get(path);
    const lessons = rowsOf<Lesson>(answer, 'lessons');
    const seen = rowsOf<Entry>(answer, 'logEntries').map(
      ({ lesson, status }) => `${at(lessons, lesson)} ${status}`,
    );
    expect(seen.sort()).toEqual(absencesOf(student, lessonsOf(student, '2025-09-20', '2025-10-18')));
  });

  it('is the same in the lists of lessons and of groups', async () => {
    const day = (await termSchedule()).find(({ lessonLogEntries }) => lessonLogEntries.length > 0);
    const entry = day?.lessonLogEntries[0];
    const [one, many] = await Promise.all([
      get(`lesson-log-entries/lesson/${entry?.lesson}/person/${source.person}`),
      get(`lesson-log-entries?lessons=${entry?.lesson}`),
    ]);
    expect(fieldOf(one, 'status')).toBe(entry?.status);
    expect(rowsOf(many)).toEqual([one.json]);
  });
});
