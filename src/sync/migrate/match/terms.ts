import { Temporal } from 'temporal-polyfill';
import type { Edge } from './edges.ts';
import type { Side, TermFact } from './side.ts';

const SCORES = { same: 0.99, nearlySame: 0.95, datesOnly: 0.85, otherDates: 0.4 };
const GRADES_UNTOLD = 0.01;

/** Vendors begin and end a term a few days apart; a term of another year shares no day. */
const MOST_OF_THE_TERM = 0.6;

const length = (from: string, to: string): number =>
  from > to ? 0 : Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days + 1;

/** What part of the days of both terms is common to them. */
export function sharedDays(a: Pick<TermFact, 'startDay' | 'endDay'>, b: typeof a): number {
  const from = a.startDay > b.startDay ? a.startDay : b.startDay;
  const to = a.endDay < b.endDay ? a.endDay : b.endDay;
  const common = length(from, to);
  const all = length(a.startDay, a.endDay) + length(b.startDay, b.endDay) - common;
  return all === 0 ? 0 : common / all;
}

/** Whether no class can have both terms. */
export const gradesApart = (a: TermFact, b: TermFact): boolean =>
  (a.gradeFrom ?? 1) > (b.gradeTo ?? 11) || (b.gradeFrom ?? 1) > (a.gradeTo ?? 11);

/**
 * Terms parted into those that compete for a target: that have one in common, and may meet in one class. `wanted`: what
 * each may become.
 */
export function termRivals(
  terms: readonly TermFact[],
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): readonly ReadonlySet<string>[] {
  const compete = (a: TermFact, b: TermFact): boolean =>
    !gradesApart(a, b) && [...(wanted.get(a.id) ?? [])].some((target) => wanted.get(b.id)?.has(target));
  const parts: TermFact[][] = [];
  for (const term of terms) {
    const met = parts.filter((part) => part.some((other) => compete(term, other)));
    for (const part of met) parts.splice(parts.indexOf(part), 1);
    parts.push([...met.flat(), term]);
  }
  return parts.map((part) => new Set(part.map(({ id }) => id)));
}

function compare(a: TermFact, b: TermFact): Pick<Edge, 'score' | 'reason'> | null {
  const shared = sharedDays(a, b);
  if (a.kind === b.kind && a.ordinal === b.ordinal && a.kind !== 'other') {
    if (shared === 1) return { score: SCORES.same, reason: 'Совпадают вид, номер и даты' };
    return shared >= MOST_OF_THE_TERM
      ? { score: SCORES.nearlySame, reason: 'Совпадают вид и номер, даты немного расходятся' }
      : { score: SCORES.otherDates, reason: 'Вид и номер те же, но даты другие: другой год?' };
  }
  const untold = a.kind === 'other' || b.kind === 'other';
  return untold && shared === 1 ? { score: SCORES.datesOnly, reason: 'Совпадают даты' } : null;
}

/** Terms: by kind, number and dates, among the grades that they hold for. */
export const termEdges = (source: Side, target: Side): Edge[] =>
  source.term.flatMap((a) =>
    target.term.flatMap((b): Edge[] => {
      const found = gradesApart(a, b) ? null : compare(a, b);
      if (!found) return [];
      const sameGrades = a.gradeFrom === b.gradeFrom && a.gradeTo === b.gradeTo;
      const score = found.score - (sameGrades ? 0 : GRADES_UNTOLD);
      return [{ source: a.id, target: b.id, how: 'name', reason: found.reason, score }];
    }),
  );
