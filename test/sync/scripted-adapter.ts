import { z } from 'zod';
import type { Adapter, PullEvent } from '../../src/adapters/contract.ts';
import { AdapterError, type AdapterErrorCode } from '../../src/adapters/errors.ts';
import type { EntityName, Fields } from '../../src/model/entities.ts';
import type { Observed } from '../../src/model/observation.ts';

/** A school as small as a journal can be: what each student has for marks, by lesson day. */
export type Marks = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const record = <N extends EntityName>(key: string, data: Fields<N>, place = key): Observed<N> => ({
  key,
  data,
  place,
});

const student = (key: string) =>
  record<'student'>(key, {
    displayName: `Ученик ${key}`,
    lastName: null,
    firstName: null,
    middleName: null,
    birthDate: null,
    sex: null,
  });

const mark = (studentKey: string, date: string, value: string) =>
  record<'mark'>(`${studentKey}/${date}`, {
    studentId: studentKey,
    assessmentId: null,
    lessonId: null,
    subjectId: 'Алгебра',
    date,
    value,
    scaleMax: 5,
    comment: null,
    teacherId: null,
    setDay: null,
    changedAt: null,
  });

const year = { from: '2025-09-01', to: '2026-05-31' };

/** What a reading of the school yields: base data, then each student with a checkpoint. */
export function script(marks: Marks): PullEvent[] {
  const keys = Object.keys(marks);
  const total = keys.length + 1;
  return [
    {
      kind: 'records',
      entity: 'subject',
      records: [record<'subject'>('Алгебра', { name: 'Алгебра', shortName: null })],
    },
    { kind: 'records', entity: 'student', records: keys.map(student) },
    { kind: 'covered', entity: 'student', owner: null, from: null, to: null },
    { kind: 'checkpoint', cursor: '0', done: 1, total },
    ...keys.flatMap((key, index): PullEvent[] => [
      {
        kind: 'records',
        entity: 'mark',
        records: Object.entries(marks[key] ?? {}).map(([date, value]) => mark(key, date, value)),
      },
      { kind: 'covered', entity: 'mark', owner: key, ...year },
      { kind: 'checkpoint', cursor: String(index + 1), done: index + 2, total },
    ]),
  ];
}

/** What a scripted source does beside what it says. */
export interface Behaviour {
  readonly events: readonly PullEvent[];
  /** Fails behind the checkpoint of this cursor. */
  readonly failAfter?: { readonly cursor: string; readonly code: AdapterErrorCode };
  readonly failToOpen?: AdapterErrorCode;
  readonly onClose?: () => void;
  readonly onCheckpoint?: (cursor: string) => void;
  /** Waited for behind each checkpoint. */
  readonly pause?: () => Promise<unknown>;
}

const failure = (code: AdapterErrorCode): AdapterError =>
  new AdapterError({ code, place: 'script', message: 'as the test wants it', hint: 'none' });

async function* play(behaviour: Behaviour, after: string | null, signal: AbortSignal) {
  const start =
    after === null
      ? 0
      : 1 + behaviour.events.findIndex((event) => event.kind === 'checkpoint' && event.cursor === after);
  for (const event of behaviour.events.slice(start)) {
    if (signal.aborted) return;
    yield event;
    if (event.kind !== 'checkpoint') continue;
    behaviour.onCheckpoint?.(event.cursor);
    await behaviour.pause?.();
    if (behaviour.failAfter?.cursor === event.cursor) throw failure(behaviour.failAfter.code);
  }
}

/** A source that says what a test wrote down: an adapter like any other. */
export function scriptedAdapter(behaviour: () => Behaviour, system = 'scripted'): Adapter {
  const mode = { mode: 'only', title: 'Проверка', gives: [], gaps: {}, rank: 50, authority: 50 } as const;
  return {
    system,
    title: 'Scripted',
    settings: z.strictObject({ secret: z.string().meta({ secret: true }) }),
    modes: [mode],
    modeOf: () => mode,
    open: async (_settings, { signal }) => {
      const code = behaviour().failToOpen;
      if (code) throw failure(code);
      return {
        probe: async () => ({
          version: '1',
          schoolName: 'Школа',
          timeZone: 'Europe/Moscow',
          yearStart: year.from,
          yearEnd: year.to,
          students: null,
        }),
        pull: ({ after }) => play(behaviour(), after, signal),
        close: async () => behaviour().onClose?.(),
      };
    },
  };
}
