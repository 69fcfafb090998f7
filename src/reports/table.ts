import type { Day } from '../model/dates.ts';
import type { DrillRef } from './drill.ts';

/** How a column's values are meant: spreadsheets get real numbers and dates of them, people one decimal. */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'percent' | 'day';

export interface Column {
  /** Stable: the same in every language and file; JSON and comparisons use it. */
  readonly key: string;
  readonly title: string;
  /** Columns that stand together under one head. */
  readonly group?: string;
  readonly kind: ColumnKind;
  /** In characters, for paper and spreadsheets. */
  readonly width: number;
}

/** A percent is 92.3, not 0.923; a day is `YYYY-MM-DD`. Null: there is nothing to say, which is not 0. */
export type CellValue = string | number | null;

export interface Cell {
  readonly value: CellValue;
  /** Why there is no value, in words for people: «нет данных: источник не передаёт причину». */
  readonly missing?: string;
  /** The rows that made the number. */
  readonly drill?: DrillRef;
  /** The value of the same cell in the period compared with; null: there was none. */
  readonly was?: number | null;
}

export interface Row {
  /** Stable within its section, from period to period: comparisons join by it. */
  readonly key: string;
  readonly kind: 'row' | 'subtotal' | 'total';
  /** As many as the section has columns. */
  readonly cells: readonly Cell[];
  /** The same form one level down: a school's row of a municipal report opens the school's. */
  readonly opens?: { readonly scope: string };
}

/** A table; a form that is long comes as many of them, one after the other. */
export interface Section {
  readonly key: string;
  readonly title: string | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What to say where there is no row. */
  readonly empty: string;
}

/** How fresh the numbers are. */
export interface Freshness {
  readonly schoolId: string;
  readonly school: string;
  readonly source: string;
  /** End of the last run that succeeded; null: never. */
  readonly readAt: Date | null;
}

/** A report, ready to be written in any format. */
export interface Report {
  readonly form: string;
  readonly title: string;
  /** «Городской округ Заречный», «Школа № 3, 7б». */
  readonly about: string;
  readonly from: Day;
  readonly to: Day;
  /** «II четверть 2025/2026», «с 1 по 30 ноября 2025». */
  readonly period: string;
  readonly comparedWith: string | null;
  readonly madeAt: Date;
  readonly freshness: readonly Freshness[];
  /** Read as they are written: a school's summary sheets are never held whole. May be walked once. */
  readonly sections: AsyncIterable<Section>;
  /** Footnotes: how something is counted, what a source does not tell. */
  readonly notes: readonly string[];
  /** «Директор», «Классный руководитель»: places for signatures on paper. */
  readonly signatures: readonly string[];
}
