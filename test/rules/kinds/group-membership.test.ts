import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupMembership } from '../../../src/rules/kinds/group-membership.ts';
import { classYear, group, judged, keys, moment, students } from './order-facts.ts';

const english = (name: string, ...ids: string[]) => group(`en-${name}`, 'english', ids);
const now = '2025-10-01';

describe('group_membership', () => {
  const everybody = students('a', 'b', 'c', 'd');

  it.each<[string, ReturnType<typeof english>[], string[]]>([
    ['each in one', [english('1', 'a', 'b'), english('2', 'c', 'd')], []],
    ['one in none', [english('1', 'a', 'b'), english('2', 'c')], ['d/english']],
    ['one in both', [english('1', 'a', 'b', 'c'), english('2', 'c', 'd')], ['c/english']],
    ['a whole class is no subgroup', [english('all', 'a', 'b', 'c', 'd')], []],
    ['a newcomer is not yet in the only group', [english('all', 'a', 'b', 'c')], []],
    [
      'subgroups beside the whole class',
      [english('all', 'a', 'b', 'c', 'd'), english('1', 'a', 'b'), english('2', 'c', 'd')],
      [],
    ],
    [
      'a newcomer missing from the whole class and its parts',
      [english('all', 'a', 'b', 'c'), english('1', 'a', 'b'), english('2', 'c')],
      ['d/english'],
    ],
    ['an empty group is none', [english('1', 'a', 'b', 'c'), english('2')], []],
    ['three parts', [english('1', 'a'), english('2', 'b'), english('3', 'c', 'd', 'a')], ['a/english']],
  ])('%s', (_what, groups, found) => {
    expect(keys(judged(groupMembership, classYear({ students: everybody, groups }), {}, now))).toEqual(found);
  });

  it('looks at who is there on the day', () => {
    const left = { studentId: 'd', from: null, to: '2025-09-30' };
    const moved = [
      group('en-1', 'english', ['a', 'b'], {
        members: [...students('a', 'b'), { studentId: 'c', from: null, to: '2025-09-20' }],
      }),
      group('en-2', 'english', [], {
        members: [
          { studentId: 'c', from: '2025-09-21', to: null },
          { studentId: 'e', from: null, to: null },
        ],
      }),
    ];
    const facts = classYear({ students: [...students('a', 'b', 'c', 'e'), left], groups: moved });
    expect(keys(judged(groupMembership, facts, {}, now))).toEqual([]);
    expect(keys(judged(groupMembership, facts, {}, '2025-09-30'))).toEqual(['d/english']);
  });

  it('waits for the year, and for a reading', () => {
    const facts = classYear({ students: everybody, groups: [english('1', 'a'), english('2', 'b')] });
    expect(judged(groupMembership, facts, {}, '2025-08-20').pending).toEqual([moment('2025-09-01')]);
    const unread = { ...facts, seenAt: () => null };
    expect(judged(groupMembership, unread, {}, now).undecided).toMatchObject([{ reason: 'not_looked' }]);
  });

  it('finds every wrong student and nobody else in disjoint parts', () => {
    const place = fc.constantFrom('1', '2', 'none', 'both');
    fc.assert(
      fc.property(fc.array(place, { minLength: 6, maxLength: 30 }), (places) => {
        const ids = places.map((_place, index) => `s-${index}`);
        const inGroup = (name: string) =>
          ids.filter((_id, index) => places[index] === name || places[index] === 'both');
        const [one, two] = [inGroup('1'), inGroup('2')];
        fc.pre(one.length > 0 && two.length > 0 && one.length < ids.length && two.length < ids.length);
        const facts = classYear({
          students: students(...ids),
          groups: [english('1', ...one), english('2', ...two)],
        });
        const wrong = ids.filter((_id, index) => ['none', 'both'].includes(places[index] ?? ''));
        expect(keys(judged(groupMembership, facts, {}, now))).toEqual(
          wrong.map((id) => `${id}/english`).sort(),
        );
      }),
    );
  });
});
