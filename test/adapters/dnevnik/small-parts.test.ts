import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { codeOf, meaningOf } from '../../../src/adapters/dnevnik/map-attendance.ts';
import { hoursOf } from '../../../src/adapters/dnevnik/map-lessons.ts';
import { markText, scaleOf } from '../../../src/adapters/dnevnik/mark-text.ts';
import { nameOf } from '../../../src/adapters/dnevnik/people.ts';
import { settingsSchema } from '../../../src/adapters/dnevnik/settings.ts';
import { localDay, utcDay } from '../../../src/adapters/dnevnik/stamps.ts';
import { idIn } from '../../../src/adapters/dnevnik/target/wire.ts';

describe('moments', () => {
  it.each<readonly [string | null, string, string | null]>([
    ['2025-09-14T08:05:31.123456', 'Europe/Moscow', '2025-09-14'],
    ['2025-09-14T20:59:59.9', 'Europe/Moscow', '2025-09-14'],
    ['2025-09-14T21:00:00.1234567', 'Europe/Moscow', '2025-09-15'],
    ['2025-09-14T21:00:00Z', 'Europe/Moscow', '2025-09-15'],
    ['2025-09-14T18:30:00', 'Asia/Kamchatka', '2025-09-15'],
    ['2025-09-14T23:59:59+03:00', 'Europe/Moscow', '2025-09-14'],
    ['2025-09-14', 'Europe/Moscow', null],
    ['вчера', 'Europe/Moscow', null],
    ['2025-13-14T08:05:31', 'Europe/Moscow', null],
    [null, 'Europe/Moscow', null],
  ])('%s in %s is of %s', (stamp, zone, day) => expect(utcDay(stamp, zone)).toBe(day));

  it('finds the day that the zone’s calendar has', () => {
    const zones = fc.constantFrom('Europe/Moscow', 'Asia/Kathmandu', 'Asia/Yekaterinburg', 'Australia/Eucla');
    const moments = fc.date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const day = Temporal.Instant.from(moment.toISOString()).toZonedDateTimeISO(zone).toPlainDate();
        expect(utcDay(moment.toISOString().slice(0, -1), zone)).toBe(day.toString());
      }),
    );
  });

  it.each<readonly [string | null, string | null]>([
    ['2026-09-14T00:00:00', '2026-09-14'],
    ['2026-09-14T00:00:00+03:00', '2026-09-14'],
    ['2026-09-14', '2026-09-14'],
    ['2026-02-30T00:00:00', null],
    ['', null],
    [null, null],
  ])('the local day of %s is %s', (moment, day) => expect(localDay(moment)).toBe(day));
});

describe('marks', () => {
  it.each<readonly [string, string | null, string | null]>([
    ['5', '5', '5'],
    ['4-', '4-', '4-'],
    ['ЗЧ', 'зачёт', 'зач'],
    ['НЗ', null, 'незач'],
    ['Н/А', 'не аттестован', 'н/а'],
    ['ОСВ', null, 'осв'],
    ['', '3', '3'],
    ['6', null, null],
    ['ПЛХ', 'плохо', null],
  ])('%s, shown as %s, is %s', (value, textValue, text) =>
    expect(markText({ value, textValue }, 5)).toBe(text),
  );

  it.each<readonly [string | null, number]>([
    ['Mark5', 5],
    ['mark12', 12],
    ['Mark100', 100],
    ['markoral6band', 6],
    ['Test', 5],
    ['MarkNA', 5],
    [null, 5],
  ])('the scale of %s ends at %d', (system, top) => expect(scaleOf(system, 5)).toBe(top));
});

describe('attendance', () => {
  const pass = { Pass: { status: 'absent', reason: 'excused' } } as const;

  it.each<readonly [string, string | null, string | null]>([
    ['Attend', 'present', null],
    ['Absent', 'absent', null],
    ['Ill', 'absent', 'sick'],
    ['late', 'late', null],
    ['Pass', 'absent', 'excused'],
    ['Quarantine', 'unknown', null],
  ])('%s is %s %s', (code, status, reason) => expect(meaningOf(code, pass)).toEqual({ status, reason }));

  it('says nothing where nothing is set', () => expect(meaningOf('NotSet', {})).toBeNull());

  it.each<readonly [string, string | null, string, string | null]>([
    ['absent', 'excused', 'Б', 'Pass'],
    ['absent', 'sick', 'Б', 'Ill'],
    ['absent', 'unexcused', 'Н', 'Absent'],
    ['absent', null, 'Pass', 'Pass'],
    ['late', null, 'О', 'Late'],
    ['remote', null, '', null],
  ])('%s %s, told as %s, is written %s', (status, reason, rawCode, code) =>
    expect(codeOf({ status, reason, rawCode }, pass)).toBe(code),
  );
});

describe('small parts', () => {
  it.each<readonly [string | null, string | null]>([
    ['08:30 - 09:15', '08:30'],
    ['8:30-9:15', '08:30'],
    ['утром', null],
    [null, null],
  ])('the hours %s begin at %s', (hours, start) => expect(hoursOf(hours).startTime).toBe(start));

  it.each<readonly [unknown, string | null]>([
    [{ id: '2400000000000000001', id_str: null }, '2400000000000000001'],
    [{ id: 7, id_str: '2400000000000000001' }, '2400000000000000001'],
    ['2400000000000000001', '2400000000000000001'],
    [17, '17'],
    [null, null],
    ['', null],
    [{}, null],
  ])('the id in %j is %s', (answer, id) => expect(idIn(answer)).toBe(id));

  it('takes the short name where the parts are not told', () => {
    const parts = { firstName: null, lastName: null, middleName: null };
    expect(nameOf({ ...parts, shortName: 'Лаптев Е. И.' })).toMatchObject({
      displayName: 'Лаптев Е. И.',
      lastName: null,
    });
    expect(nameOf({ lastName: 'Лаптев ', firstName: 'Егор', middleName: null, shortName: 'Л.' })).toEqual({
      displayName: 'Лаптев Егор',
      lastName: 'Лаптев',
      firstName: 'Егор',
      middleName: null,
    });
    expect(nameOf({ ...parts, shortName: ' ' })).toBeNull();
  });

  it.each<readonly [string, object]>([
    ['two tokens of employees', { tokens: ['a', 'b'] }],
    ['no token', { tokens: [] }],
    ['another host', { host: 'example.ru' }],
    ['a zone that is none', { timeZone: 'Moscow' }],
    ['a school that is no number', { schoolId: 'школа' }],
    ['a meaning that is none', { attendance: { Pass: { status: 'gone', reason: null } } }],
    ['a setting of another system', { accounts: [] }],
  ])('settings are refused: %s', (_name, wrong) => {
    const right = {
      host: 'dnevnik.ru',
      schoolId: '1000000000001',
      timeZone: 'Europe/Moscow',
      mode: 'staff',
      tokens: ['a'],
    };
    expect(settingsSchema.safeParse(right).success).toBe(true);
    expect(settingsSchema.safeParse({ ...right, ...wrong }).success).toBe(false);
  });
});
