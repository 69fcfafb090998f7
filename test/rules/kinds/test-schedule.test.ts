import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/model/dates.ts';
import { testSchedule } from '../../../src/rules/kinds/test-schedule.ts';
import { assessment, classYear, judged, keys, lesson, moment } from './order-facts.ts';

const workTypes = ['Контрольная'];
const now = '2026-06-10';

/** A control work of a subject on a day, at its lesson when there is one. */
const work = (
  subjectId: string,
  date: string,
  lessonId: string | null = null,
  id = `w-${subjectId}-${date}`,
) => assessment(id, date, { subjectId, lessonId });

const found = (asked: object, more: Parameters<typeof classYear>[0], when = now) =>
  judged(testSchedule, classYear(more), { workTypes, ...asked }, when);

describe('test_schedule: how many a day', () => {
  const perDay = { perDay: 1 };

  it.each<[string, ReturnType<typeof assessment>[], string[]]>([
    ['one', [work('algebra', '2025-09-10')], []],
    ['two subjects', [work('algebra', '2025-09-10'), work('physics', '2025-09-10')], ['day/2025-09-10']],
    [
      'two marks for one test',
      [work('algebra', '2025-09-10'), work('algebra', '2025-09-10', null, 'w-second')],
      [],
    ],
    [
      'another kind of work',
      [
        work('algebra', '2025-09-10'),
        assessment('w-2', '2025-09-10', { subjectId: 'physics', workType: 'Ответ на уроке' }),
      ],
      [],
    ],
    [
      'no kind of work',
      [
        work('algebra', '2025-09-10'),
        assessment('w-2', '2025-09-10', { subjectId: 'physics', workType: null }),
      ],
      [],
    ],
  ])('%s', (_what, assessments, keysFound) => {
    expect(keys(found(perDay, { assessments }))).toEqual(keysFound);
  });
});

describe('test_schedule: how often', () => {
  const gap = { gapDays: 17 };

  it.each([
    [17, []],
    [16, ['gap/algebra//2025-09-26']],
  ])('%i days apart', (days, keysFound) => {
    const assessments = [work('algebra', addDays('2025-09-26', -days)), work('algebra', '2025-09-26')];
    expect(keys(found(gap, { assessments }))).toEqual(keysFound);
  });

  it('keeps subjects and subgroups apart', () => {
    const lessons = [
      lesson('l-1', '2025-09-10', { subjectId: 'english', groupId: 'en-1' }),
      lesson('l-2', '2025-09-11', { subjectId: 'english', groupId: 'en-2' }),
    ];
    const assessments = [
      work('english', '2025-09-10', 'l-1'),
      work('english', '2025-09-11', 'l-2'),
      work('algebra', '2025-09-12'),
    ];
    expect(keys(found(gap, { lessons, assessments }))).toEqual([]);
  });

  it('finds as many as stand too near to the one before', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 12 });
    fc.assert(
      fc.property(offsets, (days) => {
        const assessments = days.map((day) => work('algebra', addDays('2025-09-01', day)));
        const sorted = [...days].sort((left, right) => left - right);
        const near = sorted.filter((day, index) => index > 0 && day - (sorted[index - 1] ?? 0) < 17);
        expect(found(gap, { assessments }).violated).toHaveLength(near.length);
      }),
    );
  });
});

describe('test_schedule: how many a year', () => {
  const share = { yearShare: 0.1 };
  const tests = (count: number) =>
    Array.from({ length: count }, (_, index) => work('algebra', addDays('2025-09-01', index * 20)));

  it.each([
    [3, 34, []],
    [4, 34, ['share/algebra/']],
    [3, 30, []],
    [10, 100, []],
    [11, 100, ['share/algebra/']],
  ])('%i of %i hours by the plan', (count, hours, keysFound) => {
    const yearlyHours = new Map([['algebra', hours]]);
    expect(keys(found(share, { assessments: tests(count), yearlyHours }))).toEqual(keysFound);
  });

  it('counts lessons when the year is over, and waits until then', () => {
    const lessons = Array.from({ length: 30 }, (_, index) =>
      lesson(`l-${index}`, addDays('2025-09-01', index)),
    );
    const facts = { assessments: tests(4), lessons };
    expect(found(share, facts, '2026-05-26T12:00')).toMatchObject({
      violated: [],
      pending: [moment('2026-05-27')],
    });
    expect(keys(found(share, facts, '2026-05-27'))).toEqual(['share/algebra/']);
  });
});

describe('test_schedule: first and last lessons', () => {
  const edges = { notFirstOrLast: true };
  const dayOf = (date: string) => [1, 2, 3].map((number) => lesson(`${date}/${number}`, date, { number }));
  const lessons = dayOf('2025-09-10');

  it.each([
    ['2025-09-10/1', ['edge/algebra/g-algebra/2025-09-10']],
    ['2025-09-10/2', []],
    ['2025-09-10/3', ['edge/algebra/g-algebra/2025-09-10']],
  ])('at lesson %s', (lessonId, keysFound) => {
    const assessments = [work('algebra', '2025-09-10', lessonId)];
    expect(keys(found(edges, { lessons, assessments }))).toEqual(keysFound);
  });

  it('spares a subject of one lesson a week', () => {
    const weekly = [
      ...lessons,
      lesson('l-music', '2025-09-10', { subjectId: 'music', groupId: 'g-music', number: 4 }),
    ];
    const assessments = [work('music', '2025-09-10', 'l-music')];
    const said = found(edges, { lessons: weekly, assessments });
    expect(said).toMatchObject({ violated: [], notConcerned: 1 });
    const planned = new Map([['music', 68]]);
    expect(keys(found(edges, { lessons: weekly, assessments, yearlyHours: planned }))).toEqual([
      'edge/music/g-music/2025-09-10',
    ]);
  });

  it('cannot tell without the lesson', () => {
    const said = found(edges, { lessons, assessments: [work('algebra', '2025-09-10')] });
    expect(said.undecided).toMatchObject([{ reason: 'missing_input' }]);
  });
});

describe('test_schedule: what is asked for', () => {
  it('is everything where nothing is named, and otherwise what is named', () => {
    const topic = (asked: object) => testSchedule.topic(testSchedule.params.parse({ workTypes, ...asked }));
    expect(topic({})).toBe('test_schedule/gapDays+notFirstOrLast+perDay+yearShare');
    expect(topic({ perDay: 2 })).toBe('test_schedule/perDay');
  });

  it.each([[{}], [{ workTypes: [] }], [{ workTypes, yearShare: 0 }], [{ workTypes, gapDays: -3 }]])(
    'refuses %j',
    (parameters) => {
      expect(testSchedule.params.safeParse(parameters).success).toBe(false);
    },
  );
});
