import { describe, it } from 'vitest';
import { tried } from './tried.ts';

const now = '2025-09-20T08:00';

describe('substitution_recorded', () => {
  const taught = (teacher: string | null, more = {}) => ({
    lessons: [{ id: 'l1', date: '2025-09-15', teacher }],
    ...more,
  });
  const recorded = (entered: unknown) =>
    taught('t2', { substitutions: [{ id: 'z1', lesson: 'l1', entered }] });
  const gaps = { substitution: 'замены не отмечены' };
  it.each([
    ['the usual teacher', taught('t1'), {}, {}, { verdict: 'met' }],
    ['somebody else', taught('t2'), {}, {}, { verdict: 'violated', key: 'l1' }],
    [
      'somebody else, not looked since',
      taught('t2', { seen: '2025-09-15T14:00' }),
      {},
      {},
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    [
      'somebody else, by our register',
      taught('t2', { seen: '2025-09-15T14:00' }),
      { register: 'ours' },
      {},
      { verdict: 'violated', key: 'l1' },
    ],
    ['on record', recorded('2025-09-18T09:00'), {}, {}, { verdict: 'met' }],
    ['on record the same day', recorded('2025-09-15T23:59'), { sameDay: true }, {}, { verdict: 'met' }],
    ['on record a day later', recorded('2025-09-16T00:00'), { sameDay: true }, {}, { verdict: 'violated' }],
    [
      'on record, nobody knows when',
      recorded({ between: ['2025-09-15T12:00', '2025-09-16T12:00'] }),
      { sameDay: true },
      {},
      { verdict: 'not_evaluable', reason: 'straddles' },
    ],
    [
      'on record for another teacher',
      taught('t2', { substitutions: [{ id: 'z1', lesson: 'l1', substitute: 't3' }] }),
      {},
      {},
      { verdict: 'violated', says: 'не тот учитель' },
    ],
    [
      'by the load',
      taught('t2', { loads: [{ staff: 't2', subject: 'Алгебра' }] }),
      {},
      {},
      { verdict: 'met' },
    ],
    [
      'by a load that is over',
      taught('t2', { loads: [{ staff: 't2', subject: 'Алгебра', to: '2025-09-14' }] }),
      {},
      {},
      { verdict: 'violated' },
    ],
    [
      'the journal tells of none',
      taught('t2'),
      {},
      gaps,
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'the journal tells of none, ours is kept',
      taught('t2'),
      { register: 'ours' },
      gaps,
      { verdict: 'violated' },
    ],
    ['nobody says who gave it', taught(null), {}, {}, { verdict: 'not_evaluable', reason: 'missing_input' }],
    [
      'nobody says whose it is',
      taught('t2', { teachers: { Алгебра: null } }),
      {},
      {},
      { verdict: 'not_evaluable' },
    ],
  ])('%s', (_, facts, parameters, given, expect) => {
    tried('substitution_recorded', { parameters, gaps: given, now, facts, expect });
  });

  it('waits for the end of the day', () => {
    const expect = { verdict: 'not_concerned', pending: '2025-09-16T00:00' };
    tried('substitution_recorded', { now: '2025-09-15T12:00', facts: taught('t2'), expect });
  });
});

describe('teaching_load', () => {
  const mark = (teacher: string | null, more = {}) => ({
    lessons: [{ id: 'l1', date: '2025-09-15' }],
    marks: [{ id: 'm1', lesson: 'l1', teacher }],
    ...more,
  });
  const parted = (teacher: string, more = {}) => ({
    groups: [
      { id: 'g1', subject: 'Алгебра', teacher: 't1', members: ['s1'] },
      { id: 'g2', subject: 'Алгебра', teacher: 't2', members: ['s2'] },
    ],
    lessons: [{ id: 'l1', date: '2025-09-15', group: 'g1' }],
    marks: [{ id: 'm1', lesson: 'l1', teacher }],
    ...more,
  });
  it.each([
    ['the teacher of the own subgroup', parted('t1'), { verdict: 'met' }],
    ['the teacher of the other subgroup', parted('t2'), { verdict: 'violated', key: 'm1' }],
    [
      'the teacher of the other subgroup by a load for both',
      parted('t2', { loads: [{ staff: 't2', subject: 'Алгебра' }] }),
      { verdict: 'met' },
    ],
    [
      'the teacher of the other subgroup by the load for it',
      parted('t2', { loads: [{ staff: 't2', subject: 'Алгебра', group: 'g2' }] }),
      { verdict: 'violated' },
    ],
    [
      'a subgroup whose teacher nobody tells',
      parted('t2', {
        groups: [
          { id: 'g1', subject: 'Алгебра', teacher: null, members: ['s1'] },
          { id: 'g2', subject: 'Алгебра', teacher: 't2', members: ['s2'] },
        ],
      }),
      { verdict: 'met' },
    ],
    [
      'a student whose subgroup nobody tells',
      parted('t2', {
        marks: [{ id: 'm1', student: 's3', date: '2025-09-15', teacher: 't2' }],
      }),
      { verdict: 'met' },
    ],
    ['the usual teacher', mark('t1'), { verdict: 'met' }],
    ['a stranger', mark('t9'), { verdict: 'violated', key: 'm1' }],
    ['by the load', mark('t9', { loads: [{ staff: 't9', subject: 'Алгебра' }] }), { verdict: 'met' }],
    [
      'by the load of another subject',
      mark('t9', { loads: [{ staff: 't9', subject: 'Химия' }] }),
      { verdict: 'violated' },
    ],
    [
      'a substitute',
      mark('t9', { substitutions: [{ id: 'z', lesson: 'l1', substitute: 't9' }] }),
      { verdict: 'met' },
    ],
    [
      'the deputy head by a permit',
      mark('t9', { permits: [{ id: 'p', mark: 'm1', value: 5 }] }),
      { verdict: 'met' },
    ],
    ['nobody says who', mark(null), { verdict: 'not_concerned' }],
    [
      'nobody says who teaches',
      mark('t9', { teachers: { Алгебра: null } }),
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'a stranger changed it',
      {
        marks: [
          {
            id: 'm1',
            value: [
              { value: 4, at: '2025-09-15T10:00', by: 't1' },
              { value: 5, at: '2025-09-16T10:00', by: 't9' },
            ],
          },
        ],
      },
      { verdict: 'violated' },
    ],
  ])('%s', (_, facts, expect) => {
    tried('teaching_load', { now, facts, expect });
  });
});
