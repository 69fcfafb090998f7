import { describe, it } from 'vitest';
import { tried } from './tried.ts';

describe('mark_density', () => {
  const days = ['08', '15', '22', '29'];
  const lessons = days.map((day) => ({ id: `l${day}`, date: `2025-09-${day}` }));
  const marks = (count: number, value: unknown = 4) =>
    days.slice(0, count).map((day) => ({ id: `m${day}`, date: `2025-09-${day}`, value }));
  const given = (count: number, more = {}) => ({ students: ['s1'], lessons, marks: marks(count), ...more });
  const over = '2025-10-25T08:00';
  it.each([
    [
      'none at the end',
      given(0),
      { at: 'term_end' },
      over,
      { verdict: 'violated', key: 's1/Алгебра', says: '0 отметок' },
    ],
    ['one at the end, none is too few', given(1), { at: 'term_end' }, over, { verdict: 'met' }],
    [
      'one at the end, one is too few',
      given(1),
      { at: 'term_end', atMost: 1 },
      over,
      { verdict: 'violated', says: '1 отметка' },
    ],
    [
      '«н/а» does not count',
      given(0, { marks: marks(2, 'н/а') }),
      { at: 'term_end' },
      over,
      { verdict: 'violated' },
    ],
    [
      'two for one work count twice',
      given(0, { marks: marks(1, '4/5') }),
      { at: 'term_end', atMost: 1 },
      over,
      { verdict: 'met' },
    ],
    [
      'term not over',
      given(0),
      { at: 'term_end' },
      '2025-10-24T12:00',
      { verdict: 'not_concerned', pending: '2025-10-25T00:00' },
    ],
    ['the middle', given(0), { at: 'mid_term' }, '2025-09-28T00:00', { verdict: 'violated' }],
    [
      'before the middle',
      given(0),
      { at: 'mid_term' },
      '2025-09-27T12:00',
      { verdict: 'not_concerned', pending: '2025-09-28T00:00' },
    ],
    ['a week', given(0), { at: 'weekly' }, '2025-09-29T08:00', { verdict: 'violated' }],
    [
      'the subject has only begun',
      given(0),
      { at: 'weekly' },
      '2025-09-19T08:00',
      { verdict: 'not_concerned', pending: '2025-09-22T00:00' },
    ],
    [
      'three at one lesson a week',
      given(3),
      { at: 'term_end', minimum: { perTermBelowTwoHours: 3, perTerm: 5 } },
      over,
      { verdict: 'met' },
    ],
    [
      'two at one lesson a week',
      given(2),
      { at: 'term_end', minimum: { perTermBelowTwoHours: 3, perTerm: 5 } },
      over,
      { verdict: 'violated' },
    ],
    [
      'not looked',
      given(0, { seen: { mark: '2025-09-10T08:00' } }),
      { at: 'term_end' },
      over,
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    [
      'first grade',
      given(0, { class: { grade: 1 } }),
      { at: 'term_end' },
      over,
      { verdict: 'not_concerned' },
    ],
  ])('%s', (_, facts, parameters, now, expect) => {
    tried('mark_density', { parameters, now, facts, expect });
  });
});

describe('term_mark_against_mean', () => {
  const marks = (...values: unknown[]) =>
    values.map((value, index) => ({ id: `m${index}`, date: '2025-09-15', work: `w${index}`, value }));
  const works = (...weights: (number | null)[]) =>
    weights.map((weight, index) => ({ id: `w${index}`, date: '2025-09-15', weight }));
  const given = (value: unknown, ...values: unknown[]) => ({
    marks: marks(...values),
    works: works(1, 1, 1, 1),
    termMarks: [{ id: 'tm', value }],
  });
  const arithmetic = { mean: 'arithmetic' };
  it.each([
    ['half a mark away', given(5, 4, 5), arithmetic, { verdict: 'met' }],
    ['farther', given(5, 4, 4, 5), arithmetic, { verdict: 'violated', key: 'tm', says: '4,33' }],
    ['«н/а»', given('н/а', 4, 4), arithmetic, { verdict: 'not_concerned' }],
    ['no marks', given(5), arithmetic, { verdict: 'not_concerned' }],
    ['weighted', { ...given(5, 5, 3), works: works(9, 1) }, {}, { verdict: 'met' }],
    ['weighted the other way', { ...given(5, 5, 3), works: works(1, 9) }, {}, { verdict: 'violated' }],
    [
      'a weight unknown',
      { ...given(5, 5, 3), works: works(1, null) },
      {},
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'marks of another term',
      { ...given(5), marks: [{ id: 'm', date: '2025-11-10', value: 2 }] },
      arithmetic,
      { verdict: 'not_concerned' },
    ],
    [
      'another scale',
      { ...given(5), marks: [{ id: 'm', date: '2025-09-10', value: 9, scaleMax: 10 }] },
      arithmetic,
      { verdict: 'not_concerned' },
    ],
  ])('%s', (_, facts, parameters, expect) => {
    tried('term_mark_against_mean', { parameters, now: '2025-11-01T08:00', facts, expect });
  });
});

describe('source_disagreement', () => {
  const mark = { id: 'm1', date: '2025-09-15', value: 4 };
  const other = (more = {}) => ({ marks: [mark], otherMarks: [{ ...mark, id: 'o1', ...more }] });
  it.each([
    ['alike', other(), { verdict: 'met' }],
    ['different', other({ value: 5 }), { verdict: 'violated', key: 's1/Алгебра/2025-09-15/other/staff' }],
    [
      'two as one',
      {
        marks: [{ ...mark, value: '4/5' }],
        otherMarks: [
          { ...mark, id: 'o1', value: 5 },
          { ...mark, id: 'o2' },
        ],
      },
      { verdict: 'met' },
    ],
    ['only there', { otherMarks: [{ ...mark, id: 'o1' }] }, { verdict: 'violated' }],
    [
      'the other was never read that day',
      { ...other({ value: 5 }), otherSeen: null },
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    [
      'changed since the other was read',
      {
        marks: [{ ...mark, entered: '2025-09-18T10:00' }],
        otherMarks: [{ ...mark, id: 'o1', value: 5 }],
        otherSeen: '2025-09-17T10:00',
      },
      { verdict: 'not_evaluable' },
    ],
    ['one source only', { marks: [mark] }, { verdict: 'not_concerned' }],
    [
      'another day there',
      { marks: [mark], otherMarks: [{ ...mark, id: 'o1', date: '2025-09-16' }] },
      { verdict: 'violated', count: 2 },
    ],
  ])('%s', (_, facts, expect) => {
    tried('source_disagreement', { now: '2025-09-20T08:00', facts, expect });
  });
});
