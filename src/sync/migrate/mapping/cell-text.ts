import type { CellValue } from 'exceljs';

/** What opens a formula in one spreadsheet program or another. */
const FORMULA = /^'*[=+\-@\t\r\n]/;
const GUARDED = /^'+[=+\-@\t\r\n]/;

/** `_x0041_` is how a workbook spells a character by its number; a text that happens to look so is spelled out. */
const BY_NUMBER = /_x(?=[0-9A-Fa-f]{4}_)/g;

/**
 * The text as it may stand in a cell: one that would open a formula gets an apostrophe in front, which
 * {@link unguarded} takes away again. The cell's own format says «text» besides.
 */
export function guarded(text: string): string {
  const spelled = text.replace(BY_NUMBER, '_x005F_x');
  return FORMULA.test(text) ? `'${spelled}` : spelled;
}

/** See {@link guarded}. */
export const unguarded = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);

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
    return value.trim() === '' ? { kind: 'empty' } : { kind: 'text', text: unguarded(value) };
  }
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value instanceof Date) return { kind: 'other' };
  if ('richText' in value) return cellText(value.richText.map(({ text }) => text).join(''));
  if ('text' in value) return cellText(value.text);
  if ('result' in value) return cellText(value.result);
  return { kind: 'other' };
}
