import { z } from 'zod';
import { type Day, isDay } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type Period, parseTermKey, rangeOf } from '../model/period.ts';
import { err, ok, type Result } from '../model/result.ts';
import { daysOfTerm, type TermDays, type WhereAsked } from '../store/read/reports/scope.ts';
import { type ReportRefusal, refused } from './refusal.ts';
import type { ReportGround, ReportScope } from './request.ts';

/** A request as it stands in an address. */
export interface AskedReport {
  readonly scope?: string | undefined;
  readonly term?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly compare?: string | undefined;
}

/** Of no school in particular: whose today it is decides only which term is offered first. */
export const OFFICE_ZONE = 'Europe/Moscow';

const NAME_MAX = 200;

const isName = (text: string): boolean => text.length <= NAME_MAX && /^[^\p{Cc}\p{Cs}]+$/u.test(text);

/** Reads a scope; left out it is everything within reach. */
export function parseScope(text: string | undefined): ReportScope | null {
  if (text === undefined || text === '' || text === 'region') return { kind: 'region' };
  const at = text.indexOf(':');
  const [kind, rest] = [text.slice(0, at), text.slice(at + 1)];
  if (kind === 'municipality' && isName(rest)) return { kind, name: rest };
  if (!z.uuid().safeParse(rest).success) return null;
  if (kind === 'school') return { kind, schoolId: rest };
  return kind === 'class' ? { kind, classId: rest } : null;
}

/** How a scope is written. */
export function scopeText(scope: ReportScope): string {
  if (scope.kind === 'municipality') return `municipality:${scope.name}`;
  if (scope.kind === 'school') return `school:${scope.schoolId}`;
  return scope.kind === 'class' ? `class:${scope.classId}` : 'region';
}

/** A scope as the store asks for it. */
export const whereOf = ({ reach, classIds }: ReportGround, scope: ReportScope): WhereAsked => ({
  reach,
  classIds,
  municipality: scope.kind === 'municipality' ? scope.name : null,
  schoolId: scope.kind === 'school' ? scope.schoolId : null,
  classId: scope.kind === 'class' ? scope.classId : null,
});

/** A period with its days. */
export interface AskedPeriod {
  readonly period: Period;
  readonly from: Day;
  readonly to: Day;
}

const FAULTS: Readonly<Record<'reversed' | 'across_years', ReportRefusal>> = {
  reversed: 'report.period_reversed',
  across_years: 'report.period_across_years',
};

function rangeAsked(from: string, to: string): Result<AskedPeriod, Diagnostic> {
  if (!isDay(from)) return err(refused('report.invalid_period', 'from'));
  if (!isDay(to)) return err(refused('report.invalid_period', 'to'));
  const range = rangeOf(from, to);
  if (!range.ok) return err(refused(FAULTS[range.error], 'to'));
  return ok({ period: range.value, from, to });
}

/** The last term that has begun, else the first to come; academic years come last of all. */
function currentTerm(terms: readonly TermDays[], today: Day): TermDays | null {
  const closing = terms.filter(({ term }) => term.kind !== 'year');
  const offered = closing.length > 0 ? closing : terms;
  // Quarters before half-years: they are what most classes have.
  const begun = offered.filter(({ from }) => from <= today);
  const latest = begun
    .map(({ from }) => from)
    .sort()
    .at(-1);
  const [first] = begun.filter(({ from }) => from === latest);
  return first ?? offered[0] ?? null;
}

/** Which period is meant: a term, two days, or, where nothing is said, the term that stands last. */
export function periodAsked(
  { term, from, to }: AskedReport,
  terms: readonly TermDays[],
  today: Day,
): Result<AskedPeriod, Diagnostic> {
  const isTerm = term !== undefined && term !== '';
  const isRange = (from !== undefined && from !== '') || (to !== undefined && to !== '');
  if (isTerm && isRange) return err(refused('report.invalid_period', 'term'));
  if (isRange) return rangeAsked(from ?? '', to ?? '');
  if (!isTerm) {
    const current = currentTerm(terms, today);
    if (!current) return err(refused('report.no_such_term', 'term'));
    return ok({ period: { kind: 'term', term: current.term }, from: current.from, to: current.to });
  }
  const key = parseTermKey(term);
  if (!key) return err(refused('report.invalid_period', 'term'));
  const days = daysOfTerm(terms, key);
  return days
    ? ok({ period: { kind: 'term', term: key }, ...days })
    : err(refused('report.no_such_term', 'term'));
}
