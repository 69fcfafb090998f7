import { describe, expect, it } from 'vitest';
import { checkAdoption } from '../../../src/rules/regulation/adoption.ts';
import type { Adoption } from '../../../src/rules/regulation.ts';
import { act, entry, made, ownKinds } from './own-kinds.ts';

const window = {
  parameter: 'window',
  options: { week: { closes: 'after_days', days: 7 }, never: { closes: 'never' } },
};

const regulations = [
  made(act('_federal', { level: 'federal', entries: [entry('marks')] })),
  made(act('_region', { level: 'region', entries: [entry('marks')] })),
  made(act('_region-two', { level: 'region', entries: [entry('marks')] })),
  made(act('marks', { extends: ['_region'], entries: [entry('marks')] })),
  made(act('marks-two', { entries: [entry('another', { parameters: { subject: 'marks' } })] })),
  made(act('homework', { extends: ['_region'], entries: [entry('homework')] })),
  made(act('papers', { extends: ['_region-two'], entries: [entry('papers')] })),
  made(act('past', { from: '2019-09-01', to: '2020-08-31' })),
  made(
    act('choosing', {
      entries: [
        entry('one', { kind: 'window', parameters: { record: 'mark' }, choice: window }),
        entry('two'),
      ],
    }),
  ),
];

const adopt = (regulation: string, more: Partial<Adoption> = {}): Adoption => ({
  regulation,
  from: '2025-09-01',
  to: null,
  choices: {},
  ...more,
});

const told = (adoption: Adoption, ...adoptions: Adoption[]): string[] =>
  checkAdoption({ regulations, adoptions, adoption }, ownKinds).map(
    ({ code, place }) => `${code} at ${place}`,
  );

describe('an adoption', () => {
  it.each<[string, Adoption, Adoption[]]>([
    ['of the first act', adopt('marks'), []],
    ['of a region’s file', adopt('_region'), []],
    ['of acts about different things that stand on one region', adopt('marks'), [adopt('homework')]],
    [
      'after another about the same',
      adopt('marks-two'),
      [adopt('marks', { from: '2024-09-01', to: '2025-08-31' })],
    ],
    ['once more, later', adopt('marks'), [adopt('marks', { from: '2023-09-01', to: '2024-08-31' })]],
    ['that reaches beyond the life of the act', adopt('past', { from: '2020-01-01' }), []],
    ['with what it leaves open chosen', adopt('choosing', { choices: { one: 'week' } }), []],
    ['with what it leaves open not chosen yet', adopt('choosing'), []],
  ])('is in order %s', (_, adoption, others) => {
    expect(told(adoption, ...others)).toEqual([]);
  });

  it.each<[string, Adoption, Adoption[], string[]]>([
    ['of nothing', adopt('mraks'), [], ['regulation.unknown at regulation']],
    ['of federal norms', adopt('_federal'), [], ['regulation.not_adoptable at regulation']],
    [
      'that ends before it begins',
      adopt('marks', { to: '2025-08-31' }),
      [],
      ['regulation.impossible_dates at to'],
    ],
    ['of an act that is over', adopt('past'), [], ['regulation.impossible_dates at from']],
    [
      'of the same act on the same days',
      adopt('marks'),
      [adopt('marks')],
      ['regulation.already_adopted at regulation'],
    ],
    ['with two winners', adopt('marks-two'), [adopt('marks')], ['regulation.two_winners at regulation']],
    [
      'with two winners on one day',
      adopt('marks-two'),
      [adopt('marks', { from: '2024-09-01', to: '2025-09-01' })],
      ['regulation.two_winners at regulation'],
    ],
    [
      'that brings a second region',
      adopt('papers'),
      [adopt('homework')],
      ['regulation.two_winners at regulation'],
    ],
    [
      'that chooses where nothing is open',
      adopt('choosing', { choices: { two: 'week' } }),
      [],
      ['regulation.choice_invalid at choices.two'],
    ],
    [
      'that chooses what is no option',
      adopt('choosing', { choices: { one: 'weak' } }),
      [],
      ['regulation.choice_invalid at choices.one'],
    ],
  ])('is refused %s', (_, adoption, others, expected) => {
    expect(told(adoption, ...others)).toEqual(expected);
  });

  it('is told what was probably meant', () => {
    const [unknown] = checkAdoption({ regulations, adoptions: [], adoption: adopt('mraks') }, ownKinds);
    expect(unknown?.hint).toBe('Did you mean «marks»?');
    const weak = adopt('choosing', { choices: { one: 'weak' } });
    const [option] = checkAdoption({ regulations, adoptions: [], adoption: weak }, ownKinds);
    expect(option?.hint).toBe('Did you mean «week»?');
  });
});
