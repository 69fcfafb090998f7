import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowId } from '../../src/model/ids.ts';
import { bytesOf, rowIds, uuidOf } from '../../src/store/ingest/keys.ts';

describe('ids of the bulk writer', () => {
  it('are those of the model', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.string(),
        fc.string({ unit: 'grapheme', maxLength: 2000 }),
        (schoolId, source, key) => {
          const row = { schoolId, source, entity: 'mark' };
          const expected = rowId({ ...row, key });
          expect(uuidOf(rowIds(row)(key))).toBe(expected);
          expect(uuidOf(bytesOf(expected))).toBe(expected);
        },
      ),
    );
  });

  it('are the same at a second asking', () => {
    const ids = rowIds({ schoolId: '1', source: 's', entity: 'mark' }, 2);
    const first = ['a', 'б', 'c', 'a'].map(ids);
    expect(['a', 'б', 'c', 'a'].map(ids)).toEqual(first);
    expect(first[0]).toBe(first[3]);
  });
});
