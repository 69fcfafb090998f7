import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarkFact } from '../../../src/rules/facts.ts';
import { sourceDisagreement } from '../../../src/rules/kinds/source-disagreement.ts';
import { classTerm, judged, mark } from './order-facts.ts';
import { tried } from './tried.ts';

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

  const gap = { 'mark.value': 'слов и пар система не показывает' };
  const day = (ours: readonly string[], theirs: readonly string[]) => ({
    marks: ours.map((value, index) => ({ id: `m${index}`, value })),
    // Another mark of the same source shows that it was read.
    otherMarks: [
      ...theirs.map((value, index) => ({ id: `n${index}`, value })),
      { id: 'n', date: '2025-09-16', value: '5' },
    ],
  });
  const elsewhere = { id: 'm', date: '2025-09-16', value: '5' };
  it.each([
    ['a word that the other cannot show', ['зач'], [], { verdict: 'met', count: 1 }],
    ['a word beside an equal number', ['5', 'н/а'], ['5'], { verdict: 'met', count: 2 }],
    ['a pair shown as two marks', ['4/5'], ['5', '4'], { verdict: 'met', count: 2 }],
    ['a pair shown as one mark', ['4/5'], ['5'], { verdict: 'met', count: 1 }],
    [
      'a word beside another number',
      ['5', 'зач'],
      ['4'],
      { verdict: 'violated', says: '— 5, other/staff — 4' },
    ],
    ['another number', ['5'], ['4'], { verdict: 'violated' }],
    ['a number that is missing there', ['5'], [], { verdict: 'violated' }],
  ])('compares plain numbers only: %s', (_, ours, theirs, expect) => {
    const facts = day(ours, theirs);
    const attempt = {
      now: '2025-09-20T08:00',
      facts: { ...facts, marks: [...facts.marks, elsewhere] },
      expect,
    };
    tried('source_disagreement', { ...attempt, gaps: gap });
    tried('source_disagreement', { ...attempt, otherGaps: gap });
  });

  it.each([
    ['a word', ['зач'], []],
    ['another word', ['зач'], ['незач']],
    ['a pair', ['4/5'], ['5']],
  ])('compares all where both show all: %s', (_, ours, theirs) => {
    const facts = day(ours, theirs);
    tried('source_disagreement', {
      now: '2025-09-20T08:00',
      facts: { ...facts, marks: [...facts.marks, elsewhere] },
      expect: { verdict: 'violated' },
    });
  });
});
