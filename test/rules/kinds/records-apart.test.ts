import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCalendar } from '../../../src/rules/calendar.ts';
import { slices } from '../../../src/rules/evaluate/slices.ts';
import type { ClassTermFacts } from '../../../src/rules/facts.ts';
import { kindOf } from '../../../src/rules/kinds/index.ts';
import { classTermFacts } from '../case-class-term.ts';
import { caseSetting } from '../case-ground.ts';
import { judged } from '../case-judge.ts';

/** Every kind about records with parameters of an ordinary act. */
const QUESTIONS: readonly (readonly [kind: string, parameters: object])[] = [
  ['entry_deadline', { record: 'topic', deadline: { within: 'same_day' } }],
  ['entry_deadline', { record: 'mark', deadline: { within: 'days', days: 3 } }],
  ['entry_deadline', { record: 'attendance', deadline: { within: 'minutes_after_start', minutes: 10 } }],
  ['edit_window', { record: 'mark', window: { closes: 'after_days', days: 14 } }],
  ['edit_window', { record: 'attendance', window: { closes: 'after_days', days: 7 } }],
  ['edit_after_term_mark', {}],
  ['term_mark_present', { deadline: { within: 'days', days: 7 } }],
  ['absence_reason', { days: 1 }],
  ['topic_present', { language: 'ru' }],
  ['homework_present', {}],
  ['mark_on_absence', {}],
  ['record_on_day_off', {}],
  ['substitution_recorded', { sameDay: true }],
  ['teaching_load', {}],
  ['mark_density', { at: 'term_end', afterLessons: 1 }],
  ['term_mark_against_mean', { mean: 'arithmetic' }],
  ['void_after_leak', {}],
];

const calendar = makeCalendar({
  timeZone: 'Asia/Yekaterinburg',
  weekDays: 6,
  holidays: [],
  workingDays: [],
  breaks: [],
});
const subject = fc.constantFrom('Алгебра', 'Химия');
const student = fc.constantFrom('s1', 's2');
const date = fc.integer({ min: 1, max: 28 }).map((day) => `2025-09-${String(day).padStart(2, '0')}`);
const moment = date.chain((day) => fc.constantFrom(`${day}T07:55`, `${day}T08:35`, `${day}T23:59`));
const entered = fc.oneof(
  moment.map((at) => ({ at })),
  fc.tuple(moment, moment).map((both) => ({ between: [...both].sort() as [string, string] })),
  moment.map((at) => ({ between: [null, at] as [null, string] })),
);
const states = (value: fc.Arbitrary<string | null>) =>
  fc
    .array(fc.tuple(value, entered), { minLength: 1, maxLength: 3 })
    .map((all) =>
      all
        .map(([one, when], index) => ({ value: index === 0 ? (one ?? '3') : one, ...when }))
        .sort((left, right) => JSON.stringify(left).localeCompare(JSON.stringify(right))),
    );
const rows = <T extends object>(name: string, row: fc.Arbitrary<T>, maxLength = 8) =>
  fc.array(row, { maxLength }).map((all) => all.map((one, index) => ({ id: `${name}${index}`, ...one })));

const facts = fc.record({
  students: fc.constant(['s1', 's2']),
  lessons: rows(
    'l',
    fc.record({
      date,
      subject,
      teacher: fc.constantFrom('t1', 't2', null),
      topic: states(fc.constantFrom('Дроби', 'Past Simple', null)),
    }),
  ),
  marks: rows(
    'm',
    fc.record({ student, subject, date, value: states(fc.constantFrom('5', '2', 'н/а', null)) }),
    12,
  ),
  attendance: rows(
    'a',
    fc.record({ student, subject, date, value: states(fc.constantFrom('absent', 'absent/sick', null)) }),
  ),
  termMarks: rows('tm', fc.record({ student, subject, value: states(fc.constantFrom('5', '3', null)) }), 4),
  homework: rows('h', fc.record({ subject, due: date })),
  leaks: fc.constant([{ id: 'e', staff: 't1', at: '2025-09-12T12:00' }]),
});

const said = (one: ClassTermFacts, now: number, [name, parameters]: (typeof QUESTIONS)[number]) => {
  const kind = kindOf(name);
  if (!kind) throw new Error(`no kind ${name}`);
  const at = { now, calendar, readings: { lastDay: 'included' as const }, gap: () => null };
  const judge = judged(kind, one, kind.params.parse(parameters), at);
  return {
    violated: judge.violations.map(({ key, message }) => `${key} ${message}`),
    open: judge.doubts.map(({ key, message }) => `${key} ${message}`),
    counts: { met: judge.mets, unconcerned: judge.unconcerned },
    keys: [...judge.violations, ...judge.doubts].map(({ key }) => key),
  };
};

describe.each(
  QUESTIONS.map((question) => ({ title: question.map((part) => JSON.stringify(part)).join(' '), question })),
)('$title', ({ question }) => {
  const setting = caseSetting('2025-12-01T08:00', calendar);

  it('says of a subject the same alone and among others', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const whole = said(classTermFacts(given, setting), setting.now, question);
        const parts = [...slices(classTermFacts(given, setting)).values()].map((part) =>
          said(part, setting.now, question),
        );
        expect(parts.flatMap(({ violated }) => violated).sort()).toEqual(whole.violated.sort());
        expect(parts.flatMap(({ open }) => open).sort()).toEqual(whole.open.sort());
      }),
      { numRuns: 30 },
    );
  });

  it('names each decision once', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { keys } = said(classTermFacts(given, setting), setting.now, question);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 20 },
    );
  });

  it('does not take a violation back because time goes on', () => {
    const early = caseSetting('2025-10-01T08:00', calendar);
    fc.assert(
      fc.property(facts, (given) => {
        const before = said(classTermFacts(given, early), early.now, question);
        const after = said(classTermFacts(given, setting), setting.now, question);
        expect(after.violated).toEqual(expect.arrayContaining(before.violated));
      }),
      { numRuns: 20 },
    );
  });
});
