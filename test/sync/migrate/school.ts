import type { EntityName } from '../../../src/model/entities.ts';
import type { Observed } from '../../../src/model/observation.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import {
  begin,
  ending,
  mark,
  newConnection,
  observed,
  progress,
  student,
  subject,
} from '../../store/school.ts';

/** Who gets the data. */
export const OPERATOR = 'Новый журнал';

/** What a small school says of itself, by entity in the order of telling. */
export type Told = ReadonlyMap<EntityName, readonly Observed[]>;

const TEACHERS = { т1: 'Петрова Анна Игоревна', т2: 'Сидорова Ольга Павловна' } as const;

const DAYS = ['2025-09-02', '2025-09-09', '2025-09-16', '2025-09-23'] as const;

const consent = (key: string) =>
  observed<'consent'>(`c${key}`, {
    studentId: key,
    purpose: 'transfer',
    operator: OPERATOR,
    state: 'given',
    signerGuardianId: 'g',
    signedByStudent: null,
    fromDay: '2025-09-01',
    toDay: null,
    withdrawnDay: null,
    document: null,
  });

const lesson = (date: string, teacher: string) =>
  observed<'lesson'>(`${date}/1`, {
    classId: '7а',
    subjectGroupId: '7а/Алгебра',
    subjectId: 'Алгебра',
    teacherId: teacher,
    date,
    number: 1,
    shift: 1,
    startTime: '08:00',
    endTime: '08:40',
    room: null,
    topic: 'Дроби',
    kind: 'lesson',
    planEntryId: null,
  });

const assessment = (date: string) =>
  observed<'assessment'>(`w${date}`, {
    lessonId: `${date}/1`,
    classId: '7а',
    subjectId: 'Алгебра',
    workTypeId: 'к',
    date,
    topic: 'Дроби',
    weight: 2,
  });

const absence = (key: string, date: string) =>
  observed<'attendance'>(`${key}/${date}`, {
    studentId: key,
    lessonId: `${date}/1`,
    subjectId: 'Алгебра',
    date,
    status: 'absent',
    reason: 'sick',
    rawCode: 'Б',
    comment: null,
  });

const termMark = (key: string) =>
  observed<'termMark'>(`t${key}`, {
    studentId: key,
    subjectId: 'Алгебра',
    kind: 'term',
    termId: '1',
    academicYearId: 'y',
    value: '4',
    scaleMax: 5,
  });

const person = (displayName: string) => ({ displayName, lastName: null, firstName: null, middleName: null });

const year = observed<'academicYear'>('y', {
  name: '2025/2026',
  startDay: '2025-09-01',
  endDay: '2026-05-31',
  closed: false,
});

const term = observed<'term'>('1', {
  academicYearId: 'y',
  name: '1 четверть',
  kind: 'quarter',
  ordinal: 1,
  startDay: '2025-09-01',
  endDay: '2025-10-26',
  gradeFrom: null,
  gradeTo: null,
});

const schoolClass = observed<'class'>('7а', {
  name: '7а',
  grade: 7,
  letter: 'а',
  academicYearId: 'y',
  homeroomTeacherId: null,
  shift: 1,
});

const group = observed<'subjectGroup'>('7а/Алгебра', {
  name: '7а/Алгебра',
  classId: '7а',
  subjectId: 'Алгебра',
  teacherId: 'т1',
});

const enrolment = (key: string) =>
  observed<'enrolment'>(`e${key}`, {
    studentId: key,
    classId: '7а',
    fromDay: '2025-09-01',
    toDay: null,
    orderNumber: null,
    orderDay: null,
  });

/** A value for a student's mark on a day; null for none. */
export type ValueOf = (student: string, date: string) => string | null;

const usual: ValueOf = (key, date) => String(3 + ((Number(key) + Number(date.slice(-2))) % 3));

/** Which students there are, and which of them have a consent to the transfer. */
export interface Pupils {
  readonly students: readonly string[];
  readonly consenting: readonly string[];
}

export const pupils: Pupils = { students: ['1', '2', '3'], consenting: ['1', '2'] };

const marksOf = (students: readonly string[], value: ValueOf) =>
  students.flatMap((key) =>
    DAYS.flatMap((date) => {
      const text = value(key, date);
      if (text === null) return [];
      const refs = { lessonId: `${date}/1`, assessmentId: `w${date}` };
      return [mark(`${key}/${date}`, key, text, date, refs)];
    }),
  );

/** One class with one subject, four lessons, and what three students have for them. */
export function tell(value: ValueOf = usual, { students, consenting }: Pupils = pupils): Told {
  return new Map<EntityName, readonly Observed[]>([
    ['academicYear', [year]],
    ['term', [term]],
    [
      'staff',
      Object.entries(TEACHERS).map(([key, name]) =>
        observed<'staff'>(key, { ...person(name), position: null }),
      ),
    ],
    ['subject', [subject('Алгебра')]],
    ['class', [schoolClass]],
    ['student', students.map((key) => student(key))],
    ['guardian', [observed<'guardian'>('g', person('Родитель'))]],
    ['subjectGroup', [group]],
    ['enrolment', students.map(enrolment)],
    ['workType', [observed<'workType'>('к', { name: 'Контрольная', abbreviation: 'к', homework: false })]],
    ['lesson', DAYS.map((date, index) => lesson(date, index === 3 ? 'т2' : 'т1'))],
    ['assessment', DAYS.map(assessment)],
    ['mark', marksOf(students, value)],
    ['attendance', students.slice(0, 2).map((key, index) => absence(key, DAYS[index] ?? DAYS[0]))],
    ['termMark', students.map(termMark)],
    ['consent', consenting.map(consent)],
  ]);
}

/** Reads a school into the store, as a run does: what is not told any more is gone. */
export async function readSchool(
  store: Store,
  connection: Connection,
  told: Told = tell(),
  at = '2025-10-27T10:00:00Z',
): Promise<void> {
  const { ingest } = await begin(store, connection, at);
  try {
    for (const [entity, records] of told) {
      await ingest.add(entity, records);
    }
    for (const entity of told.keys()) await ingest.cover(entity, null, null, null);
    const outcomes = await ingest.settle();
    for (const [entity, { refused }] of outcomes) {
      if (refused.length > 0) throw new Error(`${entity}: ${refused[0]?.diagnostic.message}`);
    }
    await ingest.checkpoint(progress('end'));
    await ingest.finish(ending());
  } finally {
    await ingest.close();
  }
}

/** A school with its journal in the store. */
export async function newSchool(store: Store, told?: Told): Promise<Connection> {
  const connection = await newConnection(store);
  await readSchool(store, connection, told);
  return connection;
}
