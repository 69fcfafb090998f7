import type { Regulation } from '../../../src/rules/regulation.ts';
import { putAdoption } from '../../../src/store/adoptions.ts';
import type { Store } from '../../../src/store/open.ts';
import type { ControlDeps } from '../../../src/sync/control/deps.ts';
import { putSchool, type SchoolRows, schoolRows } from '../../api/rows.ts';
import { tinyAct, tinyKinds } from './tiny-kinds.ts';

export const SCHOOL = '33333333-3333-4333-8333-333333333333';
export const NOW = new Date('2025-10-01T09:00:00Z');

const GIVES = ['mark', 'lesson', 'student', 'homework', 'term', 'class'];

export const controlDeps = (store: Store, regulations: readonly Regulation[] = [tinyAct()]): ControlDeps => ({
  store,
  library: { regulations, calendar: [], faults: [] },
  kinds: tinyKinds,
  declaredOf: () => ({ gives: new Set(GIVES), gaps: { 'homework.minutes': 'времени никто не сообщает' } }),
  log: () => undefined,
});

/** A class of one student with two subjects, one lesson and one mark each. */
export async function putSmallSchool(store: Store, schoolId = SCHOOL): Promise<SchoolRows> {
  await putSchool(store, { id: schoolId, name: 'Школа', municipality: 'Север', timeZone: 'Asia/Barnaul' });
  const rows = schoolRows(store, schoolId, 'netschool/staff');
  await rows.connection(`staff-${schoolId.slice(0, 4)}`, 50);
  for (const name of ['Алгебра', 'Физика']) await rows.put('subject', name, { name });
  const classId = await rows.put('class', '7', { name: '7б', grade: 7 });
  await rows.put('term', 'q1', {
    name: '1 четверть',
    kind: 'quarter',
    ordinal: 1,
    startDay: '2025-09-01',
    endDay: '2025-10-26',
  });
  const studentId = await rows.put('student', '1', {
    displayName: 'Выдумкина Анна',
    birthDate: '2012-01-01',
  });
  await rows.put('enrolment', 'e', { studentId, classId, fromDay: '2025-09-01' });
  for (const name of ['Алгебра', 'Физика']) {
    const subjectId = rows.id('subject', name);
    const subjectGroupId = await rows.put('subjectGroup', name, { name, classId, subjectId });
    await rows.put('groupMembership', name, { studentId, subjectGroupId });
    await rows.put('lesson', name, {
      classId,
      subjectGroupId,
      subjectId,
      date: '2025-09-10',
      number: 1,
      kind: 'lesson',
    });
    await putMark(rows, name, name, '5');
  }
  await rows.coverage(studentId, '2025-09-01', '2026-05-31', '2025-09-20T10:00:00Z');
  await putAdoption(
    store,
    schoolId,
    { regulation: 'tiny', from: '2025-09-01', to: null, choices: {} },
    { now: NOW, by: 'test' },
  );
  return rows;
}

/** Puts one mark of the student. */
export const putMark = (rows: SchoolRows, key: string, subject: string, value: string, date = '2025-09-10') =>
  rows.put('mark', key, {
    studentId: rows.id('student', '1'),
    subjectId: rows.id('subject', subject),
    lessonId: date === '2025-09-10' ? rows.id('lesson', subject) : null,
    date,
    value,
    scaleMax: 5,
  });
