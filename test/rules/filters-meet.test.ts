import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filters, gradeMeant, subjectTest, workTypeTest } from '../../src/rules/filters.ts';
import { filtersMeet, recordsMeet } from '../../src/rules/filters-meet.ts';

describe('filtersMeet', () => {
  it.each<[Filters, Filters, boolean]>([
    [{}, {}, true],
    [{}, { workTypes: ['Контрольная'] }, true],
    [{ exceptWorkTypes: ['Контрольная'] }, { workTypes: ['Контрольная'] }, false],
    [{ exceptWorkTypes: ['Контрольная'] }, { workTypes: ['Контрольная', 'Тест'] }, true],
    [{ exceptWorkTypes: ['Контрольная работа'] }, { workTypes: ['Контрольная'] }, true],
    [{ exceptWorkTypes: ['контрольная'] }, { workTypes: ['Контрольная работа'] }, false],
    [{ workTypes: ['Тест'] }, { workTypes: ['Контрольная'] }, false],
    [{ workTypes: ['Самостоятельная'] }, { workTypes: ['самостоятельная работа'] }, true],
    [{ exceptWorkTypes: ['Тест'] }, { exceptWorkTypes: ['Контрольная'] }, true],
    [{}, { grades: { from: 1, to: 4 } }, true],
    [{ grades: { from: 5, to: 9 } }, { grades: { from: 1, to: 4 } }, false],
    [{ grades: { from: 4, to: 9 } }, { grades: { from: 1, to: 4 } }, true],
    [{ subjects: ['Алгебра'] }, { subjects: ['Музыка'] }, false],
    [{ subjects: ['Русский'] }, { subjects: ['Русский язык'] }, true],
    [{ subjects: ['Физика'] }, {}, true],
    [{ subjects: ['Физика'] }, { grades: { from: 1, to: 4 } }, true],
  ])('%j and %j: %s', (left, right, meet) => {
    expect([filtersMeet(left, right), filtersMeet(right, left)]).toEqual([meet, meet]);
  });

  it('is right whatever is listed: they meet exactly if a record is meant by both', () => {
    // Every name over two letters as long as the longest that is listed, and one more letter.
    const letters = ['а', 'б'];
    const longer = (names: readonly string[]) =>
      names.flatMap((name) => letters.map((letter) => `${name}${letter}`));
    const [one, two, three] = [letters, longer(letters), longer(longer(letters))];
    const names = [...one, ...two, ...three];
    const list = fc.option(fc.uniqueArray(fc.constantFrom(...one, ...two), { minLength: 1, maxLength: 3 }), {
      nil: undefined,
    });
    const filters = fc.record({
      workTypes: list,
      exceptWorkTypes: list,
      subjects: list,
      grades: fc.option(
        fc
          .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
          .map(([from, to]) => ({ from: Math.min(from, to), to: Math.max(from, to) })),
        { nil: undefined },
      ),
    });
    const meant = (given: Filters) => {
      const [type, subject] = [workTypeTest(given), subjectTest(given, { subjectName: (id) => id })];
      return { type, subject, grade: (grade: number) => gradeMeant(given, grade) };
    };
    fc.assert(
      fc.property(filters, filters, (left, right) => {
        const [mine, theirs] = [meant(left), meant(right)];
        const together =
          [null, ...names].some((name) => mine.type(name) && theirs.type(name)) &&
          names.some((name) => mine.subject(name) && theirs.subject(name)) &&
          [1, 2, 3, 4].some((grade) => mine.grade(grade) && theirs.grade(grade));
        expect(filtersMeet(left, right)).toBe(together);
      }),
    );
  });
});

describe('recordsMeet', () => {
  it('tells records apart by work types only where records have one', () => {
    const [tests, others] = [{ workTypes: ['Тест'] }, { workTypes: ['Диктант'] }];
    expect(recordsMeet({ record: 'mark', ...tests }, { record: 'mark', ...others })).toBe(false);
    expect(recordsMeet({ record: 'topic', ...tests }, { record: 'topic', ...others })).toBe(true);
    expect(recordsMeet({ record: 'mark' }, { record: 'attendance' })).toBe(false);
  });
});
