import { z } from 'zod';
import { readAnswer, readList } from '../../contract-broken.ts';
import { AdapterError } from '../../errors.ts';
import type { Client } from '../client.ts';
import type { EduGroup } from '../groups.ts';
import { type FullLesson, fullLessonSchema, keyOf, type Work, workSchema } from '../schema.ts';
import type { Period } from '../school-base.ts';
import type { ClassBook, StaffBook } from '../staff-book.ts';

const BATCH = 100;

/** The school as it was when the writing began, found by key. */
export interface Desk {
  readonly client: Client;
  readonly book: StaffBook;
  /** Class or subgroup → its class. */
  readonly groups: ReadonlyMap<string, { readonly group: EduGroup; readonly one: ClassBook }>;
  /** Student → today's class. */
  readonly classOf: ReadonlyMap<string, ClassBook>;
  readonly periods: ReadonlyMap<string, Period>;
  readonly homeworkTypes: ReadonlySet<string>;
}

export function makeDesk(client: Client, book: StaffBook): Desk {
  const groups = book.classes.flatMap((one) =>
    [one.group, ...one.subgroups].map((group) => [group.key, { group, one }] as const),
  );
  const members = book.classes.flatMap((one) =>
    [...one.members.values()].map(({ key, isActive }) => ({ key, isActive, one })),
  );
  // Those who are in a class today come last, and so prevail over where they were earlier.
  const classOf = members.toSorted((a, b) => Number(a.isActive) - Number(b.isActive));
  return {
    client,
    book,
    groups: new Map(groups),
    classOf: new Map(classOf.map(({ key, one }) => [key, one])),
    periods: new Map(book.classes.flatMap(({ periods }) => periods.map((one) => [one.key, one]))),
    homeworkTypes: new Set(book.base.workTypeRows.filter(({ data }) => data.homework).map(({ key }) => key)),
  };
}

const isAbsent = (error: unknown): boolean =>
  error instanceof AdapterError && ['adapter.not_found', 'adapter.refused'].includes(error.diagnostic.code);

/** Asks for a batch; where something of it is not there the batch is halved, until only that is left out. */
export async function asked(client: Client, path: string, ids: readonly string[]): Promise<unknown[]> {
  if (ids.length === 0) return [];
  if (ids.length > BATCH)
    return [
      ...(await asked(client, path, ids.slice(0, BATCH))),
      ...(await asked(client, path, ids.slice(BATCH))),
    ];
  try {
    return readAnswer(z.array(z.unknown()), await client.post(path, ids), path);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    if (ids.length === 1) return [];
    const half = Math.ceil(ids.length / 2);
    return [
      ...(await asked(client, path, ids.slice(0, half))),
      ...(await asked(client, path, ids.slice(half))),
    ];
  }
}

/** Works that are there, by key. */
export async function worksOf(client: Client, ids: readonly string[]): Promise<ReadonlyMap<string, Work>> {
  const rows = readList(workSchema, await asked(client, 'works/many', ids), 'works/many').rows;
  return new Map(rows.map(({ value }) => [keyOf(value), value]));
}

/** Lessons that are there, by key. */
export async function lessonsOf(
  client: Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FullLesson>> {
  const rows = readList(fullLessonSchema, await asked(client, 'lessons/many', ids), 'lessons/many').rows;
  return new Map(rows.map(({ value }) => [keyOf(value), value]));
}
