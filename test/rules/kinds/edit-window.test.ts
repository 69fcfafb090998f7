import { describe, it } from 'vitest';
import { tried } from './tried.ts';

const twoWeeks = { record: 'mark', window: { closes: 'after_days', days: 14 } };
const mark = (...states: unknown[]) => ({ marks: [{ id: 'm1', date: '2025-09-15', value: states }] });
const first = { value: 4, at: '2025-09-15T10:40' };
const late = { value: 5, at: '2025-10-01T09:00' };
const now = '2025-10-20T08:00';

describe('edit_window', () => {
  it.each([
    ['unchanged', mark(first), { verdict: 'met' }],
    ['changed on the last day', mark(first, { value: 5, at: '2025-09-29T23:59' }), { verdict: 'met' }],
    [
      'changed on the day after',
      mark(first, { value: 5, at: '2025-09-30T00:00' }),
      {
        verdict: 'violated',
        key: 'm1',
        accepted: 4,
        deadline: '2025-09-29T23:59',
        says: 'по 29.09.2025 включительно',
      },
    ],
    ['entered after it', mark(late), { verdict: 'violated', accepted: null }],
    [
      'gone after it',
      mark(first, { value: null, at: '2025-10-01T09:00' }),
      { verdict: 'violated', accepted: 4 },
    ],
    ['gone in time', mark(first, { value: null, at: '2025-09-20T09:00' }), { verdict: 'met' }],
    [
      'changed late and changed back',
      mark(first, late, { ...first, at: '2025-10-02T09:00' }),
      { verdict: 'met' },
    ],
    [
      'changed in time, then late',
      mark(first, { value: 3, at: '2025-09-20T09:00' }, late),
      { verdict: 'violated', accepted: 3 },
    ],
    [
      'changed within an interval that holds the end',
      mark(first, { value: 5, between: ['2025-09-29T20:00', '2025-09-30T20:00'] }),
      { verdict: 'not_evaluable', reason: 'straddles', says: 'сказать нельзя' },
    ],
    [
      'undecidable, then late',
      mark(
        first,
        { value: 5, between: ['2025-09-29T20:00', '2025-09-30T20:00'] },
        { value: 3, at: '2025-10-05T00:00' },
      ),
      { verdict: 'violated', accepted: 5 },
    ],
    [
      'found by the first reading',
      mark({ value: 4, between: [null, '2025-10-10T00:00'] }),
      { verdict: 'not_evaluable' },
    ],
  ])('a mark, 14 days: %s', (_, facts, expect) => {
    tried('edit_window', { parameters: twoWeeks, now, facts, expect });
  });

  const permit = { id: 'p1', mark: 'm1', value: 5, at: '2025-10-03T10:00' };
  it.each([
    ['names the change', [permit], { verdict: 'permitted', accepted: 5 }],
    ['names another value', [{ ...permit, value: 3 }], { verdict: 'violated', accepted: 4 }],
    ['names another row', [{ ...permit, mark: 'm2' }], { verdict: 'violated', accepted: 4 }],
    ['was not granted', [{ ...permit, granted: false }], { verdict: 'violated', accepted: 4 }],
  ])('a permit that %s', (_, permits, expect) => {
    tried('edit_window', { parameters: twoWeeks, now, facts: { ...mark(first, late), permits }, expect });
  });

  it('takes a change after the permitted one for late again', () => {
    const facts = { ...mark(first, late, { value: 2, at: '2025-10-06T09:00' }), permits: [permit] };
    tried('edit_window', { parameters: twoWeeks, now, facts, expect: { verdict: 'violated', accepted: 5 } });
  });

  it.each([
    [
      'closes at once, unchanged',
      { closes: 'at_once' },
      '2025-09-15T10:40',
      { verdict: 'violated', accepted: 4 },
    ],
    ['a month, last day', { closes: 'after_months', months: 1 }, '2025-10-15T23:59', { verdict: 'met' }],
    [
      'a month, day after',
      { closes: 'after_months', months: 1 },
      '2025-10-16T00:00',
      { verdict: 'violated', accepted: 4 },
    ],
    ['until the end of the year', { closes: 'at_year_end' }, '2026-08-31T23:59', { verdict: 'met' }],
    [
      'after the end of the year',
      { closes: 'at_year_end' },
      '2026-09-01T00:00',
      { verdict: 'violated', accepted: 4 },
    ],
  ])('a window that %s', (_, window, at, expect) => {
    const facts = mark(first, { value: 5, at });
    tried('edit_window', { parameters: { record: 'mark', window }, now: '2026-10-20T08:00', facts, expect });
  });

  it('may leave new entries alone', () => {
    const parameters = { ...twoWeeks, closesEntry: false };
    tried('edit_window', { parameters, now, facts: mark(late), expect: { verdict: 'met' } });
  });

  it.each([
    [
      'attendance',
      {
        attendance: [
          {
            id: 'a1',
            date: '2025-09-15',
            value: [
              { ...first, value: 'absent' },
              { ...late, value: 'absent/sick' },
            ],
          },
        ],
      },
      'absent',
    ],
    [
      'topic',
      {
        lessons: [
          {
            id: 'l1',
            date: '2025-09-15',
            topic: [
              { ...first, value: 'Дроби' },
              { ...late, value: 'Степени' },
            ],
          },
        ],
      },
      'Дроби',
    ],
  ])('looks at %s too', (record, facts, accepted) => {
    const parameters = { record, window: { closes: 'after_days', days: 14 } };
    tried('edit_window', { parameters, now, facts, expect: { verdict: 'violated', accepted } });
  });

  it('counts term marks from the last day of the term', () => {
    const parameters = { record: 'term_mark', window: { closes: 'after_days', days: 14 } };
    const value = [{ value: 4, at: '2025-10-24T10:00' }];
    const attempt = (at: string) => ({ termMarks: [{ id: 'tm', value: [...value, { value: 5, at }] }] });
    const asked = { parameters, now: '2025-12-01T08:00' };
    tried('edit_window', { ...asked, facts: attempt('2025-11-07T23:59'), expect: { verdict: 'met' } });
    tried('edit_window', {
      ...asked,
      facts: attempt('2025-11-08T00:00'),
      expect: { verdict: 'violated', accepted: 4 },
    });
  });
});
