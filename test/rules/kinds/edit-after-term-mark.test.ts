import { describe, it } from 'vitest';
import { tried } from './tried.ts';

const set = { id: 'tm1', value: 4, entered: '2025-10-22T12:00' };
const put = { value: 4, at: '2025-10-20T10:00' };
const facts = (states: unknown[], termMark: object = set) => ({
  marks: [{ id: 'm1', date: '2025-10-20', value: states }],
  termMarks: [termMark],
});
const looked = { between: ['2025-10-22T06:00', '2025-10-22T18:00'] };

describe('edit_after_term_mark', () => {
  it.each([
    ['put before', facts([put]), { verdict: 'met' }],
    ['put at the same moment', facts([{ value: 4, at: '2025-10-22T12:00' }]), { verdict: 'met' }],
    [
      'put a minute later',
      facts([{ value: 4, at: '2025-10-22T12:01' }]),
      { verdict: 'violated', key: 'm1', accepted: null },
    ],
    [
      'changed later',
      facts([put, { value: 5, at: '2025-10-23T09:00' }]),
      { verdict: 'violated', accepted: 4 },
    ],
    [
      'taken away later',
      facts([put, { value: null, at: '2025-10-23T09:00' }]),
      { verdict: 'violated', accepted: 4 },
    ],
    [
      'both seen by one reading',
      facts([{ value: 4, ...looked }], { id: 'tm1', value: 4, entered: looked }),
      { verdict: 'not_evaluable', reason: 'straddles' },
    ],
    [
      'seen by the reading after',
      facts([{ value: 4, between: ['2025-10-22T18:00', '2025-10-23T06:00'] }], {
        id: 'tm1',
        entered: looked,
      }),
      { verdict: 'violated', accepted: null },
    ],
    [
      'seen by the reading before',
      facts([{ value: 4, between: [null, '2025-10-22T06:00'] }], { id: 'tm1', entered: looked }),
      { verdict: 'met' },
    ],
    ['no term mark yet', { marks: [{ id: 'm1', date: '2025-10-20' }] }, { verdict: 'not_concerned' }],
    [
      'term mark of another student',
      facts([{ value: 4, at: '2025-10-23T00:00' }], { ...set, student: 's2' }),
      { verdict: 'not_concerned' },
    ],
    [
      'the year mark alone',
      facts([{ value: 4, at: '2025-10-23T00:00' }], { ...set, kind: 'year', term: null }),
      { verdict: 'not_concerned' },
    ],
    [
      'permitted',
      { ...facts([put, { value: 5, at: '2025-10-23T09:00' }]), permits: [{ id: 'p', mark: 'm1', value: 5 }] },
      { verdict: 'permitted' },
    ],
  ])('a mark %s', (_, given, expect) => {
    tried('edit_after_term_mark', {
      parameters: { record: 'mark' },
      now: '2025-11-01T08:00',
      facts: given,
      expect,
    });
  });
});
