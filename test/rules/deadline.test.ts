import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCalendar, type SchoolCalendar } from '../../src/rules/calendar.ts';
import { type Deadline, dateInYear, deadlineAt, deadlineSchema } from '../../src/rules/deadline.ts';
import type { Readings } from '../../src/rules/regulation.ts';
import { type EditWindow, lastDayOf, windowSchema } from '../../src/rules/window.ts';

const calendarOf = (timeZone: string, weekDays: 5 | 6 = 6) =>
  makeCalendar({
    timeZone,
    weekDays,
    holidays: [{ name: 'День народного единства', from: '2025-11-04', to: '2025-11-04' }],
    workingDays: ['2025-11-01'],
    breaks: [{ name: 'осенние каникулы', from: '2025-10-25', to: '2025-11-03' }],
  });
const moscow = calendarOf('Europe/Moscow');
const barnaul = calendarOf('Asia/Barnaul');
const included = { lastDay: 'included' } as const;
const excluded = { lastDay: 'excluded' } as const;
const occasion = (day: string | null, more = {}) => ({
  day,
  start: null,
  term: { startDay: '2025-09-01', endDay: '2025-10-24', last: false },
  dayOfYear: '2025-09-01',
  lastLessonEnd: () => null,
  ...more,
});

interface Asked {
  readonly calendar?: SchoolCalendar;
  readonly readings?: Readings;
  readonly more?: object;
}

const at = (deadline: Deadline, from: string | null, asked: Asked = {}) =>
  deadlineAt(deadline, occasion(from, asked.more), {
    calendar: asked.calendar ?? moscow,
    readings: asked.readings ?? included,
  });

const day = fc
  .integer({ min: 0, max: 300 })
  .map((days) => new Date(Date.UTC(2025, 8, 1 + days)).toISOString().slice(0, 10));

describe('deadlineAt', () => {
  it.each([
    [{ within: 'same_day' }, '2025-09-15', '2025-09-15'],
    [{ within: 'days', days: 7, working: false }, '2025-09-15', '2025-09-22'],
    [{ within: 'days', days: 5, working: true }, '2025-10-30', '2025-11-06'],
    [{ within: 'date', month: 9, day: 5 }, null, '2025-09-05'],
    [{ within: 'date', month: 1, day: 25 }, null, '2026-01-25'],
    [{ within: 'date', month: 8, day: 25 }, null, '2025-08-25'],
    [{ within: 'before_term', days: 7 }, null, '2025-08-25'],
  ] as const)('%j from %s ends with %s', (deadline, from, last) => {
    expect(at(deadline, from)).toBe(moscow.endOf(last));
    expect(at(deadline, from, { calendar: barnaul })).toBe(barnaul.endOf(last));
  });

  it('ends hours earlier in Barnaul than in Moscow', () => {
    const sameDay = { within: 'same_day' } as const;
    const [here, there] = [at(sameDay, '2025-09-15'), at(sameDay, '2025-09-15', { calendar: barnaul })];
    expect(Number(here) - Number(there)).toBe(4 * 3_600_000);
  });

  it('counts from bells only where they are known', () => {
    const start = moscow.at('2025-09-15', '10:00');
    const minutes = { within: 'minutes_after_start', minutes: 10 } as const;
    expect(at(minutes, '2025-09-15', { more: { start } })).toBe(start + 600_000);
    expect(at(minutes, '2025-09-15')).toMatchObject({ missing: expect.stringContaining('начался урок') });
    expect(at({ within: 'hours_after_last_lesson', hours: 1 }, '2025-09-15')).toMatchObject({
      advice: expect.stringContaining('расписание звонков'),
    });
  });

  it('concerns nobody where there is nothing to count from', () => {
    expect(at({ within: 'same_day' }, null)).toBeNull();
    expect(at({ within: 'after_year', days: 7 }, null)).toBeNull();
    expect(at({ within: 'before_term', days: 7 }, null, { more: { term: null } })).toBeNull();
  });

  it('counts after the year from the last term', () => {
    const term = { startDay: '2026-04-06', endDay: '2026-05-26', last: true };
    expect(at({ within: 'after_year', days: 7 }, null, { more: { term } })).toBe(moscow.endOf('2026-06-02'));
  });

  it('leaves the last day out where the act is read so', () => {
    const week = { within: 'days', days: 7, working: false } as const;
    expect(at(week, '2025-09-15', { readings: excluded })).toBe(moscow.endOf('2025-09-21'));
    const date = { within: 'date', month: 9, day: 5 } as const;
    expect(at(date, null, { readings: excluded })).toBe(moscow.endOf('2025-09-04'));
    const before = { within: 'before_term', days: 7 } as const;
    expect(at(before, null, { readings: excluded })).toBe(moscow.endOf('2025-08-24'));
  });

  it('never ends earlier for working days than for calendar days, nor for more days than for fewer', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(5 as const, 6 as const),
        (from, days, week) => {
          const calendar = calendarOf('Asia/Yekaterinburg', week);
          const end = (count: number, working: boolean) =>
            Number(at({ within: 'days', days: count, working }, from, { calendar }));
          expect(end(days, true)).toBeGreaterThanOrEqual(end(days, false));
          expect(end(days + 1, true)).toBeGreaterThan(end(days, true));
          expect(end(days + 1, false)).toBeGreaterThan(end(days, false));
        },
      ),
    );
  });

  it('puts a date into the academic year of any of its days', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (from, month, date) => {
          const found = dateInYear(from, month, date);
          expect('2025-08-01' <= found && found <= '2026-07-31').toBe(true);
        },
      ),
    );
  });
});

describe('lastDayOf', () => {
  it.each([
    [{ closes: 'after_days', days: 14 }, '2025-09-15', '2025-09-29', '2025-09-28'],
    [{ closes: 'after_days', days: 0 }, '2025-09-15', '2025-09-15', '2025-09-15'],
    [{ closes: 'after_months', months: 1 }, '2025-09-15', '2025-10-15', '2025-10-14'],
    [{ closes: 'after_months', months: 1 }, '2026-01-31', '2026-02-28', '2026-02-27'],
    [{ closes: 'after_months', months: 4 }, '2025-12-31', '2026-04-30', '2026-04-29'],
    [{ closes: 'at_year_end' }, '2026-05-20', '2026-08-31', '2026-08-31'],
    [{ closes: 'at_year_end' }, '2025-09-01', '2026-08-31', '2026-08-31'],
    [{ closes: 'at_once' }, '2025-09-15', null, null],
  ] as const)(
    '%j from %s is %s, or %s when it does not count itself',
    (window: EditWindow, from, last, without) => {
      expect(lastDayOf(window, from, moscow, included)).toBe(last);
      expect(lastDayOf(window, from, moscow, excluded)).toBe(without);
    },
  );
});

describe('schemas', () => {
  it.each([
    [windowSchema, { closes: 'after_days', days: -3 }],
    [windowSchema, { closes: 'after_months', months: 0 }],
    [windowSchema, { closes: 'after_days' }],
    [windowSchema, { closes: 'never' }],
    [deadlineSchema, { within: 'days', days: -1 }],
    [deadlineSchema, { within: 'date', month: 13, day: 1 }],
    [deadlineSchema, { within: 'minutes_after_start', minutes: 0.5 }],
    [deadlineSchema, { within: 'same_day', days: 1 }],
  ])('refuse %#: %j', (schema, given) => {
    expect(schema.safeParse(given).success).toBe(false);
  });
});
