import type { Client } from '../client.ts';

/**
 * Everything that is sent to change the journal: paths, verbs and bodies. The vendor's documents name these methods
 * without their bodies, so that what stands here is a reading of the field lists of its answers. Whoever learns
 * better changes this file and nothing else.
 */

/** An id on its way out: a bare number of 64 bits, which no number of ours can hold. */
interface WireId {
  readonly id: string;
}

type Field = string | number | boolean | null | WireId;

const isId = (field: Field): field is WireId => typeof field === 'object' && field !== null;

const fieldText = ([name, field]: readonly [string, Field]): string =>
  `${JSON.stringify(name)}:${isId(field) ? field.id : JSON.stringify(field)}`;

const objectText = (fields: Readonly<Record<string, Field>>): string =>
  `{${Object.entries(fields).map(fieldText).join(',')}}`;

/** A reference in both its spellings. */
const twice = (name: string, id: string): Readonly<Record<string, Field>> => ({
  [name]: { id },
  [`${name}_str`]: id,
});

const midnight = (day: string): string => `${day}T00:00:00`;

export interface WireWork {
  readonly lesson: string;
  /** Null: a work of a built-in kind. */
  readonly workType: string | null;
  readonly kind: 'Homework' | 'CommonWork' | 'DefaultNewLessonWork' | null;
  readonly text: string | null;
  readonly day: string;
  readonly markCount: number;
}

const workText = ({ lesson, workType, kind, text, day, markCount }: WireWork): string =>
  objectText({
    ...twice('lesson', lesson),
    ...(workType !== null && { workType: { id: workType } }),
    ...(kind !== null && { type: kind }),
    text: text ?? '',
    targetDate: midnight(day),
    markCount,
  });

const write = (
  client: Client,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  operation: string,
  jsonText?: string,
  version: 'v1' | 'v2' = 'v2',
): Promise<unknown> =>
  client.ask({
    method,
    version,
    path,
    operation: `${method} ${operation}`,
    ...(jsonText !== undefined && { jsonText }),
    safe: false,
  });

export const addWork = (client: Client, work: WireWork): Promise<unknown> =>
  write(client, 'POST', 'works', 'works', workText(work));

export const changeWork = (client: Client, key: string, work: WireWork): Promise<unknown> =>
  write(client, 'PUT', `works/${key}`, 'works', workText(work));

/** Makes room for a second mark of a student on a work. */
export const changeMarkCount = (client: Client, key: string, markCount: number): Promise<unknown> =>
  write(client, 'PUT', `works/${key}`, 'works', objectText({ markCount }));

export const removeWork = (client: Client, key: string): Promise<unknown> =>
  write(client, 'DELETE', `works/${key}`, 'works');

/** The work of a term or a year; there is one, which asking again finds. */
export const addPeriodWork = (
  client: Client,
  work: {
    readonly kind: 'PeriodMark' | 'PeriodFinalMark';
    readonly eduGroup: string;
    readonly subjectId: string;
    readonly periodNumber: number;
    readonly periodType: string;
  },
): Promise<unknown> =>
  write(
    client,
    'POST',
    'works',
    'works',
    objectText({
      type: work.kind,
      ...twice('eduGroup', work.eduGroup),
      subjectId: { id: work.subjectId },
      periodNumber: work.periodNumber,
      periodType: work.periodType,
    }),
  );

export interface WireMark {
  readonly person: string;
  readonly work: string;
  readonly value: string;
  /** Which of the work's marks, from 0. */
  readonly number: number;
}

export const putMark = (client: Client, { person, work, value, number }: WireMark): Promise<unknown> =>
  write(
    client,
    'POST',
    `persons/${person}/works/${work}/mark`,
    'persons/works/mark',
    objectText({ value, number }),
  );

/** Many at once: only the older interface has it. */
export const putMarks = (client: Client, marks: readonly WireMark[]): Promise<unknown> =>
  write(
    client,
    'PUT',
    'marks',
    'marks',
    `[${marks
      .map(({ person, work, value, number }) =>
        objectText({ ...twice('person', person), ...twice('work', work), value, number }),
      )
      .join(',')}]`,
    'v1',
  );

export const removeMark = (client: Client, id: string): Promise<unknown> =>
  write(client, 'DELETE', `marks/${id}`, 'marks', undefined, 'v1');

export interface WireEntry {
  readonly lesson: string;
  readonly person: string;
  readonly status: string;
  readonly comment: string | null;
}

const ENTRIES = 'lessons/log-entries';

const entryText = ({ lesson, person, status, comment }: WireEntry): string =>
  objectText({ ...twice('person', person), ...twice('lesson', lesson), status, comment });

export const addEntry = (client: Client, entry: WireEntry): Promise<unknown> =>
  write(client, 'POST', `lessons/${entry.lesson}/log-entries`, ENTRIES, entryText(entry));

export const changeEntry = (client: Client, entry: WireEntry): Promise<unknown> =>
  write(
    client,
    'PUT',
    `lessons/${entry.lesson}/log-entries?person=${entry.person}`,
    ENTRIES,
    entryText(entry),
  );

export const removeEntry = (client: Client, lesson: string, person: string): Promise<unknown> =>
  write(client, 'DELETE', `lessons/${lesson}/log-entries?person=${person}`, ENTRIES);

/** Makes a lesson, or gives the one that is there its topic. */
export const putLesson = (
  client: Client,
  lesson: {
    readonly group: string;
    readonly subjectId: string;
    readonly day: string;
    readonly number: number;
    readonly title: string | null;
  },
): Promise<unknown> =>
  write(
    client,
    'POST',
    'lessons',
    'lessons',
    objectText({
      group: { id: lesson.group },
      subjectId: { id: lesson.subjectId },
      date: midnight(lesson.day),
      number: lesson.number,
      ...(lesson.title !== null && { title: lesson.title }),
    }),
  );

/** The id in an answer to a write: of the object, or the answer itself; null where it says nothing. */
export function idIn(answer: unknown): string | null {
  if (typeof answer === 'string' || typeof answer === 'number') return String(answer) || null;
  if (typeof answer !== 'object' || answer === null) return null;
  const { id_str, id } = answer as { readonly id_str?: unknown; readonly id?: unknown };
  const found = id_str ?? id;
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
}
