import type { Observed } from '../../../src/model/observation.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { begin, ending, mark, observed, progress, student, subject } from '../school.ts';

export const STUDENTS = ['1', '2', '3', '4'] as const;
export const SUBJECTS = ['Алгебра', 'История'] as const;
export const CLASSES = ['7а', '8а'] as const;
export const DAYS = ['2025-09-10', '2025-10-01', '2025-11-12', '2025-12-03'] as const;
const TERMS = [
  { key: 'q1', startDay: '2025-09-01', endDay: '2025-10-26', ordinal: 1 },
  { key: 'q2', startDay: '2025-11-05', endDay: '2025-12-28', ordinal: 2 },
] as const;
const YEAR = { from: '2025-09-01', to: '2026-08-31' } as const;
const LAST_DAY_BEFORE_MOVE = '2025-11-09';
const FIRST_DAY_AFTER_MOVE = '2025-11-10';

/** What stands in the journal of two classes of two students each; nothing is an empty cell. */
export interface Journal {
  /** `student subject day` → value. */
  readonly marks: ReadonlyMap<string, string>;
  /** `student subject day`. */
  readonly absences: ReadonlySet<string>;
  /** `student subject term` → value. */
  readonly finals: ReadonlyMap<string, string>;
  /** `class subject day`. */
  readonly topics: ReadonlySet<string>;
  /** Students who changed to the other class in the second quarter. */
  readonly moved: ReadonlySet<string>;
}

export const emptyJournal: Journal = {
  marks: new Map(),
  absences: new Set(),
  finals: new Map(),
  topics: new Set(),
  moved: new Set(),
};

const homeOf = (key: string): string => (Number(key) <= 2 ? '7а' : '8а');
const otherThan = (name: string): string => (name === '7а' ? '8а' : '7а');
const classOn = ({ moved }: Journal, key: string, day: string): string =>
  moved.has(key) && day >= FIRST_DAY_AFTER_MOVE ? otherThan(homeOf(key)) : homeOf(key);

const partsOf = (name: string): [one: string, subjectName: string, place: string] =>
  name.split(' ') as [string, string, string];

const standing = {
  subject: SUBJECTS.map(subject),
  student: STUDENTS.map((key) => student(key)),
  class: CLASSES.map((name) =>
    observed<'class'>(name, {
      name,
      grade: Number.parseInt(name, 10),
      letter: null,
      academicYearId: null,
      homeroomTeacherId: null,
      shift: null,
    }),
  ),
  term: TERMS.map(({ key, ...days }) => {
    const rest = {
      name: key,
      kind: 'quarter' as const,
      gradeFrom: null,
      gradeTo: null,
      academicYearId: null,
    };
    return observed<'term'>(key, { ...rest, ...days });
  }),
  subjectGroup: CLASSES.flatMap((classId) =>
    SUBJECTS.map((subjectId) =>
      observed<'subjectGroup'>(`${classId}/${subjectId}`, {
        name: `${classId}/${subjectId}`,
        classId,
        subjectId,
        teacherId: null,
      }),
    ),
  ),
};

function enrolments({ moved }: Journal): Observed<'enrolment'>[] {
  const stay = (studentId: string, classId: string, fromDay: string | null, toDay: string | null) =>
    observed<'enrolment'>(`${studentId}/${classId}`, {
      ...{ studentId, classId, fromDay, toDay },
      orderNumber: null,
      orderDay: null,
    });
  return STUDENTS.flatMap((key) => {
    const home = homeOf(key);
    if (!moved.has(key)) return [stay(key, home, null, null)];
    return [
      stay(key, home, null, LAST_DAY_BEFORE_MOVE),
      stay(key, otherThan(home), FIRST_DAY_AFTER_MOVE, null),
    ];
  });
}

const lessonKey = (day: string, classId: string, subjectId: string): string =>
  `${day}/${classId}/${subjectId}`;

const lessons = ({ topics }: Journal): Observed<'lesson'>[] =>
  DAYS.flatMap((date) =>
    CLASSES.flatMap((classId) =>
      SUBJECTS.map((subjectId, index) =>
        observed<'lesson'>(lessonKey(date, classId, subjectId), {
          ...{ classId, subjectId, date, number: index + 1, subjectGroupId: `${classId}/${subjectId}` },
          ...{ teacherId: null, shift: null, startTime: null, endTime: null, room: null, planEntryId: null },
          topic: topics.has(`${classId} ${subjectId} ${date}`) ? 'Повторение' : null,
          kind: 'lesson',
        }),
      ),
    ),
  );

const marks = (journal: Journal): Observed<'mark'>[] =>
  [...journal.marks].map(([cell, value]) => {
    const [key, subjectId, day] = partsOf(cell);
    const lessonId = lessonKey(day, classOn(journal, key, day), subjectId);
    return mark(cell, key, value, day, { subjectId, lessonId });
  });

const absences = (journal: Journal): Observed<'attendance'>[] =>
  [...journal.absences].map((cell) => {
    const [studentId, subjectId, date] = partsOf(cell);
    const lessonId = lessonKey(date, classOn(journal, studentId, date), subjectId);
    const what = { status: 'absent', reason: 'sick', rawCode: 'Б', comment: null } as const;
    return observed<'attendance'>(cell, { studentId, subjectId, date, lessonId, ...what });
  });

const finals = (journal: Journal): Observed<'termMark'>[] =>
  [...journal.finals].map(([cell, value]) => {
    const [studentId, subjectId, termId] = partsOf(cell);
    const what = { kind: 'term', academicYearId: null, value, scaleMax: 5 } as const;
    return observed<'termMark'>(cell, { studentId, subjectId, termId, ...what });
  });

export interface Reading {
  readonly at: string;
  /** Killed after its only checkpoint: what is gone stays, sums are behind. */
  readonly killed?: boolean;
  /** Students whose marks are read; all by default. */
  readonly students?: readonly string[];
}

/** One run over the whole journal. */
export async function readJournal(
  store: Store,
  connection: Connection,
  journal: Journal,
  { at, killed = false, students = STUDENTS }: Reading,
): Promise<void> {
  const { ingest } = await begin(store, connection, at);
  try {
    await ingest.add('subject', standing.subject);
    await ingest.add('class', standing.class);
    await ingest.add('student', standing.student);
    await ingest.add('term', standing.term);
    await ingest.add('subjectGroup', standing.subjectGroup);
    await ingest.add('enrolment', enrolments(journal));
    await ingest.add('lesson', lessons(journal));
    await ingest.add(
      'mark',
      marks(journal).filter(({ data }) => students.includes(data.studentId)),
    );
    await ingest.add('attendance', absences(journal));
    await ingest.add('termMark', finals(journal));
    for (const key of students) await ingest.cover('mark', key, YEAR.from, YEAR.to);
    await ingest.cover('attendance', null, YEAR.from, YEAR.to);
    await ingest.cover('enrolment', null, null, null);
    await ingest.cover('termMark', null, null, null);
    await ingest.settle();
    await ingest.checkpoint(progress('end'));
    if (!killed) await ingest.finish(ending());
  } finally {
    await ingest.close();
  }
}
