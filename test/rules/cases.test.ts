import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/rules/kinds/index.ts';
import { effectiveEntries } from '../../src/rules/regulation/cascade.ts';
import type { Entry } from '../../src/rules/regulation.ts';
import { readRegulations, regulationsFolder } from '../../src/sync/regulation-files.ts';
import { caseFiles, judgeCase, questionOf, readCase, standsAbove } from './case-book.ts';
import { checkVerdict } from './case-verdict.ts';

const { regulations, faults } = await readRegulations(regulationsFolder, kinds);
const files = caseFiles();
const nameOf = (raw: unknown): string =>
  typeof raw === 'object' && raw !== null && 'name' in raw ? String(raw.name) : 'without a name';

describe.each(files)('worked cases: $act', ({ act, cases }) => {
  it.each(cases.map((raw, index) => ({ title: `${index + 1}. ${nameOf(raw)}`, raw })))(
    '$title',
    ({ raw }) => {
      const one = readCase(raw);
      const question = questionOf(one, act, regulations);
      if (question.entry) expect(one.clause).toBe(question.entry.clause);
      if (one.over ?? one.regulation) expect(standsAbove(one, act, regulations)).toEqual(one.over ?? []);
      const { judge, setting } = judgeCase(one, question);
      const wanted = Array.isArray(one.expect) ? one.expect : [one.expect];
      for (const expected of wanted) checkVerdict(expected, judge, setting);
    },
  );
});

/** A reader of the cases of an act without deadlines of its own must see whose deadlines apply instead. */
describe('an act that sets no deadlines', () => {
  const adoptions = [{ regulation: 'barnaul-33', from: '2025-09-01', to: null, choices: {} }];
  const inForce = effectiveEntries({ regulations, adoptions, day: '2025-09-15' }, kinds);

  it('leaves all of them to the federal file, and every answer names it', () => {
    const own = inForce.filter(({ regulation }) => regulation.id === 'barnaul-33');
    expect(own.map(({ entry }) => entry.kind).sort()).toEqual([
      'account_rights',
      'group_membership',
      'record_on_day_off',
    ]);
    expect(own.every(({ over }) => over.length === 1 && over[0]?.regulation === '_federal')).toBe(true);
    const others = inForce.filter((one) => !own.includes(one));
    expect(others.map(({ regulation }) => regulation.id)).toEqual(others.map(() => '_federal'));
    expect(others.map(({ entry }) => entry.kind)).toContain('entry_deadline');
  });
});

/** Cases of an entry, wherever they stand. */
function casesOf(regulation: string, { id }: Entry) {
  return files.flatMap(({ act, cases }) =>
    cases.map(readCase).filter((one) => one.entry === id && (one.regulation ?? act) === regulation),
  );
}

describe('worked cases', () => {
  it('stand on regulations that are in order', () => {
    expect(faults).toEqual([]);
  });

  it.each(regulations)(
    '$id says of what no machine can check where it stands, what it asks, and why not',
    ({ uncheckable, entries }) => {
      expect(uncheckable.length).toBeGreaterThan(0);
      for (const { clause, says, why } of uncheckable) {
        expect(
          [clause, says, why].filter((text) => text.trim() === ''),
          clause,
        ).toEqual([]);
        expect(says, clause).not.toBe(why);
        expect(entries.map((entry) => entry.clause)).not.toContain(clause);
      }
      const clauses = uncheckable.map(({ clause }) => clause);
      expect(new Set(clauses).size).toBe(clauses.length);
    },
  );

  const entries = regulations.flatMap(({ id, entries }) =>
    entries.filter(({ inForce }) => inForce).map((entry) => ({ act: id, id: entry.id, entry })),
  );
  it.each(entries)('$act/$id has three cases, one of them at the edge', ({ act, entry }) => {
    const found = casesOf(act, entry);
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(found.some(({ edge }) => edge)).toBe(true);
  });
});
