import type { PullEvent } from '../contract.ts';
import { readAnswer, readList } from '../contract-broken.ts';
import { covered, type Reject, records, rejected, rejectsOf } from '../events.ts';
import { inOrder } from '../in-order.ts';
import type { Client } from './client.ts';
import { readAllFinals } from './family.ts';
import { mapFinals } from './map-finals.ts';
import { personOf, type SeenMark, workOf } from './map-marks.ts';
import { classFinalsSchema, keyOf, markSchema, type Work, workSchema } from './schema.ts';
import type { ClassBook, StaffBook } from './staff-book.ts';

const FINALS = 'edu-groups/final-marks';
const WORKS = 'works/many';
const BATCH = 100;

interface Finals {
  readonly marks: readonly SeenMark[];
  readonly works: ReadonlyMap<string, Work>;
  readonly rejects: readonly Reject[];
}

/** Works by their numbers. */
export async function readWorks(
  client: Client,
  ids: readonly string[],
): Promise<Map<string, { value: Work; place: string }>> {
  const works = new Map<string, { value: Work; place: string }>();
  for (let index = 0; index < ids.length; index += BATCH) {
    const answer = await client.post(WORKS, ids.slice(index, index + BATCH));
    for (const work of readList(workSchema, answer, WORKS).rows) works.set(keyOf(work.value), work);
  }
  return works;
}

/** Of a class in one call; null where it is refused. */
async function readOfClass(client: Client, { group }: ClassBook): Promise<Finals | null> {
  const answer = await client.getIfLet(`edu-groups/${group.key}/final-marks`, FINALS);
  if (answer === null) return null;
  const rows = readAnswer(classFinalsSchema.array(), answer, FINALS);
  const found = rows.flatMap((one) => one['per-subject-final-marks'].map((mark) => mark['final-mark']));
  const marks = readList(markSchema, found, FINALS);
  const ids = [...new Set(marks.rows.map(({ value }) => workOf(value)))];
  const works = await readWorks(client, ids);
  return {
    marks: marks.rows,
    works: new Map([...works].map(([key, { value }]) => [key, value])),
    rejects: rejectsOf('termMark', marks),
  };
}

async function readOfStudents(
  client: Client,
  { group }: ClassBook,
  students: readonly string[],
): Promise<Finals> {
  const marks: SeenMark[] = [];
  const works = new Map<string, Work>();
  const rejects: Reject[] = [];
  const answers = inOrder(students, client.settings.concurrency, (key) =>
    readAllFinals({ client }, key, group.key),
  );
  for await (const one of answers) {
    marks.push(...one.marks);
    for (const [key, work] of one.works) works.set(key, work);
    rejects.push(...one.rejects);
  }
  return { marks, works, rejects };
}

/** Marks of terms and years of some students in a class. */
export async function* tellFinals(
  book: StaffBook,
  { periods }: Pick<ClassBook, 'periods'>,
  finals: Finals,
  students: ReadonlySet<string>,
): AsyncGenerator<PullEvent, boolean> {
  const { base, studyYear } = book;
  const context = {
    base,
    works: finals.works,
    periods,
    yearKey: String(studyYear),
    subjects: new Set(book.subjects.keys()),
  };
  const own = finals.marks.filter(({ value }) => students.has(personOf(value)));
  const mapped = mapFinals(own, context);
  yield* records('termMark', mapped.termMarks);
  const rejects = [...finals.rejects, ...mapped.rejects];
  yield* rejected(rejects);
  return rejects.every(({ key }) => key !== null);
}

/** Marks of terms and years of a class. */
export async function* pullFinals(
  client: Client,
  book: StaffBook,
  one: ClassBook,
  students: readonly string[],
): AsyncGenerator<PullEvent> {
  const finals = (await readOfClass(client, one)) ?? (await readOfStudents(client, one, students));
  const isWhole = yield* tellFinals(book, one, finals, new Set(students));
  if (isWhole) for (const key of students) yield covered('termMark', key);
}
