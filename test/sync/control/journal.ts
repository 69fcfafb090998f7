import type { Fields } from '../../../src/model/entities.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { begin, ending, observed, progress, student } from '../../store/school.ts';

/** What a journal shows at one look: of each of two students a mark on each of five days, and the lessons' topics. */
export interface Look {
  /** Hours since the look before. */
  readonly hours: number;
  /** By day, then by student; null: none. */
  readonly marks: readonly (readonly [string | null, string | null])[];
  readonly topics: readonly (string | null)[];
  readonly termMark: string | null;
  /** Whether the second student is in the class. */
  readonly both: boolean;
}

export const DAYS = ['2025-09-08', '2025-09-09', '2025-09-10', '2025-09-11', '2025-09-12'] as const;
const YEAR = { from: '2025-09-01', to: '2026-05-31' } as const;
const subjectOf = (index: number): string => (index % 2 === 0 ? 'Алгебра' : 'Физика');

const lesson = (index: number, date: string, topic: string | null) =>
  observed<'lesson'>(date, {
    classId: '7',
    subjectGroupId: subjectOf(index),
    subjectId: subjectOf(index),
    teacherId: null,
    date,
    number: 1,
    shift: null,
    startTime: null,
    endTime: null,
    room: null,
    topic,
    kind: 'lesson',
    planEntryId: null,
  });

const mark = (index: number, date: string, pupil: number, value: string) => {
  const fields: Fields<'mark'> = {
    studentId: String(pupil),
    assessmentId: null,
    lessonId: date,
    subjectId: subjectOf(index),
    date,
    value,
    scaleMax: 5,
    comment: null,
    teacherId: null,
    setDay: null,
    changedAt: null,
  };
  return observed<'mark'>(`${date}/${pupil}`, fields);
};

async function addBase(ingest: Awaited<ReturnType<typeof begin>>['ingest'], { both }: Look): Promise<void> {
  const names = ['Алгебра', 'Физика'];
  const pupils = both ? ['0', '1'] : ['0'];
  const times = { fromDay: null, toDay: null };
  await ingest.add(
    'subject',
    names.map((name) => observed<'subject'>(name, { name, shortName: null })),
  );
  const room = { letter: null, academicYearId: null, homeroomTeacherId: null, shift: null };
  await ingest.add('class', [observed<'class'>('7', { name: '7б', grade: 7, ...room })]);
  await ingest.add(
    'student',
    ['0', '1'].map((key) => student(key)),
  );
  await ingest.add(
    'subjectGroup',
    names.map((name) =>
      observed<'subjectGroup'>(name, { name, classId: '7', subjectId: name, teacherId: null }),
    ),
  );
  await ingest.add(
    'enrolment',
    pupils.map((studentId) =>
      observed<'enrolment'>(studentId, {
        studentId,
        classId: '7',
        ...times,
        orderNumber: null,
        orderDay: null,
      }),
    ),
  );
  await ingest.cover('enrolment', '7', null, null);
  for (const studentId of pupils) {
    await ingest.add(
      'groupMembership',
      names.map((name) =>
        observed<'groupMembership'>(`${studentId}/${name}`, { studentId, subjectGroupId: name, ...times }),
      ),
    );
  }
  const quarter = { academicYearId: null, name: '1 четверть', kind: 'quarter', ordinal: 1 } as const;
  const days = { startDay: '2025-09-01', endDay: '2025-10-26', gradeFrom: null, gradeTo: null };
  await ingest.add('term', [observed<'term'>('q1', { ...quarter, ...days })]);
}

/** Reads what the journal shows, as a run does. */
export async function readJournal(store: Store, connection: Connection, at: Date, look: Look): Promise<void> {
  const { ingest } = await begin(store, connection, at.toISOString());
  try {
    await addBase(ingest, look);
    await ingest.add(
      'lesson',
      DAYS.map((date, index) => lesson(index, date, look.topics[index] ?? null)),
    );
    await ingest.cover('lesson', '7', YEAR.from, YEAR.to);
    for (const pupil of look.both ? [0, 1] : [0]) {
      const marks = DAYS.flatMap((date, index) => {
        const value = look.marks[index]?.[pupil] ?? null;
        return value === null ? [] : [mark(index, date, pupil, value)];
      });
      await ingest.add('mark', marks);
      await ingest.cover('mark', String(pupil), YEAR.from, YEAR.to);
    }
    const final = {
      studentId: '0',
      subjectId: 'Алгебра',
      kind: 'term',
      termId: 'q1',
      academicYearId: null,
    } as const;
    if (look.termMark !== null) {
      await ingest.add('termMark', [
        observed<'termMark'>('0', { ...final, value: look.termMark, scaleMax: 5 }),
      ]);
    }
    await ingest.cover('termMark', '0', null, null);
    await ingest.settle();
    await ingest.checkpoint(progress('end'));
    await ingest.gone();
    await ingest.finish(ending());
  } finally {
    await ingest.close();
  }
}
