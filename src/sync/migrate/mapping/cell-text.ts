import type { CellValue } from 'exceljs';
import { guard, spelled, unguard } from '../../../model/spreadsheet.ts';

/** The text as it may stand in a cell: nothing that runs, though the cell's own format says «text» besides. */
export const guarded = (text: string): string => guard(spelled(text));

/** What a cell holds, as text; `rounded` where a spreadsheet has made a number of a longer id. */
export type CellText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' | 'rounded' | 'other' };

function numberText(value: number): CellText {
  if (!Number.isInteger(value)) return { kind: 'text', text: String(value) };
  return Number.isSafeInteger(value) ? { kind: 'text', text: String(value) } : { kind: 'rounded' };
}

/** Reads a cell whatever people have made of it: a number, coloured text, a link, a formula with its result. */
export function cellText(value: CellValue | undefined): CellText {
  if (value === null || value === undefined) return { kind: 'empty' };
  if (typeof value === 'string') {
    return value.trim() === '' ? { kind: 'empty' } : { kind: 'text', text: unguard(value) };
  }
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value instanceof Date) return { kind: 'other' };
  if ('richText' in value) return cellText(value.richText.map(({ text }) => text).join(''));
  if ('text' in value) return cellText(value.text);
  if ('result' in value) return cellText(value.result);
  return { kind: 'other' };
}
