import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from './client.ts';
import {
  at,
  type DayRow,
  get,
  type Lesson,
  type Mark,
  schedule,
  source,
  startSource,
  stopSource,
  termSchedule,
} from './source.ts';
import { absencesOf, classId, isPart, lessonsOf, marksOf, student, year } from './truth.ts';

beforeAll(startSource);
afterAll(stopSource);

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
    source.simulator.setAsOf('2025-10-08T12:00');
    const days = await schedule('2025-10-01', '2025-10-17');
    source.simulator.setAsOf(null);
    const lessons = days.flatMap((day) => day.lessons);
    const seen = days.flatMap((day) => day.marks).map((one) => `${at(lessons, one.lesson)} ${one.value}`);
    const truth = lessonsOf(student, '2025-10-01', '2025-10-17');
    expect(seen.sort()).toEqual(marksOf(student, truth, '2025-10-08T12:00'));
    expect(seen.length).toBeLessThan(marksOf(student, truth).length);
  });
});

describe('lists of a class', () => {
  it('have the marks of everybody at lessons of the whole class', async () => {
    const rows = rowsOf<Mark>(
      await get(`edu-groups/${source.group}/marks/2025-09-01/2025-10-25`, source.staff),
    );
    const roster = year.rosterOn(classId, '2025-10-25').filter(({ enrolments }) => enrolments.length === 1);
    for (const one of roster) {
      const id = source.simulator.ids.person({ school: 1, kind: 'student', id: one.id });
      const whole = lessonsOf(one, '2025-09-01', '2025-10-25').filter((lesson) => !isPart(lesson));
      const values = marksOf(one, whole).map((text) => text.split(' ')[2]);
      const seen = rows.filter((row) => row.person === id).map(({ value }) => value);
      expect(seen.sort()).toEqual(values.sort());
    }
  });

  it('keep the lessons and marks of subgroups apart', async () => {
    const lessons = lessonsOf(student, '2025-09-01', '2025-09-30').filter(isPart);
    const groupId = lessons[0]?.groupId ?? 0;
    const id = source.simulator.ids.subgroup(1, groupId);
    const rows = rowsOf<Lesson>(await get(`edu-groups/${id}/lessons/2025-09-01/2025-09-30`));
    expect(rows.map(({ date, number }) => `${date.slice(0, 10)} ${number}`)).toEqual(
      lessons.filter((lesson) => lesson.groupId === groupId).map(({ date, number }) => `${date} ${number}`),
    );
    expect((await get(`edu-groups/${id}`)).json).toMatchObject({
      type: 'Subgroup',
      parentIds: [String(source.group)],
    });
  });

  it('have the people, terms, subjects and work types of the truth', async () => {
    const roster = year.rosterOn(classId, year.endDay);
    expect(rowsOf(await get(`edu-groups/${source.group}/students`))).toHaveLength(roster.length);
    const terms = rowsOf<{ number: number; name: string; start: string }>(
      await get(`edu-groups/${source.group}/reporting-periods`),
    );
    expect(terms.map(({ number, name, start }) => `${number} ${name} ${start}`)).toEqual(
      year.termsOf(classId).map((term) => `${term.ordinal - 1} ${term.name} ${term.startDay}T00:00:00`),
    );
    const school = source.simulator.ids.school(1);
    expect(rowsOf(await get(`schools/${school}/subjects`))).toHaveLength(year.subjects.length);
    const types = rowsOf<{ title: string; weight: number }>(await get(`work-types/${school}`));
    for (const { name, weight } of year.workTypes)
      expect(types.find(({ title }) => title === name)?.weight).toBe(weight);
    const groups = rowsOf<{ type: string }>(await get(`schools/${school}/edu-groups`, source.staff));
    expect(groups.filter(({ type }) => type === 'Group')).toHaveLength(year.classes.length);
  });

  it('name the teachers in PascalCase, subjects in one text', async () => {
    const rows = rowsOf<Record<string, unknown>>(
      await get(`schools/${source.simulator.ids.school(1)}/teachers`, source.staff),
    );
    expect(rows).toHaveLength(year.staff.length);
    const homeroom = year.classes[0]?.homeroomTeacherId ?? 0;
    const row = rows.find(
      ({ Id }) => Id === source.simulator.ids.person({ school: 1, kind: 'staff', id: homeroom }),
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
    const id = source.simulator.ids.person({ school: 1, kind: 'student', id: moved.id });
    const old = source.simulator.ids.class(1, before.classId);
    const idsOf = async (path: string): Promise<unknown[]> =>
      rowsOf<{ id: unknown }>(await get(path, source.staff)).map((row) => row.id);
    expect(await idsOf(`edu-groups/${old}/persons`)).not.toContain(id);
    expect(await idsOf(`edu-groups/${old}/persons?includeArchive=true`)).toContain(id);
    expect(await idsOf(`persons/${id}/edu-groups`)).not.toContain(String(old));
    expect(await idsOf(`persons/${id}/edu-groups/all`)).toEqual(
      expect.arrayContaining([String(old), String(source.simulator.ids.class(1, now.classId))]),
    );
    const range = `startDate=${before.from}&endDate=${before.to}`;
    source.simulator.setQuirks({ rangeLimitDays: null });
    const days = rowsOf<DayRow>(
      await get(`persons/${id}/groups/${old}/schedules?${range}`, source.staff),
      'days',
    );
    source.simulator.setQuirks({ rangeLimitDays: 30 });
    expect(days.flatMap(({ lessons }) => lessons).length).toBeGreaterThan(0);
  });
});
