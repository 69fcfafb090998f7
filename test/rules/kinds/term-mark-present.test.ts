import { describe, it } from 'vitest';
import { tried } from './tried.ts';

const week = { deadline: { within: 'days', days: 7 } };
const base = { students: ['s1'], lessons: [{ id: 'l1', date: '2025-09-15' }] };
const now = '2025-11-05T08:00';

describe('term_mark_present', () => {
  it.each([
    ['there', { ...base, termMarks: [{ id: 'tm' }] }, now, { verdict: 'met' }],
    ['missing', base, now, { verdict: 'violated', key: 's1/Алгебра', deadline: '2025-10-31T23:59' }],
    [
      'last moment of the deadline',
      base,
      '2025-10-31T23:59',
      { verdict: 'not_concerned', pending: '2025-11-01T00:00' },
    ],
    [
      'not looked since',
      { ...base, seen: '2025-10-31T12:00' },
      now,
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    [
      'gone',
      {
        ...base,
        termMarks: [
          {
            id: 'tm',
            value: [
              { value: 4, at: '2025-10-24T10:00' },
              { value: null, at: '2025-10-25T10:00' },
            ],
          },
        ],
      },
      now,
      { verdict: 'violated' },
    ],
    ['first grade', { ...base, class: { grade: 1 } }, now, { verdict: 'not_concerned' }],
    [
      'grade not told',
      { ...base, class: { grade: null } },
      now,
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'left before the end',
      { ...base, students: [{ id: 's1', from: null, to: '2025-10-23' }] },
      now,
      { verdict: 'not_concerned' },
    ],
    [
      'left on the last day',
      { ...base, students: [{ id: 's1', from: null, to: '2025-10-24' }] },
      now,
      { verdict: 'violated' },
    ],
    [
      'of no group of the subject',
      { ...base, groups: [{ subject: 'Алгебра', members: ['s2'] }] },
      now,
      { verdict: 'not_concerned' },
    ],
    [
      'no lesson in the term',
      { students: ['s1'], groups: [{ subject: 'Алгебра' }] },
      now,
      { verdict: 'not_concerned' },
    ],
    [
      'н/а',
      { ...base, termMarks: [{ id: 'tm', value: 'н/а' }] },
      now,
      { verdict: 'not_evaluable', reason: 'missing_input', says: '«н/а»' },
    ],
    ['no term told', { ...base, term: null }, now, { verdict: 'not_concerned' }],
  ])('%s', (_, facts, at, expect) => {
    tried('term_mark_present', { parameters: week, now: at, facts, expect });
  });

  it('leaves out subjects without attestation', () => {
    const parameters = { ...week, withoutAttestation: ['алгебра'] };
    tried('term_mark_present', { parameters, now, facts: base, expect: { verdict: 'not_concerned' } });
  });
});
