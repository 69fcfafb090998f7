import type { Report } from '../table.ts';
import { withColumnsBefore } from './before.ts';
import { reportCsv } from './csv.ts';
import { reportJson } from './json.ts';
import { reportPdf } from './pdf.ts';
import { reportXlsx } from './xlsx.ts';

/** What a report can be had as. */
export const reportFormats = ['json', 'csv', 'xlsx', 'pdf'] as const;

/** See {@link reportFormats}. */
export type ReportFormat = (typeof reportFormats)[number];

/** How a report is written in a format, and as what it is sent. */
export interface ReportWriter {
  readonly type: string;
  write(report: Report): AsyncIterable<string | Buffer>;
}

/** See {@link ReportWriter}. */
export const reportWriters: Readonly<Record<ReportFormat, ReportWriter>> = {
  json: { type: 'application/json', write: reportJson },
  csv: { type: 'text/csv', write: (report) => reportCsv(withColumnsBefore(report)) },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (report) => reportXlsx(withColumnsBefore(report)),
  },
  pdf: { type: 'application/pdf', write: reportPdf },
};

const LONGEST = 120;

/** A name for everyone: ASCII for old programs, and the report's own words beside it (RFC 6266). */
export function attachment({ form, title, about, period, from, to }: Report, format: ReportFormat): string {
  const words = [title, about, period]
    .join(', ')
    .replace(/[\p{Cc}"*/:<>?\\|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST)
    .toWellFormed()
    .trim();
  const encoded = encodeURIComponent(`${words}.${format}`).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${form}_${from}_${to}.${format}"; filename*=UTF-8''${encoded}`;
}
