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

/** How many terms are looked at for one that has marks. */
const MOST_LOOKS = 3;

/** The terms whose marks may be there, the latest first: those that end within a week, or have ended. */
export function closedTerms(terms: readonly TermDays[], now: Date): readonly TermKey[] {
  const limit: Day = dayIn(new Date(now.getTime() + LAST_WEEK_MS), OFFICE_ZONE);
  const closing = terms.filter(({ term, to }) => term.kind !== 'year' && to <= limit);
  // Quarters before half-years: they are what most classes have, and bring the half-years along.
  const rank = ({ term }: TermDays): number => ['quarter', 'trimester', 'half_year'].indexOf(term.kind);
  return closing
    .sort((left, right) => right.to.localeCompare(left.to) || rank(left) - rank(right))
    .filter(({ to }, index, all) => all[index - 1]?.to !== to)
    .map(({ term }) => term);
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

const requestOf = ({ reach, classIds, schoolId }: WhoAsks, term: TermKey): FiguresRequest => ({
  ...{ reach, classIds, schoolId, municipality: null },
  period: { kind: 'term', term },
});

/** Figures of a term: of the one asked for; else of the last that has marks, else of the last. */
interface Figures<F> {
  readonly terms: readonly TermDays[];
  readonly term: TermKey | null;
  readonly figures: readonly F[];
}

async function figuresOf<F extends Counts>(
  database: ReadDatabase,
  who: WhoAsks,
  { asked, now }: { readonly asked: string | undefined; readonly now: Date },
  read: (database: ReadDatabase, request: FiguresRequest) => Promise<readonly F[]>,
): Promise<Figures<F>> {
  const { reach, schoolId } = who;
  // Terms are the school's: whoever sees one class of it may know them.
  const where = { reach, classIds: null, municipality: null, schoolId, classId: null };
  const terms = await readTerms(database, where);
  const wanted = terms.find(({ term }) => termKeyText(term) === asked)?.term;
  const closed = wanted ? [wanted] : closedTerms(terms, now).slice(0, MOST_LOOKS);
  const looks = closed.length > 0 ? closed : terms.slice(0, 1).map(({ term }) => term);
  let last: Figures<F> | null = null;
  for (const term of looks) {
    const figures = await read(database, requestOf(who, term));
    if (figures.some(({ graded }) => graded > 0)) return { terms, term, figures };
    last ??= { terms, term, figures };
  }
  return last ?? { terms, term: null, figures: [] };
}

/** The results of a term of all that a person sees, by school. */
export async function readResults(
  database: ReadDatabase,
  { reach, classIds }: Pick<Person, 'reach' | 'classIds'>,
  asked: string | undefined,
  now: Date,
): Promise<TermResults> {
  const who = { reach, classIds, schoolId: null };
  const { terms, term, figures } = await figuresOf(database, who, { asked, now }, readSchoolFigures);
  const bySchool = new Map<string, SchoolFigures[]>();
  for (const one of figures) bySchool.set(one.schoolId, [...(bySchool.get(one.schoolId) ?? []), one]);
  const results = new Map([...bySchool].map(([id, sets]) => [id, resultsOf(sets)]));
  return { terms, term, bySchool: results, all: resultsOf(figures) };
}

/** The results of a term of a school, by class. */
export const readClassResults = (
  database: ReadDatabase,
  who: WhoAsks,
  asked: string | undefined,
  now: Date,
): Promise<Figures<ClassFigures>> => figuresOf(database, who, { asked, now }, readClassFigures);
