import { addDays } from '../../../model/dates.ts';
import type { Fields } from '../../../model/entities.ts';
import { readList } from '../../contract-broken.ts';
import type { Range } from '../../days.ts';
import { shownText } from '../../plain-text.ts';
import { fullLessonSchema, keyOf } from '../schema.ts';
import { localDay } from '../stamps.ts';
import type { Desk } from './desk.ts';
import { type Put, put, stood } from './put.ts';
import { lacking } from './refuse.ts';
import { idIn, putLesson } from './wire.ts';

const LESSONS = 'edu-groups/lessons';
/** Lessons of a group are looked for by the fortnight. */
const STRETCH_DAYS = 14;
const REMEMBERED = 200;

interface Standing {
  readonly key: string;
  topic: string | null;
}

/** `<group>/<subject>` → its parts. */
function partsOf(
  subjectGroupId: string | null,
  place: string,
): { readonly group: string; readonly subjectId: string } {
  const [group, subjectId] = (subjectGroupId ?? '').split('/');
  if (!group || !subjectId) throw lacking(place);
  return { group, subjectId };
}

/** The lessons that the system has, by group, day and number: remembered for as long as a group is written. */
export class LessonTable {
  readonly #desk: Desk;
  readonly #stretches = new Map<string, Promise<Map<string, Standing>>>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async find(group: string, subjectId: string, day: string, number: number): Promise<Standing | null> {
    const stretch = await this.#stretch(group, day);
    return stretch.get(`${day}/${number}/${subjectId}`) ?? null;
  }

  /** Forgets what was read of a day, because it was written to. */
  forget(group: string, day: string): void {
    this.#stretches.delete(nameOf(group, rangeAround(day)));
  }

  #stretch(group: string, day: string): Promise<Map<string, Standing>> {
    const range = rangeAround(day);
    const name = nameOf(group, range);
    const known = this.#stretches.get(name);
    if (known) return known;
    const [oldest] = this.#stretches.keys();
    if (this.#stretches.size >= REMEMBERED && oldest !== undefined) this.#stretches.delete(oldest);
    const reading = this.#read(group, range);
    this.#stretches.set(name, reading);
    reading.catch(() => this.#stretches.delete(name));
    return reading;
  }

  async #read(group: string, { from, to }: Range): Promise<Map<string, Standing>> {
    const path = `edu-groups/${group}/lessons/${from}/${to}`;
    const list = readList(fullLessonSchema, await this.#desk.client.get(path, LESSONS), LESSONS);
    return new Map(
      list.rows.map(({ value }) => [
        `${localDay(value.date)}/${value.number}/${value.subject ? keyOf(value.subject) : ''}`,
        { key: keyOf(value), topic: shownText(value.title) },
      ]),
    );
  }
}

const EPOCH = Date.parse('2000-01-03');
const DAY_MS = 86_400_000;

function rangeAround(day: string): Range {
  const since = Math.floor((Date.parse(day) - EPOCH) / DAY_MS) % STRETCH_DAYS;
  const from = addDays(day, -since);
  return { from, to: addDays(from, STRETCH_DAYS - 1) };
}

const nameOf = (group: string, { from }: Range): string => `${group}/${from}`;

export async function findLesson(table: LessonTable, data: Fields<'lesson'>): Promise<string | null> {
  if (data.number === null || data.subjectGroupId === null) return null;
  const { group, subjectId } = partsOf(data.subjectGroupId, 'lesson.subjectGroupId');
  const standing = await table.find(group, subjectId, data.date, data.number);
  const topic = shownText(data.topic);
  return standing !== null && (topic === null || standing.topic === topic) ? standing.key : null;
}

/**
 * The lesson of the system's own timetable at that time gets the topic; where there is none, it is made. A source
 * that knows no topic takes none away, unless it was ours (`targetKey`).
 */
export async function writeLesson(
  desk: Desk,
  table: LessonTable,
  targetKey: string | null,
  data: Fields<'lesson'>,
): Promise<Put> {
  const { date: day, number } = data;
  const topic = shownText(data.topic);
  if (number === null) throw lacking('lesson.number');
  const { group, subjectId } = partsOf(data.subjectGroupId, 'lesson.subjectGroupId');
  const standing = await table.find(group, subjectId, day, number);
  // With a key the row is known to stand otherwise, whatever is remembered of it.
  if (standing && targetKey === null && (topic === null || standing.topic === topic))
    return stood(standing.key);
  const title = topic ?? (standing ? '' : null);
  const answer = await putLesson(desk.client, { group, subjectId, day, number, title });
  if (standing) {
    standing.topic = topic;
    return put(standing.key);
  }
  table.forget(group, day);
  const key = idIn(answer) ?? (await table.find(group, subjectId, day, number))?.key;
  if (!key) throw lacking('lesson');
  return put(key);
}
