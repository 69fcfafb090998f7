import { z } from 'zod';
import { type AnyKind, defineKind } from '../../../src/rules/kind.ts';
import { currentOf, enteredOf } from '../../../src/rules/observed.ts';
import { entrySchema, type Regulation, regulationSchema } from '../../../src/rules/regulation.ts';
import { putAdoption } from '../../../src/store/adoptions.ts';
import type { Store } from '../../../src/store/open.ts';
import type { ControlDeps } from '../../../src/sync/control/deps.ts';
import { putSchool, type SchoolRows, schoolRows } from '../../api/rows.ts';

/** A mark of 2 breaks it, one of 1 cannot be decided, any other is fine. */
export const noTwos = defineKind({
  name: 'no_twos',
  rules: ['R99'],
  title: 'двоек нет',
  severity: 'warning',
  scope: 'subject_term',
  params: z.strictObject({ worst: z.string().default('2') }),
  topic: () => 'no_twos',
  needs: () => ['mark'],
  watches: ['mark'],
  evaluate(facts, { worst }, at, judge) {
    for (const mark of facts.marks) {
      const rows = [{ entity: 'mark', id: mark.id }] as const;
      const place = { studentId: mark.studentId, day: mark.date };
      const interval = enteredOf(mark.value);
      const told = { key: mark.id, rows, place, message: 'двойка', ...(interval ? { interval } : {}) };
      if (at.calendar.startOf(mark.date) > at.now) judge.pending(at.calendar.startOf(mark.date));
      else if (currentOf(mark.value) === worst) {
        judge.violated({ ...told, accepted: { row: rows[0], value: null } });
      } else if (currentOf(mark.value) === '1')
        judge.undecided({ ...told, reason: 'not_looked', advice: 'ждать' });
      else if (currentOf(mark.value) === null) judge.notConcerned();
      else judge.met();
    }
  },
});

/** A class has lessons. */
export const hasLessons = defineKind({
  name: 'has_lessons',
  rules: ['R98'],
  title: 'уроки есть',
  severity: 'error',
  scope: 'class_term',
  params: z.strictObject({}),
  topic: () => 'has_lessons',
  needs: () => ['lesson'],
  watches: ['lesson'],
  evaluate(facts, _, at, judge) {
    if (facts.lessons.length > 0) judge.met();
    else if (at.calendar.startOf(facts.from) > at.now) judge.pending(at.calendar.startOf(facts.from));
    else judge.violated({ key: 'none', rows: [], place: {}, message: 'уроков нет' });
  },
});

/** A student without a birth date. */
export const birthDates = defineKind({
  name: 'birth_dates',
  rules: ['R97'],
  title: 'даты рождения',
  severity: 'info',
  scope: 'school',
  params: z.strictObject({}),
  topic: () => 'birth_dates',
  needs: () => ['student'],
  watches: ['student'],
  evaluate(facts, _, _at, judge) {
    for (const { id, birthDate } of facts.students) {
      const place = { studentId: id };
      if (birthDate === null) judge.violated({ key: id, rows: [], place, message: 'нет даты рождения' });
      else judge.met();
    }
  },
});

/** Needs what no source tells. */
export const unheardOf = defineKind({
  name: 'unheard_of',
  rules: ['R96'],
  title: 'никто не знает',
  severity: 'info',
  scope: 'subject_term',
  params: z.strictObject({}),
  topic: () => 'unheard_of',
  needs: () => ['homework.minutes'],
  watches: [],
  evaluate() {
    throw new Error('evaluated although nothing tells what it needs');
  },
});

export const tinyKinds: readonly AnyKind[] = [noTwos, hasLessons, birthDates, unheardOf];

const entry = (kind: AnyKind, more: object = {}) =>
  entrySchema.parse({
    id: kind.name.replaceAll('_', '-'),
    kind: kind.name,
    clause: 'п. 1',
    says: kind.title,
    effect: 'report',
    ...more,
  });

/** An act of one entry for each of the tiny kinds. */
export const tinyAct = (more: object = {}): Regulation =>
  regulationSchema.parse({
    id: 'tiny',
    level: 'school',
    title: 'Положение',
    issuer: 'Школа',
    number: '1',
    date: '2025-08-20',
    from: '2025-08-25',
    entries: tinyKinds.map((kind) => entry(kind)),
    ...more,
  });

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
