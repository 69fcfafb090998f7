import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/model/dates.ts';
import type { ClassTermFacts } from '../../../src/rules/facts.ts';
import type { AnyKind } from '../../../src/rules/kind.ts';
import { kinds } from '../../../src/rules/kinds/index.ts';
import {
  assessment,
  between,
  classTerm,
  group,
  homework,
  judged,
  lesson,
  mark,
  moment,
  students,
  termMark,
  valued,
} from './order-facts.ts';

/** Days from before the first quarter until after its end. */
const day = fc.integer({ min: -5, max: 75 }).map((days) => addDays('2025-09-01', days));

/** Where some lesson, mark and the like lie, and when the journal was read last. */
const facts = fc
  .record({
    days: fc.array(day, { minLength: 2, maxLength: 5 }),
    seen: day,
    teacher: fc.constantFrom('t-1', 't-2', null),
    usual: fc.constantFrom('t-1', null),
    value: fc.constantFrom('2', '5', 'н/а'),
    topic: fc.constantFrom('Степени', 'Past Simple', null),
    absence: fc.constantFrom('absent', 'absent/sick', null),
  })
  .map(({ days, seen, teacher, usual, value, topic, absence }): ClassTermFacts => {
    const since = days[0] ?? seen;
    return classTerm({
      students: students('s-1', 's-2'),
      groups: [group('g-algebra', 'algebra', ['s-1', 's-2'], { teacherId: usual })],
      lessons: days.map((date, index) =>
        lesson(`l-${index}`, date, { teacherId: teacher, topic: valued(topic, since) }),
      ),
      homework: days.slice(1).map((date, index) => homework(`h-${index}`, date, 90)),
      assessments: days.map((date, index) =>
        assessment(`w-${index}`, date, { workType: topic, entered: between(null, seen) }),
      ),
      marks: days.map((date, index) =>
        mark(`m-${index}`, 's-1', date, value, { lessonId: `l-${index}`, teacherId: teacher }),
      ),
      otherMarks: days.map((date, index) => ({
        ...mark(`o-${index}`, 's-1', date, '4'),
        source: 'sheets/other',
      })),
      attendance: days.map((date, index) => ({
        id: `a-${index}`,
        studentId: 's-1',
        subjectId: 'algebra',
        lessonId: `l-${index}`,
        date,
        value: valued(absence, since),
      })),
      termMarks: [termMark('tm-1', 's-1', value)],
      substitutions: days.slice(2).map((date, index) => ({
        id: `u-${index}`,
        lessonId: `l-${index + 2}`,
        date,
        absentTeacherId: 't-1',
        substituteTeacherId: 't-2',
        plannedSubjectId: null,
        entered: between(since, seen > since ? seen : since),
      })),
      leaks: [{ id: 'e-1', staffId: 't-2', at: moment(since), until: null }],
      seenAt: () => moment(seen),
      otherSeenAt: () => moment(seen),
    });
  });

/** Parameters of the kinds that have no use for the defaults alone. */
const asked: Readonly<Record<string, readonly unknown[]>> = {
  entry_deadline: [
    ...['attendance', 'topic', 'homework', 'mark', 'work', 'term_mark'].map((record) => ({
      record,
      deadline: { within: 'days', days: 1 },
    })),
    { record: 'topic', deadline: { within: 'minutes_after_start', minutes: 45 } },
    { record: 'topic', deadline: { within: 'hours_after_last_lesson', hours: 2 } },
    { record: 'term_mark', deadline: { within: 'before_term', days: 2 } },
  ],
  edit_window: ['mark', 'attendance', 'term_mark', 'topic', 'homework'].map((record) => ({
    record,
    window: { closes: 'after_days', days: 7 },
  })),
  absence_reason: [{ days: 3 }],
  topic_present: [{ workType: true, language: 'ru' }, {}],
  homework_present: [{}, { shareLessons: 0.5 }],
  mark_density: [
    { at: 'weekly', afterLessons: 1 },
    { at: 'mid_term', atMost: 1, afterLessons: 1 },
    { at: 'term_end', minimum: { perTermBelowTwoHours: 3, perTerm: 5 }, afterLessons: 1 },
  ],
  substitution_recorded: [{}, { sameDay: true }, { register: 'ours', sameDay: true }],
  term_mark_against_mean: [{}, { mean: 'arithmetic' }],
  lesson_frame: [{ startNotBefore: '08:00', lessonMinutes: 45 }],
  homework_time: [{ minutes: { 7: 60 } }],
  lesson_load: [{ perWeek5: { 7: 1 }, perWeek6: { 7: 1 }, perDay: { 7: 1 } }],
};

const cases: readonly (readonly [string, AnyKind, unknown])[] = kinds
  .filter(({ scope }) => scope === 'subject_term' || scope === 'class_term')
  .flatMap((kind) =>
    (asked[kind.name] ?? [{}]).map(
      (given) => [`${kind.name} ${JSON.stringify(given)}`, kind, given] as const,
    ),
  );

/** All that an evaluation keeps, but for what it waits for. */
const answer = (kind: AnyKind, given: ClassTermFacts, parameters: unknown, now: string) => {
  const { met, violated, undecided, pending } = judged(kind, given, parameters, now);
  const told = [...violated, ...undecided].map(({ key, message }) => `${key}: ${message}`).sort();
  return { said: { met, told }, next: Math.min(Number.POSITIVE_INFINITY, ...pending) };
};

describe('the clock, over lessons and what hangs on them', () => {
  it.each(cases)('changes an answer only when it was said to: %s', (_, kind, parameters) => {
    fc.assert(
      fc.property(facts, day, fc.integer({ min: 1, max: 30 }), (given, now, days) => {
        const later = addDays(now, days);
        const { said, next } = answer(kind, given, parameters, now);
        if (moment(later) < next) expect(answer(kind, given, parameters, later).said).toEqual(said);
      }),
    );
  });
});
