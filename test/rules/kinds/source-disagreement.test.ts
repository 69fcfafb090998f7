import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkFact } from '../../../src/rules/facts.ts';
import { sourceDisagreement } from '../../../src/rules/kinds/source-disagreement.ts';
import { classTerm, judged, mark } from './order-facts.ts';

const slots = fc.array(
  fc.record({
    studentId: fc.constantFrom('a', 'b', 'c'),
    date: fc.constantFrom('2025-09-02', '2025-09-03'),
    value: fc.constantFrom('5', '4', '3'),
  }),
  { maxLength: 12 },
);

type Slot = { readonly studentId: string; readonly date: string; readonly value: string };

const marksOf = (source: string, given: readonly Slot[]): (MarkFact & { readonly source: string })[] =>
  given.map(({ studentId, date, value }, index) => ({
    ...mark(`${source}/${index}`, studentId, date, value),
    source,
  }));

/** Students and days on which the two differ. */
const differences = (own: readonly Slot[], other: readonly Slot[]): Set<string> => {
  const facts = classTerm({ marks: marksOf('one', own), otherMarks: marksOf('two', other) });
  const { violated, undecided } = judged(sourceDisagreement, facts, {}, '2026-06-02');
  expect(undecided).toEqual([]);
  return new Set(violated.map(({ place }) => `${place.studentId} ${place.day}`));
};

describe('source_disagreement', () => {
  it('does not depend on which source is asked', () => {
    fc.assert(
      fc.property(slots, slots, (one, two) => {
        fc.pre(one.length > 0 && two.length > 0);
        expect(differences(one, two)).toEqual(differences(two, one));
      }),
    );
  });

  it('finds nothing between equal marks, in whatever order', () => {
    fc.assert(
      fc.property(slots, (one) => {
        expect(differences(one, [...one].reverse())).toEqual(new Set());
      }),
    );
  });

  it('finds the one mark that is more', () => {
    fc.assert(
      fc.property(slots, (one) => {
        const more = { studentId: 'a', date: '2025-09-02', value: '5' };
        fc.pre(one.length > 0);
        expect(differences(one, [...one, more])).toEqual(new Set(['a 2025-09-02']));
      }),
    );
  });
});
