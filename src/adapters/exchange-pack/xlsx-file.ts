import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { numberFormats, workbookValue } from './cell-text.ts';
import type { PackFile } from './column.ts';
import type { Line } from './compose.ts';

/** A workbook says when it was made; a pack's manifest does, and the same rows shall give the same bytes. */
const NO_TIME = new Date('2000-01-01T00:00:00Z');

/** How many rows a sheet can have beside its header. */
const SHEET_ROWS = 1_048_575;
/** The writer does not wait for the disk by itself: after so many rows it is given the time to catch up. */
const BREATH = 500;

type Workbook = ExcelJS.stream.xlsx.WorkbookWriter;
type Options = Partial<ExcelJS.stream.xlsx.WorkbookStreamWriterOptions>;

/** What the library's declarations leave out: the archive that the parts go into, some from the start. */
interface Insides {
  readonly zip: {
    append(source: unknown, data: { readonly name: string; readonly date?: Date }): unknown;
  };
}

const Writer = ExcelJS.stream.xlsx.WorkbookWriter as unknown as new (options: Options) => Workbook & Insides;

/** Stamps each part of the archive with one and the same time. */
class TimelessWriter extends Writer {
  override addThemes(): Promise<void> {
    const append = this.zip.append.bind(this.zip);
    this.zip.append = (source, data) => append(source, { ...data, date: NO_TIME });
    return super.addThemes();
  }
}

interface Sheet {
  add(line: Line): Promise<void>;
  end(): Promise<void>;
}

function openSheet(path: string, { title, columns }: PackFile): Sheet {
  const stream = createWriteStream(path);
  const workbook = new TimelessWriter({ stream, useStyles: true, useSharedStrings: false });
  workbook.created = NO_TIME;
  workbook.modified = NO_TIME;
  const sheet = workbook.addWorksheet(title.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map((column) => ({
    header: column.title,
    width: Math.max(10, column.title.length + 2),
    style: { numFmt: numberFormats[column.kind] },
  }));
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  let rows = 0;
  return {
    async add(line) {
      sheet.addRow(columns.map((column, index) => workbookValue(column, line[index] ?? null))).commit();
      rows += 1;
      if (rows % BREATH > 0) return;
      await setImmediate();
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
    async end() {
      sheet.commit();
      await workbook.commit();
    },
  };
}

/**
 * One sheet a file, one file a workbook: a pack is read file by file, and one that comes again with the same hash is
 * passed over. What does not fit a sheet goes on in the next workbook; gives the rows of each.
 */
export async function writeXlsx(
  pathOf: (part: number) => string,
  file: PackFile,
  lines: AsyncIterable<Line>,
  sheetRows = SHEET_ROWS,
): Promise<readonly number[]> {
  const parts: number[] = [];
  let sheet = openSheet(pathOf(1), file);
  let rows = 0;
  for await (const line of lines) {
    if (rows === sheetRows) {
      await sheet.end();
      parts.push(rows);
      sheet = openSheet(pathOf(parts.length + 1), file);
      rows = 0;
    }
    await sheet.add(line);
    rows += 1;
  }
  await sheet.end();
  return [...parts, rows];
}
