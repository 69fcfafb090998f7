import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forms } from '../../../src/reports/registry.ts';
import { readsOver } from '../../../src/store/read/database.ts';
import { behind, leadingIn, unlike } from './behind-numbers.ts';
import { dateOf, openReportWorld, type ReportWorld } from './world.ts';

/** Numbers that count nothing: of a line, a grade, minutes, a mark and a difference of marks. */
const VALUES = ['number', 'grade', 'minutes', 'termMark', 'gap'];

const DAYS = { from: '2025-09-01', to: '2025-10-26' };
const TERM = { term: '2025-quarter-1' };

let world: ReportWorld;
let counts: ReturnType<typeof behind>;
beforeAll(async () => {
  world = await openReportWorld('truth', 'staff');
  counts = behind({
    database: readsOver(world.services.store.pool),
    reach: { all: true },
    classIds: null,
    seesIllness: true,
    now: dateOf(world.asOf, world.year.timeZone),
    gapsOf: () => world.gaps,
  });
}, 600_000);
afterAll(() => world?.close());

/** Every scope that a form is made for, of the one small school. */
async function scopesOf(kinds: readonly string[]): Promise<readonly string[]> {
  const [klass] = world.year.classes.filter(({ grade }) => grade === 7);
  const all = {
    region: 'region',
    municipality: `municipality:${world.municipality}`,
    school: `school:${world.schoolId}`,
    class: `class:${await world.classId(klass?.name ?? '')}`,
  };
  return Object.entries(all).flatMap(([kind, scope]) => (kinds.includes(kind) ? [scope] : []));
}

describe('every number that leads to rows', () => {
  for (const form of forms)
    it(`of ${form.id} is what they come to`, { timeout: 300_000 }, async () => {
      const wrong: string[] = [];
      for (const scope of await scopesOf(form.scopes)) {
        const period = form.period === 'term' || form.period === 'terms' ? TERM : DAYS;
        const report = await world.report(form.id, { ...period, scope });
        const numbers = leadingIn(report.sections).filter(({ column }) => !VALUES.includes(column));
        const found = await unlike(counts, numbers);
        wrong.push(...found.map((one) => `${scope.slice(0, 6)} ${one}`));
      }
      expect(wrong).toEqual([]);
    });
});
