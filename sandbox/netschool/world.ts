import { LRUCache } from 'lru-cache';
import type { Day } from '../../src/model/dates.ts';
import type { LessonRecord, Municipality, TruthLesson, TruthTermMark } from '../school-year/types.ts';
import { makeBook, type SchoolBook } from './book.ts';
import { type Ids, makeIds } from './ids.ts';
import type { Profile } from './profiles.ts';
import type { Quirks } from './quirks.ts';

/** A lesson with its record and its members, kept while a class is being read student by student. */
export interface LessonView {
  readonly lesson: TruthLesson;
  readonly record: LessonRecord;
  readonly members: ReadonlySet<number>;
}

/** The truth as this server tells it: which schools, up to which moment, in which version. */
export interface World {
  readonly municipality: Municipality;
  readonly profile: Profile;
  readonly ids: Ids;
  readonly schools: readonly number[];
  quirks: Quirks;
  /** Local moment up to which the journal is filled; null is the end of August, when everything is put. */
  asOf: string | null;
  book(school: number): SchoolBook;
  /** The local moment at which the school's journal stands. */
  momentOf(school: number): string;
  todayOf(school: number): Day;
  day(school: number, classId: number, date: Day): readonly LessonView[];
  termMarks(school: number, classId: number, termId: number | null): readonly TruthTermMark[];
}

export interface WorldOptions {
  readonly municipality: Municipality;
  readonly profile: Profile;
  readonly schools: readonly number[];
  readonly quirks: Quirks;
  readonly asOf: string | null;
}

const BOOKS = 12;
/** A little more than one class's year: reports are read class by class. */
const CLASS_DAYS = 260;
const MARK_LISTS = 60;

function viewDay(book: SchoolBook, classId: number, date: Day): LessonView[] {
  return book.year.lessonsOn(classId, date).map((lesson) => ({
    lesson,
    record: book.year.record(lesson),
    members: new Set(book.year.membersOn(lesson.groupId, date).map((student) => student.id)),
  }));
}

export function makeWorld(options: WorldOptions): World {
  const books = new LRUCache<number, SchoolBook>({ max: BOOKS });
  const days = new LRUCache<string, readonly LessonView[]>({ max: CLASS_DAYS });
  const marks = new LRUCache<string, readonly TruthTermMark[]>({ max: MARK_LISTS });

  const world: World = {
    municipality: options.municipality,
    profile: options.profile,
    schools: options.schools,
    quirks: options.quirks,
    asOf: options.asOf,
    ids: makeIds(options.municipality.options.startYear, () => world.quirks.longIds),
    book: (school) => remember(books, school, () => makeBook(options.municipality.school(school))),
    momentOf: () => world.asOf ?? `${options.municipality.options.startYear + 1}-08-31T23:59`,
    todayOf: (school) => {
      const { startDay, endDay } = world.book(school).year;
      const [, middle = startDay] = [startDay, world.momentOf(school).slice(0, 10), endDay].sort();
      return middle;
    },
    day: (school, classId, date) =>
      remember(days, `${school}/${classId}/${date}`, () => viewDay(world.book(school), classId, date)),
    termMarks: (school, classId, termId) =>
      remember(marks, `${school}/${classId}/${termId}`, () => {
        const { year } = world.book(school);
        return termId === null ? year.yearMarks(classId) : year.termMarks(classId, termId);
      }),
  };
  return world;
}

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
