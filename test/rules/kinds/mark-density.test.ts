import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markDensity } from '../../../src/rules/kinds/mark-density.ts';
import { classTerm, group, judged, keys, lesson, mark, students } from './order-facts.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const days = ['2025-09-02', '2025-09-04', '2025-09-09', '2025-09-11', '2025-09-16', '2025-09-18'];
const ground = {
  students: students(...ids),
  groups: [group('g-algebra', 'algebra', ids)],
  lessons: days.map((date) => lesson(`l-${date}`, date)),
};

const marks = fc.array(
  fc.record({
    studentId: fc.constantFrom(...ids),
    date: fc.constantFrom(...days),
    value: fc.constantFrom('5', '3', '4/5', 'зач', 'н/а', 'осв', '.', 'хор'),
  }),
  { maxLength: 30 },
);

/** What each of the words is worth. */
const WORTH: Readonly<Record<string, number>> = { '5': 1, '3': 1, '4/5': 2, зач: 1 };

describe('mark_density', () => {
  it.each([0, 1])('finds whom a naive count finds, at most %i', (atMost) => {
    fc.assert(
      fc.property(marks, (given) => {
        const facts = classTerm({
          ...ground,
          marks: given.map(({ studentId, date, value }, index) => mark(`m-${index}`, studentId, date, value)),
        });
        const few = ids.filter((id) => {
          const own = given.filter(({ studentId }) => studentId === id);
          return own.reduce((sum, { value }) => sum + (WORTH[value] ?? 0), 0) <= atMost;
        });
        const said = judged(markDensity, facts, { at: 'term_end', atMost }, '2025-11-01');
        expect(keys(said)).toEqual(few.map((id) => `${id}/algebra`));
        expect(said.met).toBe(ids.length - few.length);
      }),
    );
  });

  it('tells a week’s shares of the class in one finding', () => {
    const facts = classTerm({
      ...ground,
      marks: [
        mark('m-1', 'a', '2025-09-02', '5'),
        mark('m-2', 'a', '2025-09-04', '5'),
        mark('m-3', 'b', '2025-09-09', '4'),
        mark('m-4', 'c', '2025-09-16', '4'),
      ],
    });
    const said = judged(markDensity, facts, { at: 'weekly', atMost: 1 }, '2025-09-15');
    expect(keys(said)).toEqual(['week/algebra']);
    expect(said.violated[0]?.place.day).toBe('2025-09-14');
    expect(said.violated[0]?.message).toBe(
      '«algebra», на 14.09.2025: без отметок 3 из 5 (60 %), с одной отметкой 1 (20 %).',
    );
    const enough = ids.flatMap((id) => days.map((day) => mark(`${id}/${day}`, id, day, '4')));
    expect(judged(markDensity, { ...facts, marks: enough }, { at: 'weekly' }, '2025-09-15')).toMatchObject({
      met: 1,
      violated: [],
    });
  });
});
