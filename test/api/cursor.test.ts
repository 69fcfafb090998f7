import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from '../../src/api/cursor.ts';

const list = fc.stringMatching(/^[a-z]{1,12}$/);

describe('cursor', () => {
  it('comes back as it was written, and is safe in a URL', () => {
    fc.assert(
      fc.property(list, fc.string({ minLength: 1, unit: 'grapheme' }), (name, key) => {
        const text = writeCursor({ list: name, key });
        expect(text).toBe(encodeURIComponent(text));
        expect(readCursor(text)).toEqual({ list: name, key });
      }),
    );
  });

  it('has one text only: no other is taken for it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cursor = readCursor(text);
        if (cursor) expect(writeCursor(cursor)).toBe(text);
      }),
    );
  });
});
