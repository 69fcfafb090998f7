import { expect, it } from 'vitest';
import { factsOf, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, sectionOf, valueAt } from '../world.ts';

const DAYS = { from: '2025-09-01', to: '2025-09-20' };

/** Сведения для формы ОО-1. */
export const oo1: FormCheck = (world) => {
  it('counts classes and students by grade, sex and age, and names nobody', async () => {
    const facts = factsOf(world());
    const { year, gaps } = world();
    const report = await world().report('oo1', DAYS);
    const classes = sectionOf(report, 'classes');
    for (const grade of new Set(year.classes.map((one) => one.grade))) {
      const own = year.classes.filter((one) => one.grade === grade);
      const students = own.flatMap(({ id }) => facts.roster(id, DAYS.to));
      const row = onlyOf(
        classes.rows.filter(({ key }) => key === String(grade)),
        `grade ${grade}`,
      );
      expect(valueAt(classes, row, 'classes')).toBe(own.length);
      expect(valueAt(classes, row, 'students')).toBe(students.length);
      const girls = cellOf(classes, row, 'girls');
      if ('student.sex' in gaps) expect(girls.missing).toMatch(/^нет данных: /);
      else if (facts.dated) expect(girls.value).toBe(students.filter(({ sex }) => sex === 'female').length);
    }
    const ages = sectionOf(report, 'ages');
    if ('student.birthDate' in gaps) {
      for (const row of ages.rows) expect(cellOf(ages, row, 'value').missing).toMatch(/^нет данных: /);
    } else if (facts.dated) {
      const truth = new Map<string, number>();
      for (const { birthDate } of year.classes.flatMap(({ id }) => facts.roster(id, DAYS.to))) {
        // On 1 January everybody has had the birthday of the year before.
        const age = 2026 - Number(birthDate.slice(0, 4)) - (birthDate.slice(5) > '01-01' ? 1 : 0);
        truth.set(String(age), (truth.get(String(age)) ?? 0) + 1);
      }
      const said = ages.rows
        .filter(({ kind }) => kind === 'row')
        .map((row) => [row.key, valueAt(ages, row, 'students')]);
      expect(Object.fromEntries(said)).toEqual(Object.fromEntries(truth));
    }
    const text = JSON.stringify(report);
    for (const { lastName, firstName } of year.students)
      expect(text).not.toContain(`${lastName} ${firstName}`);
  });
};
