import type { Day } from '../../src/model/dates.ts';
import type { LessonView } from './lesson-view.ts';
import type { WorkRow } from './work-row.ts';

/** A mark that a client has put; the stamp is the simulator's clock. */
export interface WrittenMark {
  readonly value: string;
  readonly date: string;
}

export interface WrittenEntry {
  readonly status: string;
  readonly comment: string | null;
  readonly date: string;
}

/** A mark's place on its work: whose it is, and which of the work's marks. */
export interface MarkPlace {
  readonly work: bigint;
  readonly student: number;
  readonly part: number;
}

/**
 * What clients have written, over the truth. Null means taken away. It does not depend on the moment of the
 * journal: what is written is there.
 */
export interface Overlay {
  /** Marks put or taken away on a work, by `placeOf`. */
  marksOf(work: bigint): ReadonlyMap<number, WrittenMark | null>;
  putMark(place: MarkPlace, mark: WrittenMark | null): void;
  entriesOf(lesson: bigint): ReadonlyMap<number, WrittenEntry | null>;
  putEntry(lesson: bigint, student: number, entry: WrittenEntry | null): void;
  /** Works that came with no truth, of a lesson. */
  worksOf(lesson: bigint): readonly WorkRow[];
  /** A work as it has been written; null where it has been taken away; undefined where nobody touched it. */
  work(id: bigint): WorkRow | null | undefined;
  putWork(row: WorkRow): void;
  dropWork(row: WorkRow): void;
  /** Works of terms and of the year that have been made for a class. */
  periodWorksOf(school: number, classId: number): readonly bigint[];
  addPeriodWork(school: number, classId: number, work: bigint): void;
  nextWork(): number;
  topicOf(lesson: bigint): string | undefined;
  putTopic(lesson: bigint, topic: string): void;
  lessonsOf(school: number, classId: number, date: Day): readonly LessonView[];
  addLesson(view: LessonView): void;
  /** Everything that stands of what was written. */
  standing(): Standing;
  readonly counts: { readonly marks: number; readonly entries: number; readonly works: number };
}

/** What stands of what clients have written; a mark whose work was taken away does not. */
export interface Standing {
  readonly works: readonly WorkRow[];
  readonly marks: readonly (MarkPlace & WrittenMark)[];
  readonly entries: readonly (WrittenEntry & { readonly lesson: bigint; readonly student: number })[];
  readonly topics: ReadonlyMap<bigint, string>;
}

const NO_MARKS: ReadonlyMap<number, WrittenMark | null> = new Map();
const NO_ENTRIES: ReadonlyMap<number, WrittenEntry | null> = new Map();

function within<K, V>(outer: Map<bigint, Map<K, V>>, key: bigint): Map<K, V> {
  const found = outer.get(key) ?? new Map<K, V>();
  outer.set(key, found);
  return found;
}

const PARTS = 4;

/** A student and which of the marks of a work, in one number: there are many of them. */
export const placeOf = (student: number, part: number): number => student * PARTS + part;

export const placed = (place: number): { readonly student: number; readonly part: number } => ({
  student: Math.floor(place / PARTS),
  part: place % PARTS,
});

const countStanding = <V>(outer: ReadonlyMap<bigint, ReadonlyMap<unknown, V | null>>): number =>
  [...outer.values()].reduce(
    (sum, inner) => sum + [...inner.values()].filter((one) => one !== null).length,
    0,
  );

function makeWorks(): Pick<Overlay, 'worksOf' | 'work' | 'putWork' | 'dropWork' | 'nextWork'> & {
  all(): readonly WorkRow[];
} {
  const works = new Map<bigint, WorkRow | null>();
  const ofLesson = new Map<bigint, Set<bigint>>();
  let numbered = 0;
  return {
    worksOf: (lesson) => [...(ofLesson.get(lesson) ?? [])].flatMap((id) => works.get(id) ?? []),
    work: (id) => works.get(id),
    putWork(row) {
      works.set(row.id, row);
      if (row.lesson === null || !row.isWritten) return;
      const here = ofLesson.get(row.lesson.id) ?? new Set();
      ofLesson.set(row.lesson.id, here.add(row.id));
    },
    dropWork(row) {
      works.set(row.id, null);
      if (row.lesson !== null) ofLesson.get(row.lesson.id)?.delete(row.id);
    },
    nextWork() {
      numbered += 1;
      return numbered;
    },
    all: () => [...works.values()].filter((row) => row !== null),
  };
}

function makeLessons(): Pick<Overlay, 'topicOf' | 'putTopic' | 'lessonsOf' | 'addLesson'> & {
  readonly topics: ReadonlyMap<bigint, string>;
} {
  const topics = new Map<bigint, string>();
  const lessons = new Map<string, LessonView[]>();
  const dayKey = (school: number, classId: number, date: Day): string => `${school}/${classId}/${date}`;
  return {
    topics,
    topicOf: (lesson) => topics.get(lesson),
    putTopic: (lesson, topic) => topics.set(lesson, topic),
    lessonsOf: (school, classId, date) =>
      lessons.size === 0 ? [] : (lessons.get(dayKey(school, classId, date)) ?? []),
    addLesson(view) {
      const key = dayKey(view.key.school, view.lesson.classId, view.lesson.date);
      lessons.set(key, [...(lessons.get(key) ?? []), view]);
    },
  };
}

type Kept<V> = ReadonlyMap<bigint, ReadonlyMap<number, V | null>>;

const marksStanding = (marks: Kept<WrittenMark>, work: Overlay['work']): Standing['marks'] =>
  [...marks].flatMap(([id, places]) =>
    work(id) === null
      ? []
      : [...places].flatMap(([place, mark]) => (mark ? [{ work: id, ...placed(place), ...mark }] : [])),
  );

const entriesStanding = (entries: Kept<WrittenEntry>): Standing['entries'] =>
  [...entries].flatMap(([lesson, students]) =>
    [...students].flatMap(([student, entry]) => (entry ? [{ lesson, student, ...entry }] : [])),
  );

export function makeOverlay(): Overlay {
  const marks = new Map<bigint, Map<number, WrittenMark | null>>();
  const entries = new Map<bigint, Map<number, WrittenEntry | null>>();
  const periodWorks = new Map<string, Set<bigint>>();
  const { all, ...works } = makeWorks();
  const { topics, ...lessons } = makeLessons();
  return {
    ...works,
    ...lessons,
    marksOf: (work) => marks.get(work) ?? NO_MARKS,
    putMark: ({ work, student, part }, mark) => within(marks, work).set(placeOf(student, part), mark),
    entriesOf: (lesson) => entries.get(lesson) ?? NO_ENTRIES,
    putEntry: (lesson, student, entry) => within(entries, lesson).set(student, entry),
    periodWorksOf: (school, classId) => [...(periodWorks.get(`${school}/${classId}`) ?? [])],
    addPeriodWork(school, classId, work) {
      const key = `${school}/${classId}`;
      periodWorks.set(key, (periodWorks.get(key) ?? new Set()).add(work));
    },
    standing: () => ({
      works: all(),
      marks: marksStanding(marks, works.work),
      entries: entriesStanding(entries),
      topics,
    }),
    get counts() {
      return { marks: countStanding(marks), entries: countStanding(entries), works: all().length };
    },
  };
}
