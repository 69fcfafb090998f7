import type { EntityName } from '../../../model/entities.ts';
import type { Observed } from '../../../model/observation.ts';
import { readList } from '../../contract-broken.ts';
import { inOrder } from '../../in-order.ts';
import { shownText } from '../../plain-text.ts';
import { type LessonOfEntry, mapAttendance, type SeenEntry } from '../map-attendance.ts';
import { mapFinals } from '../map-finals.ts';
import { lessonRow } from '../map-lessons.ts';
import { mapMarks, type SeenMark } from '../map-marks.ts';
import { isHomework, lessonOf, mapWorks, type SeenWork } from '../map-works.ts';
import { keyOf, markSchema } from '../schema.ts';
import { placed } from '../staff-lessons.ts';
import { lessonsByWorks } from '../staff-moved.ts';
import { localDay } from '../stamps.ts';
import { entriesOfLesson } from './attendance.ts';
import { asked, type Desk, lessonsOf, worksOf } from './desk.ts';
import { marksOfWork, splitMarkKey } from './marks.ts';

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

async function readLessons(desk: Desk, keys: readonly string[]): Promise<Observed[]> {
  const { client, book, groups } = desk;
  return [...(await lessonsOf(client, keys)).values()].flatMap((value) => {
    const where = groups.get(value.group);
    if (!where) return [];
    const found = placed(value, 'lessons/many $', [], { ...where, book });
    return 'diagnostic' in found ? [] : [lessonRow(found)];
  });
}

async function seenWorks(desk: Desk, keys: readonly string[]): Promise<Map<string, SeenWork>> {
  const works = await worksOf(desk.client, unique(keys));
  return new Map([...works].map(([key, value]) => [key, { value, place: 'works/many $' }]));
}

function mapSeen(desk: Desk, works: ReadonlyMap<string, SeenWork>) {
  const lessons = lessonsByWorks(works);
  const context = { base: desk.book.base, lessons, marked: new Set(works.keys()), files: new Map() };
  return mapWorks(works.values(), context);
}

/** What is marked of a homework is the homework itself: its text is what the work is about. */
async function readAssessments(desk: Desk, keys: readonly string[]): Promise<Observed[]> {
  const works = await seenWorks(desk, keys);
  return mapSeen(desk, works).assessments.map((one) => {
    const work = works.get(one.key)?.value;
    if (!work || !isHomework(work)) return one;
    return { ...one, data: { ...one.data, topic: shownText(work.text) } };
  });
}

async function readMarks(desk: Desk, keys: readonly string[]): Promise<Observed[]> {
  const { client, book } = desk;
  const works = await seenWorks(
    desk,
    keys.map((key) => splitMarkKey(key).work),
  );
  const lessons = unique([...works.values()].flatMap(({ value }) => lessonOf(value) ?? []));
  const path = 'lessons/many/marks';
  const marks = readList(markSchema, await asked(client, path, lessons), path).rows;
  const wanted = new Set(keys);
  const { timeZone } = client.settings;
  const context = { base: book.base, works, lessons: lessonsByWorks(works), timeZone };
  const own = marks.filter(({ value }) => works.has(value.work_str ?? value.work));
  return mapMarks(own, context).marks.filter(({ key }) => wanted.has(key));
}

async function readAttendance(desk: Desk, keys: readonly string[]): Promise<Observed[]> {
  const { client } = desk;
  const ids = unique(keys.map((key) => key.split('/')[0] ?? ''));
  const lessons = new Map<string, LessonOfEntry>();
  for (const [key, value] of await lessonsOf(client, ids)) {
    const day = localDay(value.date);
    if (day !== null) lessons.set(key, { day, subjectId: value.subject ? keyOf(value.subject) : null });
  }
  const entries: SeenEntry[] = [];
  const known = [...lessons.keys()];
  for await (const rows of inOrder(known, client.settings.concurrency, (id) => entriesOfLesson(desk, id)))
    entries.push(...rows);
  const wanted = new Set(keys);
  return mapAttendance(entries, lessons, client.settings.attendance).rows.filter(({ key }) =>
    wanted.has(key),
  );
}

async function readTermMarks(desk: Desk, keys: readonly string[]): Promise<Observed[]> {
  const { client, book, groups } = desk;
  const works = await worksOf(client, unique(keys.map((key) => splitMarkKey(key).work)));
  const wanted = new Set(keys);
  const found: Observed[] = [];
  const read = inOrder([...works.values()], client.settings.concurrency, async (work) => ({
    work,
    marks: (await marksOfWork(desk, keyOf(work))) as readonly SeenMark[],
  }));
  for await (const { work, marks } of read) {
    const one = groups.get(work.eduGroup_str ?? work.eduGroup ?? '')?.one;
    const context = {
      base: book.base,
      works: new Map([[keyOf(work), work]]),
      periods: one?.periods ?? [],
      yearKey: String(book.studyYear),
      subjects: new Set(book.subjects.keys()),
    };
    found.push(...mapFinals(marks, context).termMarks.filter(({ key }) => wanted.has(key)));
  }
  return found;
}

/** Rows by their keys, as any reading would give them; those that are not there are left out. */
export async function readBack(
  desk: Desk,
  entity: EntityName,
  keys: readonly string[],
): Promise<readonly Observed[]> {
  switch (entity) {
    case 'lesson':
      return readLessons(desk, keys);
    case 'homework':
      return mapSeen(desk, await seenWorks(desk, keys)).homework;
    case 'assessment':
      return readAssessments(desk, keys);
    case 'mark':
      return readMarks(desk, keys);
    case 'attendance':
      return readAttendance(desk, keys);
    case 'termMark':
      return readTermMarks(desk, keys);
    default:
      return [];
  }
}
