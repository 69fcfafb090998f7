import { describe, it } from 'vitest';
import { tried } from './tried.ts';

const now = '2025-09-20T08:00';

describe('absence_reason', () => {
  const absence = (value: unknown) => ({ attendance: [{ id: 'a1', date: '2025-09-15', value }] });
  it.each([
    ['given', absence('absent/sick'), now, { verdict: 'met' }],
    [
      'not given',
      absence('absent/not_given'),
      now,
      { verdict: 'violated', key: 'a1', deadline: '2025-09-16T23:59' },
    ],
    ['never told', absence('absent'), now, { verdict: 'violated' }],
    [
      'still time',
      absence('absent'),
      '2025-09-16T23:59',
      { verdict: 'not_concerned', pending: '2025-09-17T00:00' },
    ],
    [
      'given later',
      absence([
        { value: 'absent', at: '2025-09-15T09:00' },
        { value: 'absent/excused', at: '2025-09-19T09:00' },
      ]),
      now,
      { verdict: 'met' },
    ],
    [
      'not looked since',
      { ...absence('absent'), seen: '2025-09-16T12:00' },
      now,
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    ['late is no absence', absence('late'), now, { verdict: 'not_concerned' }],
    [
      'gone',
      absence([
        { value: 'absent', at: '2025-09-15T09:00' },
        { value: null, at: '2025-09-15T10:00' },
      ]),
      now,
      { verdict: 'not_concerned' },
    ],
  ])('%s', (_, facts, at, expect) => {
    tried('absence_reason', { parameters: { days: 1 }, now: at, facts, expect });
  });
});

describe('topic_present', () => {
  const lesson = (topic: unknown) => ({ lessons: [{ id: 'l1', date: '2025-09-15', topic }] });
  const work = (type: string | null) => ({ lessons: [], works: [{ id: 'w1', date: '2025-09-15', type }] });
  it.each([
    ['there', lesson('Дроби'), {}, { verdict: 'met' }],
    ['missing', lesson(null), {}, { verdict: 'violated', key: 'l1/topic' }],
    [
      'not looked',
      { ...lesson(null), seen: '2025-09-15T12:00' },
      {},
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    ['foreign', lesson('Past Simple'), { language: 'ru' }, { verdict: 'violated', key: 'l1/language' }],
    ['Russian with foreign words', lesson('Past Simple: вопросы'), { language: 'ru' }, { verdict: 'met' }],
    ['only a number', lesson('№ 7'), { language: 'ru' }, { verdict: 'violated' }],
    ['foreign and nobody minds', lesson('Past Simple'), {}, { verdict: 'met' }],
    [
      'missing and only the language counts',
      lesson(null),
      { topic: false, language: 'ru' },
      { verdict: 'not_concerned' },
    ],
    [
      'a work without its kind',
      work(null),
      { topic: false, workType: true },
      { verdict: 'violated', key: 'w1' },
    ],
    [
      'a work without its kind, not looked',
      { ...work(null), seen: '2025-09-15T12:00' },
      { topic: false, workType: true },
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    ['a work with its kind', work('Диктант'), { topic: false, workType: true }, { verdict: 'met' }],
  ])('%s', (_, facts, parameters, expect) => {
    tried('topic_present', { parameters, now, facts, expect });
  });
});

describe('homework_present', () => {
  const lessons = ['15', '16', '17'].map((day) => ({ id: `l${day}`, date: `2025-09-${day}` }));
  const set = (...due: string[]) => ({
    lessons,
    homework: due.map((lesson) => ({ id: `h${lesson}`, lesson })),
  });
  it.each([
    ['all', set('l16', 'l17'), {}, { verdict: 'met', count: 2 }],
    ['one missing', set('l17'), {}, { verdict: 'violated', key: 'l15' }],
    [
      'known by its day only',
      {
        lessons,
        homework: [
          { id: 'h', due: '2025-09-16', subject: 'Алгебра' },
          { id: 'i', lesson: 'l17' },
        ],
      },
      {},
      { verdict: 'met' },
    ],
    ['half is enough', set('l17'), { shareLessons: 0.5 }, { verdict: 'met' }],
    ['half is not', set('l17'), { shareLessons: 0.6 }, { verdict: 'violated', says: '50 %' }],
    [
      'not looked',
      { ...set('l17'), seen: '2025-09-15T12:00' },
      {},
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    ['grade not meant', set(), { grades: { from: 1, to: 1 } }, { verdict: 'not_concerned' }],
  ])('%s', (_, facts, parameters, expect) => {
    tried('homework_present', { parameters, now, facts, expect });
  });
});

describe('mark_on_absence', () => {
  const two = [
    { id: 'l1', date: '2025-09-15' },
    { id: 'l2', date: '2025-09-15', number: 2 },
  ];
  const at = (lesson: string | null) => ({ lesson, date: '2025-09-15' });
  it.each([
    [
      'absent at that lesson',
      { lessons: two, marks: [{ id: 'm1', ...at('l1') }], attendance: [{ id: 'a1', ...at('l1') }] },
      { verdict: 'violated', key: 'm1' },
    ],
    [
      'absent at the other',
      { lessons: two, marks: [{ id: 'm1', ...at('l1') }], attendance: [{ id: 'a1', ...at('l2') }] },
      { verdict: 'met' },
    ],
    [
      'absent at one of two, which is not told',
      { lessons: two, marks: [{ id: 'm1', ...at(null) }], attendance: [{ id: 'a1', ...at(null) }] },
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'absent at both',
      {
        lessons: two,
        marks: [{ id: 'm1', ...at(null) }],
        attendance: [
          { id: 'a1', ...at('l1') },
          { id: 'a2', ...at('l2') },
        ],
      },
      { verdict: 'violated' },
    ],
    [
      'the only lesson',
      {
        lessons: two.slice(0, 1),
        marks: [{ id: 'm1', ...at(null) }],
        attendance: [{ id: 'a1', ...at(null) }],
      },
      { verdict: 'violated' },
    ],
    [
      'late',
      {
        lessons: two,
        marks: [{ id: 'm1', ...at('l1') }],
        attendance: [{ id: 'a1', ...at('l1'), value: 'late' }],
      },
      { verdict: 'met' },
    ],
    [
      'another student',
      {
        lessons: two,
        marks: [{ id: 'm1', ...at('l1') }],
        attendance: [{ id: 'a1', student: 's2', ...at('l1') }],
      },
      { verdict: 'met' },
    ],
    [
      'н/а is not earned',
      {
        lessons: two,
        marks: [{ id: 'm1', value: 'н/а', ...at('l1') }],
        attendance: [{ id: 'a1', ...at('l1') }],
      },
      { verdict: 'met' },
    ],
  ])('%s', (_, facts, expect) => {
    tried('mark_on_absence', { now, facts, expect });
  });
});

describe('record_on_day_off', () => {
  const calendar = {
    weekDays: 5,
    breaks: [{ name: 'осенние каникулы', from: '2025-10-25', to: '2025-11-04' }],
  };
  it.each([
    ['a study day', { lessons: [{ id: 'l1', date: '2025-09-15' }] }, { verdict: 'met' }],
    [
      'a Sunday',
      { lessons: [{ id: 'l1', date: '2025-09-14' }] },
      { verdict: 'violated', key: 'l1', says: 'воскресенье' },
    ],
    [
      'a Saturday of a five-day week',
      { lessons: [{ id: 'l1', date: '2025-09-13' }] },
      { verdict: 'violated' },
    ],
    [
      'a break',
      { marks: [{ id: 'm1', date: '2025-10-27' }] },
      { verdict: 'violated', key: 'm1', says: 'осенние каникулы' },
    ],
    [
      'a club on a Sunday',
      {
        students: [{ id: 's1', from: '2025-09-01' }],
        lessons: [{ id: 'l1', date: '2025-09-14', kind: 'extracurricular' }],
        marks: [{ id: 'm1', lesson: 'l1' }],
      },
      { verdict: 'met' },
    ],
    [
      'a mark of a lesson on a Sunday is told once',
      {
        students: [{ id: 's1', from: '2025-09-01' }],
        lessons: [{ id: 'l1', date: '2025-09-14' }],
        marks: [{ id: 'm1', lesson: 'l1' }],
      },
      { verdict: 'violated', count: 1 },
    ],
    [
      'before the enrolment',
      { students: [{ id: 's1', from: '2025-09-16', to: null }], marks: [{ id: 'm1', date: '2025-09-15' }] },
      { verdict: 'violated', says: 'не числился' },
    ],
    [
      'the day of the enrolment',
      { students: [{ id: 's1', from: '2025-09-15', to: null }], marks: [{ id: 'm1', date: '2025-09-15' }] },
      { verdict: 'met' },
    ],
    [
      'enrolment not told',
      {
        marks: [
          { id: 'm1', date: '2025-09-15' },
          { id: 'm2', date: '2025-09-16' },
          { id: 'm3', date: '2025-09-16', student: 's2' },
        ],
      },
      { verdict: 'not_evaluable', reason: 'missing_input', key: 'enrolment/Алгебра', says: '2 ученика' },
    ],
    [
      'enrolment not told, a Sunday',
      { marks: [{ id: 'm1', date: '2025-09-14' }] },
      { verdict: 'violated', key: 'm1', says: 'воскресенье' },
    ],
    [
      'only the end of the enrolment is told, and it is past',
      { students: [{ id: 's1', to: '2025-09-12' }], marks: [{ id: 'm1', date: '2025-09-15' }] },
      { verdict: 'violated', says: 'не числился' },
    ],
    [
      'only the end of the enrolment is told, and it is ahead',
      { students: [{ id: 's1', to: '2025-09-15' }], marks: [{ id: 'm1', date: '2025-09-15' }] },
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'one stay is told',
      {
        students: ['s1', { id: 's1', from: '2025-09-01' }],
        marks: [{ id: 'm1', date: '2025-09-15' }],
      },
      { verdict: 'met' },
    ],
    [
      'an absence on a Sunday',
      { attendance: [{ id: 'a1', date: '2025-09-14' }] },
      { verdict: 'violated', key: 'a1' },
    ],
    [
      'gone',
      {
        marks: [
          {
            id: 'm1',
            date: '2025-09-14',
            value: [
              { value: 5, at: '2025-09-14T10:00' },
              { value: null, at: '2025-09-14T11:00' },
            ],
          },
        ],
      },
      { verdict: 'not_concerned' },
    ],
  ])('%s', (_, facts, expect) => {
    tried('record_on_day_off', { now: '2025-11-20T08:00', calendar, facts, expect });
  });
});
