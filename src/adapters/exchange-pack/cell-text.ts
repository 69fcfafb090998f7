import { guard } from '../../model/spreadsheet.ts';
import type { CellKind, Column } from './column.ts';
import type { Cell } from './resolve.ts';

/** `2025-09-01` → `01.09.2025`. */
export const russianDay = (day: string): string => day.split('-').toReversed().join('.');

const NUMBERS: ReadonlySet<CellKind> = new Set(['int', 'decimal']);

/** A cell as it stands in a CSV file: days by dots, decimals with a comma, nothing that runs. */
export function csvText({ kind }: Column, cell: Cell): string {
  if (cell === null) return '';
  if (kind === 'day') return russianDay(String(cell));
  // Several numbers in one cell are a text already.
  if (NUMBERS.has(kind)) return String(cell).replaceAll('.', ',');
  return guard(String(cell));
}

/** Formats of a workbook's columns: real dates and numbers, and text where it must not be taken for either. */
export const numberFormats: Readonly<Record<CellKind, string>> = {
  text: '@',
  id: '@',
  time: '@',
  moment: '@',
  day: 'dd.mm.yyyy',
  int: '0',
  decimal: '0.##',
};

/** What one cell of a workbook can hold. */
const LONGEST = 32_767;

/** A cell as a workbook holds it. Strings are stored as strings there, so nothing runs. */
export function workbookValue({ kind }: Column, cell: Cell): string | number | Date | null {
  if (cell === null) return null;
  if (kind === 'day') return new Date(`${cell}T00:00:00Z`);
  if (NUMBERS.has(kind) && typeof cell === 'number') return cell;
  const text = String(cell);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
