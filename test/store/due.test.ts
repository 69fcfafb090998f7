import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityName } from '../../src/model/entities.ts';
import type { Observed } from '../../src/model/observation.ts';
import { unitName } from '../../src/rules/unit.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { begin, ending, mark, newConnection, observed, progress, student, subject, TERM } from './school.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

type Connection = Awaited<ReturnType<typeof newConnection>>;
type Mark = ReturnType<typeof mark>;
type Lesson = Observed<'lesson'>;

const lesson = (day: string, more: Partial<Lesson['data']> = {}): Lesson =>
  observed<'lesson'>(`${day}/1`, {
    classId: '7а',
    subjectGroupId: '7а/Алгебра',
    subjectId: 'Алгебра',
    teacherId: null,
    date: day,
    number: 1,
    shift: null,
    startTime: '08:00',
    endTime: '08:40',
    room: null,
    topic: null,
    kind: 'lesson',
    planEntryId: null,
    ...more,
  });

const group = (name: string) =>
  observed<'subjectGroup'>(`7а/${name}`, {
    name: `7а/${name}`,
    classId: '7а',
    subjectId: name,
    teacherId: null,
  });

interface Journal {
  readonly marks: readonly Mark[];
  readonly lessons: readonly Lesson[];
  readonly termEnd?: string;
  readonly consent?: boolean;
}

function recordsOf({ marks, lessons, termEnd, consent }: Journal) {
  const none = { letter: null, academicYearId: null, homeroomTeacherId: null, shift: null };
  const stay = { studentId: '1', classId: '7а', fromDay: null, toDay: null };
  const quarter = (ordinal: number, startDay: string, endDay: string) =>
    observed<'term'>(`q${ordinal}`, {
      name: String(ordinal),
      kind: 'quarter',
      ordinal,
      gradeFrom: null,
      gradeTo: null,
      startDay,
      endDay,
      academicYearId: null,
    });
  const given = {
    purpose: 'diary',
    operator: null,
    state: 'given' as const,
    signerGuardianId: null,
    signedByStudent: null,
  };
  const paper = (key: string) =>
    observed<'consent'>(key, {
      ...given,
      studentId: '1',
      fromDay: '2025-09-01',
      toDay: null,
      withdrawnDay: null,
      document: null,
    });
  return new Map<EntityName, readonly Observed[]>([
    ['term', [quarter(1, TERM.from, termEnd ?? TERM.to), quarter(2, '2025-11-05', '2025-12-28')]],
    ['subject', ['Алгебра', 'История'].map(subject)],
    ['class', [observed<'class'>('7а', { name: '7а', grade: 7, ...none })]],
    ['student', [student('1')]],
    ['subjectGroup', ['Алгебра', 'История'].map(group)],
    ['enrolment', [observed<'enrolment'>('7а/1', { ...stay, orderNumber: null, orderDay: null })]],
    ['lesson', lessons],
    ['mark', marks],
    ['consent', consent ? ['c', 'c2'].map(paper) : [paper('c')]],
  ]);
}

async function read(connection: Connection, at: string, journal: Journal): Promise<void> {
  const { ingest } = await begin(store, connection, at);
  try {
    for (const [entity, records] of recordsOf(journal))
      await ingest.add(entity, records as Observed<never>[]);
    await ingest.cover('mark', '1', TERM.from, '2025-12-28');
    await ingest.cover('lesson', '7а', TERM.from, '2025-12-28');
    await ingest.settle();
    await ingest.checkpoint(progress('end'));
    await ingest.finish(ending());
  } finally {
    await ingest.close();
  }
}

const FIRST: Journal = {
  marks: [mark('m', '1', '4', '2025-09-10'), mark('n', '1', '5', '2025-11-11')],
  lessons: [lesson('2025-09-10'), lesson('2025-11-11')],
};

/** What is due, in words; ids of a class are left out, there is only one. */
async function dueIn({ schoolId }: Connection): Promise<readonly string[]> {
  const units = await store.prisma.unitDue.findMany({ where: { schoolId } });
  const classes = await store.prisma.class.findMany({ where: { schoolId } });
  const subjects = await store.prisma.subject.findMany({ where: { schoolId } });
  const classId = classes[0]?.id ?? '';
  const names = new Map<string, string>([['all', 'all']]);
  for (const from of ['2025-09-01', '2025-10-27', '2025-12-29']) {
    names.set(unitName({ scope: 'school', from }), `school ${from}`);
    for (const scope of ['class_term', 'class_year'] as const)
      names.set(unitName({ scope, classId, from }), `${scope} ${from}`);
    for (const { id, name } of subjects)
      names.set(unitName({ scope: 'subject_term', classId, from, subjectId: id }), `${name} ${from}`);
  }
  return units.map(({ unit }) => names.get(unit) ?? unit).sort();
}

/** What is due after a second reading that differs from the first. */
async function dueAfter(second: Partial<Journal>): Promise<readonly string[]> {
  const connection = await newConnection(store);
  await read(connection, '2025-12-01T05:00:00Z', FIRST);
  await store.prisma.unitDue.deleteMany({ where: { schoolId: connection.schoolId } });
  await read(connection, '2025-12-02T05:00:00Z', { ...FIRST, ...second });
  return dueIn(connection);
}

describe('what a run makes due', () => {
  it('is everything at the first reading', async () => {
    const connection = await newConnection(store);
    await read(connection, '2025-12-01T05:00:00Z', FIRST);
    expect(await dueIn(connection)).toEqual(['all']);
  });

  it('is nothing where nothing changed', async () => {
    expect(await dueAfter({})).toEqual([]);
  });

  it('is the subject and stretch of a mark that changed, came or went', async () => {
    const [first, second] = FIRST.marks;
    if (!first || !second) throw new Error('two marks');
    expect(await dueAfter({ marks: [mark('m', '1', '5', '2025-09-10'), second] })).toEqual([
      'Алгебра 2025-09-01',
    ]);
    const added = mark('o', '1', '3', '2025-11-20', { subjectId: 'История' });
    expect(await dueAfter({ marks: [first, second, added] })).toEqual(['История 2025-10-27']);
    expect(await dueAfter({ marks: [first] })).toEqual(['Алгебра 2025-10-27']);
  });

  it('is both stretches of a mark that moved', async () => {
    const [, second] = FIRST.marks;
    if (!second) throw new Error('two marks');
    expect(await dueAfter({ marks: [mark('m', '1', '4', '2025-11-06'), second] })).toEqual([
      'Алгебра 2025-09-01',
      'Алгебра 2025-10-27',
    ]);
  });

  it('is the class, too, for a lesson', async () => {
    const lessons = [lesson('2025-09-10', { topic: 'Дроби' }), lesson('2025-11-11')];
    expect(await dueAfter({ lessons })).toEqual([
      'class_term 2025-09-01',
      'class_year 2025-09-01',
      'Алгебра 2025-09-01',
    ]);
  });

  it('is every subject of the class where the day may end at another time', async () => {
    const lessons = [lesson('2025-09-10', { endTime: '09:00' }), lesson('2025-11-11')];
    expect(await dueAfter({ lessons })).toEqual([
      'class_term 2025-09-01',
      'class_year 2025-09-01',
      'Алгебра 2025-09-01',
      'История 2025-09-01',
    ]);
  });

  it('is the school for its papers, and all for its terms', async () => {
    expect(await dueAfter({ consent: true })).toEqual(['school 2025-09-01']);
    expect(await dueAfter({ termEnd: '2025-10-20' })).toEqual(['all']);
  });

  it('is not written by what no checkpoint committed', async () => {
    const connection = await newConnection(store);
    await read(connection, '2025-12-01T05:00:00Z', FIRST);
    await store.prisma.unitDue.deleteMany({ where: { schoolId: connection.schoolId } });
    const { ingest } = await begin(store, connection, '2025-12-02T05:00:00Z');
    await ingest.add('subject', [subject('Алгебра')]);
    await ingest.add('student', [student('1')]);
    await ingest.add('mark', [mark('m', '1', '5', '2025-09-10')]);
    await ingest.settle();
    await ingest.finish({ ...ending(false), state: 'interrupted' });
    await ingest.close();
    expect(await dueIn(connection)).toEqual([]);
  });
});
