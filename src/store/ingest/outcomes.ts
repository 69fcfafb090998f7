import { type EntityName, entityNames } from '../../model/entities.ts';
import type { Outcome, Outcomes, Refused } from './types.ts';

interface Tally {
  added: number;
  changed: number;
  unchanged: number;
  outranked: number;
  refused: Refused[];
}

/** Counts what becomes of records until somebody asks. */
export interface Tallies {
  of(entity: EntityName): Tally;
  /** All counts since the last time, in the model's order. */
  collect(): Outcomes;
}

/** Begins to count. */
export function tallies(): Tallies {
  let counted = new Map<EntityName, Tally>();
  return {
    of: (entity) => {
      const found = counted.get(entity);
      if (found) return found;
      const made: Tally = { added: 0, changed: 0, unchanged: 0, outranked: 0, refused: [] };
      counted.set(entity, made);
      return made;
    },
    collect: () => {
      const collected = counted;
      counted = new Map();
      const inOrder = entityNames.flatMap((name): [EntityName, Outcome][] => {
        const tally = collected.get(name);
        return tally ? [[name, tally]] : [];
      });
      return new Map(inOrder);
    },
  };
}
