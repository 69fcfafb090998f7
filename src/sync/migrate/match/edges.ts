import type { MappingHow } from '../mapping/types.ts';

/** That a thing of the source may be a thing of the target. `reason` is Russian and names nobody. */
export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly score: number;
  readonly how: Extract<MappingHow, 'exact' | 'name' | 'person'>;
  readonly reason: string;
}

/**
 * At and above this a match is proposed, below it is a question. It lies under the weakest evidence that is
 * still one person's alone (surname, initials and class, 0.8 in `people.ts`) and above all that two people could share:
 * namesakes of one class have 0.65 at most.
 */
export const PROPOSAL_BAR = 0.75;

/** Below this a likeness is not worth showing as a candidate. */
export const CANDIDATE_FLOOR = 0.2;

/** Groups by a key; what has none is left out. */
export function groupedBy<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string | null,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
