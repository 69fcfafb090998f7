import type { Day } from '../../model/dates.ts';
import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { SchoolCalendar } from '../../rules/calendar.ts';
import type { ClassFact, LeakFact, TermFact } from '../../rules/facts.ts';
import type { Instant } from '../../rules/observed.ts';
import { classTerms, readYear, type YearGround } from './layout.ts';
import { readLeaks } from './leaks.ts';
import { type Asker, filled } from './raw-rows.ts';
import { type Looks, readLooks } from './seen.ts';
import { type ClassGround, readClassGround, readSourceGround, type SourceGround } from './source-ground.ts';

const SUBJECTS = 'select s.id, s.name from subject s where s.school_id = $1';

/** What a reader of facts has read already: that which hardly changes is read once. */
export interface Known {
  readonly asker: Asker;
  readonly schoolId: string;
  readonly calendar: SchoolCalendar;
  readonly now: Instant;
  year(): Promise<YearGround>;
  source(source: string): Promise<SourceGround>;
  looks(source: string): Promise<Looks>;
  leaks(source: string): Promise<readonly LeakFact[]>;
  subjectNames(): Promise<ReadonlyMap<string, string>>;
  /** A class of the year; a defect where there is none. */
  classFact(classId: string): Promise<ClassFact>;
  /** Of the last few classes only: a school is walked class by class. */
  classGround(source: string, classId: string): Promise<ClassGround>;
}

/** Classes whose members are remembered. */
const CLASSES = 4;

const kept = <V>(make: (key: string) => Promise<V>, most = Number.POSITIVE_INFINITY) => {
  const known = new Map<string, Promise<V>>();
  return (key: string): Promise<V> => {
    const found = known.get(key);
    if (found) return found;
    const [oldest] = known.keys();
    if (known.size >= most && oldest !== undefined) known.delete(oldest);
    const made = make(key);
    known.set(key, made);
    // A failure is told to whoever asked, and not to all who ask later.
    made.catch(() => known.delete(key));
    return made;
  };
};

/** Begins with nothing read. */
export function nothingKnown(
  asker: Asker,
  {
    schoolId,
    calendar,
    now,
    on,
  }: Pick<Known, 'schoolId' | 'calendar' | 'now'> & { readonly on?: Day | null },
): Known {
  const year = kept(() => readYear(asker, schoolId, on ?? calendar.dayOf(now)));
  const source = kept(async (name) => readSourceGround(asker, schoolId, name, (await year('')).year));
  const names = kept(async () => {
    const rows = await asker.rows('subjects', SUBJECTS, [schoolId]);
    return new Map(rows.map(([id, name]) => [filled(id), filled(name)]));
  });
  const classes = kept(async () => new Map((await year('')).classes.map((one) => [one.id, one])));
  const ofClass = kept(async (key) => {
    const [name = '', classId = ''] = key.split('\n');
    return readClassGround(asker, schoolId, await source(name), classId);
  }, CLASSES);
  return {
    asker,
    schoolId,
    calendar,
    now,
    year: () => year(''),
    source,
    looks: kept((name) => readLooks(asker, schoolId, name)),
    leaks: kept((name) => readLeaks(asker, schoolId, [name, REGISTER_SOURCE], calendar)),
    subjectNames: () => names(''),
    classFact: async (classId) => {
      const found = (await classes('')).get(classId);
      if (!found) throw new Error('facts of a class that the school does not have this year');
      return found;
    },
    classGround: (name, classId) => ofClass(`${name}\n${classId}`),
  };
}

/** The terms of a class as a source tells them, or as the source does whose terms cut the year. */
export function termsFor(ground: YearGround, source: string, one: ClassFact): readonly TermFact[] {
  const own = classTerms(ground, source, one);
  return own.length > 0 || ground.termSource === null ? own : classTerms(ground, ground.termSource, one);
}
