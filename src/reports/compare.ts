import type { Cell, Column, Row, Section } from './table.ts';

const numeric = (column: Column): boolean => column.kind !== 'text' && column.kind !== 'day';

function cellWith(cell: Cell, column: Column | undefined, before: Cell | undefined): Cell {
  if (!column || !numeric(column)) return cell;
  return { ...cell, was: typeof before?.value === 'number' ? before.value : null };
}

function rowWith(
  row: Row,
  columns: readonly Column[],
  before: Row | undefined,
  places: ReadonlyMap<string, number>,
): Row {
  const cells = row.cells.map((cell, index) => {
    const column = columns[index];
    const place = column && places.get(column.key);
    return cellWith(cell, column, place === undefined ? undefined : before?.cells[place]);
  });
  return { ...row, cells };
}

function sectionWith(section: Section, before: Section | undefined): Section {
  const rows = new Map(before?.rows.map((row) => [row.key, row]));
  const places = new Map(before?.columns.map(({ key }, index) => [key, index]));
  return {
    ...section,
    rows: section.rows.map((row) => rowWith(row, section.columns, rows.get(row.key), places)),
  };
}

/** The sections with what each number was in those of the period before; joined by the keys of sections, rows, columns. */
export async function* compared(
  sections: AsyncIterable<Section>,
  before: AsyncIterable<Section>,
): AsyncIterable<Section> {
  const known = new Map<string, Section>();
  for await (const section of before) known.set(section.key, section);
  for await (const section of sections) yield sectionWith(section, known.get(section.key));
}
