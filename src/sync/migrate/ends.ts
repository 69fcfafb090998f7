import type { EntityName } from '../../model/entities.ts';
import type { TransferTally } from '../../store/transfer/tallies.ts';
import { type EndState, endStates } from '../../store/transfer/types.ts';

/** How many rows of an entity ended how; `waiting` have not ended, `gone` are not in the source any more. */
export type EntityEnds = Readonly<Record<EndState | 'waiting' | 'gone', number>>;

/** By entity; entities without rows are absent. */
export type EndCounts = { readonly [N in EntityName]?: EntityEnds };

const NONE: EntityEnds = { arrived: 0, changed: 0, held: 0, left: 0, waiting: 0, gone: 0 };

function endOf({ fate, state }: TransferTally): keyof EntityEnds {
  if (fate === 'gone') return 'gone';
  return endStates.find((end) => end === state) ?? 'waiting';
}

/** Sums up how rows ended. */
export function countEnds(tallies: readonly TransferTally[]): EndCounts {
  const counts: { [N in EntityName]?: EntityEnds } = {};
  for (const tally of tallies) {
    const before = counts[tally.entity] ?? NONE;
    const end = endOf(tally);
    counts[tally.entity] = { ...before, [end]: before[end] + tally.rows };
  }
  return counts;
}
