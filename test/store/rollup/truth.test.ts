import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import {
  readClassFigures,
  readSchoolFigures,
  readSubjectFigures,
  readTeachingFigures,
} from '../../../src/store/rollup/read.ts';
import { expectedClass, expectedSubjects, expectedSubstitutes, expectedTeaching } from './expected.ts';
import { openRollupWorld, quarter, type RollupWorld, wholeSchool } from './world.ts';

const MOMENT = '2025-11-20T18:00';
const GRADE = 9;

let world: RollupWorld;
beforeAll(async () => {
  const year = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: 120, weeks: 18 }).school(1);
  world = await openRollupWorld(year);
  await world.read(MOMENT);
});
afterAll(() => world.close());

const classOf = () => {
  const found = world.year.classes.find(({ grade }) => grade === GRADE);
  if (!found) throw new Error('no such class');
  return found;
};

describe('figures of a class', () => {
  it.each([1, 2])('are those of the truth in quarter %i', async (ordinal) => {
    const { id } = classOf();
    const classId = await world.idOf('class', id);
    const term = world.year.termsOf(id).find((one) => one.ordinal === ordinal);
    if (!term) throw new Error('no such term');
    const truth = { year: world.year, classId: id, term, moment: MOMENT };
    const request = { ...wholeSchool(world.schoolId, quarter(ordinal)), classIds: [classId] };
    const [figures, ...others] = await readClassFigures(world.database, request);
    expect(others).toEqual([]);
    expect(figures).toMatchObject(expectedClass(truth));
    expect(figures).toMatchObject({ source: 'truth/full', from: term.startDay, to: term.endDay });
    const names = new Map(world.year.subjects.map((subject) => [subject.id, subject.name]));
    const subjects = await readSubjectFigures(world.database, request);
    expect(Object.fromEntries(subjects.map((one) => [one.subjectName, one]))).toMatchObject(
      Object.fromEntries([...expectedSubjects(truth)].map(([key, one]) => [names.get(key), one])),
    );
    const teaching = await readTeachingFigures(world.database, request);
    const staff = new Map(world.year.staff.map((one) => [one.id, one]));
    for (const { subjectId, part, teacherId, ...expected } of expectedTeaching(truth)) {
      const teacher = await world.idOf('staff', teacherId);
      const found = teaching.filter(
        (one) =>
          one.teacherId === teacher &&
          one.subjectName === names.get(subjectId) &&
          (part === null || one.groupName?.endsWith(`/${part}`)),
      );
      expect(found, staff.get(teacherId)?.lastName).toMatchObject([expected]);
    }
    const owners = new Map(
      (await world.store.prisma.subjectGroup.findMany()).map((group) => [group.id, group.teacherId]),
    );
    for (const [teacherId, lessons] of expectedSubstitutes(truth)) {
      const id = await world.idOf('staff', teacherId);
      const found = teaching.filter(
        (one) => one.teacherId === id && one.groupId !== null && owners.get(one.groupId) !== id,
      );
      expect(found.reduce((sum, one) => sum + one.lessons, 0)).toBe(lessons);
      expect(found.map(({ base }) => base)).toEqual(found.map(() => 0));
    }
  });
});

describe('figures of a school', () => {
  it('bring the first half-year of the senior grades with the second quarter, and are sums over classes', async () => {
    const request = wholeSchool(world.schoolId, quarter(2));
    const classes = await readClassFigures(world.database, request);
    const levels = await readSchoolFigures(world.database, request);
    expect(levels.map(({ level }) => level)).toEqual(['1-4', '5-9', '10-11']);
    expect(levels.reduce((sum, one) => sum + one.students, 0)).toBe(
      classes.reduce((sum, one) => sum + one.students, 0),
    );
    expect(classes.filter(({ grade }) => (grade ?? 0) >= 10).map(({ from }) => from)).toEqual(
      classes.filter(({ grade }) => (grade ?? 0) >= 10).map(() => world.year.startDay),
    );
    const [, middle] = levels;
    const of = classes.filter(({ grade }) => grade !== null && grade >= 5 && grade <= 9);
    expect(middle?.missed).toBe(of.reduce((sum, one) => sum + one.missed, 0));
    expect(middle?.allSubjects.base).toBe(of.reduce((sum, one) => sum + one.allSubjects.base, 0));
  });

  it('of the days of a term are those of the term but for the marks', async () => {
    const term = world.year.termsOf(classOf().id)[0];
    if (!term) throw new Error('no term');
    const days = { kind: 'range', from: term.startDay, to: term.endDay } as const;
    const byDays = await readClassFigures(world.database, wholeSchool(world.schoolId, days));
    const byTerm = await readClassFigures(world.database, wholeSchool(world.schoolId, quarter(1)));
    for (const one of byTerm) {
      const { students, missed, missedDays, late, possible } = one;
      const same = byDays.find(({ classId }) => classId === one.classId);
      expect(same).toMatchObject({ students, missed, missedDays, late, possible, basis: 'current_marks' });
    }
  });

  it('are nobody’s who may not see the school', async () => {
    const request = { ...wholeSchool(world.schoolId, quarter(1)), reach: { municipalities: ['Другой'] } };
    expect(await readClassFigures(world.database, request)).toEqual([]);
    expect(await readSchoolFigures(world.database, request)).toEqual([]);
    const days = { ...request, period: { kind: 'range', from: '2025-09-01', to: '2025-10-01' } as const };
    expect(await readTeachingFigures(world.database, days)).toEqual([]);
  });
});
