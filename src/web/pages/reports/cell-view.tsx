import type { ComponentChildren, VNode } from 'preact';
import type { Scope } from '../../../model/access.ts';
import { scopesOfRows } from '../../../reports/drill.ts';
import { oneDecimal } from '../../../reports/formulas.ts';
import { drillHref } from '../../../reports/render/json.ts';
import type { Cell, Column, ColumnKind } from '../../../reports/table.ts';
import { dayText } from '../../../reports/words.ts';
import { numberText } from '../../parts/words.ts';

const isNumeric = (kind: ColumnKind): boolean => kind !== 'text' && kind !== 'day';

const numberOf = (value: number, kind: ColumnKind): string =>
  kind === 'integer' ? numberText(value) : oneDecimal(value);

/** A value as people read it. */
export function valueText(value: Cell['value'], { kind }: Pick<Column, 'kind'>): string {
  if (value === null) return '';
  // A mark among texts stands as it is: «4», and not «4,0».
  if (typeof value === 'number') return kind === 'text' ? String(value) : numberOf(value, kind);
  return kind === 'day' ? dayText(value) : value;
}

const signed = (difference: number, kind: ColumnKind): string => {
  const text = numberOf(Math.abs(difference), kind);
  if (Number(text.replace(',', '.')) === 0) return 'без перемен';
  return `${difference > 0 ? '+' : '−'}${text}`;
};

/** What it was a year before, and by how much it differs. */
const Was = ({ cell, column }: { readonly cell: Cell; readonly column: Column }): VNode | null => {
  const { value, was } = cell;
  if (was === undefined || was === null || !isNumeric(column.kind)) return null;
  const difference = typeof value === 'number' ? `, ${signed(value - was, column.kind)}` : '';
  return (
    <span class="under">
      было {numberOf(was, column.kind)}
      {difference}
    </span>
  );
};

/** A cell in its column, for somebody who may see some kinds of rows. */
interface Seen {
  readonly cell: Cell;
  readonly column: Column;
  readonly may: (scope: Scope) => boolean;
}

const rowsHref = ({ drill }: Cell, may: Seen['may']): string | null =>
  drill && scopesOfRows(drill).every(may) ? drillHref(drill, '/reports/rows') : null;

const Value = ({ cell, column, may }: Seen): ComponentChildren => {
  if (cell.value === null) {
    const words = cell.missing ?? (isNumeric(column.kind) ? '—' : '');
    return <span class="missing">{words}</span>;
  }
  const href = rowsHref(cell, may);
  const text = valueText(cell.value, column);
  return href === null ? text : <a href={href}>{text}</a>;
};

/** A cell: the value, the way to the rows behind it, and what it was. */
export const CellView = (seen: Seen): VNode => (
  <>
    <Value {...seen} />
    <Was {...seen} />
  </>
);

/** Whether a column's values stand right. */
export const standsRight = ({ kind }: Column): boolean => isNumeric(kind);
