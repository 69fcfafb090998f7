import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HomeworkFact } from '../../../src/rules/facts.ts';
import { homeworkTime } from '../../../src/rules/kinds/homework-time.ts';
import { classTerm, group, homework, judged, keys, lesson, valued } from './order-facts.ts';

const norm = { minutes: { '7': 150 } };
const due = '2025-09-12';

const groups = [
  group('g-algebra', 'algebra', ['a', 'b', 'c']),
  group('en-1', 'english', ['a', 'b']),
  group('en-2', 'english', ['c']),
];

const lessons = [
  lesson('l-algebra', due),
  lesson('l-en-1', due, { subjectId: 'english', groupId: 'en-1', number: 2 }),
  lesson('l-en-2', due, { subjectId: 'english', groupId: 'en-2', number: 5 }),
];

const algebra = (minutes: number | null) => homework('h-algebra', due, minutes, { lessonId: 'l-algebra' });
const english = (part: 1 | 2, minutes: number | null) =>
  homework(`h-en-${part}`, due, minutes, { subjectId: 'english', lessonId: `l-en-${part}` });

const found = (items: HomeworkFact[], more = {}) =>
  judged(homeworkTime, classTerm({ homework: items, lessons, groups, ...more }), norm, due);

describe('homework_time', () => {
  it.each<[string, HomeworkFact[], string[]]>([
    ['exactly the norm', [algebra(90), english(1, 60)], []],
    ['a minute over it', [algebra(91), english(1, 60)], [due]],
    ['parallel subgroups: nobody does both', [algebra(90), english(1, 60), english(2, 60)], []],
    ['parallel subgroups: the longer one counts', [algebra(90), english(1, 10), english(2, 61)], [due]],
    ['for one student alone', [algebra(90), { ...english(1, 200), studentId: 'a' }], []],
    ['taken back', [algebra(90), { ...english(1, 200), text: valued(null) }], []],
    ['over the norm whatever the rest takes', [algebra(160), english(1, null)], [due]],
  ])('%s', (_what, items, keysFound) => {
    expect(keys(found(items))).toEqual(keysFound);
  });

  it('takes groups of one subject for parallel where nobody tells who is in them', () => {
    const unknown = groups.map((one) => ({ ...one, members: [] }));
    expect(found([algebra(90), english(1, 60), english(2, 50)], { groups: unknown }).violated).toEqual([]);
    expect(keys(found([algebra(90), english(1, 60), english(2, 61)], { groups: unknown }))).toEqual([due]);
  });

  it('cannot tell a day of which some time is not known, and says so once', () => {
    const other = homework('h-later', '2025-09-15', null);
    const said = found([algebra(90), english(1, null), other]);
    expect(said.met).toBe(0);
    expect(said.undecided).toMatchObject([{ reason: 'missing_input' }]);
    expect(said.undecided[0]?.message).toContain('2 дня');
  });

  it('needs a source that tells the time', () => {
    expect(homeworkTime.needs(norm)).toContain('homework.minutes');
  });

  it('finds the day of whoever has most to do', () => {
    const minutes = fc.integer({ min: 0, max: 150 });
    fc.assert(
      fc.property(minutes, minutes, minutes, (all, one, two) => {
        const said = found([algebra(all), english(1, one), english(2, two)]);
        expect(said.violated).toHaveLength(Number(all + Math.max(one, two) > 150));
      }),
    );
  });
});
