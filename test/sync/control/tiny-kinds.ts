import { z } from 'zod';
import { type AnyKind, defineKind } from '../../../src/rules/kind.ts';
import { currentOf, enteredOf } from '../../../src/rules/observed.ts';
import { entrySchema, type Regulation, regulationSchema } from '../../../src/rules/regulation.ts';

/** A mark of 2 breaks it, one of 1 cannot be decided, any other is fine. */
export const noTwos = defineKind({
  name: 'no_twos',
  rules: ['R99'],
  title: 'двоек нет',
  severity: 'warning',
  scope: 'subject_term',
  params: z.strictObject({ worst: z.string().default('2') }),
  topic: () => 'no_twos',
  needs: () => ['mark'],
  watches: ['mark'],
  evaluate(facts, { worst }, at, judge) {
    for (const mark of facts.marks) {
      const rows = [{ entity: 'mark', id: mark.id }] as const;
      const place = { studentId: mark.studentId, day: mark.date };
      const interval = enteredOf(mark.value);
      const told = { key: mark.id, rows, place, message: 'двойка', ...(interval ? { interval } : {}) };
      if (at.calendar.startOf(mark.date) > at.now) judge.pending(at.calendar.startOf(mark.date));
      else if (currentOf(mark.value) === worst) {
        judge.violated({ ...told, accepted: { row: rows[0], value: null } });
      } else if (currentOf(mark.value) === '1')
        judge.undecided({ ...told, reason: 'not_looked', advice: 'ждать' });
      else if (currentOf(mark.value) === null) judge.notConcerned();
      else judge.met();
    }
  },
});

/** A class has lessons. */
export const hasLessons = defineKind({
  name: 'has_lessons',
  rules: ['R98'],
  title: 'уроки есть',
  severity: 'error',
  scope: 'class_term',
  params: z.strictObject({}),
  topic: () => 'has_lessons',
  needs: () => ['lesson'],
  watches: ['lesson'],
  evaluate(facts, _, at, judge) {
    if (facts.lessons.length > 0) judge.met();
    else if (at.calendar.startOf(facts.from) > at.now) judge.pending(at.calendar.startOf(facts.from));
    else judge.violated({ key: 'none', rows: [], place: {}, message: 'уроков нет' });
  },
});

/** A student without a birth date. */
export const birthDates = defineKind({
  name: 'birth_dates',
  rules: ['R97'],
  title: 'даты рождения',
  severity: 'info',
  scope: 'school',
  params: z.strictObject({}),
  topic: () => 'birth_dates',
  needs: () => ['student'],
  watches: ['student'],
  evaluate(facts, _, _at, judge) {
    for (const { id, birthDate } of facts.students) {
      const place = { studentId: id };
      if (birthDate === null) judge.violated({ key: id, rows: [], place, message: 'нет даты рождения' });
      else judge.met();
    }
  },
});

/** Needs what no source tells. */
export const unheardOf = defineKind({
  name: 'unheard_of',
  rules: ['R96'],
  title: 'никто не знает',
  severity: 'info',
  scope: 'subject_term',
  params: z.strictObject({}),
  topic: () => 'unheard_of',
  needs: () => ['homework.minutes'],
  watches: [],
  evaluate() {
    throw new Error('evaluated although nothing tells what it needs');
  },
});

export const tinyKinds: readonly AnyKind[] = [noTwos, hasLessons, birthDates, unheardOf];

const entry = (kind: AnyKind, more: object = {}) =>
  entrySchema.parse({
    id: kind.name.replaceAll('_', '-'),
    kind: kind.name,
    clause: 'п. 1',
    says: kind.title,
    effect: 'report',
    ...more,
  });

/** An act of one entry for each of the tiny kinds. */
export const tinyAct = (more: object = {}): Regulation =>
  regulationSchema.parse({
    id: 'tiny',
    level: 'school',
    title: 'Положение',
    issuer: 'Школа',
    number: '1',
    date: '2025-08-20',
    from: '2025-08-25',
    entries: tinyKinds.map((kind) => entry(kind)),
    ...more,
  });
