import { addDays, type Day, isDay } from '../model/dates.ts';

/** Days from one to another, both included. */
export interface Range {
  readonly from: Day;
  readonly to: Day;
}

/** The days that two stretches have in common; null for none. */
export function commonDays(one: Range, other: Range): Range | null {
  const [, from = ''] = [one.from, other.from].toSorted();
  const [to = ''] = [one.to, other.to].toSorted();
  return isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}

/** The range in pieces of at most so many days. */
export function* windows({ from, to }: Range, days: number): Generator<Range> {
  for (let day = from; day <= to; day = addDays(day, days)) {
    const [end = to] = [addDays(day, days - 1), to].toSorted();
    yield { from: day, to: end };
  }
}
