import type { Day } from '../../../src/model/dates.ts';

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `8.09.25`: the server's date format. */
export function shortDate(day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)}.${month}.${year.slice(2)}`;
}

/** `4,25`; nothing for no marks. */
export const decimal = (number: number | null): string =>
  number === null ? '' : number.toFixed(2).replace('.', ',');

/** The header table: its second cell has the lines, one `span` each, between `br`. */
export function headerTable(lines: readonly string[]): string {
  const spans = lines.map((line) => `<span>${line}</span>`).join('<br>');
  return `<table><tr><td>&nbsp;</td><td>${spans}</td></tr></table>`;
}

export function page(title: string, header: readonly string[], table: string): string {
  return [
    '<!DOCTYPE html><html><head><meta charset="utf-8">',
    `<title>${escapeHtml(title)}</title>`,
    '<link rel="stylesheet" href="/static/dist/pages/common/css/export-tables.min.css"></head><body>',
    `<h2>${escapeHtml(title)}</h2>`,
    headerTable(header),
    table,
    '</body></html>',
  ].join('\n');
}
