import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClassFact } from '../../../src/rules/facts.ts';
import { lessonLoad, lessonsCount } from '../../../src/rules/kinds/lesson-load.ts';
import { classTerm, judged, keys, lesson } from './order-facts.ts';

const grade7: ClassFact = { id: 'c-7b', name: '7Б', grade: 7, homeroomTeacherId: null, shift: 1 };

/** So many lessons on a day. */
const day = (date: string, count: number, more = {}) =>
  Array.from({ length: count }, (_, index) =>
    lesson(`${date}/${index}`, date, { number: index + 1, ...more }),
  );

const week = (...counts: number[]) => counts.flatMap((count, index) => day(`2025-09-0${index + 1}`, count));

describe('lesson_load', () => {
  const weekly = { perWeek5: { '7': 32 }, perWeek6: { '7': 35 } };
  const daily = { perDay: { '7': 7 } };
  const once = { perDay: { '7': { lessons: 5, onceAWeek: 6 } } };
  const found = (lessons: ReturnType<typeof lesson>[], asked: object, schoolClass = grade7) =>
    judged(lessonLoad, classTerm({ class: schoolClass, lessons }), asked, '2025-10-01');

  it.each<[string, number[], object, string[]]>([
    ['a week at the norm of five days', [6, 6, 7, 7, 6], weekly, []],
    ['a week over it', [7, 7, 7, 6, 6], weekly, ['week/2025-09-01']],
    ['a day at the norm', [7], daily, []],
    ['a day over it', [8], daily, ['day/2025-09-01']],
    ['one long day a week', [5, 6, 5], once, []],
    ['a second long day', [6, 6, 5], once, ['day/2025-09-02']],
    ['a day that is too long even once', [7, 5, 5], once, ['day/2025-09-01']],
    ['both norms at once', [8, 7, 7, 6, 6], { ...weekly, ...daily }, ['day/2025-09-01', 'week/2025-09-01']],
  ])('%s', (_what, counts, asked, keysFound) => {
    expect(keys(found(week(...counts), asked))).toEqual(keysFound);
  });

  it('counts parallel subgroups once and clubs not at all', () => {
    const parallel = day('2025-09-01', 7).flatMap((one) => [
      one,
      { ...one, id: `${one.id}/2`, groupId: 'g-2' },
    ]);
    const clubs = day('2025-09-01', 3, { kind: 'extracurricular' }).map((one) => ({ ...one, number: 8 }));
    expect(keys(found([...parallel, ...clubs], daily))).toEqual([]);
  });

  it('has nothing to say of a grade without a norm, and cannot tell without a grade', () => {
    expect(found(day('2025-09-01', 9), { perDay: { '5': 6 } })).toMatchObject({
      notConcerned: 1,
      violated: [],
    });
    expect(found(day('2025-09-01', 9), daily, { ...grade7, grade: null })).toMatchObject({
      violated: [],
      undecided: [{ reason: 'not_settled' }],
    });
  });

  it.each([[{}], [{ perDay: {} }], [{ perDay: { '12': 7 } }], [{ perDay: { '7': -1 } }]])(
    'refuses %j',
    (parameters) => {
      expect(lessonLoad.params.safeParse(parameters).success).toBe(false);
    },
  );

  it('counts as one would by hand, whatever the order', () => {
    const some = fc.array(
      fc.record({
        date: fc.constantFrom('2025-09-01', '2025-09-02'),
        number: fc.integer({ min: 1, max: 8 }),
      }),
    );
    fc.assert(
      fc.property(some, (slots) => {
        const lessons = slots.map(({ date, number }, index) => lesson(`l-${index}`, date, { number }));
        const byHand = slots.filter(
          (slot, index) =>
            slots.findIndex((one) => one.date === slot.date && one.number === slot.number) === index,
        ).length;
        expect(lessonsCount(lessons)).toBe(byHand);
        expect(lessonsCount([...lessons].reverse())).toBe(byHand);
      }),
    );
  });
});
