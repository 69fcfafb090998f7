import { describe, expect, it } from 'vitest';
import { guardRemoval } from '../../src/sync/guard.ts';

describe('guard against mass deletion', () => {
  it.each([
    ['nothing gone', { mark: { candidates: 0, live: 1000 } }, null],
    ['exactly the share', { mark: { candidates: 200, live: 1000 } }, null],
    ['one row more than the share', { mark: { candidates: 201, live: 1000 } }, 'run.mass_removal'],
    ['most of a handful', { staff: { candidates: 18, live: 19 } }, null],
    ['all of a handful', { staff: { candidates: 19, live: 19 } }, 'run.mass_removal'],
    ['the last two', { subject: { candidates: 2, live: 2 } }, null],
    ['all of a small table that is no handful', { staff: { candidates: 20, live: 20 } }, 'run.mass_removal'],
    [
      'one entity of two over the share',
      { mark: { candidates: 10, live: 1000 }, lesson: { candidates: 500, live: 800 } },
      'run.mass_removal',
    ],
  ])('%s', (_, gone, code) => {
    expect(guardRemoval(gone, 0.2)?.code ?? null).toBe(code);
  });

  it('names the entity and both figures, so that a person can decide', () => {
    const diagnostic = guardRemoval({ lesson: { candidates: 500, live: 800 } }, 0.2);
    expect(diagnostic).toMatchObject({ place: 'lesson', message: expect.stringContaining('500 of 800') });
  });
});
