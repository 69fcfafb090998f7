import type { Diagnostic } from '../../../model/diagnostic.ts';
import { groupedBy } from '../match/edges.ts';

/** More faults at once nobody mends; the others are counted. */
export const MOST_FAULTS = 20;

/** Faults as they are shown: as many as can be worked through, and what is not shown by code. */
export interface BoundedFaults {
  readonly shown: readonly Diagnostic[];
  readonly more: number;
  /** How many there are of each code, all of them. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Bounds what is told of a broken document: a school of a thousand may have a thousand faults. */
export function boundedFaults(faults: readonly Diagnostic[], most = MOST_FAULTS): BoundedFaults {
  const byCode = groupedBy(faults, ({ code }) => code);
  return {
    shown: faults.slice(0, most),
    more: Math.max(0, faults.length - most),
    counts: Object.fromEntries([...byCode].map(([code, list]) => [code, list.length])),
  };
}

/** All faults of a refused document as one, for those who can tell only one: the first with the others behind it. */
export function refusedMapping(faults: readonly Diagnostic[]): Diagnostic {
  const { shown, more, counts } = boundedFaults(faults);
  const [first, ...others] = shown;
  if (!first) throw new Error('a mapping that is refused without a reason');
  const lines = [
    first.message,
    ...others.map(({ code, place }) => `${code} at ${place}`),
    ...(more > 0
      ? [
          `and ${more} more: ${Object.entries(counts)
            .map(([code, count]) => `${code} ${count}`)
            .join(', ')}`,
        ]
      : []),
  ];
  return { ...first, message: lines.join('\n') };
}
