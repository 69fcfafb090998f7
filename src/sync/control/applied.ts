import { addDays, type Day } from '../../model/dates.ts';
import type { Applied } from '../../rules/evaluate.ts';
import type { AnyKind } from '../../rules/kind.ts';
import { effectiveEntries } from '../../rules/regulation/cascade.ts';
import type { Adoption, Regulation } from '../../rules/regulation.ts';

interface Days {
  readonly from: Day;
  readonly to: Day;
}

interface Life {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** Days on which something begins to hold or holds no longer, within the year; the year's own first day first. */
function turns(lives: readonly Life[], year: Days): Day[] {
  const days = lives.flatMap(({ from, to }) => [from, to === null ? null : addDays(to, 1)]);
  const within = days.filter((day): day is Day => day !== null && day > year.from && day <= year.to);
  return [year.from, ...new Set(within)].sort();
}

/** The next day after `today` on which something begins to hold or holds no longer; null when none is in sight. */
export const nextTurn = (lives: readonly Life[], today: Day): Day | null =>
  lives
    .flatMap(({ from, to }) => [from, to === null ? null : addDays(to, 1)])
    .filter((day): day is Day => day !== null && day > today)
    .sort()[0] ?? null;

/** What a school keeps to in a year: each entry that is in force on some of its days, with these days. */
export function appliedEntries(
  asked: { readonly regulations: readonly Regulation[]; readonly adoptions: readonly Adoption[] },
  kinds: readonly AnyKind[],
  year: Days,
): Applied[] {
  const { regulations, adoptions } = asked;
  const lives = [...adoptions, ...regulations, ...regulations.flatMap(({ entries }) => entries)];
  const starts = turns(lives, year);
  const found = new Map<string, Applied>();
  for (const [index, from] of starts.entries()) {
    const next = starts[index + 1];
    const days = { from, to: next === undefined ? null : addDays(next, -1) };
    for (const effective of effectiveEntries({ regulations, adoptions, day: from }, kinds)) {
      const { regulation, entry, parameters, unchosen } = effective;
      const kind = kinds.find(({ name }) => name === entry.kind);
      if (!kind) throw new Error(`${regulation.id}/${entry.id} was never checked`);
      const key = JSON.stringify([regulation.id, entry.id, parameters, unchosen]);
      // What it stands above may change in the course of the year: told is the last.
      found.set(key, { effective, kind, days: [...(found.get(key)?.days ?? []), days] });
    }
  }
  return [...found.values()];
}
