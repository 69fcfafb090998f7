import type { EntityName } from '../../../src/model/entities.ts';
import { deterministicId } from '../../../src/model/ids.ts';
import type { Store } from '../../../src/store/open.ts';
import type { RegisterVisit } from '../../../src/store/register.ts';
import { putSchool, schoolRows } from '../../api/rows.ts';

/** A small invented school as its journal tells of it, and who stands at its register. */
export interface RegisterSchool {
  readonly schoolId: string;
  id(entity: EntityName, key: string): string;
  /** At 12 o'clock of the school on 21 September 2025, or at another moment. */
  visit(at?: string): RegisterVisit;
}

let made = 0;

/**
 * Students: `ann` (13), `boris` (15), `vera` (18 since 1 September), `gleb` (nobody knows his age, grade 10), `dina` (nor hers, grade 7); guardians: `olga`
 * of ann, boris and vera, `ivan` of boris until August; marks of ann and boris.
 */
export async function putRegisterSchool(store: Store): Promise<RegisterSchool> {
  made += 1;
  const schoolId = deterministicId(['school of registers', String(made), String(process.pid)]);
  await putSchool(store, { id: schoolId, name: 'Школа', municipality: 'Север', timeZone: 'Asia/Barnaul' });
  const rows = schoolRows(store, schoolId, 'netschool/staff');
  await rows.put('staff', 'principal', { displayName: 'Главнов Лев' });
  await rows.put('staff', 'deputy', {
    displayName: 'Завучева Нина',
    position: 'Заместитель директора по УВР',
  });
  await rows.put('staff', 'teacher', { displayName: 'Учителева Инна' });
  const subjectId = await rows.put('subject', 'algebra', { name: 'Алгебра' });
  await rows.put('subject', 'physics', { name: 'Физика' });
  const classId = await rows.put('class', '7b', { name: '7б', grade: 7 });
  const tenth = await rows.put('class', '10a', { name: '10а', grade: 10 });
  const born = { ann: '2012-03-04', boris: '2010-03-04', vera: '2007-09-01', gleb: null, dina: null };
  for (const [key, birthDate] of Object.entries(born)) {
    const studentId = await rows.put('student', key, { displayName: `Выдумкин ${key}`, birthDate });
    await rows.put('enrolment', key, { studentId, classId: key === 'gleb' ? tenth : classId });
  }
  for (const key of ['olga', 'ivan']) await rows.put('guardian', key, { displayName: `Выдумкина ${key}` });
  const relation = { guardianId: rows.id('guardian', 'olga'), relation: 'mother' };
  for (const key of ['ann', 'boris', 'vera']) {
    await rows.put('guardianship', `olga/${key}`, { ...relation, studentId: rows.id('student', key) });
  }
  await rows.put('guardianship', 'ivan/boris', {
    studentId: rows.id('student', 'boris'),
    guardianId: rows.id('guardian', 'ivan'),
    relation: 'other',
    toDay: '2025-08-31',
  });
  await rows.put('term', 'q1', {
    name: '1 четверть',
    kind: 'quarter',
    ordinal: 1,
    startDay: '2025-09-01',
    endDay: '2025-10-26',
  });
  const lesson = { classId, subjectId, kind: 'lesson', date: '2025-09-08' };
  await rows.put('lesson', 'l1', lesson);
  for (const key of ['ann', 'boris']) {
    const studentId = rows.id('student', key);
    await rows.put('mark', key, { studentId, subjectId, date: '2025-09-08', value: '4', scaleMax: 5 });
    await rows.put('attendance', key, {
      studentId,
      lessonId: rows.id('lesson', 'l1'),
      date: '2025-09-08',
      status: 'absent',
      reason: 'unexcused',
      rawCode: 'Н',
    });
    const period = { studentId, subjectId, kind: 'term', termId: rows.id('term', 'q1') };
    await rows.put('termMark', key, { ...period, value: '4', scaleMax: 5 });
  }
  return {
    schoolId,
    id: rows.id,
    visit: (at = '2025-09-21T05:00:00Z') => ({ schoolId, by: 'client-test', at: new Date(at) }),
  };
}
