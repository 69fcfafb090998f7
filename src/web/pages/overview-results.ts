import { type Day, dayIn } from '../../model/dates.ts';
import { type TermKey, termKeyText } from '../../model/period.ts';
import { percent } from '../../reports/formulas.ts';
import type { Person } from '../../store/people.ts';
import type { ReadDatabase } from '../../store/read/database.ts';
import { readTerms, type TermDays } from '../../store/read/reports/scope.ts';
import { readClassFigures, readSchoolFigures } from '../../store/rollup/read.ts';
import type {
  CategoryFigures,
  ClassFigures,
  FiguresRequest,
  SchoolFigures,
} from '../../store/rollup/types.ts';

/** What marks for a term say of some classes: sums, and their ratios. */
export interface Results {
  readonly students: number;
  readonly graded: number;
  readonly quality: number | null;
  readonly passRate: number | null;
}

type Counts = Pick<CategoryFigures, 'students' | 'graded' | 'excellent' | 'good' | 'passing'>;

const sum = (sets: readonly Counts[], key: keyof Counts): number =>
  sets.reduce((total, set) => total + set[key], 0);

/** Classes together: rates are ratios of sums. */
export function resultsOf(sets: readonly Counts[]): Results {
  const graded = sum(sets, 'graded');
  return {
    students: sum(sets, 'students'),
    graded,
    quality: percent(sum(sets, 'excellent') + sum(sets, 'good'), graded),
    passRate: percent(sum(sets, 'passing'), graded),
  };
}

/** Marks for a term are given in its last week. */
const LAST_WEEK_MS = 7 * 24 * 3_600_000;
const OFFICE_ZONE = 'Europe/Moscow';

/** The term whose marks stand last: the one that ends soonest before a week from now; else the first. */
export function lastTerm(terms: readonly TermDays[], now: Date): TermDays | null {
  const closing = terms.filter(({ term }) => term.kind !== 'year');
  const limit: Day = dayIn(new Date(now.getTime() + LAST_WEEK_MS), OFFICE_ZONE);
  const begun = closing.filter(({ to }) => to <= limit);
  const latest = begun.reduce<Day>((last, { to }) => (to > last ? to : last), '');
  // Quarters before half-years: they are what most classes have, and bring the half-years along.
  const rank = ({ term }: TermDays): number => ['quarter', 'trimester', 'half_year'].indexOf(term.kind);
  const [first] = begun.filter(({ to }) => to === latest).sort((left, right) => rank(left) - rank(right));
  return first ?? closing[0] ?? null;
}

/** Results of a term by school. */
export interface TermResults {
  readonly terms: readonly TermDays[];
  /** The term told of; null where schools have none. */
  readonly term: TermKey | null;
  readonly bySchool: ReadonlyMap<string, Results>;
  readonly all: Results;
}

interface WhoAsks extends Pick<Person, 'reach' | 'classIds'> {
  /** Null: all schools within reach. */
  readonly schoolId: string | null;
}

/** The terms there are, and the one that is asked for; where none is, the last. */
async function termsFor(
  database: ReadDatabase,
  { reach, classIds, schoolId }: WhoAsks,
  asked: string | undefined,
  now: Date,
): Promise<{ readonly terms: readonly TermDays[]; readonly term: TermKey | null }> {
  const terms = await readTerms(database, { reach, classIds, municipality: null, schoolId, classId: null });
  const wanted = terms.find(({ term }) => termKeyText(term) === asked);
  return { terms, term: (wanted ?? lastTerm(terms, now))?.term ?? null };
}

const requestOf = ({ reach, classIds, schoolId }: WhoAsks, term: TermKey): FiguresRequest => ({
  ...{ reach, classIds, schoolId, municipality: null },
  period: { kind: 'term', term },
});

/** The results of a term of all that a person sees, by school. */
export async function readResults(
  database: ReadDatabase,
  { reach, classIds }: Pick<Person, 'reach' | 'classIds'>,
  asked: string | undefined,
  now: Date,
): Promise<TermResults> {
  const who = { reach, classIds, schoolId: null };
  const { terms, term } = await termsFor(database, who, asked, now);
  const figures = term ? await readSchoolFigures(database, requestOf(who, term)) : [];
  const bySchool = new Map<string, SchoolFigures[]>();
  for (const one of figures) bySchool.set(one.schoolId, [...(bySchool.get(one.schoolId) ?? []), one]);
  const results = new Map([...bySchool].map(([id, sets]) => [id, resultsOf(sets)]));
  return { terms, term, bySchool: results, all: resultsOf(figures) };
}

/** The results of a term of a school, by class. */
export async function readClassResults(
  database: ReadDatabase,
  who: WhoAsks,
  asked: string | undefined,
  now: Date,
): Promise<Pick<TermResults, 'terms' | 'term'> & { readonly figures: readonly ClassFigures[] }> {
  const { terms, term } = await termsFor(database, who, asked, now);
  return { terms, term, figures: term ? await readClassFigures(database, requestOf(who, term)) : [] };
}
