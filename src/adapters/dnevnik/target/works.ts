import type { Fields } from '../../../model/entities.ts';
import { readList } from '../../contract-broken.ts';
import { shownText } from '../../plain-text.ts';
import { keyOf, type Work, workSchema } from '../schema.ts';
import type { Desk } from './desk.ts';
import { type Put, put, stood } from './put.ts';
import { lacking } from './refuse.ts';
import { addWork, changeWork, idIn, type WireWork } from './wire.ts';

const WORKS = 'works';

/** The works of a lesson as they stand, in the order in which they came. */
export async function worksOfLesson({ client }: Desk, lesson: string): Promise<readonly Work[]> {
  const answer = await client.get(`works?lesson=${lesson}`, WORKS);
  return readList(workSchema, answer, WORKS).rows.map(({ value }) => value);
}

export const isHomeworkOf = ({ type }: Work): boolean => type.toLowerCase() === 'homework';

function homeworkWire(data: Fields<'homework'>): WireWork {
  if (data.lessonId === null) throw lacking('homework.lessonId');
  const { lessonId: lesson, text, dueDay: day } = data;
  return { lesson, workType: null, kind: 'Homework', text, day, markCount: 1 };
}

function assessmentWire(data: Fields<'assessment'>): WireWork {
  if (data.lessonId === null) throw lacking('assessment.lessonId');
  const { lessonId: lesson, workTypeId: workType, topic: text, date: day } = data;
  return { lesson, workType, kind: workType === null ? 'CommonWork' : null, text, day, markCount: 1 };
}

const sameText = (work: Work, text: string | null): boolean => shownText(work.text) === shownText(text);

/** A homework that is there already: with this text, or of any. */
export async function findHomework(desk: Desk, data: Fields<'homework'>): Promise<string | null> {
  if (data.lessonId === null) return null;
  const works = (await worksOfLesson(desk, data.lessonId)).filter(isHomeworkOf);
  const found = works.find((work) => sameText(work, data.text));
  return found ? keyOf(found) : null;
}

export async function findAssessment(desk: Desk, data: Fields<'assessment'>): Promise<string | null> {
  if (data.lessonId === null) return null;
  const works = await worksOfLesson(desk, data.lessonId);
  const isHomework = desk.homeworkTypes.has(data.workTypeId ?? '');
  // The last one came last: that is the one of which nobody knows.
  const found = works.findLast((work) =>
    isHomework ? isHomeworkOf(work) : work.workType === data.workTypeId && sameText(work, data.topic),
  );
  return found ? keyOf(found) : null;
}

async function putWork(
  desk: Desk,
  targetKey: string | null,
  wire: WireWork,
  find: () => Promise<string | null>,
  place: string,
): Promise<string> {
  if (targetKey !== null) {
    await changeWork(desk.client, targetKey, wire);
    return targetKey;
  }
  const key = idIn(await addWork(desk.client, wire)) ?? (await find());
  if (key === null) throw lacking(place);
  return key;
}

export const writeHomework = (
  desk: Desk,
  targetKey: string | null,
  data: Fields<'homework'>,
): Promise<string> =>
  putWork(desk, targetKey, homeworkWire(data), () => findHomework(desk, data), 'homework');

/** What is marked of a homework is the homework itself: the system has one work for both. */
export async function writeAssessment(
  desk: Desk,
  targetKey: string | null,
  data: Fields<'assessment'>,
  opened: (work: string) => Promise<void>,
): Promise<Put> {
  const wire = assessmentWire(data);
  const isHomework = desk.homeworkTypes.has(data.workTypeId ?? '');
  if (isHomework) {
    const standing = targetKey ?? (await findAssessment(desk, data));
    if (standing !== null) return stood(standing);
  }
  const key = await putWork(desk, targetKey, wire, () => findAssessment(desk, data), 'assessment');
  // No homework of ours stands for this one: it goes with what is marked of it.
  if (isHomework) await opened(key);
  return put(key);
}
