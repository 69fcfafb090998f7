import type { EntityName } from '../../model/entities.ts';
import type { Store } from '../../store/open.ts';
import type { TransferKey } from '../../store/transfer/rows.ts';
import {
  heldStudents,
  type PlaceTally,
  type TransferTally,
  tallyPlaces,
  tallyTakenBack,
} from '../../store/transfer/tallies.ts';
import type { Fate } from '../../store/transfer/types.ts';

/**
 * What a plan says of the rows of one entity; the four add up to `rows`. `gone`: what an earlier run wrote and the next
 * one takes back, for the source has it no more, or it may not go any more.
 */
export type FateCounts = Readonly<Record<Fate, number>> & { readonly rows: number };

/** What becomes of how many rows, and why. */
export interface Inventory {
  readonly entities: { readonly [N in EntityName]?: FateCounts };
  /** Rows by reason: `transfer.kept_here/assessment.weight`. A row with two reasons is in both. */
  readonly reasons: Readonly<Record<string, number>>;
  /** By entity, class and subject; without what is gone. */
  readonly places: readonly PlaceTally[];
  /** Students of whom nothing goes, by their ids. */
  readonly held: readonly { readonly studentId: string; readonly reason: string; readonly rows: number }[];
  /** Rows that wait for an answer in the mapping: nothing is run before there is one. */
  readonly questions: number;
}

const NONE: FateCounts = { rows: 0, arrive: 0, change: 0, hold: 0, leave: 0, gone: 0 };

/** The reason that stands for a question that the mapping does not answer. */
export const OPEN_QUESTION = 'transfer.mapping_asks';

function countFates(
  places: readonly PlaceTally[],
  takenBack: readonly Pick<TransferTally, 'entity' | 'rows'>[],
): Inventory['entities'] {
  const counts: { [N in EntityName]?: FateCounts } = {};
  for (const { entity, fate, rows } of places) {
    const before = counts[entity] ?? NONE;
    counts[entity] = { ...before, rows: before.rows + rows, [fate]: before[fate] + rows };
  }
  for (const { entity, rows } of takenBack) counts[entity] = { ...(counts[entity] ?? NONE), gone: rows };
  return counts;
}

function countReasons(places: readonly PlaceTally[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { reason, rows } of places) {
    for (const one of reason?.split(' ') ?? []) counts[one] = (counts[one] ?? 0) + rows;
  }
  return counts;
}

/** Counts what the last plan of a transfer says. */
export async function readInventory(store: Store, transfer: TransferKey): Promise<Inventory> {
  const places = await tallyPlaces(store, transfer);
  const reasons = countReasons(places);
  return {
    entities: countFates(places, await tallyTakenBack(store, transfer)),
    reasons,
    places,
    held: await heldStudents(store, transfer),
    questions: reasons[OPEN_QUESTION] ?? 0,
  };
}
