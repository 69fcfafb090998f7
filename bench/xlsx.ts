/**
 * Summary sheets of all classes of a school for a term as a workbook, read and written class by class. Figure: rows of
 * students a second; limit: the same cells, held in memory, through the library's writer alone. Memory is what the
 * process grew by while the report was made: it should not hang on how large the school is.
 */

import { PassThrough } from 'node:stream';
import ExcelJS from 'exceljs';
import { makeReport } from '../src/reports/make.ts';
import { reportWriters } from '../src/reports/render/formats.ts';
import type { ReportGround } from '../src/reports/request.ts';
import type { CellValue, Report } from '../src/reports/table.ts';
import { openReads, type ReadDatabase } from '../src/store/read/database.ts';
import { rebuildRollups } from '../src/store/rollup/verify.ts';
import { report, secondsOf, withStore } from './harness.ts';
import { SCHOOL, seedYear } from './rules-parts/seed.ts';

const [STUDENTS = 1_000] = process.argv.slice(2).map(Number);
const PERIOD = '2025-quarter-2';

async function made(database: ReadDatabase): Promise<Report> {
  const ground: ReportGround = {
    database,
    reach: { all: true },
    classIds: null,
    now: new Date('2026-06-10T12:00:00Z'),
    seesIllness: true,
    gapsOf: () => ({}),
  };
  const asked = { scope: `school:${SCHOOL}`, term: PERIOD };
  const result = await makeReport(ground, 'class-summary-sheet', asked);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const residentMb = (): number => process.memoryUsage().rss / 2 ** 20;

/** Writes the workbook to nowhere; how large it is, and how far memory grew. */
async function written(database: ReadDatabase) {
  globalThis.gc?.();
  const before = residentMb();
  let [bytes, most] = [0, before];
  for await (const chunk of reportWriters.xlsx.write(await made(database))) {
    bytes += chunk.length;
    most = Math.max(most, residentMb());
  }
  return { bytes, grownMb: Math.round(most - before) };
}

/** The cells alone. */
async function cellsOf(database: ReadDatabase): Promise<CellValue[][][]> {
  const sheets: CellValue[][][] = [];
  for await (const { rows } of (await made(database)).sections)
    sheets.push(rows.map(({ cells }) => cells.map(({ value }) => value)));
  return sheets;
}

async function bare(sheets: readonly CellValue[][][]): Promise<void> {
  const stream = new PassThrough();
  stream.resume();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  for (const rows of sheets) {
    const sheet = workbook.addWorksheet();
    for (const row of rows) sheet.addRow(row).commit();
    sheet.commit();
  }
  await workbook.commit();
}

await withStore(async (store) => {
  await seedYear(store, STUDENTS);
  await rebuildRollups(store, SCHOOL);
  const database = openReads(store.url, { statementTimeoutMs: 600_000 });
  try {
    // Once to warm up: statements are planned, code is compiled.
    await written(database);
    let found = { bytes: 0, grownMb: 0 };
    const seconds = await secondsOf(async () => {
      found = await written(database);
    });
    const sheets = await cellsOf(database);
    const rows = sheets.reduce((sum, sheet) => sum + sheet.length, 0);
    await bare(sheets);
    const bareSeconds = await secondsOf(() => bare(sheets));
    report({
      bench: 'xlsx',
      figure: rows / seconds,
      unit: 'rows/s',
      limit: rows / bareSeconds,
      students: STUDENTS,
      sheets: sheets.length,
      rows,
      kb: Math.round(found.bytes / 1024),
      grownMb: found.grownMb,
      seconds: Number(seconds.toFixed(2)),
    });
  } finally {
    await database.close();
  }
});
