import type { Day } from '../../model/dates.ts';

/** A stretch of days, both included; null: no end on that side. */
export interface Span {
  readonly from: Day | null;
  readonly to: Day | null;
}

const FIRST = '0000-01-01';
const LAST = '9999-12-31';

/** Whether the day is in the stretch. */
export const holdsOn = ({ from, to }: Span, day: Day): boolean =>
  (from ?? FIRST) <= day && day <= (to ?? LAST);

/** What several stretches have in common; null when nothing. */
export function common(...spans: readonly Span[]): Span | null {
  const from = spans
    .map((span) => span.from ?? FIRST)
    .reduce((left, right) => (left > right ? left : right), FIRST);
  const to = spans
    .map((span) => span.to ?? LAST)
    .reduce((left, right) => (left < right ? left : right), LAST);
  return from <= to ? { from, to } : null;
}
