import { expect, it } from 'vitest';
import type { TruthClass, TruthStudent } from '../../../../sandbox/school-year/types.ts';
import { absencesIn, type Facts, factsOf, learnersOf, missedDaysIn, onlyOf, termMarkOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, type ReportWorld, sectionOf, shortName, valueAt } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

/** Marks of a student for the term by subject. */
function marksOf(facts: Facts, { id: classId }: TruthClass, student: TruthStudent) {
  const subjects = [...new Set(facts.groupsOf(classId).map(({ subjectId }) => subjectId))];
  return subjects.flatMap((subjectId) => {
    const value = termMarkOf(facts, student, subjectId);
    return value === null ? [] : [{ subject: facts.subject(subjectId), value }];
  });
}

const CATEGORIES: Readonly<Record<string, (values: readonly string[]) => boolean>> = {
  Отличники: (values) => values.every((value) => value === '5'),
  'С одной «4»': (values) => values.filter((value) => value !== '5').join() === '4',
  Хорошисты: (values) => values.includes('4') && values.every((value) => value === '4' || value === '5'),
  'С одной «3»': (values) =>
    values.filter((value) => value === '3').length === 1 &&
    values.every((value) => value >= '3' && value <= '5'),
  Неуспевающие: (values) => values.some((value) => value === '2' || value === '1'),
  'Не аттестованы': (values) => values.includes('н/а'),
};

/** Who is in a category; exempt and pass/fail subjects are ignored. */
function inCategory(facts: Facts, klass: TruthClass, category: string): readonly TruthStudent[] {
  if (klass.grade === 1) return [];
  return facts.roster(klass.id, facts.term.endDay).filter((student) => {
    const values = marksOf(facts, klass, student)
      .map(({ value }) => value)
      .filter((value) => /^[1-5]$|^н\/а$/.test(value));
    return values.length > 0 && CATEGORIES[category]?.(values) === true;
  });
}

const KEYS: Readonly<Record<string, string>> = {
  excellent: 'Отличники',
  oneFour: 'С одной «4»',
  good: 'Хорошисты',
  oneThree: 'С одной «3»',
  failing: 'Неуспевающие',
  notAssessed: 'Не аттестованы',
};

function moved(facts: Facts, { id }: TruthClass) {
  const { startDay, endDay } = facts.term;
  const first = new Set(facts.roster(id, startDay).map((one) => one.id));
  const last = new Set(facts.roster(id, endDay).map((one) => one.id));
  return {
    began: first.size,
    arrived: [...last].filter((one) => !first.has(one)).length,
    departed: [...first].filter((one) => !last.has(one)).length,
    ended: last.size,
  };
}

async function made(world: ReportWorld) {
  const report = await world.report('homeroom-report', TERM);
  const totals = sectionOf(report, 'totals');
  const rowOf = (name: string) =>
    onlyOf(
      totals.rows.filter(({ key }) => key === name),
      `class ${name}`,
    );
  return { report, totals, rowOf, facts: factsOf(world) };
}

/** Отчёт классного руководителя. */
export const homeroomReport: FormCheck = (world) => {
  it('counts who was, came, went and is', async () => {
    const { totals, rowOf, facts } = await made(world());
    for (const klass of facts.classes) {
      const truth = moved(facts, klass);
      const row = rowOf(klass.name);
      expect(valueAt(totals, row, 'ended')).toBe(truth.ended);
      for (const key of ['began', 'arrived', 'departed'] as const) {
        const cell = cellOf(totals, row, key);
        if (facts.dated) expect(cell.value, `${klass.name} ${key}`).toBe(truth[key]);
        else expect(cell.missing, `${klass.name} ${key}`).toMatch(/^нет данных: /);
      }
    }
  });

  it('counts students by category, and names them with their subjects', async () => {
    const { report, totals, rowOf, facts } = await made(world());
    const lists = sectionOf(report, 'lists');
    let named = 0;
    for (const klass of facts.classes)
      for (const [key, category] of Object.entries(KEYS)) {
        const truth = inCategory(facts, klass, category);
        expect(valueAt(totals, rowOf(klass.name), key), `${klass.name} ${category}`).toBe(truth.length);
        const rows = lists.rows.filter(
          (row) =>
            valueAt(lists, row, 'class') === klass.name && valueAt(lists, row, 'category') === category,
        );
        named += rows.length;
        expect(rows.map((row) => shortName(String(valueAt(lists, row, 'student')))).sort()).toEqual(
          truth.map(({ lastName, firstName }) => `${lastName} ${firstName.slice(0, 1)}`).sort(),
        );
      }
    expect(named).toBeGreaterThan(5);
    const failing = lists.rows.filter((row) => valueAt(lists, row, 'category') === 'Неуспевающие');
    const subjects = facts.classes
      .filter(({ grade }) => grade > 1)
      .flatMap((klass) =>
        inCategory(facts, klass, 'Неуспевающие').map((student) =>
          marksOf(facts, klass, student)
            .filter(({ value }) => value === '2')
            .map(({ subject }) => subject)
            .sort((left, right) => left.localeCompare(right, 'ru'))
            .join(', '),
        ),
      );
    expect(failing.map((row) => valueAt(lists, row, 'subjects')).sort()).toEqual(subjects.sort());
  });

  it('takes its rates over the graded, its index and mean over all marks', async () => {
    const { totals, rowOf, facts } = await made(world());
    for (const klass of facts.classes) {
      const row = rowOf(klass.name);
      const subjects = [...new Set(facts.groupsOf(klass.id).map(({ subjectId }) => subjectId))];
      const values = subjects
        .flatMap((id) => learnersOf(facts, klass.id, id).map((one) => termMarkOf(facts, one, id)))
        .filter((value): value is string => value !== null && /^([1-5]|н\/а)$/.test(value));
      if (klass.grade === 1) {
        for (const key of ['passRate', 'qualityRate', 'sou', 'mean'])
          expect(valueAt(totals, row, key)).toBeNull();
        continue;
      }
      const worth: Readonly<Record<string, number>> = { 5: 100, 4: 64, 3: 36, 2: 16, 'н/а': 7 };
      const sou = values.reduce((sum, value) => sum + (worth[value] ?? 0), 0) / values.length;
      const numbers = values.filter((value) => value !== 'н/а').map(Number);
      expect(valueAt(totals, row, 'sou')).toBeCloseTo(sou, 8);
      expect(valueAt(totals, row, 'mean')).toBeCloseTo(
        numbers.reduce((sum, number) => sum + number, 0) / numbers.length,
        8,
      );
      const failed = new Set([
        ...inCategory(facts, klass, 'Неуспевающие'),
        ...inCategory(facts, klass, 'Не аттестованы'),
      ]);
      const graded = Number(valueAt(totals, row, 'graded'));
      expect(valueAt(totals, row, 'passRate')).toBeCloseTo(((graded - failed.size) / graded) * 100, 8);
    }
  });

  it('counts missed lessons by reason, and whole days', async () => {
    const { totals, rowOf, facts } = await made(world());
    const reasons = {
      missedSick: 'sick',
      missedExcused: 'excused',
      missedUnexcused: 'unexcused',
      missedNotGiven: 'not_given',
    };
    for (const klass of facts.settled) {
      const row = rowOf(klass.name);
      const missed = absencesIn(facts, klass.id).filter(({ status }) => status === 'absent');
      expect(valueAt(totals, row, 'missed'), klass.name).toBe(missed.length);
      for (const [key, reason] of Object.entries(reasons)) {
        const truth = missed.filter((one) => one.reason === reason).length;
        const cell = cellOf(totals, row, key);
        expect(cell.value ?? 0, `${klass.name} ${key}`).toBe(truth);
        if (cell.value === null) expect(cell.missing).toMatch(/^нет данных: /);
      }
      expect(valueAt(totals, row, 'missedDays'), klass.name).toBe(missedDaysIn(facts, klass.id));
    }
  });
};
