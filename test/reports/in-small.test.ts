import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReport } from '../../src/reports/make.ts';
import type { Row, Section } from '../../src/reports/table.ts';
import type { Store } from '../../src/store/open.ts';
import { readsOver } from '../../src/store/read/database.ts';
import { putSchool, type SchoolRows, schoolRows } from '../api/rows.ts';
import { testStore } from '../database.ts';

const SCHOOL = '66666666-6666-4666-8666-666666666666';
const DAYS = { from: '2025-09-01', to: '2025-10-26' };
const TERM = { term: '2025-quarter-1' };
const MARKS = ['1', '1', '1', '1', '2'];

let store: Store;
let rows: SchoolRows;
let classId: string;

/** Two classes «7а», two teachers of one name, a student in two groups of a subject, a 1 for the term. */
async function putAll(): Promise<void> {
  await putSchool(store, {
    id: SCHOOL,
    name: 'Школа № 9',
    municipality: 'Озёрский муниципальный округ',
    timeZone: 'Europe/Moscow',
  });
  rows = schoolRows(store, SCHOOL, 'truth/full');
  await rows.connection('journal', 50);
  const term = { startDay: '2025-09-01', endDay: '2025-10-26', kind: 'quarter', ordinal: 1, name: 'I' };
  const termId = await rows.put('term', 'q1', term);
  const subjectId = await rows.put('subject', 'Алгебра', { name: 'Алгебра' });
  for (const key of ['1', '2']) await rows.put('staff', key, { displayName: 'Выдумкин Пётр Ильич' });
  for (const key of ['1', '2']) {
    const own = await rows.put('class', key, { name: '7а', grade: 7, letter: 'а' });
    const studentId = await rows.put('student', key, {
      displayName: `Придуманова Ольга ${key}`,
      birthDate: '2012-12-31',
    });
    await rows.put('enrolment', key, { studentId, classId: own });
    for (const part of key === '1' ? ['1', '2'] : ['1']) {
      const teacherId = rows.id('staff', key === '1' ? part : '2');
      const group = { name: `7а/Алгебра/${part}`, classId: own, subjectId, teacherId };
      const subjectGroupId = await rows.put('subjectGroup', `${key}/${part}`, group);
      await rows.put('groupMembership', `${key}/${part}`, { studentId, subjectGroupId });
    }
    for (const [at, value] of MARKS.entries())
      await rows.put('mark', `${key}/${at}`, {
        studentId,
        subjectId,
        date: '2025-09-10',
        value,
        scaleMax: 5,
      });
    await rows.put('termMark', key, { studentId, subjectId, termId, kind: 'term', value: '1', scaleMax: 5 });
  }
  classId = rows.id('class', '1');
  // Written by nobody's run: sums of everything are still to be made.
  await store.pool.query('INSERT INTO rollup_due (school_id) VALUES ($1)', [SCHOOL]);
}

const make = (form: string, asked: object) =>
  makeReport(
    {
      database: readsOver(store.pool),
      reach: { all: true },
      classIds: null,
      seesIllness: true,
      now: new Date('2025-10-27T10:00:00Z'),
      gapsOf: () => ({}),
    },
    form,
    { scope: `school:${SCHOOL}`, ...asked },
  );

async function sectionsOf(form: string, asked: object): Promise<readonly Section[]> {
  const made = await make(form, asked);
  if (!made.ok) throw new Error(made.error.code);
  const sections: Section[] = [];
  for await (const section of made.value.sections) sections.push(section);
  return sections;
}

const valueAt = ({ columns }: Section, row: Row | undefined, key: string) =>
  row?.cells[columns.findIndex((column) => column.key === key)]?.value;

beforeAll(async () => {
  store = await testStore();
  await putAll();
});
afterAll(() => store?.close());

describe('rows of a report', () => {
  const FORMS = [
    ['mark-density', DAYS],
    ['journal-keeping', DAYS],
    ['subject-teacher-report', DAYS],
    ['school-results', DAYS],
    ['attendance', DAYS],
    ['movement-report', DAYS],
    ['homeroom-report', DAYS],
    ['programme-completion', DAYS],
    ['objectivity-gap', TERM],
  ] as const;
  for (const [form, asked] of FORMS)
    it(`of ${form} have keys of their own, whoever has the same name`, async () => {
      const sections = await sectionsOf(form, asked);
      expect(new Set(sections.map(({ key }) => key)).size).toBe(sections.length);
      for (const section of sections) {
        const keys = section.rows.map(({ key }) => key);
        expect(new Set(keys).size, keys.join(' ')).toBe(keys.length);
      }
    });
});

describe('a sum over groups of a subject', () => {
  for (const scope of ['region', `school:${SCHOOL}`])
    it(`has a student in two of them once (${scope.split(':')[0]})`, async () => {
      const [section] = await sectionsOf('mark-density', { ...DAYS, scope });
      if (!section) throw new Error('no section');
      const row = section.rows.find(({ kind }) => kind === 'total');
      expect(valueAt(section, row, 'students')).toBe(2);
      expect(valueAt(section, row, 'marks')).toBe(2 * MARKS.length);
      const [keeping] = await sectionsOf('journal-keeping', { ...DAYS, scope });
      const all = keeping?.rows.find(({ kind }) => kind === 'total');
      expect(keeping && valueAt(keeping, all, 'marks')).toBe(2 * MARKS.length);
    });
});

describe('ages of ОО-1', () => {
  for (const to of ['2025-09-20', '2026-03-20'])
    it(`are of 1 January of the academic year of ${to}`, async () => {
      const sections = await sectionsOf('oo1', { from: to, to });
      const ages = sections.find(({ key }) => key === 'ages');
      expect(ages?.rows.map(({ key }) => key)).toEqual(['13']);
    });
});

describe('a 1 for the term', () => {
  it('is not below a mean of 1.2: of means nobody tells 1 from 2', async () => {
    const [subjects, students] = await sectionsOf('objectivity-gap', TERM);
    const total = subjects?.rows.find(({ kind }) => kind === 'total');
    expect(subjects && valueAt(subjects, total, 'below')).toBe(0);
    expect(subjects && valueAt(subjects, total, 'equal')).toBe(2);
    expect(students?.rows).toEqual([]);
  });
});

describe('a class', () => {
  it('is not compared with a year before: that was another class', async () => {
    const made = await make('school-results', { ...DAYS, scope: `class:${classId}`, compare: 'year' });
    expect(made).toMatchObject({
      ok: false,
      error: { code: 'report.not_comparable', place: 'scope' },
    });
  });
});
