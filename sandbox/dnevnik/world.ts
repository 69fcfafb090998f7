import { LRUCache } from 'lru-cache';
import type { Day } from '../../src/model/dates.ts';
import { makeBook, type SchoolBook } from '../school-year/book.ts';
import type { Municipality, SchoolYear, TruthLesson, TruthTermMark } from '../school-year/types.ts';
import { type DatedIds, type LessonKey, makeDatedIds } from './ids.ts';
import { emptyRecord, type LessonView } from './lesson-view.ts';
import { makeOverlay, type Overlay } from './overlay.ts';
import type { Profile } from './profiles.ts';
import type { Quirks } from './quirks.ts';

/** The truth as this server tells it, and what has been written on top of it. */
export interface World {
  readonly municipality: Municipality;
  readonly profile: Profile;
  readonly schools: readonly number[];
  readonly ids: DatedIds;
  readonly overlay: Overlay;
  /** Schools that hold people and a timetable, but no journal yet. */
  readonly empty: boolean;
  readonly now: () => Date;
  /** Where the server is reached: known when it stands. */
  origin: string;
  quirks: Quirks;
  /** Local moment up to which the journal is filled; null is the end of August, when everything is put. */
  asOf: string | null;
  book(school: number): SchoolBook;
  zoneOf(school: number): string;
  /** The local moment at which the journals stand. */
  readonly moment: string;
  todayOf(school: number): Day;
  /** The lessons of a class on a day, in order of number. */
  day(school: number, classId: number, date: Day): readonly LessonView[];
  lesson(key: LessonKey): LessonView | null;
  termMarks(school: number, classId: number, termId: number | null): readonly TruthTermMark[];
}

export interface WorldOptions {
  readonly municipality: Municipality;
  readonly profile: Profile;
  readonly schools: readonly number[];
  readonly quirks: Quirks;
  readonly asOf: string | null;
  readonly empty: boolean;
  readonly now: () => Date;
  readonly adjust: (year: SchoolYear) => SchoolYear;
}

const BOOKS = 12;
/** A little more than one class's year: schools are read class by class. */
const CLASS_DAYS = 260;
const MARK_LISTS = 60;

function remember<K extends string | number, V extends object>(
  cache: LRUCache<K, V>,
  key: K,
  make: () => V,
): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

type Views = (school: number, classId: number, date: Day) => readonly LessonView[];

function makeViews(options: WorldOptions, ids: DatedIds, bookOf: World['book']): Views {
  const days = new LRUCache<string, readonly LessonView[]>({ max: CLASS_DAYS });
  const view = (school: number, lesson: TruthLesson): LessonView => {
    const { year } = bookOf(school);
    const key = { school, group: lesson.groupId, date: lesson.date, number: lesson.number };
    return {
      key,
      id: ids.lesson(key),
      lesson,
      record: options.empty ? emptyRecord(lesson) : year.record(lesson),
      members: new Set(year.membersOn(lesson.groupId, lesson.date).map(({ id }) => id)),
    };
  };
  return (school, classId, date) =>
    remember(days, `${school}/${classId}/${date}`, () =>
      bookOf(school)
        .year.lessonsOn(classId, date)
        .map((lesson) => view(school, lesson)),
    );
}

export function makeWorld(options: WorldOptions): World {
  const { municipality, profile } = options;
  const { startYear } = municipality.options;
  const ids = makeDatedIds(startYear);
  const books = new LRUCache<number, SchoolBook>({ max: BOOKS });
  const marks = new LRUCache<string, readonly TruthTermMark[]>({ max: MARK_LISTS });
  const book = (school: number): SchoolBook =>
    remember(books, school, () => makeBook(options.adjust(municipality.school(school))));
  const day = makeViews(options, ids, book);
  const overlay = makeOverlay();
  const world: World = {
    ...options,
    ids,
    overlay,
    origin: '',
    book,
    zoneOf: (school) => profile.timeZone ?? book(school).year.timeZone,
    get moment() {
      return world.asOf ?? `${startYear + 1}-08-31T23:59`;
    },
    todayOf(school) {
      const { startDay, endDay } = book(school).year;
      const [, middle = startDay] = [startDay, world.moment.slice(0, 10), endDay].sort();
      return middle;
    },
    day: (school, classId, date) => {
      const added = overlay.lessonsOf(school, classId, date);
      const taught = day(school, classId, date);
      if (added.length === 0) return taught;
      return [...taught, ...added].sort((a, b) => a.lesson.number - b.lesson.number);
    },
    lesson(key) {
      const group = options.schools.includes(key.school) ? book(key.school).groups.get(key.group) : undefined;
      const views = group ? world.day(key.school, group.classId, key.date) : [];
      return views.find(({ lesson }) => lesson.groupId === key.group && lesson.number === key.number) ?? null;
    },
    termMarks: (school, classId, termId) =>
      options.empty
        ? []
        : remember(marks, `${school}/${classId}/${termId}`, () => {
            const { year } = book(school);
            return termId === null ? year.yearMarks(classId) : year.termMarks(classId, termId);
          }),
  };
  return world;
}
