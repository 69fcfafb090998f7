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

function widened(drill: DrillRef, to: ReturnType<typeof askedDrill>): DrillRef {
  const kept = Object.entries(drill).filter(([key]) => !NARROW.includes(key as keyof DrillRef));
  return { of: drill.of, ...Object.fromEntries(kept), ...to };
}

/** Cells of a column that are numbers; what is missing somewhere is not in the sum. */
function sumOfColumn(cells: readonly Cell[], drill: ReturnType<typeof askedDrill>): Cell {
  const known = cells.filter(({ value }) => value !== null);
  if (known.length === 0) {
    const missing = cells.find((one) => one.missing !== undefined)?.missing;
    return missing === undefined ? cell(null) : { value: null, missing };
  }
  const ref = known.find((one) => one.drill)?.drill;
  return cell(
    total(known, ({ value }) => Number(value)),
    ref && widened(ref, drill),
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
      const ref = rows.map((row) => row.cells[index]?.drill).find((some) => some !== undefined);
      return told(percent(rate.part(sums), rate.whole(sums)), null, ref && widened(ref, drill));
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
