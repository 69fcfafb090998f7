import { expect, it } from 'vitest';
import { factsOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { nameOf, shortName, valueAt } from '../world.ts';

const LAST = '2025-10-31';

/** Алфавитная книга. */
export const alphabeticalRegister: FormCheck = (world) => {
  it('has everybody who ever came, numbered by letter, and who has left', async () => {
    const { year } = world();
    const facts = factsOf(world());
    const report = await world().report('alphabetical-register', { from: '2025-09-01', to: LAST });
    const came = facts.dated
      ? year.students.filter(({ enrolments }) => enrolments.some(({ from }) => from <= LAST))
      : year.classes.flatMap(({ id }) => facts.roster(id, LAST));
    const rows = report.sections.flatMap((section) =>
      section.rows.map((row) => ({
        letter: section.key,
        number: valueAt(section, row, 'number'),
        name: shortName(String(valueAt(section, row, 'student'))),
        left: valueAt(section, row, 'leftDay'),
        order: valueAt(section, row, 'leftOrder'),
      })),
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(came.map(nameOf).sort());
    for (const { key, rows: own } of report.sections) {
      const numbers = rows.filter(({ letter }) => letter === key).map(({ number }) => number);
      expect(numbers).toEqual(own.map((_, index) => `${key}-${index + 1}`));
    }
    if (!facts.dated) return;
    const gone = year.movements.filter(({ kind, date }) => kind === 'departure' && date <= LAST);
    expect(gone.length).toBeGreaterThan(0);
    const said = rows.filter(({ left }) => left !== null);
    expect(said.map(({ name, left, order }) => `${name} ${left} ${order}`).sort()).toEqual(
      gone
        .map(({ studentId, date, orderNumber }) => {
          const student = year.students.find(({ id }) => id === studentId);
          return `${student ? nameOf(student) : ''} ${date} ${orderNumber}`;
        })
        .sort(),
    );
  });
};
