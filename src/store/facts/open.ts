import type { Day } from '../../model/dates.ts';
import type { SchoolCalendar } from '../../rules/calendar.ts';
import type { ClassTermFacts, ClassYearFacts, SchoolFacts } from '../../rules/facts.ts';
import type { Instant } from '../../rules/observed.ts';
import type { Store } from '../open.ts';
import { type ClassTermRequest, readClassTerm } from './class-term.ts';
import { readClassYear } from './class-year.ts';
import { nothingKnown } from './known.ts';
import { type Layout, readLayout } from './layout.ts';
import { askerOf } from './raw-rows.ts';
import { readSchool } from './school.ts';

/** Whose facts, and the moment they are judged at. */
export interface FactsOptions {
  readonly schoolId: string;
  readonly calendar: SchoolCalendar;
  /** Decides which academic year it is, and which class a student is of. */
  readonly now: Instant;
  /** A day of the academic year that is meant; null or left out: that of `now`. */
  readonly on?: Day | null;
}

/**
 * Facts for rules, read in bulk. Make one for each evaluation: the year, the classes, the groups and what was read
 * when are read once and kept as they were. Nothing larger is kept.
 */
export interface FactsReader {
  layout(): Promise<Layout>;
  classTerm(request: ClassTermRequest): Promise<ClassTermFacts>;
  classYear(request: { readonly classId: string; readonly source: string }): Promise<ClassYearFacts>;
  school(request: { readonly source: string }): Promise<SchoolFacts>;
}

/** Opens the facts of a school. */
export function openFacts(store: Pick<Store, 'pool'>, options: FactsOptions): FactsReader {
  const known = nothingKnown(askerOf(store.pool), options);
  return {
    layout: async () =>
      readLayout(known.asker, known.schoolId, await known.year(), (day) => options.calendar.addDays(day, 1)),
    classTerm: (request) => readClassTerm(known, request),
    classYear: (request) => readClassYear(known, request),
    school: (request) => readSchool(known, request),
  };
}
