import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayIn, daysBetween, isDay, mondayOf, weekdayOf } from '../../src/model/dates.ts';
import { entities, entityNames, entityOf } from '../../src/model/entities.ts';
import { deterministicId, rowId } from '../../src/model/ids.ts';

describe('entities', () => {
  it('refer only to entities that stand before them', () => {
    const wrong = entityNames.flatMap((name, position) =>
      [...entityOf(name).fields]
        .filter(([, facts]) => facts.ref && entityNames.indexOf(facts.ref as never) >= position)
        .map(([field, facts]) => `${name}.${field} → ${facts.ref}`),
    );
    expect(wrong).toEqual([]);
  });

  it('name real fields as owner and day', () => {
    for (const name of entityNames) {
      const { owner, day, fields } = entityOf(name);
      if (owner !== null) expect(fields.get(owner), name).toMatchObject({ column: 'uuid' });
      if (day !== null) expect(fields.get(day), name).toMatchObject({ column: 'day', nullable: false });
    }
  });

  it("take the vendor's key for a reference in an observation, our id in the store", () => {
    const data = {
      studentId: '9223372036854775807',
      classId: '2207',
      fromDay: null,
      toDay: null,
      orderNumber: null,
      orderDay: null,
    };
    expect(entities.enrolment.observed.safeParse(data).success).toBe(true);
    expect(entities.enrolment.schema.safeParse(data).success).toBe(false);
  });

  it.each([
    ['a field too many', { room: '12' }],
    ['a day that does not exist', { date: '2025-02-30' }],
    ['a text with NUL', { value: '5\u0000' }],
    ['an empty text', { value: '' }],
    ['a missing reference', { studentId: null }],
    ['a scale with a fraction', { scaleMax: 5.5 }],
  ])('refuse %s', (_, change) => {
    const good = {
      studentId: '1',
      assessmentId: null,
      lessonId: null,
      subjectId: 'Алгебра',
      date: '2025-09-08',
      value: '5',
      scaleMax: 5,
      comment: null,
      teacherId: null,
      setDay: null,
      changedAt: null,
    };
    expect(entities.mark.observed.safeParse(good).success).toBe(true);
    expect(entities.mark.observed.safeParse({ ...good, ...change }).success).toBe(false);
  });
});

describe('ids', () => {
  it('are UUIDs of version 5 and the same for the same words', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const id = deterministicId(words);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(deterministicId(words)).toBe(id);
      }),
    );
  });

  it('differ when words are cut elsewhere, and by each part of a row name', () => {
    expect(deterministicId(['a', 'bc'])).not.toBe(deterministicId(['ab', 'c']));
    const name = { schoolId: 's', source: 'x/y', entity: 'mark', key: '1' };
    const others = [
      { ...name, schoolId: 't' },
      { ...name, source: 'x/z' },
      { ...name, entity: 'lesson' },
      { ...name, key: '2' },
    ];
    expect(new Set([name, ...others].map(rowId)).size).toBe(5);
  });
});

describe('dates', () => {
  const anyDay = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

  it('go forth and back', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -400, max: 400 }), (day, days) => {
        expect(addDays(addDays(day, days), -days)).toBe(day);
      }),
    );
  });

  it('find the Monday of any day at most six days before it', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const monday = mondayOf(day);
        expect(weekdayOf(monday)).toBe(1);
        expect([...daysBetween(monday, day)].length).toBe(weekdayOf(day));
      }),
    );
  });

  it.each([
    ['2025-02-28', true],
    ['2024-02-29', true],
    ['2025-02-29', false],
    ['2025-13-01', false],
    ['2025-9-01', false],
    ['', false],
  ])('know whether %j is a day', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  it('read a moment in the zone of the school, not of the server', () => {
    const moment = new Date('2025-09-08T20:30:00Z');
    expect(dayIn(moment, 'Europe/Moscow')).toBe('2025-09-08');
    expect(dayIn(moment, 'Asia/Barnaul')).toBe('2025-09-09');
  });
});
