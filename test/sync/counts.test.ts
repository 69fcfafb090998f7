import { describe, expect, it } from 'vitest';
import { plus, totalOf, unbalanced } from '../../src/sync/counts.ts';

describe('counts', () => {
  it('grow entity by entity and sum up', () => {
    const counts = plus(
      plus(plus({}, 'mark', { read: 2, new: 2 }), 'mark', { read: 1, unchanged: 1 }),
      'lesson',
      {
        read: 1,
        quarantined: 1,
      },
    );
    expect(counts.mark).toMatchObject({ read: 3, new: 2, unchanged: 1, changed: 0 });
    expect(totalOf(counts)).toMatchObject({ read: 4, new: 2, unchanged: 1, quarantined: 1 });
    expect(unbalanced(counts)).toEqual([]);
  });

  it('name the entity that lost a record on the way', () => {
    expect(unbalanced(plus({}, 'mark', { read: 2, new: 1 }))).toEqual(['mark']);
  });
});
