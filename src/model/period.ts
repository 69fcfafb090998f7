import type { Day } from './dates.ts';
import { err, ok, type Result } from './result.ts';

/** The kinds of periods that a school closes with marks; `year` is the whole academic year. */
export const periodKinds = ['quarter', 'trimester', 'half_year', 'year'] as const;

/** See {@link periodKinds}. */
export type PeriodKind = (typeof periodKinds)[number];

/**
 * A term as all schools know it, whatever the vendor's id of it is: `2025-quarter-2` is the second quarter of the
 * academic year 2025/2026 (school-domain §1). `ordinal` is 0 for a year.
 */
export interface TermKey {
  /** The calendar year in which the academic year begins. */
  readonly year: number;
  readonly kind: PeriodKind;
  readonly ordinal: number;
}

/** What a report is about: a term, or any days within one academic year, both ends included. */
export type Period =
  | { readonly kind: 'term'; readonly term: TermKey }
  | { readonly kind: 'range'; readonly from: Day; readonly to: Day };

/** How a term is written in addresses, files and tables of the store. */
export const termKeyText = ({ year, kind, ordinal }: TermKey): string => `${year}-${kind}-${ordinal}`;

const HOW_MANY: Readonly<Record<PeriodKind, number>> = { quarter: 4, trimester: 3, half_year: 2, year: 0 };

const isPeriodKind = (text: string): text is PeriodKind => Object.hasOwn(HOW_MANY, text);

/** Reads a {@link termKeyText} back; null where it is none. */
export function parseTermKey(text: string): TermKey | null {
  const [, year, kind = '', ordinal] = /^(\d{4})-([a-z_]+)-(\d)$/.exec(text) ?? [];
  if (!isPeriodKind(kind)) return null;
  const key = { year: Number(year), kind, ordinal: Number(ordinal) };
  const isThere = kind === 'year' ? key.ordinal === 0 : key.ordinal >= 1 && key.ordinal <= HOW_MANY[kind];
  return isThere ? key : null;
}

/**
 * The terms that end together with this one: the second quarter of grades 1–9 and the first half-year of 10–11, the
 * fourth quarter and the second half-year. A report of one names classes of the other, too.
 */
export function termsEndingWith(term: TermKey): readonly TermKey[] {
  const { year, kind, ordinal } = term;
  if (kind === 'quarter' && ordinal % 2 === 0)
    return [term, { year, kind: 'half_year', ordinal: ordinal / 2 }];
  if (kind === 'half_year') return [term, { year, kind: 'quarter', ordinal: ordinal * 2 }];
  return [term];
}

/** The same term a year before. */
export const aYearBefore = (term: TermKey): TermKey => ({ ...term, year: term.year - 1 });

/** The academic year that a day is of: it turns on 1 August, in the middle of the summer. */
export const academicYearOf = (day: Day): number =>
  Number(day.slice(0, 4)) - (day.slice(5, 7) < '08' ? 1 : 0);

/** Why a pair of days is no period. */
export type RangeFault = 'reversed' | 'across_years';

/** A period of two days; refused where they are reversed, or of two academic years. */
export function rangeOf(from: Day, to: Day): Result<Period, RangeFault> {
  if (to < from) return err('reversed');
  return academicYearOf(from) === academicYearOf(to) ? ok({ kind: 'range', from, to }) : err('across_years');
}

const ROMAN = ['', 'I', 'II', 'III', 'IV'];

const NAMES: Readonly<Record<PeriodKind, string>> = {
  quarter: 'четверть',
  trimester: 'триместр',
  half_year: 'полугодие',
  year: 'год',
};

/** The term in Russian: «II четверть 2025/2026», «2025/2026 учебный год». */
export function termName({ year, kind, ordinal }: TermKey): string {
  const years = `${year}/${year + 1}`;
  return kind === 'year' ? `${years} учебный год` : `${ROMAN[ordinal]} ${NAMES[kind]} ${years}`;
}
