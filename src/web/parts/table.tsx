import type { ComponentChildren, VNode } from 'preact';
import { Empty } from './empty.tsx';

/** A column of a table on a page. */
export interface TableColumn<Item> {
  readonly key: string;
  readonly title: ComponentChildren;
  /** Columns that stand beside one another under one head. */
  readonly group?: string;
  /** Numbers stand right, in figures of one width. */
  readonly number?: boolean;
  /** Whether a click on the head may sort by it; of a number unless said otherwise. */
  readonly sort?: 'text' | 'number' | false;
  /** What it is sorted by, where that is not what is read. */
  readonly sortKey?: (item: Item) => string | number;
  readonly cell: (item: Item) => ComponentChildren | readonly VNode[];
}

/** A table: what it is of, its columns and rows, and what to say where there is none. */
export interface TableProps<Item> {
  /** Names the table for those who do not see it; seen by all when `showCaption`. */
  readonly caption: string;
  readonly showCaption?: boolean;
  /** The first one names the row. */
  readonly columns: readonly TableColumn<Item>[];
  readonly rows: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** A row that stands out: `subtotal`, `total`. */
  readonly rowClass?: ((item: Item) => string | undefined) | undefined;
  readonly empty: ComponentChildren;
  /** Scrolls by itself in both directions, the first column standing still. */
  readonly wide?: boolean;
  /** Whether heads sort, where there is script. */
  readonly sortable?: boolean;
  /** A last row, below a line: one cell a column. */
  readonly foot?: readonly ComponentChildren[];
}

const classOf = ({ number }: { readonly number?: boolean }): string | undefined =>
  number ? 'number' : undefined;

const sortOf = <Item,>({ sort, number }: TableColumn<Item>): string | undefined =>
  sort === false ? undefined : (sort ?? (number ? 'number' : 'text'));

interface Grouped<Item> {
  readonly group: string | undefined;
  readonly columns: TableColumn<Item>[];
}

function groupsOf<Item>(columns: readonly TableColumn<Item>[]): readonly Grouped<Item>[] {
  const groups: Grouped<Item>[] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last && last.group === column.group) last.columns.push(column);
    else groups.push({ group: column.group, columns: [column] });
  }
  return groups;
}

const Heading = <Item,>({
  column,
  sortable,
  rowSpan,
}: {
  readonly column: TableColumn<Item>;
  readonly sortable: boolean;
  readonly rowSpan?: number;
}): VNode => (
  <th scope="col" class={classOf(column)} rowSpan={rowSpan} data-sort={sortable ? sortOf(column) : undefined}>
    {column.title}
  </th>
);

/** Heads of columns, with one line more where some stand under one head. */
function Heads<Item>({ columns, sortable = false }: TableProps<Item>): VNode {
  const groups = groupsOf(columns);
  const one = (column: TableColumn<Item>) => <Heading column={column} sortable={sortable} key={column.key} />;
  if (columns.every(({ group }) => group === undefined)) return <tr>{columns.map(one)}</tr>;
  // Every column has a head of its own in the last line: that is the line which sorts.
  return (
    <>
      <tr>
        {groups.map(({ group, columns: own }) =>
          group === undefined ? (
            <td key={own[0]?.key} colSpan={own.length} />
          ) : (
            <th key={own[0]?.key} scope="colgroup" colSpan={own.length}>
              {group}
            </th>
          ),
        )}
      </tr>
      <tr>{columns.map(one)}</tr>
    </>
  );
}

const sortKeyOf = <Item,>({ sortKey }: TableColumn<Item>, item: Item): string | number | undefined =>
  sortKey?.(item);

function BodyRow<Item>({
  columns,
  item,
  rowClass,
}: Pick<TableProps<Item>, 'columns' | 'rowClass'> & { readonly item: Item }): VNode {
  return (
    <tr class={rowClass?.(item)}>
      {columns.map((column, index) =>
        index === 0 ? (
          <th scope="row" key={column.key} class={classOf(column)} data-key={sortKeyOf(column, item)}>
            {column.cell(item)}
          </th>
        ) : (
          <td key={column.key} class={classOf(column)} data-key={sortKeyOf(column, item)}>
            {column.cell(item)}
          </td>
        ),
      )}
    </tr>
  );
}

/** The frame of a table that is written by hand: it scrolls where it must, and can be reached by keyboard. */
export const Frame = ({
  caption,
  wide = false,
  children,
}: {
  readonly caption: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}): VNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section class={wide ? 'frame wide' : 'frame'} aria-label={caption} tabIndex={0}>
    {children}
  </section>
);

/** A table of rows, or the words that stand where there is none. */
export function DataTable<Item>(props: TableProps<Item>): VNode {
  const { caption, showCaption = false, columns, rows, keyOf, empty, foot, wide = false } = props;
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  return (
    <Frame caption={caption} wide={wide}>
      <table data-sortable={props.sortable ? '' : undefined}>
        <caption class={showCaption ? undefined : 'sr'}>{caption}</caption>
        <thead>
          <Heads {...props} />
        </thead>
        <tbody>
          {rows.map((item) => (
            <BodyRow columns={columns} item={item} rowClass={props.rowClass} key={keyOf(item)} />
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td class={classOf(column)} key={column.key}>
                  {foot[index]}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </Frame>
  );
}
