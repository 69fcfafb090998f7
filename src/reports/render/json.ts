import type { DrillRef } from '../drill.ts';
import type { Cell, Column, Report, Row, Section } from '../table.ts';

/** The address of the rows behind a number; null where it has none. */
export function drillHref(drill: DrillRef | undefined, base = '/v1/reports/rows'): string | null {
  return drill ? `${base}?${new URLSearchParams(Object.entries(drill))}` : null;
}

const cellJson = ({ value, missing, drill, was }: Cell) => ({
  value,
  ...(missing === undefined ? {} : { missing }),
  ...(was === undefined ? {} : { was }),
  ...(drill ? { rows: drillHref(drill) } : {}),
});

/** Cells by the keys of their columns: what is read by programs does not hang on an order. */
const rowJson = ({ key, kind, cells, opens }: Row, columns: readonly Column[]) => ({
  key,
  kind,
  ...(opens ? { opens: opens.scope } : {}),
  cells: Object.fromEntries(
    columns.map((column, index) => [column.key, cellJson(cells[index] ?? { value: null })]),
  ),
});

const sectionJson = ({ key, title, columns, rows }: Section): string =>
  JSON.stringify({ key, title, columns, rows: rows.map((row) => rowJson(row, columns)) });

/** A report as JSON, section by section. */
export async function* reportJson({ sections, ...head }: Report): AsyncIterable<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"sections":[`;
  let isFirst = true;
  for await (const section of sections) {
    yield `${isFirst ? '' : ','}${sectionJson(section)}`;
    isFirst = false;
  }
  yield ']}';
}
