import { expect, it } from 'vitest';
import { countedOf, factsOf, learnersOf, onlyOf, termMarkOf, weightedMeanOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, sectionOf, valueAt } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Объективность. */
export const objectivityGap: FormCheck = (world) => {
  it('holds marks for the term against rounded weighted means, and tests against both', async () => {
    const facts = factsOf(world());
    const report = await world().report('objectivity-gap', TERM);
    const section = sectionOf(report, 'subjects');
    let compared = 0;
    let gaps = 0;
    for (const klass of facts.classes.filter(({ grade }) => grade > 1))
      for (const subjectId of new Set(facts.groupsOf(klass.id).map((group) => group.subjectId))) {
        const row = onlyOf(
          section.rows.filter(({ key }) => key === `${klass.name}/${facts.subject(subjectId)}`),
          `${klass.name}/${facts.subject(subjectId)}`,
        );
        const pairs = learnersOf(facts, klass.id, subjectId).flatMap((student) => {
          const mark = termMarkOf(facts, student, subjectId) ?? '';
          if (!/^[1-5]$/.test(mark)) return [];
          const own = countedOf(facts, student.id, subjectId);
          const tests = own
            .filter(({ work }) => work === 'Контрольная работа')
            .flatMap(({ numbers }) => numbers);
          return [{ mark: Number(mark), weighted: weightedMeanOf(own), test: mean(tests) }];
        });
        const both = pairs.flatMap(({ mark, weighted }) =>
          weighted === null ? [] : [Math.max(2, mark) - Math.max(2, Math.floor(weighted + 0.5))],
        );
        const value = (key: string) => valueAt(section, row, key);
        const where = `${klass.name}/${facts.subject(subjectId)}`;
        expect({ where, above: value('above'), below: value('below'), equal: value('equal') }).toEqual({
          where,
          above: both.filter((gap) => gap > 0).length,
          below: both.filter((gap) => gap < 0).length,
          equal: both.filter((gap) => gap === 0).length,
        });
        compared += both.length;
        gaps += both.filter((gap) => gap !== 0).length;
        if ('mark.assessmentId' in world().gaps) {
          expect(cellOf(section, row, 'testMean').missing).toMatch(/^нет данных: /);
          continue;
        }
        const tested = pairs.flatMap(({ mark, test }) => (test === null ? [] : [test - mark]));
        expect(value('tested'), where).toBe(tested.length);
        const truth = mean(tested);
        if (truth === null) expect(value('testGap')).toBeNull();
        else expect(value('testGap'), where).toBeCloseTo(truth, 8);
      }
    expect(compared).toBeGreaterThan(100);
    expect(sectionOf(report, 'students').rows.length).toBe(gaps);
  });
};
