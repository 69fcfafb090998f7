import { createHash } from 'node:crypto';
import type { Day } from '../../model/dates.ts';
import type { School } from '../../model/school.ts';
import { type CalendarFacts, makeCalendar, type SchoolCalendar } from '../../rules/calendar.ts';
import { type Applied, isInForce } from '../../rules/evaluate.ts';
import { federalDays } from '../../rules/regulation/calendar-data.ts';
import { listAdoptions } from '../../store/adoptions.ts';
import { registersKept, schoolBreaks } from '../../store/control/ground.ts';
import { type FactsReader, openFacts } from '../../store/facts/open.ts';
import { getSchool } from '../../store/schools.ts';
import { appliedEntries, nextTurn } from './applied.ts';
import type { ControlDeps } from './deps.ts';
import { judgedSource, type SourceBook } from './sources.ts';

/** Everything that an evaluation of a school stands on. */
export interface ControlGround {
  readonly schoolId: string;
  readonly calendar: SchoolCalendar;
  readonly entries: readonly Applied[];
  readonly book: SourceBook;
  readonly facts: FactsReader;
  readonly today: string;
  readonly now: Date;
  /** When something else begins to hold, or another school year: then everything is evaluated anew. Null: not in sight. */
  readonly turnsAt: Date | null;
  /** What was assumed for want of better knowledge (Russian). */
  readonly assumptions: readonly string[];
  /** Another one when anything but the school's records has changed: then all is evaluated anew. */
  readonly digest: string;
}

const SIX_DAYS = 'Учебная неделя считается шестидневной: школа её не указала.';
const NO_BREAKS = 'Каникулы школы неизвестны: выходными считаются только праздники и выходные недели.';

async function calendarOf(
  { store, library }: ControlDeps,
  { schoolId, ...school }: School,
): Promise<CalendarFacts> {
  const weekDays = school.weekDays ?? 6;
  const { holidays, workingDays } = federalDays(library.calendar, weekDays);
  const own = await schoolBreaks(store, schoolId);
  return {
    timeZone: school.timeZone,
    weekDays,
    holidays: [...holidays, ...own.holidays],
    workingDays,
    breaks: own.breaks,
  };
}

const assumptionsOf = ({ weekDays }: School, { breaks }: CalendarFacts): readonly string[] => [
  ...(weekDays === null ? [SIX_DAYS] : []),
  ...(breaks.length === 0 ? [NO_BREAKS] : []),
];

/** What is in force today stands by itself: undated decisions go by it. */
function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

const inForce = (entries: readonly Applied[], day: string): readonly unknown[] =>
  entries
    .filter((applied) => isInForce(applied, day))
    .map(({ effective }) => [effective.regulation.id, effective.entry.id]);

/** Who is judged by what; what the school has not chosen yet is judged by nobody. */
function choices(book: SourceBook, entries: readonly Applied[]): readonly unknown[] {
  const chosen = entries.filter(({ effective }) => effective.unchosen === null);
  return book.layout.classes.map(({ class: { id }, stretches }) => [
    id,
    stretches,
    chosen.map((applied) => judgedSource(book, applied, id).source),
  ]);
}

/**
 * Looks at everything around the records of a school; null when there is no such school. `on`: a day of the academic
 * year that is meant, null for today's.
 */
export async function openGround(
  deps: ControlDeps,
  schoolId: string,
  now: Date,
  on: Day | null = null,
): Promise<ControlGround | null> {
  const { store, library, kinds } = deps;
  const school = await getSchool(store, schoolId);
  if (!school) return null;
  const calendarFacts = await calendarOf(deps, school);
  const calendar = makeCalendar(calendarFacts);
  const facts = openFacts(store, { schoolId, calendar, now: now.getTime(), on });
  const layout = await facts.layout();
  const adoptions = await listAdoptions(store, schoolId);
  const entries = appliedEntries({ regulations: library.regulations, adoptions }, kinds, layout.year);
  const kept = await registersKept(store, schoolId);
  const book: SourceBook = { layout, kept, declaredOf: deps.declaredOf, judged: new Map() };
  const today = calendar.dayOf(now.getTime());
  const turn = nextTurn([layout.year, ...adoptions, ...entries.flatMap(({ days }) => days)], today);
  const sources = layout.sources.map(({ source }) => {
    const { gives, gaps } = deps.declaredOf(source);
    return [source, [...gives], gaps];
  });
  return {
    schoolId,
    calendar,
    entries,
    book,
    facts,
    today,
    now,
    turnsAt: turn === null ? null : new Date(calendar.startOf(turn)),
    assumptions: assumptionsOf(school, calendarFacts),
    digest: digestOf([
      entries.map(({ effective, days }) => [effective, days]),
      inForce(entries, today),
      calendarFacts,
      sources,
      [...kept],
      layout.year,
      choices(book, entries),
    ]),
  };
}
