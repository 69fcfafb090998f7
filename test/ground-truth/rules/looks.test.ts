import { describe, expect, it } from 'vitest';
import { against, endOf, looksAt, onDay, plusMinutes } from './looks.ts';
import { type Seen, until, walk } from './verdicts.ts';

const looks = looksAt(['2025-09-01T08:00', '2025-09-04T21:00', '2025-09-08T21:00']);

describe('what looks tell of something entered', () => {
  it.each([
    ['2025-09-01T07:00', { after: null, by: '2025-09-01T08:00' }],
    ['2025-09-02T10:00', { after: '2025-09-01T08:00', by: '2025-09-04T21:00' }],
    ['2025-09-04T21:00', { after: '2025-09-01T08:00', by: '2025-09-04T21:00' }],
    ['2025-09-09T00:00', null],
  ])('%s', (moment, span) => {
    expect(looks.spanOf(moment)).toEqual(span);
  });

  it.each([
    ['2025-09-02', 'unknown'],
    ['2025-08-31', 'late'],
    ['2025-09-04', 'kept'],
  ])('against the end of %s: %s', (day, answer) => {
    expect(against({ after: '2025-09-01T08:00', by: '2025-09-04T21:00' }, endOf(day))).toBe(answer);
  });

  it('is told apart by the day that the vendor names', () => {
    const span = { after: '2025-09-01T08:00', by: '2025-09-04T21:00' };
    expect(against(onDay(span, '2025-09-02'), endOf('2025-09-02'))).toBe('kept');
    expect(against(onDay(span, '2025-09-03'), endOf('2025-09-02'))).toBe('late');
  });

  it('counts minutes', () => {
    expect(plusMinutes('2025-09-01T08:55', 10)).toBe('2025-09-01T09:05');
  });
});

describe('a window', () => {
  const state = (value: string, after: string | null, by: string): Seen => ({ value, span: { after, by } });
  const put = state('4', '2025-09-01T08:00', '2025-09-02T08:00');
  it.each([
    ['a change in time', [put, state('5', '2025-09-10T08:00', '2025-09-12T08:00')], 'kept', '5'],
    ['a change too late', [put, state('5', '2025-09-16T08:00', '2025-09-17T08:00')], 'late', '4'],
    ['a change perhaps in time', [put, state('5', '2025-09-14T08:00', '2025-09-17T08:00')], 'unknown', '5'],
    [
      'a late change taken back',
      [
        put,
        state('5', '2025-09-16T08:00', '2025-09-17T08:00'),
        state('4', '2025-09-17T08:00', '2025-09-18T08:00'),
      ],
      'kept',
      '4',
    ],
    ['a mark put too late', [state('5', '2025-09-16T08:00', '2025-09-17T08:00')], 'late', null],
  ] as const)('with %s', (_name, states, answer, accepted) => {
    expect(walk(states, until(endOf('2025-09-15')))).toEqual({ answer, accepted });
  });
});
