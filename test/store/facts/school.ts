import { randomUUID } from 'node:crypto';
import { makeCalendar, type SchoolCalendar } from '../../../src/rules/calendar.ts';
import { type FactsReader, openFacts } from '../../../src/store/facts/open.ts';
import type { Store } from '../../../src/store/open.ts';
import { putSchool, type SchoolRows, schoolRows } from '../../api/rows.ts';

export const FROM = '2025-09-01';
export const TO = '2025-10-26';
export const NOW = Date.parse('2025-12-01T05:00:00Z');

export const calendar: SchoolCalendar = makeCalendar({
  timeZone: 'Asia/Barnaul',
  weekDays: 6,
  holidays: [],
  workingDays: [],
  breaks: [],
});

/** A school with classes 7а and 7б, two students of the first, algebra and history, two quarters. */
export interface Invented {
  readonly schoolId: string;
  readonly rows: SchoolRows;
  reader(now?: number): FactsReader;
}

async function putBase(rows: SchoolRows): Promise<void> {
  await rows.connection(`staff-${rows.schoolId.slice(0, 8)}`, 50);
  await rows.put('academicYear', 'y', {
    name: '2025/2026',
    startDay: FROM,
    endDay: '2026-05-31',
    closed: false,
  });
  const quarter = { kind: 'quarter', academicYearId: rows.id('academicYear', 'y') };
  await rows.put('term', 'q1', { ...quarter, name: '1', ordinal: 1, startDay: FROM, endDay: TO });
  await rows.put('term', 'q2', {
    ...quarter,
    name: '2',
    ordinal: 2,
    startDay: '2025-11-05',
    endDay: '2025-12-28',
  });
  await rows.put('staff', 't1', { displayName: 'Придумова Вера Ильинична' });
  for (const name of ['Алгебра', 'История']) await rows.put('subject', name, { name });
  for (const name of ['7а', '7б']) await rows.put('class', name, { name, grade: 7, shift: 1 });
}

/** Puts a student into a class and its group of algebra. */
export async function putStudent(
  rows: SchoolRows,
  key: string,
  className: string,
  days: { readonly fromDay?: string; readonly toDay?: string } = {},
): Promise<string> {
  const studentId = rows.id('student', key);
  await rows.put('enrolment', `${className}/${key}`, {
    studentId,
    classId: rows.id('class', className),
    ...days,
  });
  await rows.put('groupMembership', `${className}/${key}`, {
    studentId,
    subjectGroupId: rows.id('subjectGroup', className),
    ...days,
  });
  return studentId;
}

/** Makes the school. */
export async function invent(store: Store): Promise<Invented> {
  const schoolId = randomUUID();
  const name = 'Школа';
  await putSchool(store, { id: schoolId, name, municipality: 'Заозёрск', timeZone: 'Asia/Barnaul' });
  const rows = schoolRows(store, schoolId, 'netschool/staff');
  await putBase(rows);
  for (const one of ['7а', '7б']) {
    await rows.put('subjectGroup', one, {
      name: `${one}/Алгебра`,
      classId: rows.id('class', one),
      subjectId: rows.id('subject', 'Алгебра'),
      teacherId: rows.id('staff', 't1'),
    });
  }
  for (const key of ['1', '2']) {
    await rows.put('student', key, { displayName: `Выдумкина ${key}`, birthDate: '2012-03-04' });
    await putStudent(rows, key, '7а');
  }
  return { schoolId, rows, reader: (now = NOW) => openFacts(store, { schoolId, calendar, now }) };
}

/** The first quarter of 7а, all of it. */
export const firstQuarter = (school: Invented, more: Partial<Parameters<FactsReader['classTerm']>[0]> = {}) =>
  school.reader().classTerm({
    classId: school.rows.id('class', '7а'),
    from: FROM,
    to: TO,
    source: 'netschool/staff',
    subjects: null,
    with: 'all',
    ...more,
  });

/** A mark in algebra. */
export const putMark = (
  rows: SchoolRows,
  key: string,
  fields: { readonly student?: string; readonly [field: string]: unknown } = {},
): Promise<string> => {
  const { student = '1', ...more } = fields;
  return rows.put('mark', key, {
    studentId: rows.id('student', student),
    subjectId: rows.id('subject', 'Алгебра'),
    date: '2025-09-10',
    value: '4',
    scaleMax: 5,
    ...more,
  });
};
