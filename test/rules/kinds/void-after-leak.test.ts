import { describe, it } from 'vitest';
import { tried } from './tried.ts';

const leak = { id: 'e1', staff: 't1', at: '2025-09-20T12:00' };
const by = (at: string, staff?: string) => ({ value: 5, at, ...(staff && { by: staff }) });
const facts = (states: unknown[], leaks: unknown[] = [leak]) => ({
  marks: [{ id: 'm1', date: '2025-09-15', value: states }],
  leaks,
});

describe('void_after_leak', () => {
  it.each([
    ['no leak', facts([by('2025-09-21T09:00', 't1')], []), { verdict: 'not_concerned' }],
    ['before the notice', facts([by('2025-09-20T11:59', 't1')]), { verdict: 'met' }],
    [
      'at the moment of the notice',
      facts([by('2025-09-20T12:00', 't1')]),
      { verdict: 'violated', accepted: null },
    ],
    ['somebody else', facts([by('2025-09-21T09:00', 't2')]), { verdict: 'not_concerned' }],
    [
      'changed after',
      facts([{ ...by('2025-09-15T09:00', 't1'), value: 3 }, by('2025-09-21T09:00', 't1')]),
      { verdict: 'violated', accepted: 3 },
    ],
    [
      'with new credentials',
      facts([by('2025-09-22T09:00', 't1')], [{ ...leak, until: '2025-09-22T08:00' }]),
      { verdict: 'met' },
    ],
    ['nobody says who', facts([by('2025-09-21T09:00')]), { verdict: 'not_evaluable', reason: 'straddles' }],
    [
      'an interval that holds the notice',
      facts([{ value: 5, between: ['2025-09-20T06:00', '2025-09-20T18:00'], by: 't1' }]),
      { verdict: 'not_evaluable' },
    ],
  ])('%s', (_, given, expect) => {
    tried('void_after_leak', { now: '2025-10-01T08:00', facts: given, expect });
  });
});
