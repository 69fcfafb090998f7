/** What a spreadsheet would take for a formula, with the apostrophes that stand before it already. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * Puts an apostrophe before what a spreadsheet would run when it opens a file of plain text; {@link unguard} takes
 * exactly that one away.
 */
export const guard = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text that {@link guard} was given. */
export const unguard = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;

/** `_x0041_` is how a workbook spells a character by its number; a text that happens to look so is spelled out. */
const BY_NUMBER = /_x(?=[0-9A-Fa-f]{4}_)/g;

/** A text as a cell of a workbook means it. */
export const spelled = (text: string): string => text.replace(BY_NUMBER, '_x005F_x');
