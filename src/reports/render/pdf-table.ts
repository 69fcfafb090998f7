import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { oneDecimal } from '../formulas.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import { dayText } from '../words.ts';
import { breakable } from './breaks.ts';
import { DENSE } from './print.ts';

/** How a section comes onto paper. */
export interface Sheet {
  /** Between the margins, in points. */
  readonly width: number;
  readonly fontSize: number;
  /** Why a cell is empty → the number of its footnote. */
  readonly missing: Map<string, number>;
  /** Heads that are too long for their columns, as they stand there → whole. */
  readonly cut: Map<string, string>;
}

/** What stands beside a text in its column, in points. */
const PADDING = 4.5;
/** Of a letter of the middling sort, in heights of the font. */
const LETTER = 0.56;
/** A row that may be higher than a page is let go over its end. */
const TALL = 1_500;

/** Lines of a head; what is longer is told whole below the table. */
const HEAD_LINES = 12;

const LARGEST = 9;
const SMALLEST = 5.5;

const needed = (columns: readonly Column[], size: number): number =>
  columns.reduce((sum, { width }) => sum + width * LETTER * size + PADDING, 0);

/** The largest size at which the columns have the room that they ask for; else the smallest. */
export function sizeFor(columns: readonly Column[], width: number): number {
  let size = LARGEST;
  while (size > SMALLEST && needed(columns, size) > width) size -= 0.5;
  return size;
}

/** Whether the columns want a page on its side. */
export const isWide = (columns: readonly Column[], upright: number): boolean => needed(columns, 8) > upright;

function numberText(value: number, { kind }: Column): string {
  return kind === 'integer' ? String(value) : oneDecimal(value);
}

const isText = ({ kind }: Column): boolean => kind === 'text';

function noteOf(missing: Sheet['missing'], reason: string): TableCell {
  const number = missing.get(reason) ?? missing.size + 1;
  missing.set(reason, number);
  return { text: ['н/д', { text: ` ${number}`, sup: true }], alignment: 'right' };
}

function cellOf(cell: Cell, column: Column, room: number, sheet: Sheet): TableCell {
  const { value, missing, was } = cell;
  const alignment = isText(column) ? 'left' : 'right';
  if (value === null && missing !== undefined) return noteOf(sheet.missing, missing);
  if (typeof value === 'string') {
    const text = column.kind === 'day' ? dayText(value) : value;
    return { text: breakable(text, room), alignment };
  }
  const now = value === null ? (was === undefined ? '' : '–') : numberText(value, column);
  if (was === undefined) return { text: now, alignment };
  const before = was === null ? '–' : numberText(was, column);
  return { text: [now, { text: `\n${before}`, color: '#777777' }], alignment };
}

function headText(text: string, room: number, { cut }: Sheet): string {
  const most = Math.max(8, Math.floor((HEAD_LINES * room) / 0.8));
  if (text.length <= most) return text;
  const short = `${text.slice(0, most - 1)}…`;
  cut.set(short, text);
  return short;
}

/** The heads: groups of columns above their own. */
function headRows(columns: readonly Column[], rooms: readonly number[], sheet: Sheet): TableCell[][] {
  const head = (text: string, room: number, more: object = {}): TableCell => ({
    text: breakable(headText(text, room, sheet), room),
    bold: true,
    ...more,
  });
  const titles = columns.map(({ title }, index) => head(title, rooms[index] ?? 1));
  if (columns.every(({ group }) => group === undefined)) return [titles];
  const above: TableCell[] = columns.map(() => ({}));
  for (let at = 0; at < columns.length; ) {
    const group = columns[at]?.group;
    let end = at + 1;
    while (group !== undefined && columns[end]?.group === group) end += 1;
    const room = rooms.slice(at, end).reduce((sum, one) => sum + one, 0);
    above[at] =
      group === undefined
        ? head(columns[at]?.title ?? '', rooms[at] ?? 1, { rowSpan: 2 })
        : head(group, room, { colSpan: end - at, alignment: 'center' });
    at = end;
  }
  return [above, titles];
}

const isTall = ({ cells }: Row): boolean =>
  cells.some(({ value }) => typeof value === 'string' && value.length > TALL);

function bodyRow(row: Row, columns: readonly Column[], rooms: readonly number[], sheet: Sheet): TableCell[] {
  const look =
    row.kind === 'row' ? {} : { bold: true, fillColor: row.kind === 'total' ? '#e4e4e4' : '#f2f2f2' };
  return columns.map(
    (column, index): TableCell => ({
      ...(cellOf(row.cells[index] ?? { value: null }, column, rooms[index] ?? 1, sheet) as Extract<
        TableCell,
        { text: unknown }
      >),
      ...look,
    }),
  );
}

/** A section as a table that never leaves the page: columns share its width by what they ask for. */
export function sectionTable({ title, columns, rows, empty }: Section, sheet: Sheet): Content[] {
  const free = sheet.width - columns.length * PADDING;
  const asked = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => (free * width) / asked);
  const rooms = widths.map((width) => width / sheet.fontSize);
  const heads = headRows(columns, rooms, sheet);
  const body = [...heads, ...rows.map((row) => bodyRow(row, columns, rooms, sheet))];
  const table: Content = {
    layout: DENSE,
    fontSize: sheet.fontSize,
    table: {
      headerRows: heads.length,
      keepWithHeaderRows: 1,
      dontBreakRows: !rows.some(isTall),
      widths,
      body,
    },
  };
  return [
    ...(title === null ? [] : [{ text: title, style: 'section', headlineLevel: 1 } as Content]),
    rows.length === 0 ? { text: empty, italics: true } : table,
  ];
}
