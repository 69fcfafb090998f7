import type { Diagnostic } from '../model/diagnostic.ts';
import { type EntityName, entityNames } from '../model/entities.ts';

/** Per entity: rows that the run no longer found, of the rows that were there when it began. */
export type GoneSummary = {
  readonly [N in EntityName]?: { readonly candidates: number; readonly live: number };
};

/** Below this many rows a share says little: one of four clubs may end. */
const TOO_FEW_FOR_A_SHARE = 20;
/** But all of so many do not end at once. */
const TOO_MANY_TO_END_AT_ONCE = 3;

/**
 * The guard against mass deletion: a source that suddenly shows half of a school empty is more often broken
 * than right. Null when the run may remove what it did not find.
 *
 * @param share the largest share of an entity's rows that goes without asking, 0…1.
 */
export function guardRemoval(gone: GoneSummary, share: number): Diagnostic | null {
  const over = entityNames.filter((name) => {
    const { candidates, live } = gone[name] ?? { candidates: 0, live: 0 };
    const large = candidates >= TOO_FEW_FOR_A_SHARE && candidates > live * share;
    return large || (candidates >= TOO_MANY_TO_END_AT_ONCE && candidates >= live && share < 1);
  });
  if (over.length === 0) return null;
  const told = over.map((name) => `${name}: ${gone[name]?.candidates} of ${gone[name]?.live}`).join(', ');
  return {
    code: 'run.mass_removal',
    place: over.join(', '),
    message: `the run would remove more than ${Math.round(share * 100)} % of the rows (${told})`,
    hint: 'Look at the journal. If the rows are really gone, run again with --allow-removal.',
  };
}
