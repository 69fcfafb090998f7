import { beforeAll, describe, expect, it } from 'vitest';
import { type LessonRecord, makeMunicipality, markAt } from '../../../sandbox/school-year/index.ts';
import { recordsOf } from './gather.ts';

const school = makeMunicipality({ studentsPerSchool: 100 }).school(1);
const gradeOf = new Map(school.classes.map(({ id, grade }) => [id, grade]));
let records: LessonRecord[] = [];

beforeAll(() => {
  records = [...recordsOf(school)];
});

const marksOf = () => records.flatMap(({ marks }) => marks);

describe('marks', () => {
  it('belong to members who are there', () => {
    for (const { lesson, marks, attendance } of records) {
      const members = new Set(school.membersOn(lesson.groupId, lesson.date).map(({ id }) => id));
      const absent = new Set(
        attendance.filter(({ status }) => status === 'absent').map((one) => one.studentId),
      );
      for (const { studentId } of [...marks, ...attendance])
        if (!members.has(studentId))
          expect.fail(`student ${studentId} is not in the group on ${lesson.date}`);
      for (const { studentId } of marks)
        if (absent.has(studentId)) expect.fail(`student ${studentId} is absent on ${lesson.date}`);
    }
  });

  it('belong to works of the lesson, at most one for a student and a work', () => {
    for (const { works, marks } of records) {
      expect(works.map(({ index }) => index)).toEqual(works.map((_, at) => at + 1));
      const keys = marks.map(({ studentId, workIndex }) => `${studentId}/${workIndex}`);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { workIndex } of marks) expect(works[workIndex - 1]?.index).toBe(workIndex);
    }
  });

  it('have works of known types with their weights', () => {
    const weights = new Map(school.workTypes.map(({ id, weight }) => [id, weight]));
    const used = new Set<number>();
    for (const { works } of records)
      for (const { workTypeId, weight } of works) {
        used.add(workTypeId);
        expect(weight).toBe(weights.get(workTypeId));
      }
    expect([...used].sort((a, b) => a - b)).toEqual([...weights.keys()].sort((a, b) => a - b));
  });

  it('are of every kind', () => {
    const values = new Set(marksOf().map(({ value }) => value));
    for (const value of ['2', '3', '4', '5', '4/5', '.', 'н/а', 'зач', 'осв'])
      expect(values).toContain(value);
    for (const value of values) expect(value).toMatch(/^([2-5](\/[2-5])?|\.|н\/а|зач|осв)$/);
  });

  it('spread as marks do: most are fours, few are twos', () => {
    const numbers = marksOf()
      .map(({ value }) => value)
      .filter((value) => /^\d$/.test(value));
    const share = (value: string) => numbers.filter((one) => one === value).length / numbers.length;
    expect(share('4')).toBeGreaterThan(share('3'));
    expect(share('4')).toBeGreaterThan(share('5'));
    expect(share('2')).toBeLessThan(0.06);
    expect(share('5')).toBeGreaterThan(0.15);
  });

  it('are not given in grade 1', () => {
    const first = records.filter(({ lesson }) => gradeOf.get(lesson.classId) === 1);
    expect(first.length).toBeGreaterThan(500);
    for (const { marks, works, homework } of first) expect([marks, works, homework]).toEqual([[], [], null]);
  });

  it('are entered after the lesson began, and edited in order of time', () => {
    for (const { lesson, marks } of records)
      for (const { enteredAt, edits } of marks) {
        const moments = [`${lesson.date}T${lesson.startTime}`, enteredAt, ...edits.map(({ at }) => at)];
        if (moments.some((moment, at) => at > 0 && moment <= (moments[at - 1] ?? '')))
          expect.fail(`out of order: ${moments.join(' ')}`);
      }
  });

  it('are edited now and then, some of them late', () => {
    const edits = records.flatMap(({ lesson, marks }) =>
      marks.flatMap((mark) => mark.edits.map((edit) => ({ ...edit, lesson: lesson.date }))),
    );
    const days = ({ at, lesson }: { at: string; lesson: string }) =>
      (Date.parse(at.slice(0, 10)) - Date.parse(lesson)) / 86_400_000;
    for (const edit of edits) expect(edit.late).toBe(days(edit) > 14);
    expect(edits.some((edit) => days(edit) <= 14)).toBe(true);
    expect(edits.some((edit) => days(edit) > 14 && days(edit) <= 30)).toBe(true);
    expect(edits.some((edit) => days(edit) > 30)).toBe(true);
    expect(edits.length / marksOf().length).toBeLessThan(0.06);
    const staff = new Set(school.staff.map(({ id }) => id));
    expect(edits.every(({ byStaffId }) => staff.has(byStaffId))).toBe(true);
  });

  it('change by an edit, and stand as they stood at any moment', () => {
    const edited = marksOf().filter(({ edits }) => edits.length > 0);
    for (const mark of edited) {
      const values = [mark.value, ...mark.edits.map(({ value }) => value)];
      for (const [at, value] of values.slice(1).entries()) expect(value).not.toBe(values[at]);
      expect(markAt(mark, '2025-08-31T00:00')).toBeNull();
      expect(markAt(mark, mark.enteredAt)).toBe(mark.value);
      expect(markAt(mark, '2026-08-31T00:00')).toBe(values.at(-1));
    }
  });
});

describe('attendance', () => {
  const all = () => records.flatMap(({ attendance }) => attendance);

  it('knows every status and reason, a reason only for absence', () => {
    const seen = new Set(all().map(({ status, reason }) => `${status}/${reason}`));
    expect(seen).toEqual(
      new Set([
        'absent/sick',
        'absent/excused',
        'absent/unexcused',
        'absent/not_given',
        'late/null',
        'exempt/null',
      ]),
    );
  });

  it('exempts from physical education only', () => {
    const physical = school.subjects.find(({ name }) => name === 'Физическая культура')?.id;
    for (const { lesson, attendance } of records)
      if (attendance.some(({ status }) => status === 'exempt')) expect(lesson.subjectId).toBe(physical);
  });

  it('has illnesses of some days: who is sick today mostly was or will be', () => {
    const days = new Map<number, Set<string>>();
    for (const { lesson, attendance } of records)
      for (const { studentId, reason } of attendance)
        if (reason === 'sick') days.set(studentId, (days.get(studentId) ?? new Set()).add(lesson.date));
    const shift = (day: string, by: number) =>
      new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
    let alone = 0;
    let count = 0;
    for (const sick of days.values())
      for (const day of sick) {
        count += 1;
        if (![-3, -1, 1, 3].some((by) => sick.has(shift(day, by)))) alone += 1;
      }
    expect(alone / count).toBeLessThan(0.15);
  });

  it('misses some per cent of the lessons', () => {
    const possible = records.reduce(
      (sum, { lesson }) => sum + school.membersOn(lesson.groupId, lesson.date).length,
      0,
    );
    const missed = all().filter(({ status }) => status === 'absent').length / possible;
    expect(missed).toBeGreaterThan(0.02);
    expect(missed).toBeLessThan(0.08);
  });
});

describe('plans and homework', () => {
  it('take the topics in order, one a lesson', () => {
    const next = new Map<number, number>();
    for (const { lesson, planOrdinal, topic } of records) {
      const expected = (next.get(lesson.groupId) ?? 0) + 1;
      next.set(lesson.groupId, expected);
      expect(planOrdinal).toBe(expected);
      if (expected % 10 === 1)
        expect(school.planOf(lesson.groupId)[planOrdinal - 1]).toEqual({ ordinal: planOrdinal, topic });
    }
  });

  it('have plans as long as the curriculum, or as the calendar where it gives more', () => {
    for (const { id, classId, weeklyHours } of school.groups)
      expect(school.planOf(id).length).toBeGreaterThanOrEqual(
        weeklyHours * (gradeOf.get(classId) === 1 ? 33 : 34),
      );
  });

  it('set homework of known length, sometimes with files of their own numbers', () => {
    const set = records.flatMap(({ homework }) => (homework ? [homework] : []));
    expect(set.length / records.length).toBeGreaterThan(0.4);
    for (const { text, minutes } of set) {
      expect(text).not.toBe('');
      expect(minutes % 5).toBe(0);
    }
    const files = set.flatMap((one) => one.files.map(({ id }) => id));
    expect(files.length).toBeGreaterThan(50);
    expect(new Set(files).size).toBe(files.length);
  });

  it('keep an ordinary day within the norm of homework', () => {
    const [, ...most] = [0, 60, 90, 90, 120, 120, 150, 150, 150, 210, 210, 210];
    const byDay = new Map<string, { minutes: number; grade: number }>();
    for (const { lesson, homework } of records) {
      const group = school.groups.find(({ id }) => id === lesson.groupId);
      if (group?.part === 2) continue;
      const key = `${lesson.classId}/${lesson.date}`;
      const day = byDay.get(key) ?? { minutes: 0, grade: gradeOf.get(lesson.classId) ?? 0 };
      byDay.set(key, { ...day, minutes: day.minutes + (homework?.minutes ?? 0) });
    }
    const over = [...byDay.values()].filter(({ minutes, grade }) => minutes > (most[grade - 1] ?? 0));
    expect(over.length).toBeGreaterThan(0);
    expect(over.length / byDay.size).toBeLessThan(0.06);
  });
});
