import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { spelled } from '../../model/spreadsheet.ts';
import type { Cell, Column, ColumnKind, Report, Row, Section } from '../table.ts';
import { dayText } from '../words.ts';

const FORMATS: Readonly<Record<ColumnKind, string>> = {
  text: '@',
  integer: '0',
  decimal: '0.00',
  percent: '0.0',
  day: 'dd.mm.yyyy',
};

/** What one cell of a workbook can hold. */
const LONGEST = 32_767;
/** How long the name of a sheet may be. */
const NAME_LONGEST = 31;
/** The writer does not wait for its reader by itself: after so many rows it is given the time to catch up. */
const BREATH = 200;

const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** Real numbers and dates; texts are stored as texts, so nothing runs. */
function workbookValue({ value, missing }: Cell, { kind }: Column): string | number | Date | null {
  if (value === null) return missing === undefined ? null : clipped(missing, LONGEST);
  if (typeof value === 'number') return value;
  return kind === 'day' ? new Date(`${value}T00:00:00Z`) : spelled(clipped(value, LONGEST));
}

/** Names of sheets that Excel takes, each once. */
function sheetNames(): (title: string) => string {
  const taken = new Set<string>();
  return (title) => {
    const plain = title.replace(/[*?:\\/[\]']/g, ' ').trim() || 'Лист';
    let name = clipped(plain, NAME_LONGEST);
    for (let nth = 2; taken.has(name.toLowerCase()); nth += 1) name = `${clipped(plain, 26)} (${nth})`;
    taken.add(name.toLowerCase());
    return name;
  };
}

type Workbook = ExcelJS.stream.xlsx.WorkbookWriter;
type Sheet = ExcelJS.Worksheet;

const headLines = ({ title, about, period, comparedWith, madeAt }: Report): readonly string[] => [
  title,
  about,
  comparedWith === null ? period : `${period}, в сравнении: ${comparedWith}`,
  `Составлено ${dayText(madeAt.toISOString().slice(0, 10))}`,
];

function openSheet(workbook: Workbook, name: string, { columns }: Section, headRows: number): Sheet {
  const sheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: headRows, xSplit: 1 }],
    pageSetup: {
      paperSize: 9,
      orientation: columns.length > 8 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${headRows}:${headRows}`,
    },
    headerFooter: { oddFooter: '&L&A&RСтраница &P из &N' },
  });
  sheet.columns = columns.map(({ width, kind }) => ({ width, style: { numFmt: FORMATS[kind] } }));
  return sheet;
}

const lastColumn = (sheet: Sheet, count: number): string => sheet.getColumn(Math.max(count, 1)).letter;

function writeHead(sheet: Sheet, lines: readonly string[], { columns }: Section): void {
  for (const [index, line] of lines.entries()) {
    const row = sheet.addRow([spelled(line)]);
    row.font = { bold: index === 0 };
    row.commit();
  }
  const head = sheet.addRow(
    columns.map(({ title, group }) => spelled(group === undefined ? title : `${group}: ${title}`)),
  );
  head.font = { bold: true };
  head.alignment = { wrapText: true, vertical: 'top' };
  head.commit();
}

function writeRow(sheet: Sheet, { cells, kind }: Row, columns: readonly Column[]): void {
  const row = sheet.addRow(
    columns.map((column, index) => workbookValue(cells[index] ?? { value: null }, column)),
  );
  if (kind !== 'row') row.font = { bold: true };
  row.commit();
}

async function writeSection(
  workbook: Workbook,
  name: string,
  report: Report,
  section: Section,
): Promise<void> {
  const lines = [...headLines(report), ...(section.title === null ? [] : [section.title])];
  const headRows = lines.length + 1;
  const sheet = openSheet(workbook, name, section, headRows);
  writeHead(sheet, lines, section);
  for (const [index, row] of section.rows.entries()) {
    writeRow(sheet, row, section.columns);
    if (index % BREATH === BREATH - 1) await setImmediate();
  }
  if (section.rows.length === 0) sheet.addRow([section.empty]).commit();
  const rows = headRows + Math.max(section.rows.length, 1);
  sheet.pageSetup.printArea = `A1:${lastColumn(sheet, section.columns.length)}${rows}`;
  sheet.commit();
}

async function writeNotes(workbook: Workbook, name: string, { notes, freshness }: Report): Promise<void> {
  const sheet = workbook.addWorksheet(name);
  sheet.columns = [{ width: 60 }, { width: 24 }, { width: 24 }];
  for (const note of notes) sheet.addRow([spelled(note)]).commit();
  sheet.addRow(['Школа', 'Источник', 'Прочитан']).commit();
  for (const { school, source, readAt } of freshness) {
    sheet.addRow([spelled(school), source, readAt ?? 'не читался']).commit();
  }
  sheet.getColumn(3).numFmt = 'dd.mm.yyyy hh:mm';
  sheet.commit();
}

async function write(report: Report, stream: PassThrough): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  const nameOf = sheetNames();
  for await (const section of report.sections) {
    await writeSection(workbook, nameOf(section.title ?? report.title), report, section);
  }
  await writeNotes(workbook, nameOf('Примечания'), report);
  await workbook.commit();
}

/** A report as a workbook: a sheet a section, frozen heads, print areas; notes and freshness on a sheet of their own. */
export function reportXlsx(report: Report): AsyncIterable<Buffer> {
  const stream = new PassThrough();
  // What breaks while it is written breaks the stream, and so whoever reads it.
  write(report, stream).catch((error: unknown) => stream.destroy(error as Error));
  return stream;
}
