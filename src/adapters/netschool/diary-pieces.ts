import type { z } from 'zod';
import { addDays, daysBetween } from '../../model/dates.ts';
import { readAnswer } from '../contract-broken.ts';
import { type Range, windows } from '../days.ts';
import type { Child, Visit } from './child.ts';
import { diarySchema } from './schema.ts';

/** So many days of the diary at once. */
const CHUNK_DAYS = 42;

/** A part of the diary within which the child is in one class. */
export interface DiaryPiece {
  readonly range: Range;
  readonly className: string;
  readonly days: z.infer<typeof diarySchema>['weekDays'];
}

/** The diary names the class of the last day asked for; null where it names none. */
async function askDiary({ client, base }: Visit, child: Child, { from, to }: Range) {
  const path = 'student/diary';
  const query = { studentId: child.id, yearId: base.yearId, weekStart: from, weekEnd: to };
  const diary = readAnswer(diarySchema, await client.json({ path, query }), path);
  return { className: diary.className || null, days: diary.weekDays };
}

/**
 * The diary in pieces of one class each: where the class at the end is another than before, the child moved
 * within, and the halves are asked again. A lesson put down to the wrong class would be shown to its students.
 */
async function* piecesOf(
  visit: Visit,
  child: Child,
  range: Range,
  before: string,
): AsyncGenerator<DiaryPiece, string> {
  const diary = await askDiary(visit, child, range);
  const className = diary.className ?? before;
  if (className === before || range.from === range.to) {
    yield { range, className, days: diary.days };
    return className;
  }
  const middle = addDays(range.from, Math.floor(spanOf(range) / 2));
  const between = yield* piecesOf(visit, child, { from: range.from, to: middle }, before);
  return yield* piecesOf(visit, child, { from: addDays(middle, 1), to: range.to }, between);
}

const spanOf = ({ from, to }: Range): number => [...daysBetween(from, to)].length - 1;

/** The child's diary from day to day. */
export async function* diaryPieces(visit: Visit, child: Child, range: Range): AsyncGenerator<DiaryPiece> {
  const first = await askDiary(visit, child, { from: range.from, to: range.from });
  let className = first.className ?? child.className;
  for (const chunk of windows(range, CHUNK_DAYS)) className = yield* piecesOf(visit, child, chunk, className);
}
