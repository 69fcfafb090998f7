import type { VNode } from 'preact';
import type { Scope } from '../../../model/access.ts';
import type { AskedReport } from '../../../reports/asked.ts';
import type { Column, Row, Section } from '../../../reports/table.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { CellView, standsRight } from './cell-view.tsx';
import { formHref } from './ground.ts';

/** What the rows of a report open. */
interface Opens {
  readonly form: string;
  readonly asked: AskedReport;
  readonly may: (scope: Scope) => boolean;
}

const WORDS: Readonly<Record<string, string>> = { school: 'открыть школу', class: 'открыть класс' };

const Opener = ({ row, form, asked }: Opens & { readonly row: Row }): VNode | null => {
  if (!row.opens) return null;
  const { scope } = row.opens;
  const words = WORDS[scope.slice(0, scope.indexOf(':'))] ?? 'открыть';
  return (
    <a class="under line no-print" href={formHref(form, { ...asked, scope })}>
      {words}
    </a>
  );
};

function columnOf(column: Column, index: number, opens: Opens): TableColumn<Row> {
  return {
    key: column.key,
    title: column.title,
    ...(column.group === undefined ? {} : { group: column.group }),
    number: standsRight(column),
    sort: standsRight(column) ? 'number' : 'text',
    sortKey: ({ cells }) => cells[index]?.value ?? '',
    cell: (row) => {
      const cell = row.cells[index] ?? { value: null };
      return (
        <>
          <CellView cell={cell} column={column} may={opens.may} />
          {index === 0 && <Opener row={row} {...opens} />}
        </>
      );
    },
  };
}

const classOf = ({ kind }: Row): string | undefined => (kind === 'row' ? undefined : kind);

/** A section of a report as a table; sums would lose their place, so only tables without them are sorted. */
export const SectionView = ({
  section,
  caption,
  ...opens
}: Opens & { readonly section: Section; readonly caption: string }): VNode => {
  const { columns, rows, empty, title } = section;
  return (
    <section class="section report">
      {title !== null && <h2>{title}</h2>}
      <DataTable
        caption={title ?? caption}
        columns={columns.map((column, index) => columnOf(column, index, opens))}
        rows={rows}
        keyOf={({ key }) => key}
        rowClass={classOf}
        empty={empty}
        wide={columns.length > 12}
        sortable={rows.every(({ kind }) => kind === 'row')}
      />
    </section>
  );
};
