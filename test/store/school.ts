import type { EntityName, Fields } from '../../src/model/entities.ts';
import type { Observed } from '../../src/model/observation.ts';
import { addConnection, type Connection } from '../../src/store/connections.ts';
import { type Ingest, type Outcomes, openIngest } from '../../src/store/ingest.ts';
import type { Store } from '../../src/store/open.ts';
import { type Run, startRun } from '../../src/store/runs.ts';
import { createSchool } from '../../src/store/schools.ts';

export const KEY = Buffer.alloc(32, 7);

let made = 0;

/** A new invented school with one connection. */
export async function newConnection(store: Store, mode = 'staff', schoolId?: string): Promise<Connection> {
  made += 1;
  const school =
    schoolId ??
    (
      await createSchool(store, {
        name: `Школа № ${made}`,
        municipality: 'Заозёрск',
        timeZone: 'Asia/Barnaul',
        weekDays: 6,
      })
    ).schoolId;
  return addConnection(
    store,
    KEY,
    {
      schoolId: school,
      name: `school-${made}-${Math.random().toString(36).slice(2, 8)}`,
      system: 'netschool',
      mode,
      rank: mode === 'staff' ? 80 : 40,
      settings: { login: 'ivanova', password: 'secret' },
    },
    new Date('2025-09-01T00:00:00Z'),
  );
}

export const observed = <N extends EntityName>(key: string, data: Fields<N>): Observed<N> => ({
  key,
  data,
  place: `$.items[${key}]`,
});

export const student = (key: string, displayName = `Иванов Пётр ${key}`): Observed<'student'> =>
  observed<'student'>(key, {
    displayName,
    lastName: null,
    firstName: null,
    middleName: null,
    birthDate: '2012-03-04',
    sex: 'male',
  });

export const subject = (name: string): Observed<'subject'> =>
  observed<'subject'>(name, { name, shortName: null });

export const mark = (
  key: string,
  studentKey: string,
  value: string,
  date = '2025-09-10',
  more: Partial<Fields<'mark'>> = {},
): Observed<'mark'> =>
  observed<'mark'>(key, {
    studentId: studentKey,
    assessmentId: null,
    lessonId: `${date}/1`,
    subjectId: 'Алгебра',
    date,
    value,
    scaleMax: 5,
    comment: null,
    teacherId: null,
    setDay: null,
    changedAt: null,
    ...more,
  });

export const TERM = { from: '2025-09-01', to: '2025-10-26' } as const;

/** The numbers of outcomes, without the refused records. */
export const numbers = (outcomes: Outcomes, entity: EntityName): number[] => {
  const { added = 0, changed = 0, unchanged = 0, outranked = 0, refused = [] } = outcomes.get(entity) ?? {};
  return [added, changed, unchanged, outranked, refused.length];
};

export interface OpenRun {
  readonly run: Run;
  readonly ingest: Ingest;
}

/** Begins a run at a moment; `options` for a dry one. */
export async function begin(
  store: Store,
  connection: Connection,
  at: string,
  options: { readonly dryRun?: boolean; readonly run?: Run } = {},
): Promise<OpenRun> {
  const observedAt = new Date(at);
  const dryRun = options.dryRun ?? false;
  const run = options.run ?? (await startRun(store, connection, { dryRun, startedAt: observedAt }));
  const { schoolId, system, source, rank } = connection;
  const ingest = await openIngest(store, {
    schoolId,
    system,
    source,
    rank,
    runId: run.runId,
    observedAt,
    dryRun,
  });
  return { run, ingest };
}

export const progress = (cursor: string) => ({ cursor, done: 1, total: 1, counts: {} });

export const ending = (removeGone = true) => ({
  removeGone,
  state: 'succeeded' as const,
  counts: {},
  finishedAt: new Date('2026-01-01T00:00:00Z'),
});

/** A whole run: a student, a subject and these marks, covered wholly, one checkpoint. */
export async function readMarks(
  store: Store,
  connection: Connection,
  at: string,
  marks: readonly Observed<'mark'>[],
  options: { readonly dryRun?: boolean; readonly students?: readonly string[] } = {},
): Promise<{ outcomes: Outcomes; gone: Awaited<ReturnType<Ingest['gone']>> }> {
  const { ingest } = await begin(store, connection, at, options);
  const students = options.students ?? ['1'];
  try {
    await ingest.add('subject', [subject('Алгебра')]);
    await ingest.add(
      'student',
      students.map((key) => student(key)),
    );
    await ingest.add('mark', marks);
    for (const key of students) await ingest.cover('mark', key, TERM.from, TERM.to);
    const outcomes = await ingest.settle();
    await ingest.checkpoint(progress('end'));
    const gone = await ingest.gone();
    await ingest.finish(ending());
    return { outcomes, gone };
  } finally {
    await ingest.close();
  }
}
