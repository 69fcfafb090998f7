import { describe, it } from 'vitest';
import { tried } from './tried.ts';

const lesson = { id: 'l1', date: '2025-09-15', number: 3, start: '10:00', end: '10:45' };
const tenMinutes = { record: 'attendance', deadline: { within: 'minutes_after_start', minutes: 10 } };
const absence = (entered: unknown, lessons: unknown[] = [lesson]) => ({
  lessons,
  attendance: [{ id: 'a1', lesson: 'l1', date: '2025-09-15', entered }],
});

describe('entry_deadline', () => {
  it.each([
    ['ten minutes to the second', absence('2025-09-15T10:10'), { verdict: 'met' }],
    [
      'a minute later',
      absence('2025-09-15T10:11'),
      { verdict: 'violated', key: 'a1', deadline: '2025-09-15T10:10', says: 'Посещаемость (15.09.2025)' },
    ],
    [
      'somewhere between two readings',
      absence({ between: ['2025-09-15T09:00', '2025-09-15T11:00'] }),
      { verdict: 'not_evaluable', reason: 'straddles' },
    ],
    [
      'first reading afterwards',
      absence({ between: [null, '2025-09-15T11:00'] }),
      { verdict: 'not_evaluable', reason: 'straddles' },
    ],
    [
      'first reading before the deadline',
      absence({ between: [null, '2025-09-15T10:05'] }),
      { verdict: 'met' },
    ],
    [
      'bells unknown',
      absence('2025-09-15T10:05', [{ ...lesson, start: null }]),
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'two lessons that day and the journal does not say which',
      {
        lessons: [lesson, { ...lesson, id: 'l2', number: 4 }],
        attendance: [{ id: 'a1', date: '2025-09-15', entered: '2025-09-15T10:05' }],
      },
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    ['nobody absent', { lessons: [lesson] }, { verdict: 'not_concerned' }],
  ])('attendance within ten minutes: %s', (_, facts, expect) => {
    tried('entry_deadline', { parameters: tenMinutes, now: '2025-09-16T08:00', facts, expect });
  });

  const sameDay = { record: 'topic', deadline: { within: 'same_day' } };
  it.each([
    ['on the day', '2025-09-15T23:59', { topic: 'Дроби' }, {}, { verdict: 'met' }],
    [
      'day not over',
      '2025-09-15T18:00',
      { topic: null },
      {},
      { verdict: 'not_concerned', pending: '2025-09-16T00:00' },
    ],
    [
      'missing',
      '2025-09-16T08:00',
      { topic: null },
      {},
      { verdict: 'violated', key: 'l1', says: 'не записана' },
    ],
    [
      'not looked since',
      '2025-09-16T08:00',
      { topic: null },
      { seen: '2025-09-15T18:00' },
      { verdict: 'not_evaluable', reason: 'not_looked' },
    ],
    [
      'late',
      '2025-09-17T08:00',
      { topic: 'Дроби', entered: '2025-09-16T07:00' },
      {},
      { verdict: 'violated' },
    ],
    [
      'stamped with the next day',
      '2025-09-17T08:00',
      { topic: 'Дроби', entered: { day: '2025-09-16' } },
      {},
      { verdict: 'violated' },
    ],
    [
      'stamped with the day',
      '2025-09-17T08:00',
      { topic: 'Дроби', entered: { day: '2025-09-15' } },
      {},
      { verdict: 'met' },
    ],
    [
      'in advance',
      '2025-09-17T08:00',
      { topic: 'Дроби', entered: '2025-09-01T08:00' },
      {},
      { verdict: 'met' },
    ],
    [
      'written and wiped out',
      '2025-09-17T08:00',
      {
        topic: [
          { value: 'Дроби', at: '2025-09-15T10:00' },
          { value: null, at: '2025-09-16T10:00' },
        ],
      },
      {},
      { verdict: 'violated' },
    ],
  ])('topic on the day: %s', (_, now, topic, more, expect) => {
    const facts = { lessons: [{ ...lesson, ...topic }], ...more };
    tried('entry_deadline', { parameters: sameDay, now, facts, expect });
  });

  const oneHour = { record: 'homework', deadline: { within: 'hours_after_last_lesson', hours: 1 } };
  const week = {
    lessons: [
      lesson,
      { ...lesson, id: 'l0', subject: 'Химия', start: '13:00', end: '13:45' },
      { ...lesson, id: 'l2', date: '2025-09-17' },
    ],
  };
  const due = (entered: string, more = {}) => ({
    ...week,
    homework: [{ id: 'h1', lesson: 'l2', entered }],
    ...more,
  });
  it.each([
    ['within an hour', due('2025-09-15T14:45'), { verdict: 'met' }],
    ['a minute later', due('2025-09-15T14:46'), { verdict: 'violated', deadline: '2025-09-15T14:45' }],
    ['in advance', due('2025-09-10T10:00'), { verdict: 'met' }],
    [
      'bells unknown',
      due('2025-09-15T14:00', { lastLessonEnd: { '2025-09-15': null } }),
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'the lesson before is of the earlier term',
      { lessons: [lesson], homework: [{ id: 'h1', lesson: 'l1' }] },
      { verdict: 'not_concerned' },
    ],
  ])('homework an hour after the last lesson: %s', (_, facts, expect) => {
    tried('entry_deadline', { parameters: oneHour, now: '2025-09-20T08:00', facts, expect });
  });

  const fiveWorkingDays = { record: 'term_mark', deadline: { within: 'days', days: 5, working: true } };
  const inTerm = (entered: string) => ({ termMarks: [{ id: 'tm1', entered }] });
  it.each([
    ['last working day of a six-day week', inTerm('2025-10-30T23:59'), 6, { verdict: 'met' }],
    [
      'the day after it',
      inTerm('2025-10-31T00:00'),
      6,
      { verdict: 'violated', deadline: '2025-10-30T23:59' },
    ],
    ['last working day of a five-day week', inTerm('2025-10-31T23:59'), 5, { verdict: 'met' }],
    ['no term told', { term: null, ...inTerm('2025-10-31T23:59') }, 6, { verdict: 'not_concerned' }],
    [
      'of another term',
      { termMarks: [{ id: 'tm1', term: 'q4', entered: '2025-12-01T00:00' }] },
      6,
      { verdict: 'not_concerned' },
    ],
  ])('term marks within five working days: %s', (_, facts, weekDays, expect) => {
    const calendar = {
      weekDays,
      breaks: [{ name: 'осенние каникулы', from: '2025-10-25', to: '2025-11-04' }],
    };
    tried('entry_deadline', {
      parameters: fiveWorkingDays,
      now: '2025-12-01T08:00',
      calendar,
      facts,
      expect,
    });
  });

  const tests = { record: 'mark', deadline: { within: 'days', days: 3 }, workTypes: ['Контрольная'] };
  const marked = (type: string | null, entered: string, more = {}) => ({
    works: [{ id: 'w1', date: '2025-09-15', type }],
    marks: [{ id: 'm1', work: 'w1', entered }],
    ...more,
  });
  it.each([
    ['third day', marked('контрольная работа', '2025-09-18T23:59'), {}, { verdict: 'met' }],
    ['fourth day', marked('Контрольная работа', '2025-09-19T00:00'), {}, { verdict: 'violated' }],
    ['another kind of work', marked('Диктант', '2025-09-30T00:00'), {}, { verdict: 'not_concerned' }],
    [
      'grade not told',
      marked('Контрольная работа', '2025-09-16T00:00', { class: { grade: null } }),
      { grades: { from: 5, to: 9 } },
      { verdict: 'not_evaluable', reason: 'missing_input' },
    ],
    [
      'grade not meant',
      marked('Контрольная работа', '2025-09-30T00:00'),
      { grades: { from: 10, to: 11 } },
      { verdict: 'not_concerned' },
    ],
    [
      'subject not meant',
      marked('Контрольная работа', '2025-09-30T00:00'),
      { subjects: ['Литература'] },
      { verdict: 'not_concerned' },
    ],
  ])('marks of tests within three days: %s', (_, facts, more, expect) => {
    tried('entry_deadline', { parameters: { ...tests, ...more }, now: '2025-10-01T08:00', facts, expect });
  });

  it('is not evaluated where the source does not tell work types', () => {
    tried('entry_deadline', {
      parameters: tests,
      now: '2025-10-01T08:00',
      gaps: { 'mark.assessmentId': 'не видно, за что отметка' },
      facts: marked('Контрольная работа', '2025-09-30T00:00'),
      expect: { verdict: 'not_evaluable', reason: 'missing_input' },
    });
  });
});
