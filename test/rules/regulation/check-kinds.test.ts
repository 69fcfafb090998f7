import { describe, expect, it } from 'vitest';
import { kinds } from '../../../src/rules/kinds/index.ts';
import { checkAdoption } from '../../../src/rules/regulation/adoption.ts';
import { checkRegulation } from '../../../src/rules/regulation/check.ts';
import { fileNamed } from '../../../src/rules/regulation/file.ts';
import { act, entry } from './own-kinds.ts';

type Given = Record<string, unknown>;

const checked = (id: string, entries: readonly Given[]) =>
  checkRegulation(act(id, { entries }), fileNamed(`${id}.yaml`), kinds);

const told = (...entries: Given[]): string[] => {
  const found = checked('act', entries);
  return found.ok
    ? []
    : found.error.map(({ code, place }) => `${code.replace('regulation.', '')} at ${place}`);
};

const days = (count: number) => ({ closes: 'after_days', days: count });

const window = (id: string, parameters: Given, more: Given = {}): Given =>
  entry(id, {
    kind: 'edit_window',
    parameters: { record: 'mark', window: days(30), ...parameters },
    ...more,
  });

const deadline = (id: string, parameters: Given, more: Given = {}): Given =>
  entry(id, {
    kind: 'entry_deadline',
    parameters: { record: 'mark', deadline: { within: 'same_day' }, ...parameters },
    ...more,
  });

const tests = { workTypes: ['Контрольная'], window: days(14) };

describe('two entries of one kind', () => {
  it.each<[string, Given, Given]>([
    ['all marks and those of tests', window('one', {}), window('two', tests)],
    ['the narrow one first', window('one', tests), window('two', {})],
    ['all grades and the young', window('one', {}), window('two', { grades: { from: 1, to: 4 } })],
    ['all subjects and one', deadline('one', {}), deadline('two', { subjects: ['Музыка'] })],
    ['two deadlines of tests', deadline('one', {}), deadline('two', { workTypes: ['Контрольная'] })],
    [
      'a choice of the window beside a narrow one',
      window(
        'one',
        { window: undefined },
        {
          parameters: { record: 'mark' },
          choice: { parameter: 'window', options: { week: days(7), month: days(30) } },
        },
      ),
      window('two', tests),
    ],
    [
      'one option of a choice leaves too little out',
      window(
        'one',
        {},
        {
          choice: {
            parameter: 'exceptWorkTypes',
            options: { tests: ['Контрольная'], essays: ['Сочинение'] },
          },
        },
      ),
      window('two', tests),
    ],
  ])('overlap: %s', (_, left, right) => {
    expect(told(left, right)).toEqual(['overlapping at act.yaml entries.1.parameters']);
  });

  it.each<[string, Given, Given]>([
    [
      'the wider one leaves out what the other is about',
      window('one', { exceptWorkTypes: ['Контрольная'] }),
      window('two', tests),
    ],
    [
      'other grades',
      window('one', { grades: { from: 5, to: 11 } }),
      window('two', { grades: { from: 1, to: 4 } }),
    ],
    ['other records', window('one', {}), window('two', { record: 'attendance' })],
    ['other kinds', window('one', {}), deadline('two', { workTypes: ['Контрольная'] })],
    [
      'one after the other',
      window('one', {}, { to: '2025-08-31' }),
      window('two', tests, { from: '2025-09-01' }),
    ],
  ])('do not: %s', (_, left, right) => {
    expect(told(left, right)).toEqual([]);
  });

  it('of base data overlap where both name something', () => {
    const base = (id: string, entities: readonly string[]) =>
      entry(id, {
        kind: 'base_data',
        parameters: { entities, deadline: { within: 'date', month: 9, day: 5 } },
      });
    expect(told(base('one', ['term', 'class']), base('two', ['class', 'student']))).toEqual([
      'overlapping at act.yaml entries.1.parameters',
    ]);
    expect(told(base('one', ['term', 'class']), base('two', ['student']))).toEqual([]);
  });

  it('of two acts of one school are refused as well', () => {
    const acts = [checked('one', [window('wide', {})]), checked('two', [window('narrow', tests)])];
    const regulations = acts.flatMap((one) => (one.ok ? [one.value] : []));
    const adoption = (regulation: string) => ({ regulation, from: '2025-09-01', to: null, choices: {} });
    const asked = { regulations, adoptions: [adoption('one')], adoption: adoption('two') };
    expect(checkAdoption(asked, kinds).map(({ code }) => code)).toEqual(['regulation.two_winners']);
  });
});

describe('an effect', () => {
  it.each(['topic', 'homework'])('that nothing brings about is refused: withholding of %s', (record) => {
    expect(told(window('one', { record }, { effect: 'withhold' }))).toEqual([
      'effect_impossible at act.yaml entries.0.effect',
    ]);
    expect(told(window('one', { record }))).toEqual([]);
  });

  it.each(['mark', 'attendance', 'term_mark'])('of %s is taken', (record) => {
    expect(told(window('one', { record }, { effect: 'withhold' }))).toEqual([]);
  });
});

describe('a date of a deadline', () => {
  const base = (month: number, day: number): Given =>
    entry('one', {
      kind: 'base_data',
      parameters: { entities: ['term'], deadline: { within: 'date', month, day } },
    });

  it.each([
    [2, 30],
    [2, 31],
    [4, 31],
    [11, 31],
  ])('that no year has is refused: month %i, day %i', (month, day) => {
    expect(told(base(month, day))).toEqual([
      'parameter_invalid at act.yaml entries.0.parameters.deadline.day',
    ]);
  });

  it.each([
    [2, 28],
    [2, 29],
    [4, 30],
    [12, 31],
  ])('is taken: month %i, day %i', (month, day) => {
    expect(told(base(month, day))).toEqual([]);
  });
});
