import type { Cell, Column, Report, Section } from '../table.ts';

const isCompared = ({ kind }: Column): boolean => kind !== 'text' && kind !== 'day';

const earlier = (column: Column): Column => ({
  ...column,
  key: `${column.key}Before`,
  title: `${column.title}, год назад`,
});

const spread = <T>(items: readonly T[], columns: readonly Column[], before: (item: T) => T): readonly T[] =>
  items.flatMap((item, index) => {
    const column = columns[index];
    return column && isCompared(column) ? [item, before(item)] : [item];
  });

const was = ({ was: value = null }: Cell): Cell => ({ value });

const sectionOf = (section: Section): Section => ({
  ...section,
  columns: spread(section.columns, section.columns, earlier),
  rows: section.rows.map((row) => ({ ...row, cells: spread(row.cells, section.columns, was) })),
});

async function* sectionsOf(sections: AsyncIterable<Section>): AsyncGenerator<Section> {
  for await (const section of sections) yield sectionOf(section);
}

/** A report for tables that know nothing of two values in a cell: each number of a year before in a column of its own. */
export const withColumnsBefore = (report: Report): Report =>
  report.comparedWith === null ? report : { ...report, sections: sectionsOf(report.sections) };
