import { load } from 'cheerio/slim';
import { contractBroken } from '../../contract-broken.ts';

const MAX_PAGE = 8 * 1024 * 1024;
const MAX_CELLS = 400_000;

export interface Cell {
  readonly text: string;
  readonly isHead: boolean;
  readonly span: number;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** The row of totals at the end of some reports. */
  readonly isTotals: boolean;
}

/** A printed report: the lines above the table, and the table's rows as they stand. */
export interface ReportPage {
  readonly lines: readonly string[];
  readonly rows: readonly Row[];
}

const tidy = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

const spanOf = (text: string | undefined): number => {
  const span = Number(text ?? '1');
  return Number.isInteger(span) && span > 0 && span <= 400 ? span : 1;
};

/** Reads a report's page. `report` is what errors call it. */
export function readPage(html: string, report: string): ReportPage {
  if (html.length > MAX_PAGE) throw contractBroken(report, `the page is longer than ${MAX_PAGE} characters`);
  const $ = load(html);
  const table = $('table.table-print, table.table-print-num').first();
  if (table.length === 0) throw contractBroken(report, 'the page has no printed table');
  let count = 0;
  const rows = table.find('tr').map((_, row) => {
    const cells = $(row)
      .children('td, th')
      .map((_index, cell) => ({
        text: tidy($(cell).text()),
        isHead: cell.tagName === 'th',
        span: spanOf($(cell).attr('colspan')),
      }))
      .get();
    count += cells.length;
    if (count > MAX_CELLS) throw contractBroken(report, `the table has more than ${MAX_CELLS} cells`);
    return { cells, isTotals: $(row).hasClass('totals') };
  });
  const lines = $('table')
    .not('.table-print, .table-print-num')
    .first()
    .find('td:nth-child(2) > span')
    .map((_, span) => tidy($(span).text()))
    .get();
  return { lines, rows: rows.get() };
}

/** A report and its column, as errors name the place. */
export const columnPlace = (report: string, column: string): string => `${report}, column «${column}»`;
