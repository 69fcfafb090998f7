import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { markAt } from '../../../sandbox/school-year/index.ts';
import { type Answer, ask, fieldOf, rowsOf } from './client.ts';
import {
  absencesOf,
  classId,
  END_OF_YEAR,
  guardianId,
  isPart,
  lessonsOf,
  marksOf,
  municipality,
  student,
  vendorValues,
  year,
} from './truth.ts';

let simulator: DnevnikSimulator;
let family: string;
let staff: string;
let person: number;
let group: bigint;

beforeAll(async () => {
  simulator = await startDnevnik({ municipality });
  family = simulator.accountOf({ school: 1, kind: 'guardian', id: guardianId })?.token ?? '';
  staff = simulator.tokens.admin;
  person = simulator.ids.person({ school: 1, kind: 'student', id: student.id });
  group = simulator.ids.class(1, classId);
});
afterAll(() => simulator.close());

const get = (path: string, token = family): Promise<Answer> =>
  ask(`${simulator.baseUrl}/v2/${path}`, { token });

interface Lesson {
  readonly id: string;
  readonly date: string;
  readonly number: number;
  readonly title: string | null;
  readonly place: string | null;
  readonly hours: string;
  readonly works: readonly string[];
}

interface Mark {
  readonly id: string;
  readonly lesson: string;
  readonly work: string;
  readonly value: string;
  readonly person: number;
}

interface Work {
  readonly id: string;
  readonly text: string;
  readonly lesson: string;
  readonly periodNumber: number;
  readonly periodType: string;
  readonly subjectId: number;
}

interface Entry {
  readonly lesson: string;
  readonly status: string;
}

interface DayRow {
  readonly date: string;
  readonly lessons: readonly Lesson[];
  readonly marks: readonly Mark[];
  readonly works: readonly Work[];
  readonly homeworks: readonly Work[];
  readonly lessonLogEntries: readonly Entry[];
  readonly nextDate: string | null;
}

async function schedule(from: string, to: string, token = family): Promise<readonly DayRow[]> {
  const path = `persons/${person}/groups/${group}/schedules?startDate=${from}&endDate=${to}`;
  return rowsOf<DayRow>(await get(path, token), 'days');
}

async function termSchedule(): Promise<readonly DayRow[]> {
  const windows = [
    ['2025-09-01', '2025-09-30'],
    ['2025-10-01', '2025-10-31'],
  ] as const;
  const read = windows.map(([from, to]) => schedule(from, to));
  return (await Promise.all(read)).flat();
}

const at = (lessons: readonly Lesson[], id: string): string => {
  const found = lessons.find((lesson) => lesson.id === id);
  return `${found?.date.slice(0, 10)} ${found?.number}`;
};

describe('a schedule', () => {
  it('has the lessons of the truth with topic, room, hours and homework', async () => {
    const days = await termSchedule();
    const seen = days.flatMap(({ lessons, homeworks }) =>
      lessons.map((lesson) => {
        const home = homeworks.find((one) => one.lesson === lesson.id)?.text ?? '';
        return `${lesson.date} ${lesson.number} ${lesson.title} ${lesson.place} ${lesson.hours} ${home}`;
      }),
    );
    const told = lessonsOf(student, '2025-09-01', '2025-10-31').map((lesson) => {
      const { topic, topicEnteredAt, homework } = year.record(lesson);
      const title = topicEnteredAt === null ? null : topic;
      const hours = `${lesson.startTime} - ${lesson.endTime}`;
      return `${lesson.date}T00:00:00 ${lesson.number} ${title} ${lesson.room} ${hours} ${homework?.text ?? ''}`;
    });
    expect(seen.length).toBeGreaterThan(150);
    expect(seen.sort()).toEqual(told.sort());
  });

  it('has the marks, the works that they hang on, and the absences', async () => {
    const days = await termSchedule();
    const lessons = days.flatMap((day) => day.lessons);
    const works = new Set(days.flatMap((day) => [...day.works, ...day.homeworks].map(({ id }) => id)));
    const marks = days.flatMap((day) => day.marks);
    const truth = lessonsOf(student, '2025-09-01', '2025-10-31');
    expect(marks.map(({ lesson, value }) => `${at(lessons, lesson)} ${value}`).sort()).toEqual(
      marksOf(student, truth),
    );
    expect(marks.every(({ work }) => works.has(work))).toBe(true);
    expect(new Set(lessons.flatMap((lesson) => lesson.works))).toEqual(works);
    const entries = days.flatMap((day) => day.lessonLogEntries);
    expect(entries.map(({ lesson, status }) => `${at(lessons, lesson)} ${status}`).sort()).toEqual(
      absencesOf(student, truth),
    );
  });

  it('tells the next school day, over a weekend', async () => {
    const [friday] = await schedule('2025-09-12', '2025-09-12');
    expect(friday?.nextDate).toBe('2025-09-15T00:00:00');
  });

  it('holds what the journal held at its moment', async () => {
    simulator.setAsOf('2025-10-08T12:00');
    const days = await schedule('2025-10-01', '2025-10-17');
    simulator.setAsOf(null);
    const lessons = days.flatMap((day) => day.lessons);
    const seen = days.flatMap((day) => day.marks).map((one) => `${at(lessons, one.lesson)} ${one.value}`);
    const truth = lessonsOf(student, '2025-10-01', '2025-10-17');
    expect(seen.sort()).toEqual(marksOf(student, truth, '2025-10-08T12:00'));
    expect(seen.length).toBeLessThan(marksOf(student, truth).length);
  });
});

describe('lists of a class', () => {
  it('have the marks of everybody at lessons of the whole class', async () => {
    const rows = rowsOf<Mark>(await get(`edu-groups/${group}/marks/2025-09-01/2025-10-25`, staff));
    const roster = year.rosterOn(classId, '2025-10-25').filter(({ enrolments }) => enrolments.length === 1);
    for (const one of roster) {
      const id = simulator.ids.person({ school: 1, kind: 'student', id: one.id });
      const whole = lessonsOf(one, '2025-09-01', '2025-10-25').filter((lesson) => !isPart(lesson));
      const values = marksOf(one, whole).map((text) => text.split(' ')[2]);
      const seen = rows.filter((row) => row.person === id).map(({ value }) => value);
      expect(seen.sort()).toEqual(values.sort());
    }
  });

  it('keep the lessons and marks of subgroups apart', async () => {
    const lessons = lessonsOf(student, '2025-09-01', '2025-09-30').filter(isPart);
    const groupId = lessons[0]?.groupId ?? 0;
    const id = simulator.ids.subgroup(1, groupId);
    const rows = rowsOf<Lesson>(await get(`edu-groups/${id}/lessons/2025-09-01/2025-09-30`));
    expect(rows.map(({ date, number }) => `${date.slice(0, 10)} ${number}`)).toEqual(
      lessons.filter((lesson) => lesson.groupId === groupId).map(({ date, number }) => `${date} ${number}`),
    );
    expect((await get(`edu-groups/${id}`)).json).toMatchObject({
      type: 'Subgroup',
      parentIds: [String(group)],
    });
  });

  it('have the people, terms, subjects and work types of the truth', async () => {
    const roster = year.rosterOn(classId, year.endDay);
    expect(rowsOf(await get(`edu-groups/${group}/students`))).toHaveLength(roster.length);
    const terms = rowsOf<{ number: number; name: string; start: string }>(
      await get(`edu-groups/${group}/reporting-periods`),
    );
    expect(terms.map(({ number, name, start }) => `${number} ${name} ${start}`)).toEqual(
      year.termsOf(classId).map((term) => `${term.ordinal - 1} ${term.name} ${term.startDay}T00:00:00`),
    );
    const school = simulator.ids.school(1);
    expect(rowsOf(await get(`schools/${school}/subjects`))).toHaveLength(year.subjects.length);
    const types = rowsOf<{ title: string; weight: number }>(await get(`work-types/${school}`));
    for (const { name, weight } of year.workTypes)
      expect(types.find(({ title }) => title === name)?.weight).toBe(weight);
    const groups = rowsOf<{ type: string }>(await get(`schools/${school}/edu-groups`, staff));
    expect(groups.filter(({ type }) => type === 'Group')).toHaveLength(year.classes.length);
  });

  it('name the teachers in PascalCase, subjects in one text', async () => {
    const rows = rowsOf<Record<string, unknown>>(
      await get(`schools/${simulator.ids.school(1)}/teachers`, staff),
    );
    expect(rows).toHaveLength(year.staff.length);
    const homeroom = year.classes[0]?.homeroomTeacherId ?? 0;
    const row = rows.find(
      ({ Id }) => Id === simulator.ids.person({ school: 1, kind: 'staff', id: homeroom }),
    );
    expect(row).toMatchObject({ HouseMaster: true, IdStr: String(row?.['Id']) });
    expect(String(row?.['Subjects'])).toContain(', ');
  });
});

describe('a student who changed the class', () => {
  it('is in the archive of the old one, has both in all groups, and can be read there', async () => {
    const moved = year.students.find(({ enrolments }) => enrolments.length > 1);
    const [before, now] = moved?.enrolments ?? [];
    if (!moved || !before || !now) throw new Error('nobody changed the class');
    const id = simulator.ids.person({ school: 1, kind: 'student', id: moved.id });
    const old = simulator.ids.class(1, before.classId);
    const idsOf = async (path: string): Promise<unknown[]> =>
      rowsOf<{ id: unknown }>(await get(path, staff)).map((row) => row.id);
    expect(await idsOf(`edu-groups/${old}/persons`)).not.toContain(id);
    expect(await idsOf(`edu-groups/${old}/persons?includeArchive=true`)).toContain(id);
    expect(await idsOf(`persons/${id}/edu-groups`)).not.toContain(String(old));
    expect(await idsOf(`persons/${id}/edu-groups/all`)).toEqual(
      expect.arrayContaining([String(old), String(simulator.ids.class(1, now.classId))]),
    );
    const range = `startDate=${before.from}&endDate=${before.to}`;
    simulator.setQuirks({ rangeLimitDays: null });
    const days = rowsOf<DayRow>(await get(`persons/${id}/groups/${old}/schedules?${range}`, staff), 'days');
    simulator.setQuirks({ rangeLimitDays: 30 });
    expect(days.flatMap(({ lessons }) => lessons).length).toBeGreaterThan(0);
  });
});

describe('the older version', () => {
  it('lists terms of the school, classes of a teacher, and absences without a question mark', async () => {
    const old = (path: string): Promise<Answer> => ask(`${simulator.baseUrl}/v1/${path}`, { token: staff });
    const school = simulator.ids.school(1);
    expect(rowsOf(await old(`edu-school/${school}/reporting-periods`))).toHaveLength(year.terms.length);
    const teacher = simulator.ids.person({
      school: 1,
      kind: 'staff',
      id: year.groups[0]?.teacherId ?? 0,
    });
    expect(rowsOf(await old(`teacher/${teacher}/schools/${school}/edu-groups`)).length).toBeGreaterThan(0);
    const dates = '2025-09-01/2026-05-25';
    const one = rowsOf<Entry>(await old(`lesson-log-entries/schools/${school}/persons/${person}/${dates}`));
    expect(one).toHaveLength(absencesOf(student, lessonsOf(student, '2025-09-01', '2026-05-25')).length);
    const all = await old(`lesson-log-entries/groups/${group}/subjects/0/${dates}`);
    expect(rowsOf(all).length).toBeGreaterThan(one.length / 2);
    expect((await get(`edu-school/${school}/reporting-periods`, staff)).status).toBe(404);
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
          (value) => `${simulator.ids.subject(1, mark.subjectId)} ${place} ${value}`,
        ),
      )
      .sort();
  };

  it('are the same in all three lists', async () => {
    const all = await get(`persons/${person}/edu-groups/${group}/allfinalmarks`);
    const works = new Map(rowsOf<Work>(all, 'works').map((work) => [work.id, work]));
    const seen = rowsOf<Mark>(all, 'marks').map((mark) => {
      const work = works.get(mark.work);
      return `${work?.subjectId} ${work?.periodType} ${work?.periodNumber} ${mark.value}`;
    });
    expect(seen.sort()).toEqual(told());
    const own = rowsOf<{ subject: number; 'final-mark': Mark }>(
      await get(`persons/${person}/edu-groups/${group}/final-marks`),
    );
    expect(own.map((row) => row['final-mark'].value).sort()).toEqual(
      seen.map((text) => text.split(' ')[3]).sort(),
    );
    const ofClass = rowsOf<{
      person: number;
      reportingPeriod: string | null;
      'per-subject-final-marks': readonly unknown[];
    }>(await get(`edu-groups/${group}/final-marks`, staff));
    const rows = ofClass.filter((row) => row.person === person);
    expect(rows.filter(({ reportingPeriod }) => reportingPeriod === null)).toHaveLength(1);
    expect(rows.flatMap((row) => row['per-subject-final-marks'])).toHaveLength(seen.length);
  });

  it('hang on no lesson', async () => {
    const all = await get(`persons/${person}/edu-groups/${group}/allfinalmarks`);
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
    const period = simulator.ids.period(1, year.termsOf(classId)[0]?.id ?? 0);
    const path = `persons/${person}/reporting-periods/${period}/subjects/${simulator.ids.subject(1, subject)}/avg-mark`;
    const { text } = await get(path);
    expect(text).toBe(`"${mean(numbersOf(subject)).replace('.', ',')}"`);
  });

  it('of a class agree with those of its students, subgroups included', async () => {
    const rows = rowsOf<{
      person: number;
      'per-subject-averages': readonly { subject: number; 'avg-mark-value': string }[];
    }>(await get(`edu-groups/${group}/avg-marks/2025-09-01/2025-10-25`, staff));
    const own = rows.find((row) => row.person === person)?.['per-subject-averages'] ?? [];
    const told = year.subjects
      .filter(({ id }) => numbersOf(id).length > 0)
      .map(({ id }) => `${simulator.ids.subject(1, id)} ${mean(numbersOf(id)).replace('.', ',')}`);
    expect(own.map((one) => `${one.subject} ${one['avg-mark-value']}`).sort()).toEqual(told.sort());
  });

  it('with weights are numbers', async () => {
    const answer = await get(`edu-groups/${group}/wa-marks/2025-09-01/2025-10-25`, staff);
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
      const answer = await get(`users/me/school/${simulator.ids.school(1)}/homeworks?${range}`);
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
    const path = `persons/${person}/lesson-log-entries?startDate=2025-09-20&endDate=2025-10-18`;
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
      get(`lesson-log-entries/lesson/${entry?.lesson}/person/${person}`),
      get(`lesson-log-entries?lessons=${entry?.lesson}`),
    ]);
    expect(fieldOf(one, 'status')).toBe(entry?.status);
    expect(rowsOf(many)).toEqual([one.json]);
  });
});
