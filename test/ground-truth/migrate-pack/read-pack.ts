import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';

/** A line of a file: title → text. */
export type PackLine = Readonly<Record<string, string>>;

const named = (titles: readonly string[], cells: readonly string[]): PackLine =>
  Object.fromEntries(titles.map((title, at) => [title, cells[at] ?? '']));

/** The apostrophe before what a spreadsheet would run is no part of the text. */
const plain = (text: string): string => text.replace(/^'(?='*[=+\-@\t\r])/, '');

/** A CSV file as a program reads it that knows nothing of ours. */
export function csvLines(folder: string, name: string): readonly PackLine[] {
  const rows: string[][] = parse(readFileSync(join(folder, `${name}.csv`)), { bom: true, delimiter: ';' });
  const [titles = [], ...lines] = rows;
  return lines.map((cells) => named(titles, cells.map(plain)));
}

function cellText(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10).split('-').reverse().join('.');
  return typeof value === 'number' ? String(value).replace('.', ',') : String(value);
}

/** The same file as a workbook, read by others' code. */
export async function sheetLines(folder: string, name: string): Promise<readonly PackLine[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(folder, `${name}.xlsx`));
  const rows: string[][] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    rows.push(Array.from({ length: row.cellCount }, (_, at) => cellText(row.getCell(at + 1).value)));
  });
  const [titles = [], ...lines] = rows;
  return lines.map((cells) => named(titles, cells));
}

/** The names of the pack's files, without what they end in. */
export const fileNames = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => name.slice(0, -'.csv'.length));

/** Everything that anybody who is given the folder can read in it. */
export async function wholeText(folder: string): Promise<string> {
  const files = await Promise.all(
    fileNames(folder).map(async (name) => {
      const lines = [...csvLines(folder, name), ...(await sheetLines(folder, name))];
      return lines.map((line) => Object.values(line).join('\t')).join('\n');
    }),
  );
  return [...files, readFileSync(join(folder, 'manifest.json'), 'utf8')].join('\n');
}

/** `01.09.2025` as the truth writes a day. */
export const isoDay = (text: string | undefined): string => (text ?? '').split('.').reverse().join('-');
