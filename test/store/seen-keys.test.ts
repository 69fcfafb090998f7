import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenKeys } from '../../src/store/ingest/seen-keys.ts';

const digest = (word: string): string => createHash('sha256').update(word).digest('binary').slice(0, 16);

describe('seen keys', () => {
  it('tell what a Map would', () => {
    const pair = fc.tuple(fc.nat(40), fc.nat(2));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 200 }), (pairs) => {
        const seen = new SeenKeys();
        const map = new Map<number, number>();
        for (const [key, value] of pairs) {
          const known = map.get(key);
          const expected = known === undefined ? 'new' : known === value ? 'same' : 'other';
          if (known === undefined) map.set(key, value);
          expect(seen.see(digest(`k${key}`), digest(`v${value}`))).toBe(expected);
        }
      }),
    );
  });

  it('hold many, and none after they are cleared', () => {
    const seen = new SeenKeys();
    const ids = Array.from({ length: 10_000 }, (_, index) => digest(String(index)));
    const see = () => new Set(ids.map((id) => seen.see(id, id)));
    expect(see()).toEqual(new Set(['new']));
    expect(see()).toEqual(new Set(['same']));
    seen.clear();
    expect(see()).toEqual(new Set(['new']));
  });
});
