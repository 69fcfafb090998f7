import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '../../../sandbox/http/json.ts';
import { makeIds } from '../../../sandbox/netschool/ids.ts';
import { addDays } from '../../../src/model/dates.ts';

const lesson = fc.record({
  school: fc.integer({ min: 1, max: 150 }),
  group: fc.integer({ min: 1, max: 9999 }),
  date: fc.integer({ min: 0, max: 380 }).map((day) => addDays('2025-08-01', day)),
  number: fc.integer({ min: 0, max: 19 }),
});

describe.each([false, true])('ids (long: %s)', (long) => {
  const ids = makeIds(2025, () => long);

  it('can be read back', () => {
    fc.assert(
      fc.property(
        lesson,
        fc.integer({ min: 0, max: 19 }),
        fc.integer({ min: 0, max: 9 }),
        (key, work, file) => {
          expect(ids.lesson(key)).toBeLessThan(Number.MAX_SAFE_INTEGER);
          expect(ids.lessonKey(String(ids.lesson(key)))).toEqual(key);
          expect(ids.assignmentKey(String(ids.assignment({ ...key, work })))).toEqual({ ...key, work });
          const attachment = ids.attachment({ ...key, work }, file);
          expect(ids.attachmentKey(String(attachment))).toEqual({ ...key, work, file });
        },
      ),
    );
  });

  it('tell students, guardians and staff apart', () => {
    const kinds = fc.constantFrom('student', 'guardian', 'staff');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 150 }),
        kinds,
        fc.integer({ min: 1, max: 9000 }),
        (school, kind, id) => {
          const key = { school, kind: kind as 'student' | 'guardian' | 'staff', id };
          expect(ids.userKey(String(ids.user(key)))).toEqual(key);
        },
      ),
    );
  });

  it.each(['', 'abc', '-1', '1.5', '99999999999999999999'])('do not take %j for an id', (text) => {
    expect(ids.userKey(text)).toBeNull();
    expect(ids.assignmentKey(text)).toBeNull();
  });
});

describe('JSON with long numbers', () => {
  it('goes out bare and comes in as text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 18n, max: 2n ** 63n }), (id) => {
        const text = encodeJson({ id, list: [id], name: `«${id}»` });
        expect(text).toContain(`{"id":${id},"list":[${id}]`);
        expect(decodeJson(text)).toEqual({ id: String(id), list: [String(id)], name: `«${id}»` });
      }),
    );
  });
});
