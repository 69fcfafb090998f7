import { expect, it } from 'vitest';
import { factsOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, nameOf, shortName, valueAt } from '../world.ts';

/** Список контингента. */
export const contingentList: FormCheck = (world) => {
  it('names who is in the classes on the last day, and says what nobody tells', async () => {
    const facts = factsOf(world());
    const report = await world().report('contingent-list', { from: '2025-09-01', to: '2025-10-31' });
    for (const { id, name } of world().year.classes) {
      const section = report.sections.find(({ title }) => title?.startsWith(`${name}: `));
      const truth = facts.roster(id, '2025-10-31').map(nameOf).sort();
      if (!section) throw new Error(`no class ${name}`);
      expect(section.title).toBe(`${name}: ${truth.length}`);
      expect(section.rows.map((row) => shortName(String(valueAt(section, row, 'student')))).sort()).toEqual(
        truth,
      );
      for (const row of section.rows) {
        expect(cellOf(section, row, 'programme').missing).toMatch(/^нет данных: /);
        const birth = cellOf(section, row, 'birthDate');
        if ('student.birthDate' in world().gaps) expect(birth.missing).toMatch(/^нет данных: /);
        else if ('truth/full' === world().source) expect(birth.value).toMatch(/^\d{4}-/);
      }
    }
  });
};
