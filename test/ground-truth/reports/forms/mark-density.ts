import { expect, it } from 'vitest';
import { countedOf, type Facts, factsOf, onlyOf, termMarkOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, sectionOf, valueAt } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

/** Per class, subject and part of it. */
function densities(facts: Facts) {
  return facts.settled
    .filter(({ grade }) => grade > 1)
    .flatMap(({ id, name }) =>
      facts.groupsOf(id).map((group) => {
        const on = facts.roster(id, facts.term.endDay).map((one) => one.id);
        const students = facts.members(group.id, facts.term.endDay).filter((one) => on.includes(one.id));
        const counts = students.map((one) => countedOf(facts, one.id, group.subjectId).length);
        return {
          place: [name, facts.subject(group.subjectId), group.part === null ? '' : String(group.part)].join(
            '/',
          ),
          students: students.length,
          marks: counts.reduce((sum, count) => sum + count, 0),
          without: counts.filter((count) => count === 0).length,
          one: counts.filter((count) => count === 1).length,
          termMarks: students.filter((one) => termMarkOf(facts, one, group.subjectId) !== null).length,
        };
      }),
    );
}

/** Накопляемость отметок. */
export const markDensity: FormCheck = (world) => {
  it('counts marks, and students without one and with one, by class, subject and group', async () => {
    const facts = factsOf(world());
    const section = sectionOf(await world().report('mark-density', TERM), 'density');
    const truth = densities(facts);
    const names = new Set(facts.settled.map(({ name }) => name));
    const rows = section.rows.filter((row) => names.has(String(valueAt(section, row, 'class'))));
    expect(rows.length).toBe(truth.length);
    for (const { place, students, marks, without, one } of truth) {
      const row = onlyOf(
        rows.filter(
          (each) =>
            ['class', 'subject', 'group'].map((key) => valueAt(section, each, key) ?? '').join('/') === place,
        ),
        place,
      );
      const value = (key: string) => valueAt(section, row, key);
      expect({ place, students: value('students'), marks: value('marks') }).toEqual({
        place,
        students,
        marks,
      });
      expect({ place, without: value('without'), one: value('one') }).toEqual({ place, without, one });
      expect(value('withoutShare')).toBeCloseTo((without / students) * 100, 8);
      expect(value('oneShare')).toBeCloseTo((one / students) * 100, 8);
    }
  });

  it('sums up to the municipality', async () => {
    const own = sectionOf(await world().report('mark-density', TERM), 'density');
    const sum = (key: string): number =>
      own.rows
        .filter(({ kind }) => kind === 'row')
        .reduce((whole, row) => whole + Number(valueAt(own, row, key)), 0);
    const asked = { ...TERM, scope: `municipality:${world().municipality}` };
    const section = sectionOf(await world().report('mark-density', asked), 'density');
    expect(section.rows.map(({ kind }) => kind)).toEqual(['row', 'total']);
    const whole = own.rows.find(({ kind }) => kind === 'total');
    if (!whole) throw new Error('the school has no sum');
    // A diary without dates leaves whoever moved in two groups of a subject: rows count them twice, a sum once.
    for (const key of ['marks', 'one'])
      expect(Number(valueAt(own, whole, key))).toBeLessThanOrEqual(sum(key));
    if (world().source.endsWith('/staff')) expect(valueAt(own, whole, 'marks')).toBe(sum('marks'));
    for (const row of section.rows) {
      expect(valueAt(section, row, 'marks')).toBe(valueAt(own, whole, 'marks'));
      expect(valueAt(section, row, 'one')).toBe(valueAt(own, whole, 'one'));
      expect(cellOf(section, row, 'without').drill).toMatchObject({
        of: 'term_marks',
        value: 'without_marks',
      });
    }
  });
};
