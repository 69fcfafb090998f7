import ExcelJS, { type Row, type Worksheet } from 'exceljs';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { cellText } from './cell-text.ts';
import { fault, type LinePlace, type PlacedMapping, settledLine } from './placed.ts';
import {
  type ColumnName,
  candidateTitles,
  columnTitles,
  HEAD_SHEET,
  headNames,
  howTitles,
  sheetTitles,
} from './sheets.ts';
import {
  type MappingCandidate,
  type MappingEntity,
  type MappingLine,
  mappingEntities,
  mappingHows,
} from './types.ts';
import { isBoundedZip } from './workbook-bounds.ts';

/** People may put a few rows of their own above the titles. */
const TITLES_WITHIN = 20;

const NEEDED: readonly ColumnName[] = ['sourceId', 'targetKey'];

interface Reading {
  readonly name: string;
  readonly faults: Diagnostic[];
}

interface OpenSheet {
  readonly entity: MappingEntity;
  readonly sheet: Worksheet;
  readonly titleRow: number;
  /** Title of a column → its number. */
  readonly columns: ReadonlyMap<string, number>;
}

const sheetPlace = ({ name }: Reading, sheet: Worksheet): string => `${name}, лист «${sheet.name}»`;

/** A cell as people call it: `C5`. */
const cellPlace = (reading: Reading, sheet: Worksheet, row: number, column: number): string =>
  `${sheetPlace(reading, sheet)}, ячейка ${sheet.getColumn(column).letter}${row}`;

/** The titles of the sheet's own columns, wherever they are now. People's own titles are passed over. */
function columnsIn(row: Row): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  row.eachCell((cell, column) => {
    const title = cellText(cell.value);
    if (title.kind !== 'text') return;
    const text = title.text.replace(/\s+/g, ' ').trim();
    if (!found.has(text)) found.set(text, column);
  });
  return found;
}

function openSheet(reading: Reading, entity: MappingEntity, sheet: Worksheet): OpenSheet | null {
  const last = Math.min(TITLES_WITHIN, sheet.rowCount);
  for (let titleRow = 1; titleRow <= last; titleRow += 1) {
    const columns = columnsIn(sheet.getRow(titleRow));
    if (NEEDED.every((name) => columns.has(columnTitles[name]))) return { entity, sheet, titleRow, columns };
  }
  const needed = NEEDED.map((name) => `«${columnTitles[name]}»`).join(', ');
  const message = `There is no row of titles with ${needed}.`;
  const hint = 'Верните столбцам названия, которые у них были.';
  reading.faults.push(fault('mapping.column_missing', sheetPlace(reading, sheet), message, hint));
  return null;
}

/** The number of a column that the sheet was opened for. */
const columnOf = ({ columns }: OpenSheet, name: ColumnName): number => columns.get(columnTitles[name]) ?? 1;

/** A cell of a column by its title; ids and keys must be readable, of the rest what can be read is taken. */
function textAt(open: OpenSheet, row: Row, title: string): string | null {
  const column = open.columns.get(title);
  const read = column === undefined ? null : cellText(row.getCell(column).value);
  return read?.kind === 'text' ? read.text : null;
}

function numberAt(open: OpenSheet, row: Row, title: string): number {
  const score = Number((textAt(open, row, title) ?? '').replace(',', '.'));
  return score >= 0 && score <= 1 ? score : 0;
}

/** The id or the key of a row; a fault where a spreadsheet has spoiled it. */
function idAt(reading: Reading, open: OpenSheet, row: Row, name: 'sourceId' | 'targetKey'): string | null {
  const column = open.columns.get(columnTitles[name]);
  if (column === undefined) return null;
  const read = cellText(row.getCell(column).value);
  if (read.kind === 'text') return read.text.trim();
  if (read.kind === 'empty') return null;
  const place = cellPlace(reading, open.sheet, row.number, column);
  const message =
    read.kind === 'rounded'
      ? 'The id has become a number and has lost its last digits.'
      : 'The cell holds neither text nor a number.';
  reading.faults.push(
    fault('mapping.bad_cell', place, message, 'Сделайте ячейку текстовой и введите номер ещё раз.'),
  );
  return null;
}

function candidatesAt(open: OpenSheet, row: Row): MappingCandidate[] {
  const found: MappingCandidate[] = [];
  for (let number = 1; open.columns.has(candidateTitles(number).key); number += 1) {
    const titles = candidateTitles(number);
    const key = textAt(open, row, titles.key);
    if (key === null) continue;
    const name = textAt(open, row, titles.name) ?? '';
    found.push({ key: key.trim(), name, score: numberAt(open, row, titles.score) });
  }
  return found;
}

function howAt(open: OpenSheet, row: Row) {
  const text = textAt(open, row, columnTitles.how)?.trim().toLowerCase();
  return mappingHows.find((how) => howTitles[how] === text) ?? null;
}

function readRow(reading: Reading, open: OpenSheet, row: Row): MappingLine | null {
  const before = reading.faults.length;
  const sourceId = idAt(reading, open, row, 'sourceId');
  const targetKey = idAt(reading, open, row, 'targetKey');
  const sourceName = textAt(open, row, columnTitles.sourceName);
  if (reading.faults.length > before) return null;
  if (sourceId === null) {
    // A row without id, name and answer is a blank one, or a note of somebody's own.
    if (targetKey === null && sourceName === null) return null;
    const message = 'The row has lost its id.';
    const place = cellPlace(reading, open.sheet, row.number, columnOf(open, 'sourceId'));
    reading.faults.push(
      fault('mapping.unknown_source', place, message, 'Верните в ячейку номер, который в ней стоял.'),
    );
    return null;
  }
  return settledLine({
    entity: open.entity,
    sourceId,
    sourceName: sourceName ?? '',
    targetKey,
    targetName: textAt(open, row, columnTitles.targetName),
    how: howAt(open, row),
    score: numberAt(open, row, columnTitles.score),
    reason: textAt(open, row, columnTitles.reason) ?? '',
    candidates: candidatesAt(open, row),
  });
}

interface PlacedLine {
  readonly line: MappingLine;
  readonly place: LinePlace;
}

function linesIn(reading: Reading, open: OpenSheet): PlacedLine[] {
  const found: PlacedLine[] = [];
  open.sheet.eachRow((row, number) => {
    if (number <= open.titleRow) return;
    const line = readRow(reading, open, row);
    if (!line) return;
    const at = (name: ColumnName): string => cellPlace(reading, open.sheet, number, columnOf(open, name));
    found.push({ line, place: { source: at('sourceId'), target: at('targetKey') } });
  });
  return found;
}

/** The value to the right of its name, anywhere on the sheet. */
function headValue(reading: Reading, sheet: Worksheet, name: string) {
  const found: { readonly text: string; readonly place: string }[] = [];
  sheet.eachRow((row, number) => {
    row.eachCell((cell, column) => {
      const read = cellText(cell.value);
      if (read.kind !== 'text' || read.text.trim() !== name) return;
      const value = cellText(row.getCell(column + 1).value);
      const place = cellPlace(reading, sheet, number, column + 1);
      if (value.kind === 'text') found.push({ text: value.text.trim(), place });
    });
  });
  return found[0] ?? null;
}

const TAKE_IT = 'Возьмите файл, который выдала программа, и правьте его.';

/** Where the id of a row would stand that is not there. */
function columnPlace(reading: Reading, entity: MappingEntity, opened: readonly OpenSheet[]): string {
  const open = opened.find((one) => one.entity === entity);
  if (!open) return `${reading.name}, лист «${sheetTitles[entity]}»`;
  const { letter } = open.sheet.getColumn(columnOf(open, 'sourceId'));
  return `${sheetPlace(reading, open.sheet)}, столбец ${letter}`;
}

function readBook(reading: Reading, book: ExcelJS.Workbook): Result<PlacedMapping, Diagnostic[]> {
  const head = book.worksheets.find((sheet) => sheet.name.trim() === HEAD_SHEET);
  const version = head ? headValue(reading, head, headNames.version) : null;
  const migrationId = head ? headValue(reading, head, headNames.migrationId) : null;
  if (!head || version === null || migrationId === null) {
    const message = `There is no sheet «${HEAD_SHEET}» with the version and the migration.`;
    return err([fault('mapping.unreadable', reading.name, message, TAKE_IT)]);
  }
  const sheets = new Map(book.worksheets.map((sheet) => [sheet.name.trim(), sheet]));
  const opened = mappingEntities.flatMap((entity) => {
    const sheet = sheets.get(sheetTitles[entity]);
    return (sheet && openSheet(reading, entity, sheet)) ?? [];
  });
  const lines = opened.flatMap((open) => linesIn(reading, open));
  if (reading.faults.length > 0) return err(reading.faults);
  return ok({
    file: { version: version.text, migrationId: migrationId.text, lines: lines.map(({ line }) => line) },
    places: lines.map(({ place }) => place),
    placeOf: (entity) => columnPlace(reading, entity, opened),
    headPlaces: { version: version.place, migrationId: migrationId.place },
  });
}

/** Loads the workbook; null where the file is none. The library throws whatever its parts throw. */
async function load(bytes: Buffer): Promise<ExcelJS.Workbook | null> {
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(Uint8Array.from(bytes).buffer);
    return book;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Reads a mapping document from a workbook; `name` is how the file is called in places. */
export async function mappingFromXlsx(
  bytes: Buffer,
  name = 'соответствие.xlsx',
): Promise<Result<PlacedMapping, Diagnostic[]>> {
  const book = isBoundedZip(bytes) ? await load(bytes) : null;
  if (!book) return err([fault('mapping.unreadable', name, 'The file is no workbook (XLSX).', TAKE_IT)]);
  return readBook({ name, faults: [] }, book);
}
