import { describe, expect, it } from 'vitest';
import type { LessonFact } from '../../../src/rules/facts.ts';
import { lessonFrame } from '../../../src/rules/kinds/lesson-frame.ts';
import { classTerm, judged, keys, lesson, moment } from './order-facts.ts';

const norms = {
  startNotBefore: '08:00',
  endNotAfter: '19:00',
  lessonMinutes: 45,
  firstGradeMinutes: { autumn: 35, spring: 40 },
  breakMinutes: 10,
  longBreakMinutes: 20,
  firstShiftGrades: [1, 5, 9, 10, 11],
};

const schoolClass = (grade: number | null, shift: number | null) => ({
  id: 'c',
  name: 'класс',
  grade,
  homeroomTeacherId: null,
  shift,
});

/** Lessons of a day by their bells. */
const bells = (date: string, ...times: readonly (readonly [string, string])[]): LessonFact[] =>
  times.map(([start, end], index) =>
    lesson(`${date}/${index}`, date, {
      number: index + 1,
      start: moment(`${date}T${start}`),
      end: moment(`${date}T${end}`),
    }),
  );

const monday = '2025-09-01';
const found = (lessons: LessonFact[], asked: object = norms, of = schoolClass(7, 2)) =>
  judged(lessonFrame, classTerm({ class: of, lessons }), asked, '2025-10-01');

describe('lesson_frame', () => {
  it.each<[string, readonly (readonly [string, string])[], string[]]>([
    ['from 8:00 to 8:45', [['08:00', '08:45']], []],
    ['a minute before 8:00', [['07:59', '08:40']], ['start']],
    ['until 19:00', [['18:15', '19:00']], []],
    ['until 19:01', [['18:20', '19:01']], ['end']],
    ['46 minutes', [['09:00', '09:46']], ['length']],
    [
      'a break of 10 minutes',
      [
        ['09:00', '09:45'],
        ['09:55', '10:40'],
      ],
      [],
    ],
    [
      'a break of 9 minutes',
      [
        ['09:00', '09:45'],
        ['09:54', '10:39'],
      ],
      ['break'],
    ],
    [
      'four lessons with a long break',
      [
        ['08:30', '09:15'],
        ['09:25', '10:10'],
        ['10:30', '11:15'],
        ['11:25', '12:10'],
      ],
      [],
    ],
    [
      'four lessons without one',
      [
        ['08:30', '09:15'],
        ['09:25', '10:10'],
        ['10:25', '11:10'],
        ['11:20', '12:05'],
      ],
      ['long_break'],
    ],
    [
      'parallel subgroups have no break between them',
      [
        ['09:00', '09:45'],
        ['09:00', '09:45'],
      ],
      [],
    ],
  ])('%s', (_what, times, keysFound) => {
    expect(keys(found(bells(monday, ...times)))).toEqual(keysFound);
  });

  it('tells bells that are wrong every day once, with how often', () => {
    const days = ['2025-09-01', '2025-09-02', '2025-09-03'];
    const said = found(days.flatMap((day) => bells(day, ['07:30', '08:15'])));
    expect(keys(said)).toEqual(['start']);
    expect(said.violated[0]?.rows).toHaveLength(3);
    expect(said.violated[0]?.message).toContain('3');
  });

  it.each([
    ['2025-12-26', '09:35', []],
    ['2025-12-26', '09:36', ['length']],
    ['2026-01-12', '09:40', []],
    ['2026-01-12', '09:41', ['length']],
  ])('grade 1 on %s until %s', (date, end, keysFound) => {
    expect(keys(found(bells(date, ['09:00', end]), norms, schoolClass(1, 1)))).toEqual(keysFound);
  });

  it.each<[number | null, number | null, string[], number]>([
    [5, 2, ['shift'], 0],
    [5, 1, [], 0],
    [5, null, [], 1],
    [7, 2, [], 0],
  ])('grade %s in shift %s', (grade, shift, keysFound, undecided) => {
    const said = found([], { firstShiftGrades: [1, 5, 9] }, schoolClass(grade, shift));
    expect(keys(said)).toEqual(keysFound);
    expect(said.undecided).toHaveLength(undecided);
  });

  it('cannot judge bells that nobody tells', () => {
    const said = found([lesson('l-1', monday)], { startNotBefore: '08:00' });
    expect(said).toMatchObject({ met: 0, violated: [], undecided: [{ reason: 'missing_input' }] });
  });

  it.each([[{}], [{ startNotBefore: '8:00' }], [{ lessonMinutes: 0 }]])('refuses %j', (parameters) => {
    expect(lessonFrame.params.safeParse(parameters).success).toBe(false);
  });
});
