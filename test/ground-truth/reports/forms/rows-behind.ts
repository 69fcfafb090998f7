import { expect, it } from 'vitest';
import { drillRows, parseDrill } from '../../../../src/reports/drill-query.ts';
import { readsOver } from '../../../../src/store/read/database.ts';
import type { FormCheck } from '../suite.ts';
import type { ReportWorld } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

/** Columns whose numbers are exactly what the rows behind them come to; dates at the edges of a period are not. */
const EXACT: Readonly<Record<string, readonly string[]>> = {
  attendance: ['missed', 'sick', 'excused', 'unexcused', 'notGiven', 'late', 'missedDays'],
  'movement-report': ['arrived', 'left', 'movedIn', 'movedOut', 'end', 'boys', 'girls'],
  'substitution-register': ['hours'],
  'programme-completion': ['given'],
};

/** Where nobody tells dates, rows of a class have lessons of the class too that a student of it came from. */
const widerOf = ({ gaps }: ReportWorld): readonly string[] =>
  'groupMembership.fromDay' in gaps ? ['given'] : [];

async function wrongOf(
  world: ReportWorld,
  form: string,
  keys: readonly string[],
): Promise<readonly string[]> {
  const ground = {
    database: readsOver(world.services.store.pool),
    reach: { all: true },
    classIds: null,
    now: new Date(`${world.asOf}:00Z`),
    seesIllness: true,
    gapsOf: () => world.gaps,
  } as const;
  const report = await world.report(form, TERM);
  const wrong: string[] = [];
  for (const section of report.sections.slice(0, 2))
    for (const row of section.rows)
      for (const key of keys) {
        const at = section.columns.findIndex((column) => column.key === key);
        const cell = row.cells[at];
        if (!cell || cell.value === null) continue;
        // Who left on the last day still has a row of it: such a number has no rows of its own.
        if (!cell.drill && ['end', 'boys', 'girls', 'hours'].includes(key)) continue;
        const ref = parseDrill(cell.drill);
        const rows = ref ? await drillRows(ground, ref, { after: null, limit: 1 }) : null;
        const counts = rows?.ok && typeof rows.value === 'object' ? rows.value.counts : null;
        const fits =
          counts !== null &&
          (widerOf(world).includes(key) ? counts >= Number(cell.value) : counts === cell.value);
        if (!fits) wrong.push(`${form} ${section.key} ${row.key} ${key}: ${cell.value}, rows ${counts}`);
      }
  return wrong;
}

/** The rows behind the numbers of registers and attendance. */
export const rowsBehind: FormCheck = (world) => {
  for (const [form, keys] of Object.entries(EXACT))
    it(`has as many rows behind a number of ${form} as the number says`, async () => {
      expect(await wrongOf(world(), form, keys)).toEqual([]);
    });
};
