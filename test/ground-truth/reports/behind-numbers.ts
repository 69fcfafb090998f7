import { type AskedDrill, drillRows, parseDrill } from '../../../src/reports/drill-query.ts';
import { groupedBy } from '../../../src/reports/grouping.ts';
import type { ReportGround } from '../../../src/reports/request.ts';
import type { Cell, Column, Row, Section } from '../../../src/reports/table.ts';

/** A number that leads somewhere. */
export interface Leading {
  readonly place: string;
  readonly column: string;
  readonly value: number;
  readonly ref: AskedDrill;
}

const isCount = ({ kind }: Column, { value, drill }: Cell): boolean =>
  kind === 'integer' && typeof value === 'number' && drill !== undefined;

function leadingOf(section: Section, row: Row): readonly Leading[] {
  return section.columns.flatMap((column, index): readonly Leading[] => {
    const cell = row.cells[index];
    if (!cell || !isCount(column, cell)) return [];
    const ref = parseDrill(cell.drill);
    if (!ref) throw new Error(`${section.key} ${row.key} ${column.key} leads nowhere`);
    return [{ place: `${section.key} ${row.key}`, column: column.key, value: Number(cell.value), ref }];
  });
}

/** Of each column and kind of row the greatest numbers, and the least: what is wrong with one is so with the others. */
const ALIKE = 1;

/** Counts of a report that lead to rows: of every column, of rows and of sums. */
export const leadingIn = (sections: readonly Section[]): readonly Leading[] =>
  sections.flatMap((section) => {
    const numbers = section.rows.flatMap((row) =>
      leadingOf(section, row).map((one) => ({ ...one, like: `${row.kind} ${one.column}` })),
    );
    const alike = groupedBy(numbers, ({ like }) => like);
    return [...alike.values()].flatMap((own) => {
      const sorted = own.toSorted((left, right) => right.value - left.value);
      return sorted.filter((_, at) => at < ALIKE || at === sorted.length - 1);
    });
  });

/** What the rows of numbers come to; many numbers lead to the same ones. */
export function behind(ground: ReportGround): (ref: AskedDrill) => Promise<number | null> {
  const known = new Map<string, Promise<number | null>>();
  const look = async (ref: AskedDrill): Promise<number | null> => {
    const rows = await drillRows(ground, ref, { after: null, limit: 1 });
    return rows.ok && typeof rows.value === 'object' ? rows.value.counts : null;
  };
  return (ref) => {
    const key = JSON.stringify(Object.entries(ref).sort());
    const found = known.get(key) ?? look(ref);
    known.set(key, found);
    return found;
  };
}

/** The numbers whose rows come to something else. */
export async function unlike(
  counts: ReturnType<typeof behind>,
  numbers: readonly Leading[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { place, column, value, ref } of numbers) {
    const rows = await counts(ref);
    if (rows !== value) wrong.push(`${place} ${column}: ${value}, rows ${rows}`);
  }
  return wrong;
}
