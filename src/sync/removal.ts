import { entityNames } from '../model/entities.ts';
import { plus, type RunCounts } from './counts.ts';
import type { GoneSummary } from './guard.ts';

/** Counts with the rows that the run removed. */
export const addGone = (counts: RunCounts, gone: GoneSummary): RunCounts =>
  entityNames.reduce(
    (sum, name) => (gone[name] ? plus(sum, name, { gone: gone[name].candidates }) : sum),
    counts,
  );
