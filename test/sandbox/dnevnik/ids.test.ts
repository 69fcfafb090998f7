import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classIdOf,
  eduGroupKey,
  makeDatedIds,
  markId,
  markOf,
  numberedId,
  numberedKey,
  periodWorkId,
  periodWorkKey,
  personId,
  personKey,
  schoolId,
  schoolIndex,
  subgroupIdOf,
  subjectId,
  subjectKey,
  userId,
  userKey,
} from '../../../sandbox/dnevnik/ids.ts';
import { addDays } from '../../../src/model/dates.ts';

const ids = makeDatedIds(2025);
const school = fc.integer({ min: 1, max: 150 });
const kind = fc.constantFrom('student' as const, 'guardian' as const, 'staff' as const);

const lesson = fc.record({
  school,
  group: fc.integer({ min: 1, max: 9999 }),
  date: fc.integer({ min: 0, max: 380 }).map((day) => addDays('2025-08-01', day)),
  number: fc.integer({ min: 0, max: 19 }),
});

const isLong = (id: bigint): boolean => /^\d{19}$/.test(String(id)) && id < 2n ** 63n;

describe('ids can be read back', () => {
  it('of lessons, works, marks and files', () => {
    const student = fc.integer({ min: 1, max: 9999 });
    fc.assert(
      fc.property(
        lesson,
        student,
        fc.integer({ min: 0, max: 19 }),
        fc.integer({ min: 0, max: 3 }),
        (key, of, slot, part) => {
          expect(ids.lessonKey(String(ids.lesson(key)))).toEqual(key);
          const work = ids.work({ ...key, slot });
          expect(ids.workKey(String(work))).toEqual({ ...key, slot });
          const place = { work, student: of, part, edition: part % 2 };
          expect(markOf(String(markId(place)))).toEqual(place);
          expect(ids.fileKey(String(ids.file(key, part)))).toEqual({ lesson: key, number: part });
          expect([ids.lesson(key), work, markId(place)].every(isLong)).toBe(true);
        },
      ),
    );
  });

  it('of people and accounts, told apart', () => {
    fc.assert(
      fc.property(school, kind, fc.integer({ min: 1, max: 9000 }), (index, who, id) => {
        const key = { school: index, kind: who, id };
        expect(personKey(String(personId(key)))).toEqual(key);
        expect(userKey(String(userId(key)))).toEqual(key);
        expect(personKey(String(userId(key)))).toBeNull();
        expect(userKey(String(personId(key)))).toBeNull();
      }),
    );
  });

  it('of schools, classes, subgroups, subjects and works of terms', () => {
    fc.assert(
      fc.property(
        school,
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 19 }),
        (index, id, term) => {
          expect(schoolIndex(String(schoolId(index)))).toBe(index);
          expect(eduGroupKey(String(classIdOf(index, id)))).toEqual({
            school: index,
            classId: id,
            groupId: null,
          });
          expect(eduGroupKey(String(subgroupIdOf(index, id)))?.groupId).toBe(id);
          expect(subjectKey(String(subjectId({ school: index, id })))).toEqual({ school: index, id });
          expect(numberedKey('period', String(numberedId('period', { school: index, id })))).toEqual({
            school: index,
            id,
          });
          const key = { school: index, classId: id, subjectId: id, term };
          expect(periodWorkKey(String(periodWorkId(key)))).toEqual(key);
        },
      ),
    );
  });

  it.each(['', 'abc', '-1', '1.5', '99999999999999999999', '1000000000001', '0000000000000000000'])(
    'but %j is none of a lesson',
    (text) => {
      expect(ids.lessonKey(text)).toBeNull();
      expect(markOf(text)).toBeNull();
    },
  );
});
