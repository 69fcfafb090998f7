import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeMunicipality, type SchoolYear, type TruthSlot } from '../../../sandbox/school-year/index.ts';
import { lessonsOf, repeated } from './gather.ts';

const SIZES: readonly (readonly [students: number, index: number])[] = [
  [1000, 1],
  [1000, 2],
  [320, 2],
  [100, 1],
  [100, 2],
  [40, 3],
];
const schools = SIZES.map(
  ([studentsPerSchool, index]) =>
    [
      `${studentsPerSchool} students, school ${index}`,
      makeMunicipality({ studentsPerSchool }).school(index),
    ] as const,
);

/** Hours a week by grade (SanPiN 1.2.3685-21, table 6.6) for 5 and 6 days. */
const MOST: Readonly<Record<5 | 6, readonly number[]>> = {
  5: [21, 23, 23, 23, 29, 30, 32, 33, 33, 34, 34],
  6: [21, 26, 26, 26, 32, 33, 35, 36, 36, 37, 37],
};
/** Hours a year, grades 1–9 (order 704 of 09.10.2024). */
const YEAR: readonly (readonly [number, number])[] = [
  [620, 653],
  [782, 884],
  [782, 884],
  [782, 884],
  [986, 1088],
  [1020, 1122],
  [1088, 1190],
  [1122, 1224],
  [1122, 1224],
];
const MOST_A_DAY = [4, 5, 5, 5, 6, 6, 7, 7, 7, 7, 7];

const gradeOf = (school: SchoolYear, classId: number): number =>
  school.classes.find(({ id }) => id === classId)?.grade ?? 0;

const placesOf = (slots: readonly TruthSlot[]): number =>
  new Set(slots.map(({ weekday, number }) => `${weekday}/${number}`)).size;

const ofClass = (school: SchoolYear, id: number) => school.timetable.filter(({ classId }) => classId === id);

describe.each(schools)('the timetable of %s', (_, school) => {
  const shiftOf = new Map(school.classes.map(({ id, shift }) => [id, shift]));
  const groupOf = new Map(school.groups.map((group) => [group.id, group]));
  const at = ({ classId, weekday, number }: TruthSlot) => `${weekday}/${shiftOf.get(classId)}/${number}`;

  it('asks nobody and no room to be in two places', () => {
    expect(
      repeated(school.timetable.map((slot) => `${at(slot)}/${groupOf.get(slot.groupId)?.teacherId}`)),
    ).toEqual([]);
    expect(repeated(school.timetable.map((slot) => `${at(slot)}/${slot.room}`))).toEqual([]);
  });

  it('gives a class one lesson at a time, or two parallel parts of one subject', () => {
    const byTime = new Map<string, TruthSlot[]>();
    for (const slot of school.timetable) {
      const key = `${slot.classId}/${at(slot)}`;
      byTime.set(key, [...(byTime.get(key) ?? []), slot]);
    }
    for (const slots of byTime.values()) {
      const groups = slots.map(({ groupId }) => groupOf.get(groupId));
      expect(groups.map((group) => group?.part)).toEqual(slots.length === 1 ? [null] : [1, 2]);
      expect(new Set(groups.map((group) => group?.subjectId)).size).toBe(1);
    }
  });

  it('gives each group its hours', () => {
    for (const group of school.groups)
      expect(school.timetable.filter(({ groupId }) => groupId === group.id)).toHaveLength(group.weeklyHours);
  });

  it('keeps the norms of the week, the year and the day', () => {
    for (const { id, grade } of school.classes) {
      const slots = ofClass(school, id);
      const hours = placesOf(slots);
      expect(hours, `grade ${grade}`).toBeLessThanOrEqual(MOST[school.weekDays][grade - 1] ?? 0);
      for (let weekday = 1; weekday <= school.weekDays; weekday += 1) {
        const day = placesOf(slots.filter((slot) => slot.weekday === weekday));
        expect(day).toBeLessThanOrEqual(MOST_A_DAY[grade - 1] ?? 0);
      }
      const [least, most] = YEAR[grade - 1] ?? [0, Number.POSITIVE_INFINITY];
      if (grade === 1) continue;
      expect(hours * 34, `grade ${grade}`).toBeGreaterThanOrEqual(least);
      expect(hours * 34, `grade ${grade}`).toBeLessThanOrEqual(most);
    }
  });

  it('leaves no gaps in a day', () => {
    for (const { id } of school.classes)
      for (let weekday = 1; weekday <= 6; weekday += 1) {
        const numbers = new Set(
          ofClass(school, id)
            .filter((slot) => slot.weekday === weekday)
            .map((slot) => slot.number),
        );
        expect([...numbers].sort()).toEqual(Array.from(numbers, (__, index) => index + 1));
      }
  });

  it('seldom has a subject twice a day', () => {
    const twice = school.classes.flatMap(({ id }) =>
      repeated(
        ofClass(school, id)
          .filter(({ groupId }) => groupOf.get(groupId)?.part !== 2)
          .map(({ weekday, groupId }) => `${weekday}/${groupOf.get(groupId)?.subjectId}`),
      ),
    );
    expect(twice.length).toBeLessThan(school.classes.length * 2);
  });

  it('puts only grades that may into the second shift', () => {
    for (const { grade, shift } of school.classes)
      if (shift === 2) expect([1, 5, 9, 10, 11]).not.toContain(grade);
  });

  it('splits languages and informatics in some primary and some middle class', () => {
    const split = school.groups
      .filter(({ part }) => part === 2)
      .map(({ classId }) => gradeOf(school, classId));
    expect(split.some((grade) => grade < 5)).toBe(true);
    expect(split.some((grade) => grade > 4 && grade < 10)).toBe(true);
  });

  it('has a homeroom teacher for each class who teaches it', () => {
    for (const { id, homeroomTeacherId } of school.classes)
      expect(
        school.groups.some((group) => group.classId === id && group.teacherId === homeroomTeacherId),
      ).toBe(true);
  });
});

describe('any seed', () => {
  it('finds a week without clashes that has every hour', () => {
    const options = { seed: fc.integer(), studentsPerSchool: fc.integer({ min: 12, max: 420 }) };
    const school = fc.record({ ...options, index: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(school, ({ index, ...rest }) => {
        const made = makeMunicipality({ ...rest, schools: 6 }).school(index);
        const teacherOf = new Map(made.groups.map(({ id, teacherId }) => [id, teacherId]));
        const shiftOf = new Map(made.classes.map(({ id, shift }) => [id, shift]));
        const at = made.timetable.map(
          (slot) =>
            `${slot.weekday}/${shiftOf.get(slot.classId)}/${slot.number}/${teacherOf.get(slot.groupId)}`,
        );
        expect(repeated(at)).toEqual([]);
        expect(made.timetable).toHaveLength(made.groups.reduce((sum, one) => sum + one.weeklyHours, 0));
      }),
      { numRuns: 15 },
    );
  });
});

describe('lessons', () => {
  it('clash for nobody on any day, substitutes included', () => {
    const school = makeMunicipality({ studentsPerSchool: 320 }).school(2);
    const keys = [...lessonsOf(school, '2025-09-01', '2025-12-30')];
    expect(repeated(keys.map((one) => `${one.date}/${one.startTime}/${one.teacherId}`))).toEqual([]);
    expect(repeated(keys.map((one) => `${one.date}/${one.startTime}/${one.room}`))).toEqual([]);
  });

  it('are substituted now and then, always by somebody of the school', () => {
    const school = makeMunicipality({ studentsPerSchool: 320 }).school(1);
    const all = [...lessonsOf(school)];
    const substituted = all.filter(({ substitution }) => substitution);
    expect(substituted.length / all.length).toBeGreaterThan(0.01);
    expect(substituted.length / all.length).toBeLessThan(0.045);
    const staff = new Set(school.staff.map(({ id }) => id));
    for (const { teacherId, substitution } of substituted) {
      expect(staff.has(teacherId)).toBe(true);
      expect(substitution?.absentTeacherId).not.toBe(teacherId);
      expect(substitution?.reason).toMatch(/\p{Script=Cyrillic}/u);
    }
  });

  it('of grade 1 make a year within the norm', () => {
    const school = makeMunicipality({ studentsPerSchool: 1000 }).school(1);
    const first = school.classes.filter(({ grade }) => grade === 1).map(({ id }) => id);
    for (const id of first) {
      const held = [...lessonsOf(school)].filter(({ classId }) => classId === id).length;
      expect(held).toBeGreaterThanOrEqual(620);
      expect(held).toBeLessThanOrEqual(653);
    }
  });
});
