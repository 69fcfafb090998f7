import { z } from 'zod';
import type { Fields } from '../../../model/entities.ts';
import { readList } from '../../contract-broken.ts';
import { AdapterError } from '../../errors.ts';
import type { TargetRecord } from '../../target.ts';
import { type SeenMark, textsOf } from '../map-marks.ts';
import { keyOf, markSchema } from '../schema.ts';
import type { Desk } from './desk.ts';
import { lacking, RecordRefused } from './refuse.ts';
import {
  addPeriodWork,
  addWork,
  changeMarkCount,
  idIn,
  putMark,
  putMarks,
  removeMark,
  type WireMark,
} from './wire.ts';
import { worksOfLesson } from './works.ts';

const OF_WORK = 'works/marks';
const DEFAULT = 'defaultnewlessonwork';

/** Whether a work was made for marks, and is about nothing. */
export const isStandIn = ({ type }: { readonly type: string }): boolean => type.toLowerCase() === DEFAULT;

/** So often a work for marks is made before they are given up. */
const MAKINGS = 3;

const numberedSchema = markSchema.extend({ id: z.unknown(), id_str: z.unknown() });

/** The marks on a work, with their own numbers. */
export async function marksOfWork({ client }: Desk, work: string) {
  const answer = await client.get(`works/${work}/marks`, OF_WORK);
  return readList(numberedSchema, answer, OF_WORK).rows;
}

const personIn = ({ person, person_str }: { person: string; person_str: string | null }): string =>
  person_str ?? person;

/** The text of a student's mark on a work as the system has it; null for none. */
export async function markOn(desk: Desk, work: string, person: string): Promise<string | null> {
  const own = (await marksOfWork(desk, work)).filter(({ value }) => personIn(value) === person);
  return textsOf(own as SeenMark[], desk.book.base.scaleMax).read[0]?.value ?? null;
}

const WORDS: Readonly<Record<string, string>> = { зач: 'ЗЧ', незач: 'НЗ', 'н/а': 'Н/А', осв: 'ОСВ' };

/** A value of ours as the system's marks: two for `4/5`. */
function partsOf(person: string, work: string, value: string): WireMark[] {
  const word = WORDS[value.toLowerCase()];
  const values = word !== undefined ? [word] : value.split('/');
  return values.map((one, number) => ({ person, work, value: one, number }));
}

/** Works that are made for marks without one. */
export interface StandIns {
  /** Whose mark stands, or is about to stand, there: key of the mark → our id. */
  readonly marks: Map<string, string>;
  /** Notes that one was made. */
  readonly made: (work: string) => Promise<void>;
}

/** Says that a place is this row's; false where it is another's, though nothing may stand there yet. */
function claim({ marks }: StandIns, key: string, ourId: string): boolean {
  if ((marks.get(key) ?? ourId) !== ourId) return false;
  marks.set(key, ourId);
  return true;
}

/** A work of the lesson for marks that the source knows no work of; one student has one mark on each. */
async function standInWork(
  desk: Desk,
  standIns: StandIns,
  { data, ourId }: Pick<TargetRecord<'mark'>, 'data' | 'ourId'>,
): Promise<string> {
  if (data.lessonId === null) throw lacking('mark.lessonId');
  for (const work of await worksOfLesson(desk, data.lessonId)) {
    if (!isStandIn(work)) continue;
    const isFree = (await markOn(desk, keyOf(work), data.studentId)) === null;
    if (isFree && claim(standIns, markKeyOf(keyOf(work), data.studentId), ourId)) return keyOf(work);
  }
  const answer = await addWork(desk.client, {
    lesson: data.lessonId,
    workType: null,
    kind: 'DefaultNewLessonWork',
    text: null,
    day: data.date,
    markCount: 1,
  });
  const made = idIn(answer) ?? keyOfLast(await worksOfLesson(desk, data.lessonId));
  if (made === null) throw lacking('mark.assessmentId');
  await standIns.made(made);
  claim(standIns, markKeyOf(made, data.studentId), ourId);
  return made;
}

const keyOfLast = (works: Awaited<ReturnType<typeof worksOfLesson>>): string | null => {
  const last = works.findLast(isStandIn);
  return last ? keyOf(last) : null;
};

/** Takes a student's marks on a work away, so that what comes next stands alone. */
export async function clearMarks(desk: Desk, work: string, person: string): Promise<void> {
  for (const { value } of await marksOfWork(desk, work)) {
    const id = String(value.id_str ?? value.id);
    if (personIn(value) === person) await removeMark(desk.client, id);
  }
}

/** A second mark of a work is refused where making room for it came to nothing: then room is made again. */
async function putSecond(desk: Desk, part: WireMark): Promise<void> {
  try {
    await putMark(desk.client, part);
  } catch (error) {
    if (!(error instanceof AdapterError) || error.diagnostic.code !== 'adapter.refused') throw error;
    await changeMarkCount(desk.client, part.work, part.number + 1);
    await putMark(desk.client, part);
  }
}

async function putParts(desk: Desk, parts: readonly WireMark[]): Promise<void> {
  const [first, ...others] = parts;
  if (!first) return;
  if (others.length > 0) await changeMarkCount(desk.client, first.work, parts.length);
  await putMark(desk.client, first);
  for (const part of others) await putSecond(desk, part);
}

export const markKeyOf = (work: string, person: string): string => `${work}/${person}`;

export function splitMarkKey(key: string): { readonly work: string; readonly person: string } {
  const [work = '', person = ''] = key.split('/');
  return { work, person };
}

/**
 * Puts marks on a work that is made for them. The system may have said that it made it, and not have it: then it is
 * made again.
 */
async function putOnMade(make: () => Promise<string>, put: (work: string) => Promise<void>): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const work = await make();
    try {
      await put(work);
      return work;
    } catch (error) {
      const isLost = error instanceof AdapterError && error.diagnostic.code === 'adapter.not_found';
      if (!isLost || tries >= MAKINGS) throw error;
    }
  }
}

/**
 * Puts one mark; one that stands otherwise is taken away first. A mark that is of another work now goes there; what it
 * leaves behind is for the caller to take back, who knows whether another row stands there by then.
 */
export async function writeMark(
  desk: Desk,
  standIns: StandIns,
  { targetKey, data, ourId }: TargetRecord<'mark'>,
): Promise<string> {
  const { studentId, value } = data;
  const known = data.assessmentId ?? (targetKey === null ? null : splitMarkKey(targetKey).work);
  const put = (work: string) => putParts(desk, partsOf(studentId, work, value));
  if (known === null) {
    const made = await putOnMade(() => standInWork(desk, standIns, { data, ourId }), put);
    return markKeyOf(made, studentId);
  }
  if (targetKey !== null) await clearMarks(desk, known, studentId);
  await put(known);
  return markKeyOf(known, studentId);
}

/** Whether marks can go in one call: each is new, on a work of its own, and is one mark. */
export const isPlain = (targetKey: string | null, { assessmentId, value }: Fields<'mark'>): boolean =>
  targetKey === null && assessmentId !== null && partsOf('', '', value).length === 1;

/**
 * Puts plain marks in one call; false where the call was refused: then they go one by one, after it was seen
 * which of them came through all the same.
 */
export async function writePlain(desk: Desk, marks: readonly Fields<'mark'>[]): Promise<boolean> {
  const parts = marks.flatMap(({ studentId, assessmentId, value }) =>
    partsOf(studentId, assessmentId ?? '', value),
  );
  try {
    await putMarks(desk.client, parts);
    return true;
  } catch (error) {
    const isRefused =
      error instanceof AdapterError &&
      ['adapter.refused', 'adapter.not_found', 'adapter.forbidden'].includes(error.diagnostic.code);
    if (!isRefused) throw error;
    return false;
  }
}

export async function findMark(desk: Desk, data: Fields<'mark'>): Promise<string | null> {
  const { assessmentId, lessonId, studentId, value } = data;
  const works = assessmentId !== null ? [assessmentId] : await standInsOf(desk, lessonId);
  for (const work of works)
    if ((await markOn(desk, work, studentId)) === value) return markKeyOf(work, studentId);
  return null;
}

async function standInsOf(desk: Desk, lessonId: string | null): Promise<string[]> {
  if (lessonId === null) return [];
  const works = await worksOfLesson(desk, lessonId);
  return works.filter(isStandIn).map(keyOf);
}

/** The work that a mark of a term or of the year hangs on; made where there is none. */
async function periodWork(desk: Desk, data: Fields<'termMark'>): Promise<string> {
  const one = desk.classOf.get(data.studentId);
  if (!one) throw lacking('termMark.studentId');
  const period = data.termId === null ? null : desk.periods.get(data.termId);
  if (data.kind === 'term' && !period) throw lacking('termMark.termId');
  if (data.kind === 'exam') {
    const hint = 'Enter it by hand.';
    throw new RecordRefused('target.no_place', 'termMark.kind', 'exam marks have no open method', hint);
  }
  const answer = await addPeriodWork(desk.client, {
    kind: data.kind === 'final' ? 'PeriodFinalMark' : 'PeriodMark',
    eduGroup: one.group.key,
    subjectId: data.subjectId,
    periodNumber: period?.number ?? 0,
    periodType: period?.type ?? 'Year',
  });
  const key = idIn(answer);
  if (key !== null) return key;
  // Nothing lists works of terms that nobody is marked on: without an answer there is no way to them.
  const hint = 'Enter marks of terms by hand.';
  throw new RecordRefused('target.no_answer', 'termMark', 'the system does not say which work it made', hint);
}

/** One work serves a class, a subject and a term: it is asked for once. */
export class PeriodWorks {
  readonly #desk: Desk;
  readonly #known = new Map<string, Promise<string>>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  of(data: Fields<'termMark'>): Promise<string> {
    const name = this.#nameOf(data);
    const known = this.#known.get(name) ?? periodWork(this.#desk, data);
    this.#known.set(name, known);
    known.catch(() => this.#known.delete(name));
    return known;
  }

  /** Asked for anew: the one that was said to be there is not. */
  again(data: Fields<'termMark'>): Promise<string> {
    this.#known.delete(this.#nameOf(data));
    return this.of(data);
  }

  #nameOf({ studentId, subjectId, kind, termId }: Fields<'termMark'>): string {
    return [this.#desk.classOf.get(studentId)?.group.key, subjectId, kind, termId].join('/');
  }
}

export async function writeTermMark(
  desk: Desk,
  works: PeriodWorks,
  targetKey: string | null,
  data: Fields<'termMark'>,
): Promise<string> {
  const { studentId, value } = data;
  const put = (work: string) => putParts(desk, partsOf(studentId, work, value));
  if (targetKey === null) {
    let asked = 0;
    const make = () => (asked++ === 0 ? works.of(data) : works.again(data));
    return markKeyOf(await putOnMade(make, put), studentId);
  }
  const { work } = splitMarkKey(targetKey);
  await clearMarks(desk, work, studentId);
  await put(work);
  return markKeyOf(work, studentId);
}

export async function findTermMark(
  desk: Desk,
  works: PeriodWorks,
  data: Fields<'termMark'>,
): Promise<string | null> {
  const work = await works.of(data);
  return (await markOn(desk, work, data.studentId)) === data.value ? markKeyOf(work, data.studentId) : null;
}
