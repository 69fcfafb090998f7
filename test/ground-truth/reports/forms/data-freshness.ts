import { expect, it } from 'vitest';
import { onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { sectionOf, valueAt } from '../world.ts';

/** Свежесть данных. */
export const dataFreshness: FormCheck = (world) => {
  it('says when the journal was read, how long ago, what was refused and whose marks were read', async () => {
    const report = await world().report('data-freshness', { from: '2025-09-01', to: '2025-10-31' });
    const section = sectionOf(report, 'connections');
    const row = onlyOf(section.rows, 'connection');
    expect(valueAt(section, row, 'source')).toBe(world().source);
    expect(valueAt(section, row, 'readDay')).toBe(world().asOf.slice(0, 10));
    expect(valueAt(section, row, 'age')).toBeCloseTo(0, 3);
    const { rows } = await world().services.store.pool.query<{ count: number }>(
      `select count(*)::int as count from quarantine q where q.school_id = $1
        and q.run_id = (select max(run_id) from run where school_id = $1)`,
      [world().schoolId],
    );
    expect(valueAt(section, row, 'quarantined')).toBe(rows[0]?.count);
    expect(valueAt(section, row, 'coverage')).toBe(100);
    const vendors = sectionOf(report, 'vendors');
    expect(valueAt(vendors, onlyOf(vendors.rows, 'vendor'), 'schools')).toBe(1);
  });
};
