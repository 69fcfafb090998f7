import type { Day } from '../../model/dates.ts';
import type { ClassFact, TermFact } from '../../rules/facts.ts';

/** A term as a source tells of it. */
export interface TermRow {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly kind: TermFact['kind'];
  readonly ordinal: number;
  readonly startDay: Day;
  readonly endDay: Day;
  readonly gradeFrom: number | null;
  readonly gradeTo: number | null;
}

/** A part of the academic year of a class; the term is the one that ends with it. */
export interface Stretch {
  readonly from: Day;
  readonly to: Day;
  readonly term: TermFact | null;
}

/** The first and the last day of something. */
export interface Days {
  readonly from: Day;
  readonly to: Day;
}

const KINDS = ['quarter', 'trimester', 'half_year', 'other'] as const;

const holds = ({ gradeFrom, gradeTo }: TermRow, grade: number | null): boolean =>
  grade === null || ((gradeFrom ?? 1) <= grade && grade <= (gradeTo ?? 11));

const isBounded = ({ gradeFrom, gradeTo }: TermRow): boolean => gradeFrom !== null || gradeTo !== null;

/**
 * The kind of terms of a class where a source does not say which are for which grades: that in which the class has
 * term marks, else half-years from grade 10 on and the others below.
 */
function kindOf(terms: readonly TermRow[], grade: number | null, marked: ReadonlySet<string>): string | null {
  const kinds = KINDS.filter((kind) => terms.some((term) => term.kind === kind));
  const ofMarks = kinds.find((kind) => marked.has(kind));
  if (ofMarks) return ofMarks;
  const senior = (grade ?? 0) >= 10;
  return kinds.find((kind) => (kind === 'half_year') === senior) ?? kinds[0] ?? null;
}

/** The terms of one source that hold for a class, in order; `marked`: kinds in which the class has term marks. */
export function termsOfClass(
  terms: readonly TermRow[],
  { grade }: Pick<ClassFact, 'grade'>,
  marked: ReadonlySet<string>,
): readonly TermFact[] {
  const fitting = terms.filter((term) => holds(term, grade));
  const bounded = fitting.filter(isBounded);
  const open = fitting.filter((term) => !isBounded(term));
  const kind = kindOf(bounded.length > 0 ? bounded : open, grade, marked);
  const chosen = (bounded.length > 0 ? bounded : open)
    .filter((term) => term.kind === kind)
    .sort((left, right) => (left.endDay < right.endDay ? -1 : left.endDay > right.endDay ? 1 : 0));
  return chosen.map((term, index) => ({
    id: term.id,
    name: term.name,
    kind: term.kind,
    ordinal: term.ordinal,
    startDay: term.startDay,
    endDay: term.endDay,
    last: index === chosen.length - 1,
  }));
}

/** The academic year cut at the ends of terms: every day of it belongs to exactly one stretch. */
export function stretchesOf(
  year: Days,
  terms: readonly TermFact[],
  dayAfter: (day: Day) => Day,
): readonly Stretch[] {
  const found: Stretch[] = [];
  let from = year.from;
  for (const term of terms) {
    const to = term.endDay > year.to ? year.to : term.endDay;
    if (to < from) continue;
    found.push({ from, to, term });
    from = dayAfter(to);
  }
  if (from <= year.to) found.push({ from, to: year.to, term: null });
  return found;
}

/** Of a source's terms that which is meant by a stretch: the one that shares most of its days. */
export function termWithin(terms: readonly TermFact[], { from, to }: Days): TermFact | null {
  let best: TermFact | null = null;
  let most = 0;
  for (const term of terms) {
    const start = term.startDay > from ? term.startDay : from;
    const end = term.endDay < to ? term.endDay : to;
    const shared = (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
    if (shared > most) {
      best = term;
      most = shared;
    }
  }
  return best;
}
