import type { Store } from '../../src/store/open.ts';
import { createTransfer } from '../../src/store/transfer/transfers.ts';
import { putSchool, type RowFields, type SchoolRows, schoolRows } from './rows.ts';

export const schoolA = '11111111-1111-4111-8111-111111111111';
export const schoolB = '22222222-2222-4222-8222-222222222222';

/** The finding of the first school. */
export const FINDING = '44444444-4444-4444-8444-444444444444';

/** A name that must turn up in no log and no problem. */
export const SURNAME = 'Выдумкина';

/** Ids of what {@link putInvented} made. */
export interface Invented {
  readonly student: string;
  readonly studentB: string;
  /** The first quarter. */
  readonly term: string;
  readonly family: SchoolRows;
  readonly staff: SchoolRows;
  readonly runs: readonly string[];
  /** A move of the first school, begun and never planned. */
  readonly migration: string;
}

const lesson = (rows: SchoolRows, subject: string, date: string, number: number): RowFields => ({
  classId: rows.id('class', '2207'),
  subjectGroupId: rows.id('subjectGroup', `2207/${subject}`),
  subjectId: rows.id('subject', subject),
  date,
  number,
  kind: 'lesson',
});

async function people(rows: SchoolRows): Promise<void> {
  await rows.put('staff', 't1', { displayName: 'Придумова Вера Ильинична' });
  await rows.put('staff', 't2', { displayName: 'Заменский Олег Львович' });
  for (const name of ['Алгебра', 'Физика', 'Химия']) await rows.put('subject', name, { name });
  await rows.put('class', '2207', { name: '7б', grade: 7, letter: 'б' });
  await rows.put('student', '501', {
    displayName: `${SURNAME} Анна`,
    lastName: SURNAME,
    firstName: 'Анна',
  });
}

async function groups(rows: SchoolRows, subjects: readonly string[]): Promise<void> {
  for (const subject of subjects) {
    const name = `7б/${subject}`;
    const subjectGroupId = await rows.put('subjectGroup', `2207/${subject}`, {
      name,
      classId: rows.id('class', '2207'),
      subjectId: rows.id('subject', subject),
    });
    const studentId = rows.id('student', '501');
    await rows.put('groupMembership', `501/2207/${subject}`, { studentId, subjectGroupId });
  }
}

async function term(rows: SchoolRows): Promise<void> {
  const fields = { name: '1 четверть', kind: 'quarter', ordinal: 1 };
  await rows.put('term', 'q1', { ...fields, startDay: '2025-09-01', endDay: '2025-10-26', gradeTo: 9 });
  const half = { name: '1 полугодие', kind: 'half_year', ordinal: 1, gradeFrom: 10 };
  await rows.put('term', 'h1', { ...half, startDay: '2025-09-01', endDay: '2025-12-28' });
}

async function familyLessons(rows: SchoolRows): Promise<void> {
  const monday = '2025-09-08';
  const full = {
    startTime: '08:30',
    endTime: '09:10',
    room: '214',
    topic: 'Дроби',
    teacherId: rows.id('staff', 't1'),
  };
  const first = await rows.put('lesson', 'l1', { ...lesson(rows, 'Алгебра', monday, 1), ...full });
  await rows.put('lesson', 'l2', lesson(rows, 'Физика', monday, 2));
  await rows.put('lesson', 'l3', lesson(rows, 'Физика', monday, 3));
  await rows.put('lesson', 'gone', lesson(rows, 'Алгебра', monday, 4), { deleted: true });
  await rows.put('lesson', 'l4', lesson(rows, 'Алгебра', '2025-09-10', 1));
  await rows.put('substitution', 's1', {
    lessonId: first,
    date: monday,
    absentTeacherId: rows.id('staff', 't1'),
    substituteTeacherId: rows.id('staff', 't2'),
    reason: 'болезнь',
  });
  await rows.put('homework', 'h1', {
    lessonId: first,
    classId: rows.id('class', '2207'),
    subjectId: rows.id('subject', 'Алгебра'),
    dueDay: monday,
    text: '№ 12, 13',
    files: [{ key: 'f1', name: 'задание.pdf' }],
  });
}

async function familyMarks(rows: SchoolRows): Promise<void> {
  const studentId = rows.id('student', '501');
  const algebra = rows.id('subject', 'Алгебра');
  const physics = rows.id('subject', 'Физика');
  const workTypeId = await rows.put('workType', 'K', {
    name: 'Контрольная работа',
    abbreviation: 'К',
    homework: false,
  });
  const work = { subjectId: algebra, date: '2025-09-08', lessonId: rows.id('lesson', 'l1') };
  const assessmentId = await rows.put('assessment', 'a1', {
    ...work,
    workTypeId,
    weight: 2,
    topic: 'Контрольная',
  });
  const mark = { studentId, scaleMax: 5, value: '5' };
  await rows.put('mark', 'm1', {
    ...mark,
    subjectId: algebra,
    date: '2025-09-08',
    assessmentId,
    comment: 'молодец',
  });
  // Subject and day only, one such lesson that day: it belongs there.
  await rows.put('mark', 'm2', { ...mark, subjectId: algebra, date: '2025-09-10', value: '4/5' });
  // Two lessons of the subject that day, and none at all on the next.
  await rows.put('mark', 'm3', { ...mark, subjectId: physics, date: '2025-09-08', value: '3' });
  await rows.put('mark', 'm4', { ...mark, subjectId: physics, date: '2025-09-09', value: '.' });
  await rows.put(
    'mark',
    'm5',
    { ...mark, subjectId: algebra, date: '2025-09-10', value: '2' },
    { deleted: true },
  );
  const missed = { studentId, rawCode: 'УП', date: '2025-09-08' };
  await rows.put('attendance', 'w1', {
    ...missed,
    lessonId: rows.id('lesson', 'l2'),
    subjectId: physics,
    status: 'absent',
    reason: 'sick',
  });
  await rows.put('attendance', 'w2', {
    ...missed,
    subjectId: algebra,
    date: '2025-09-10',
    status: 'late',
    rawCode: 'ОП',
  });
  await rows.put('attendance', 'w3', { ...missed, date: '2025-09-11', status: 'absent' });
  await rows.put('termMark', 'tm1', {
    studentId,
    subjectId: algebra,
    kind: 'term',
    termId: rows.id('term', 'q1'),
    value: '5',
    scaleMax: 5,
  });
}

/** What a finding says beside its place and its state. */
export async function putFinding(
  rows: SchoolRows,
  store: Store,
  findingId: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const values: Record<string, unknown> = {
    school_id: rows.schoolId,
    finding_id: findingId,
    unit: 'school:2025-09-01',
    rule: 'R07',
    kind: 'edit_window',
    severity: 'error',
    effect: 'report',
    regulation: 'tiny',
    entry: 'no-twos',
    clause: 'п. 1',
    verdict: 'violated',
    message: 'отметку изменили после срока',
    count: 1,
    rows: JSON.stringify([{ entity: 'mark', id: rows.id('mark', 'm1') }]),
    basis: JSON.stringify({ says: 'двоек нет' }),
    state: 'open',
    day: '2025-09-08',
    opened_at: SEEN_AT,
    changed_at: SEEN_AT,
    ...more,
  };
  const names = Object.keys(values);
  const places = names.map((_, index) => `$${index + 1}`);
  await store.pool.query(
    `INSERT INTO finding (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(values),
  );
}

const SEEN_AT = '2025-09-20T10:00:00Z';

const counts = { read: 5, new: 5, changed: 0, unchanged: 0, outranked: 0, quarantined: 0, gone: 0 };

async function runs(store: Store, rows: SchoolRows, connectionId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const {
      rows: [row],
    } = await store.pool.query<{ run_id: string }>(
      `INSERT INTO run (school_id, connection_id, source, state, dry_run, started_at, finished_at, counts)
       VALUES ($1, $2, 'netschool/family', 'succeeded', false, $3, $3, $4) RETURNING run_id::text`,
      [rows.schoolId, connectionId, '2025-09-20T10:00:00Z', JSON.stringify({ mark: counts })],
    );
    ids.push(row?.run_id ?? '');
  }
  await store.pool.query(
    `INSERT INTO quarantine (school_id, run_id, entity, external_key, place, code, message, hint, raw, created_at)
     SELECT $1, $2, 'mark', 'key ' || n, '$.marks[' || n || ']', 'record.invalid', 'm', 'h', $3, now()
     FROM generate_series(1, 3) n`,
    [rows.schoolId, ids[0], JSON.stringify({ pupil: SURNAME })],
  );
  return ids;
}

/** Two schools of two municipalities; in the first a student of whom two sources tell. */
export async function putInvented(store: Store): Promise<Invented> {
  await putSchool(store, { id: schoolA, name: 'Школа № 2', municipality: 'Север', timeZone: 'Asia/Barnaul' });
  await putSchool(store, {
    id: schoolB,
    name: 'Гимназия № 1',
    municipality: 'Юг',
    timeZone: 'Europe/Moscow',
  });
  const family = schoolRows(store, schoolA, 'netschool/family');
  const staff = schoolRows(store, schoolA, 'netschool/staff');
  await people(family);
  const connectionId = await family.connection('family-a', 50);
  await staff.connection('staff-a', 60);
  await groups(family, ['Алгебра', 'Физика']);
  await term(family);
  await familyLessons(family);
  await familyMarks(family);
  await family.put('enrolment', 'e1', {
    studentId: family.id('student', '501'),
    classId: family.id('class', '2207'),
    fromDay: '2025-09-01',
  });
  const student = family.id('student', '501');
  await family.coverage(student, '2025-09-01', '2025-10-26', '2025-09-20T10:00:00Z');
  await putFinding(family, store, FINDING, { student_id: student });
  const transfer = await createTransfer(store, {
    schoolId: schoolA,
    source: 'netschool/staff',
    target: 'nowhere',
    operator: 'Новый журнал',
    fromDay: '2025-09-01',
    toDay: '2025-10-26',
    switchDay: null,
    policy: {},
    createdAt: new Date('2025-09-20T10:00:00Z'),
  });
  const far = schoolRows(store, schoolB, 'netschool/family');
  const studentB = await far.put('student', '9', { displayName: 'Дальний Пётр' });
  return {
    student,
    studentB,
    term: family.id('term', 'q1'),
    family,
    staff,
    migration: transfer.transferId,
    runs: await runs(store, family, connectionId, 3),
  };
}
