import type { DaysAsked } from '../store/read/reports/asked-classes.ts';
import { cell, told } from './cells.ts';
import type { DrillRef } from './drill.ts';
import { percent } from './formulas.ts';
import { total } from './grouping.ts';
import type { Cell, Column, Row } from './table.ts';

/** A rate of a sum is a ratio of sums: which columns it is made of, and how. */
export interface Rate {
  readonly key: string;
  readonly part: (sums: Readonly<Record<string, number>>) => number;
  readonly whole: (sums: Readonly<Record<string, number>>) => number;
}

/** What a total over everything asked for leads to. */
export function askedDrill({
  schoolId,
  classId,
  municipality,
}: Pick<DaysAsked, 'schoolId' | 'classId' | 'municipality'>): Pick<
  DrillRef,
  'schoolId' | 'classId' | 'municipality'
> {
  if (schoolId !== null) return { schoolId };
  if (classId !== null) return { classId };
  return municipality === null ? {} : { municipality };
}

const NARROW: readonly (keyof DrillRef)[] = [
  'schoolId',
  'classId',
  'studentId',
  'teacherId',
  'subjectId',
  'groupId',
];

/** Which classes is for the rows of a sum to say, not for the sum. */
const withoutClasses = (which: string): string =>
  which
    .split(',')
    .filter((word) => !/^(grade|level):/.test(word))
    .join(',');

const isSame = (refs: readonly DrillRef[]): boolean =>
  new Set(refs.map((ref) => JSON.stringify(ref))).size === 1;

/**
 * What the rows of all of them are together. A sum of a number that leads nowhere leads nowhere, too; and so does one of
 * numbers of different kinds.
 */
export function widened(cells: readonly Cell[], to: ReturnType<typeof askedDrill>): DrillRef | undefined {
  const refs = cells.flatMap(({ drill }) => drill ?? []);
  if (refs.length === 0 || refs.length < cells.length) return undefined;
  const wide = refs.map((drill): DrillRef => {
    const kept = Object.entries(drill).filter(([key]) => !NARROW.includes(key as keyof DrillRef));
    return { of: drill.of, ...Object.fromEntries(kept), ...to };
  });
  if (isSame(wide)) return wide[0];
  const wider = wide.map(({ which = '', ...rest }): DrillRef => {
    const words = withoutClasses(which);
    return words === '' ? rest : { ...rest, which: words };
  });
  return isSame(wider) ? wider[0] : undefined;
}

/** Cells of a column that are numbers; what is missing somewhere is not in the sum. */
function sumOfColumn(cells: readonly Cell[], drill: ReturnType<typeof askedDrill>): Cell {
  const known = cells.filter(({ value }) => value !== null);
  if (known.length === 0) {
    const missing = cells.find((one) => one.missing !== undefined)?.missing;
    return missing === undefined ? cell(null) : { value: null, missing };
  }
  return cell(
    total(known, ({ value }) => Number(value)),
    widened(known, drill),
  );
}

/** The total of rows: whole numbers are added, rates are ratios of sums, the rest stays empty. */
export function sumRow(
  rows: readonly Row[],
  columns: readonly Column[],
  asked: Pick<DaysAsked, 'schoolId' | 'classId' | 'municipality'>,
  rates: readonly Rate[] = [],
): Row {
  const drill = askedDrill(asked);
  const sums: Record<string, number> = {};
  const cells = columns.map((column, index): Cell => {
    if (index === 0) return cell('Всего');
    const own = rows.flatMap((row) => row.cells[index] ?? []);
    if (
      column.kind === 'integer' ||
      (column.kind === 'decimal' && !rates.some(({ key }) => key === column.key))
    ) {
      const sum = sumOfColumn(own, drill);
      sums[column.key] = Number(sum.value ?? 0);
      return sum;
    }
    const missing = own.find((one) => one.missing !== undefined)?.missing;
    return missing === undefined || own.some(({ value }) => value !== null)
      ? cell(null)
      : { value: null, missing };
  });
  return {
    key: 'all',
    kind: 'total',
    cells: cells.map((one, index) => {
      const rate = rates.find(({ key }) => key === columns[index]?.key);
      if (!rate || one.missing !== undefined) return one;
      const known = rows.flatMap((row) => row.cells[index] ?? []).filter(({ value }) => value !== null);
      return told(percent(rate.part(sums), rate.whole(sums)), null, widened(known, drill));
    }),
  };
}

/** The rows with their total, where there is more than one. */
export const withSum = (
  rows: readonly Row[],
  columns: readonly Column[],
  asked: Pick<DaysAsked, 'schoolId' | 'classId' | 'municipality'>,
  rates: readonly Rate[] = [],
): readonly Row[] => (rows.length > 1 ? [...rows, sumRow(rows, columns, asked, rates)] : rows);
