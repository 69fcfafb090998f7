import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { guard } from '../../model/spreadsheet.ts';
import type { Cell, Column, Report, Section } from '../table.ts';
import { dayText } from '../words.ts';

/** Full precision, with a comma; days by dots; nothing that runs. */
function cellText({ value, missing }: Cell, { kind }: Column): string {
  if (value === null) return missing ?? '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  return kind === 'day' ? dayText(value) : guard(value);
}

const headOf = ({ columns }: Section): string[] =>
  // A head may be the name of a subject, and so whatever somebody called it.
  columns.map(({ title, group }) => guard(group === undefined ? title : `${group}: ${title}`));

/** Sections one below the other, each with its own head. */
async function* lines({ sections }: Report): AsyncGenerator<string[]> {
  let isFirst = true;
  for await (const section of sections) {
    if (!isFirst) yield [];
    if (section.title !== null) yield [guard(section.title)];
    yield headOf(section);
    for (const { cells } of section.rows) {
      yield section.columns.map((column, index) => cellText(cells[index] ?? { value: null }, column));
    }
    isFirst = false;
  }
}

/** A report as CSV: UTF-8 with a byte order mark, `;`, quotes by RFC 4180: what Excel opens and every reader reads. */
export const reportCsv = (report: Report): AsyncIterable<Buffer> =>
  Readable.from(lines(report)).pipe(stringify({ bom: true, delimiter: ';', record_delimiter: '\r\n' }));
