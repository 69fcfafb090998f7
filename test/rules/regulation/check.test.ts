import { describe, expect, it } from 'vitest';
import { checkExtends, checkRegulation } from '../../../src/rules/regulation/check.ts';
import { fileNamed } from '../../../src/rules/regulation/file.ts';
import { act, entry, made, ownKinds } from './own-kinds.ts';

const faultsOf = (raw: unknown, name = 'act.yaml') => {
  const checked = checkRegulation(raw, fileNamed(name), ownKinds);
  return checked.ok ? [] : checked.error;
};

/** `code at place` of every fault. */
const told = (raw: unknown, name?: string): string[] =>
  faultsOf(raw, name).map(({ code, place }) => `${code.replace('regulation.', '')} at ${place}`);

const withEntries = (...entries: Record<string, unknown>[]) => act('act', { entries });

const options = { week: { closes: 'after_days', days: 7 }, never: { closes: 'never' } };

const choosing = (choice: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  withEntries(
    entry('one', {
      kind: 'window',
      parameters: { record: 'mark' },
      choice: { parameter: 'window', options, ...choice },
      ...more,
    }),
  );

describe('a regulation file', () => {
  it.each([
    ['one entry', act('act')],
    ['no entry', withEntries()],
    ['a choice', choosing({ default: 'week' })],
    [
      'two entries of one topic, one after the other',
      withEntries(
        entry('one', { to: '2025-08-31' }),
        entry('two', { parameters: { subject: 'one' }, from: '2025-09-01' }),
      ),
    ],
    [
      'a second reading beside the one in force',
      withEntries(entry('one'), entry('two', { parameters: { subject: 'one', days: 9 }, inForce: false })),
    ],
  ])('is in order with %s', (_, raw) => {
    expect(faultsOf(raw)).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['is empty', null, ['invalid at act.yaml']],
    ['is a list', [], ['invalid at act.yaml']],
    ['has no title', act('act', { title: undefined }), ['invalid at act.yaml title']],
    ['has a number without quotes', act('act', { number: 15 }), ['invalid at act.yaml number']],
    ['has an unknown level', act('act', { level: 'city' }), ['invalid at act.yaml level']],
    ['has a field that is none', act('act', { tilte: 'x' }), ['unknown_field at act.yaml tilte']],
    ['has an impossible date', act('act', { date: '2025-02-30' }), ['invalid at act.yaml date']],
    [
      'ends before it begins',
      act('act', { from: '2025-09-01', to: '2025-08-31' }),
      ['impossible_dates at act.yaml to'],
    ],
    [
      'has an entry without its clause',
      withEntries(entry('one', { clause: undefined })),
      ['missing_clause at act.yaml entries.0.clause'],
    ],
    [
      'has an entry with an empty clause',
      withEntries(entry('one', { clause: '' })),
      ['missing_clause at act.yaml entries.0.clause'],
    ],
    [
      'has an entry with a clause of blanks',
      withEntries(entry('one', { clause: ' \u00a0 ' })),
      ['missing_clause at act.yaml entries.0.clause'],
    ],
    ['has a title of blanks', act('act', { title: '  ' }), ['invalid at act.yaml title']],
    [
      'has an unchecked clause without a reason',
      act('act', { uncheckable: [{ clause: 'п. 2', says: 'что-то' }] }),
      ['invalid at act.yaml uncheckable.0.why'],
    ],
    [
      'has an unknown kind',
      withEntries(entry('one', { kind: 'limits' })),
      ['unknown_kind at act.yaml entries.0.kind'],
    ],
    [
      'has an unknown effect',
      withEntries(entry('one', { effect: 'shout' })),
      ['invalid at act.yaml entries.0.effect'],
    ],
    [
      'has a parameter that the kind does not know',
      withEntries(entry('one', { parameters: { subject: 'x', dayz: 3 } })),
      ['unknown_parameter at act.yaml entries.0.parameters.dayz'],
    ],
    [
      'has a window of −3 days',
      withEntries(
        entry('one', {
          kind: 'window',
          parameters: { record: 'mark', window: { closes: 'after_days', days: -3 } },
        }),
      ),
      ['parameter_invalid at act.yaml entries.0.parameters.window.days'],
    ],
    [
      'has a way to close that is none',
      withEntries(
        entry('one', { kind: 'window', parameters: { record: 'mark', window: { closes: 'soon' } } }),
      ),
      ['parameter_invalid at act.yaml entries.0.parameters.window.closes'],
    ],
    [
      'has a word too much deep in its parameters',
      withEntries(
        entry('one', {
          kind: 'window',
          parameters: { record: 'mark', window: { closes: 'never', days: 3 } },
        }),
      ),
      ['unknown_field at act.yaml entries.0.parameters.window.days'],
    ],
    [
      'lacks a parameter',
      withEntries(entry('one', { parameters: {} })),
      ['parameter_invalid at act.yaml entries.0.parameters.subject'],
    ],
    [
      'has one id twice',
      withEntries(entry('one'), entry('one', { parameters: { subject: 'two' } })),
      ['duplicate_entry at act.yaml entries.1.id'],
    ],
    [
      'has two winners',
      withEntries(entry('one'), entry('two', { parameters: { subject: 'one' } })),
      ['two_winners at act.yaml entries.1'],
    ],
    [
      'has two winners on a single day',
      withEntries(
        entry('one', { to: '2025-09-01' }),
        entry('two', { parameters: { subject: 'one' }, from: '2025-09-01' }),
      ),
      ['two_winners at act.yaml entries.1'],
    ],
    [
      'has an entry that ends before it begins',
      withEntries(entry('one', { from: '2025-09-02', to: '2025-09-01' })),
      ['impossible_dates at act.yaml entries.0.to'],
    ],
    [
      'has an entry that outlives it',
      act('act', { to: '2025-08-31', entries: [entry('one', { from: '2025-09-01' })] }),
      ['impossible_dates at act.yaml entries.0'],
    ],
    [
      'lets a recommendation withhold',
      withEntries(
        entry('one', {
          kind: 'window',
          parameters: { record: 'mark', window: { closes: 'never' } },
          recommendation: true,
          effect: 'withhold',
        }),
      ),
      ['recommendation_effect at act.yaml entries.0.effect'],
    ],
    [
      'withholds by a kind that cannot',
      withEntries(entry('one', { effect: 'withhold' })),
      ['effect_impossible at act.yaml entries.0.effect'],
    ],
    [
      'keeps a reading that nothing stands against',
      withEntries(entry('one', { inForce: false })),
      ['lonely_reading at act.yaml entries.0.inForce'],
    ],
    [
      'leaves a choice of a parameter that is none',
      choosing({ parameter: 'windows' }),
      ['choice_invalid at act.yaml entries.0.choice.parameter'],
    ],
    [
      'leaves a choice of one option',
      choosing({ options: { never: { closes: 'never' } } }),
      ['choice_invalid at act.yaml entries.0.choice.options'],
    ],
    [
      'has an impossible option',
      choosing({ options: { ...options, back: { closes: 'after_days', days: -1 } } }),
      ['choice_invalid at act.yaml entries.0.choice.options.back.window.days'],
    ],
    [
      'takes for default what is no option',
      choosing({ default: 'weak' }),
      ['choice_invalid at act.yaml entries.0.choice.default'],
    ],
    [
      'gives the parameter that is to be chosen',
      choosing({}, { parameters: { record: 'mark', window: { closes: 'never' } } }),
      ['choice_invalid at act.yaml entries.0.choice.parameter'],
    ],
    [
      'has options about different things',
      withEntries(
        entry('one', {
          parameters: {},
          choice: { parameter: 'subject', options: { a: 'Алгебра', b: 'Биология' } },
        }),
      ),
      ['choice_invalid at act.yaml entries.0.choice.options'],
    ],
  ])('is refused when it %s', (_, raw, expected) => {
    expect(told(raw)).toEqual(expected);
  });

  it('must have the name of its id', () => {
    expect(told(act('act'), 'other.yaml')).toEqual(['id_mismatch at other.yaml id']);
  });

  it('is told of everything that is wrong at once', () => {
    const raw = act('act', {
      title: undefined,
      entries: [
        entry('one', { clause: '' }),
        entry('two', { kind: 'limitt' }),
        entry('three', { parameters: {} }),
      ],
    });
    expect(told(raw)).toEqual([
      'invalid at act.yaml title',
      'missing_clause at act.yaml entries.0.clause',
      'unknown_kind at act.yaml entries.1.kind',
      'parameter_invalid at act.yaml entries.2.parameters.subject',
    ]);
  });

  it('is told what was probably meant', () => {
    const [fault] = faultsOf(withEntries(entry('one', { kind: 'limitt' })));
    expect(fault?.hint).toBe('Did you mean «limit»?');
    const [field] = faultsOf(act('act', { tilte: 'x' }));
    expect(field?.hint).toBe('Did you mean «title»?');
  });
});

describe('what a regulation stands on', () => {
  const region = made(act('_region-one', { level: 'region' }));
  const federal = made(act('_federal', { level: 'federal' }));
  const other = made(act('other'));

  it.each([
    ['a region', made(act('act', { extends: ['_region-one'] })), []],
    ['nothing', made(act('act')), []],
    ['a file that is not there', made(act('act', { extends: ['_region-two'] })), ['act.yaml extends.0']],
    ['another school', made(act('act', { extends: ['other'] })), ['act.yaml extends.0']],
    ['the federal file', made(act('act', { extends: ['_federal'] })), ['act.yaml extends.0']],
    ['itself', made(act('act', { extends: ['act'] })), ['act.yaml extends.0']],
  ])('may be %s or not', (_, one, places) => {
    const faults = checkExtends(one, [region, federal, other, one], fileNamed('act.yaml'));
    expect(faults.map(({ place }) => place)).toEqual(places);
    expect(faults.every(({ code }) => code === 'regulation.unknown_extends')).toBe(true);
  });
});
