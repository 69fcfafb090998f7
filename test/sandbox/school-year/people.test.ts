import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeMunicipality, type SchoolYear } from '../../../sandbox/school-year/index.ts';
import { daysBetween } from '../../../src/model/dates.ts';
import { fullName, repeated } from './gather.ts';

const town = makeMunicipality({ studentsPerSchool: 1000 }).school(1);
const village = makeMunicipality({ studentsPerSchool: 40 }).school(1);
const both = [
  ['a large school', town],
  ['a small school', village],
] as const;

const grades = (school: SchoolYear): Set<number> => new Set(school.classes.map(({ grade }) => grade));

describe('classes', () => {
  it('of a large school have 20–30 students in all grades', () => {
    expect([...grades(town)].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    for (const { id } of town.classes) {
      const size = town.rosterOn(id, '2025-09-01').length;
      expect(size).toBeGreaterThanOrEqual(20);
      expect(size).toBeLessThanOrEqual(30);
    }
  });

  it.each([40, 60, 100, 150, 220])('of a school of %i students are of all levels', (studentsPerSchool) => {
    const school = makeMunicipality({ studentsPerSchool }).school(3);
    const has = (from: number, to: number) =>
      school.classes.some(({ grade }) => from <= grade && grade <= to);
    expect([has(1, 1), has(2, 4), has(5, 9), has(10, 11)]).toEqual([true, true, true, true]);
    expect(school.students).toHaveLength(studentsPerSchool);
    expect(repeated(school.classes.map(({ name }) => name))).toEqual([]);
  });
});

describe.each(both)('the people of %s', (_, school) => {
  it('are in one class at a time, and nobody is in a class he is not enrolled in', () => {
    for (const day of daysBetween(school.startDay, school.endDay)) {
      const everybody = school.classes.flatMap(({ id }) => school.rosterOn(id, day).map((one) => one.id));
      expect(new Set(everybody).size).toBe(everybody.length);
      const enrolled = school.students.filter(({ enrolments }) =>
        enrolments.some(({ from, to }) => from <= day && (to === null || day <= to)),
      );
      expect(everybody.length).toBe(enrolled.length);
    }
  });

  it('are each in exactly one part of a split subject', () => {
    for (const { id, groupIds } of school.classes) {
      const roster = school.rosterOn(id, '2026-02-02').map((one) => one.id);
      const bySubject = new Map<number, number[]>();
      for (const groupId of groupIds) {
        const subjectId = school.groups.find((group) => group.id === groupId)?.subjectId ?? 0;
        const members = school.membersOn(groupId, '2026-02-02').map((one) => one.id);
        bySubject.set(subjectId, [...(bySubject.get(subjectId) ?? []), ...members]);
      }
      for (const members of bySubject.values())
        expect(members.sort((a, b) => a - b)).toEqual([...roster].sort((a, b) => a - b));
    }
  });

  it('have a movement for every change of class, with its order', () => {
    const kinds = school.movements.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['arrival', 'departure', 'transfer']));
    for (const one of school.movements) {
      const enrolments = school.students.find(({ id }) => id === one.studentId)?.enrolments ?? [];
      expect(one.orderNumber).not.toBe('');
      expect(one.orderDay <= one.date).toBe(true);
      if (one.kind === 'departure')
        expect(enrolments.at(-1)).toMatchObject({ classId: one.fromClassId, to: one.date });
      else expect(enrolments.at(-1)).toMatchObject({ classId: one.toClassId, from: one.date, to: null });
    }
    const moved = school.students.filter(
      ({ enrolments }) =>
        enrolments.length > 1 || enrolments[0]?.to || enrolments[0]?.from !== school.startDay,
    );
    expect(moved.length).toBe(school.movements.length);
  });

  it('move first within the first weeks, so that a short year has it too', () => {
    for (const kind of ['arrival', 'departure', 'transfer'])
      expect(school.movements.some((one) => one.kind === kind && one.date < '2025-09-26')).toBe(true);
  });

  it('are children of their guardians, some of them siblings', () => {
    for (const { id, guardianIds } of school.students) {
      expect(guardianIds.length).toBeGreaterThan(0);
      for (const guardianId of guardianIds)
        expect(school.guardians[guardianId - 1]).toMatchObject({
          id: guardianId,
          studentIds: expect.arrayContaining([id]),
        });
    }
    expect(school.guardians.some(({ studentIds }) => studentIds.length > 1)).toBe(true);
  });

  it('have namesakes in one class and in two', () => {
    const classOf = new Map(
      school.classes.flatMap(({ id }) => school.rosterOn(id, '2025-09-01').map((one) => [one.id, id])),
    );
    const present = school.students.filter(({ id }) => classOf.has(id));
    expect(repeated(present.map(fullName)).length).toBeGreaterThan(0);
    const within = present.map((one) => `${classOf.get(one.id)} ${fullName(one)}`);
    expect(repeated(within).length).toBeGreaterThan(0);
  });

  it('gave, refused and withdrew consents', () => {
    const consents = school.students.flatMap((one) => one.consents);
    expect(new Set(consents.map(({ state }) => state))).toEqual(new Set(['given', 'refused', 'withdrawn']));
    for (const { state, fromDay, withdrawnDay } of consents) {
      expect(withdrawnDay === null).toBe(state !== 'withdrawn');
      if (withdrawnDay) expect(withdrawnDay > fromDay).toBe(true);
    }
  });

  it('are numbered from 1 without gaps', () => {
    for (const list of [
      school.students,
      school.guardians,
      school.staff,
      school.classes,
      school.groups,
      school.movements,
    ])
      expect(list.map(({ id }) => id)).toEqual(list.map((__, index) => index + 1));
  });
});

describe('names', () => {
  it('have the endings of their sex', () => {
    for (const { sex, lastName, middleName } of town.students) {
      expect(middleName).toMatch(sex === 'male' ? /ич$/ : /на$/);
      if (/(ов|ев|ёв|ин|ский)$/.test(lastName)) expect(sex).toBe('male');
      if (/(ова|ева|ёва|ина|ская)$/.test(lastName)) expect(sex).toBe('female');
    }
  });

  it('fit the age of the grade', () => {
    for (const { birthDate, enrolments } of town.students) {
      const grade = town.classes.find(({ id }) => id === enrolments[0]?.classId)?.grade ?? 0;
      const age = 2025 - Number(birthDate.slice(0, 4));
      expect(age - grade).toBeGreaterThanOrEqual(6);
      expect(age - grade).toBeLessThanOrEqual(7);
    }
  });
});

describe('namesakes in one class', () => {
  const inOneClass = (school: SchoolYear): number =>
    school.classes.flatMap(({ id }) => repeated(school.rosterOn(id, '2025-09-01').map(fullName))).length;

  it('are in each school of 200 students and more', () => {
    for (const school of makeMunicipality({ seed: 5, studentsPerSchool: 200, schools: 4 }).schools())
      expect(inOneClass(school)).toBeGreaterThan(0);
  });

  it('are somewhere in any municipality', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const schools = [...makeMunicipality({ seed, studentsPerSchool: 60 }).schools()];
      expect(schools.some((school) => inOneClass(school) > 0)).toBe(true);
    }
  });
});

it('holds for any seed and size', () => {
  const sizes = fc.integer({ min: 12, max: 260 });
  fc.assert(
    fc.property(fc.integer(), sizes, (seed, studentsPerSchool) => {
      const school = makeMunicipality({ seed, studentsPerSchool, schools: 1 }).school(1);
      expect(school.students).toHaveLength(studentsPerSchool);
      const everybody = school.classes.flatMap(({ id }) => school.rosterOn(id, '2026-01-20'));
      expect(new Set(everybody).size).toBe(everybody.length);
      for (const person of [...school.students, ...school.staff, ...school.guardians])
        expect(`${person.lastName} ${person.firstName} ${person.middleName}`).toMatch(
          /^[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+$/,
        );
    }),
    { numRuns: 8 },
  );
});
