import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REGISTER_SOURCE } from '../../../src/model/disclosure.ts';
import type { Store } from '../../../src/store/open.ts';
import { schoolRows } from '../../api/rows.ts';
import { testStore } from '../../database.ts';
import { type Invented, invent, putMark } from './school.ts';

let store: Store;
let school: Invented;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  school = await invent(store);
});

const stretchesOf = async (name: string) => {
  const { classes } = await school.reader().layout();
  const found = classes.find((one) => one.class.name === name);
  return found?.stretches.map(({ from, to, term }) => [from, to, term?.name ?? null]);
};

describe('layout', () => {
  it('cuts the year at the ends of terms, without a gap', async () => {
    expect(await stretchesOf('7а')).toEqual([
      ['2025-09-01', '2025-10-26', '1'],
      ['2025-10-27', '2025-12-28', '2'],
      ['2025-12-29', '2026-05-31', null],
    ]);
  });

  it('gives a class the terms of its grade', async () => {
    await school.rows.put('term', 'h1', {
      kind: 'half_year',
      name: 'полугодие',
      ordinal: 1,
      startDay: '2025-09-01',
      endDay: '2025-12-28',
    });
    await school.rows.put('class', '10а', { name: '10а', grade: 10 });
    expect((await stretchesOf('10а'))?.map(([, , name]) => name)).toEqual(['полугодие', null]);
    expect((await stretchesOf('7а'))?.map(([, , name]) => name)).toEqual(['1', '2', null]);
  });

  it('gives a class the kind of terms that it has marks for', async () => {
    const half = {
      kind: 'half_year',
      name: 'полугодие',
      ordinal: 1,
      startDay: '2025-09-01',
      endDay: '2025-12-28',
    };
    const termId = await school.rows.put('term', 'h1', half);
    await school.rows.put('termMark', 'x', {
      studentId: school.rows.id('student', '1'),
      subjectId: school.rows.id('subject', 'Алгебра'),
      kind: 'term',
      termId,
      value: '4',
      scaleMax: 5,
    });
    expect((await stretchesOf('7а'))?.map(([, , name]) => name)).toEqual(['полугодие', null]);
  });

  it('is one stretch of an assumed year where nobody tells of terms', async () => {
    await store.pool.query('DELETE FROM term WHERE school_id = $1', [school.schoolId]);
    await store.pool.query('DELETE FROM academic_year WHERE school_id = $1', [school.schoolId]);
    expect(await stretchesOf('7а')).toEqual([['2025-09-01', '2026-08-31', null]]);
  });

  it('tells what each source has read of a class', async () => {
    const { rows } = school;
    await rows.coverage(rows.id('student', '1'), '2025-09-01', '2025-09-30', '2025-10-01T00:00:00Z');
    await rows.coverage(rows.id('class', '7а'), '2025-09-01', '2025-09-10', '2025-10-01T00:00:00Z', 'lesson');
    const { sources, classes } = await school.reader().layout();
    expect(sources.map(({ source, rank }) => [source, rank])).toEqual([['netschool/staff', 50]]);
    expect(sources[0]?.classes.get(rows.id('class', '7а'))).toEqual({
      students: 2,
      markStudents: 1,
      markDays: 30,
      lessonDays: 10,
    });
    expect(classes[0]?.subjects).toEqual([rows.id('subject', 'Алгебра')]);
  });
});

describe('facts of a class and year', () => {
  it('hold the plan with its hours, and the lessons', async () => {
    const { rows } = school;
    const base = { classId: rows.id('class', '7а'), subjectId: rows.id('subject', 'Алгебра') };
    await rows.put('lessonPlanEntry', 'p1', { ...base, ordinal: 1, topic: 'Дроби', hours: 2 });
    await rows.put('curriculumLine', 'c1', { ...base, yearlyHours: 102 });
    await rows.put('lesson', 'l1', {
      ...base,
      subjectGroupId: rows.id('subjectGroup', '7а'),
      date: '2025-11-11',
      number: 1,
      kind: 'lesson',
    });
    const facts = await school
      .reader()
      .classYear({ classId: rows.id('class', '7а'), source: 'netschool/staff' });
    expect(facts).toMatchObject({
      from: '2025-09-01',
      to: '2026-05-31',
      terms: [
        { name: '1', last: false },
        { name: '2', last: true },
      ],
      plan: [{ ordinal: 1, hours: 2, plannedDay: null }],
      lessons: [{ date: '2025-11-11' }],
    });
    expect(facts.yearlyHours.get(rows.id('subject', 'Алгебра'))).toBe(102);
  });
});

describe('facts of a school', () => {
  it('hold papers of the vendor and of our register, students and base data', async () => {
    const { rows } = school;
    const register = schoolRows(store, school.schoolId, REGISTER_SOURCE);
    const studentId = rows.id('student', '1');
    await register.put('consent', 'c', {
      studentId,
      purpose: 'diary',
      state: 'given',
      fromDay: '2025-09-01',
    });
    await register.put('controlEvent', 'e', {
      kind: 'backup',
      day: '2025-10-01',
      at: '2025-10-01T10:00:00+07:00',
    });
    await rows.put('movement', 'm', { studentId, kind: 'arrival', date: '2025-09-02' });
    const family = schoolRows(store, school.schoolId, 'netschool/family');
    await family.coverage(studentId, '2025-09-01', '2025-09-30', '2025-10-05T10:00:00Z');
    await putMark(rows, 'm1');
    const facts = await school.reader().school({ source: 'netschool/staff' });
    expect(facts).toMatchObject({
      consents: [{ studentId, state: 'given', entered: { notBefore: null } }],
      events: [{ kind: 'backup', at: '2025-10-01T03:00:00.000Z' }],
      movements: [{ kind: 'arrival' }],
      familyAccounts: [{ studentId, since: { notAfter: Date.parse('2025-10-05T10:00:00Z') } }],
    });
    expect(facts.students.find(({ id }) => id === studentId)).toEqual({
      id: studentId,
      birthDate: '2012-03-04',
      classId: rows.id('class', '7а'),
      grade: 7,
    });
    expect(facts.base.get('student')).toMatchObject({ count: 2, first: { notBefore: null } });
    expect(facts.base.has('healthSheet')).toBe(false);
    expect(facts.base.has('mark')).toBe(false);
  });
});
