import { LRUCache } from 'lru-cache';
import type { EntityName } from '../../model/entities.ts';
import type { Column, Fill } from './column.ts';
import { lookUpBy, pathsOf } from './coverage.ts';
import { referring } from './look-ups.ts';
import { type Condition, type Path, parsePath, type Step } from './path.ts';
import type { Row, StoredRow, WorkStore } from './work-store.ts';

/** What a cell says, before it is written in the manner of a kind of file. */
export type Cell = string | number | null;

const CACHED_ROWS = 20_000;

/** Follows the paths of the layout from row to row. */
export interface Resolver {
  cell(entity: EntityName, from: StoredRow, column: Column, fill: Fill): Cell;
  leadsAnywhere(entity: EntityName, from: StoredRow, path: string): boolean;
}

type BackStep = Extract<Step, { kind: 'back' }>;

const startOf = ({ row }: StoredRow): string => (typeof row['fromDay'] === 'string' ? row['fromDay'] : '');

/** The latest by its first day; of equals the one of the greater id, so that it is always the same. */
const lastOf = (rows: readonly StoredRow[]): StoredRow[] =>
  rows.toSorted((a, b) => (startOf(a) + a.id < startOf(b) + b.id ? -1 : 1)).slice(-1);

const meets = (from: StoredRow, { row }: StoredRow, { field, equals }: Condition): boolean => {
  if (equals === null) return row[field] === null || row[field] === undefined;
  return row[field] === (equals === 'id' ? from.id : from.row[equals]);
};

const inWords = (column: Column, value: string | number): Cell => {
  const said = column.words?.[String(value)] ?? value;
  return said === '' ? null : said;
};

const asCell = (value: unknown): string | number =>
  typeof value === 'number' || typeof value === 'string' ? value : String(value);

/**
 * `labels`: names of members of staff that tell them apart. `touched` hears of each row that a cell was filled from,
 * beside the row of the line itself.
 */
export function makeResolver(
  store: WorkStore,
  labels: ReadonlyMap<string, string>,
  touched: (entity: EntityName, id: string) => void,
): Resolver {
  const rows = new LRUCache<string, Row>({ max: CACHED_ROWS });
  const paths = new Map<string, Path>();

  const rowOf = (entity: EntityName, id: string): StoredRow | undefined => {
    const key = `${entity}/${id}`;
    const row = rows.get(key) ?? store.get(entity, id);
    if (row === undefined) return undefined;
    rows.set(key, row);
    return { id, row };
  };

  const behind = (from: StoredRow, { entity, conditions, pick }: BackStep): readonly StoredRow[] => {
    const by = lookUpBy(conditions);
    const id = by.equals === 'id' ? from.id : from.row[by.equals ?? ''];
    if (typeof id !== 'string') return [];
    const found = referring(store, entity, by.field, id)
      .flatMap((one) => rowOf(entity, one) ?? [])
      .filter((row) => conditions.every((condition) => meets(from, row, condition)));
    return pick === 'last' ? lastOf(found) : found;
  };

  const ahead = (from: StoredRow, field: string, entity: EntityName): readonly StoredRow[] => {
    const id = from.row[field];
    const row = typeof id === 'string' ? rowOf(entity, id) : undefined;
    return row ? [row] : [];
  };

  const fieldOf = (from: StoredRow, name: string): unknown => {
    if (name === 'id') return from.id;
    return name === 'label' ? labels.get(from.id) : from.row[name];
  };

  const follow = (from: StoredRow, steps: readonly Step[]): readonly (string | number)[] => {
    const [step, ...rest] = steps;
    if (!step) return [];
    if (step.kind === 'field') {
      const value = fieldOf(from, step.name);
      return value === null || value === undefined ? [] : [asCell(value)];
    }
    const next = step.kind === 'hop' ? ahead(from, step.field, step.entity) : behind(from, step);
    for (const row of next) touched(step.entity, row.id);
    return next.flatMap((row) => follow(row, rest));
  };

  const valuesOf = (entity: EntityName, from: StoredRow, text: string): readonly (string | number)[] => {
    const name = `${entity}/${text}`;
    const path = paths.get(name) ?? parsePath(entity, text);
    paths.set(name, path);
    return follow(from, path.steps);
  };

  const said = (entity: EntityName, from: StoredRow, column: Column, path: string): Cell => {
    const values = valuesOf(entity, from, path).flatMap((value) => inWords(column, value) ?? []);
    const distinct = [...new Set(values)];
    return distinct.length <= 1 ? (distinct[0] ?? null) : distinct.join('; ');
  };

  return {
    leadsAnywhere: (entity, from, path) => valuesOf(entity, from, path).length > 0,
    cell(entity, from, column, fill) {
      if (typeof fill === 'object' && 'always' in fill) return fill.always;
      const parts = pathsOf(fill).map((path) => said(entity, from, column, path));
      if (typeof fill === 'object' && 'parts' in fill) {
        return parts.filter((part) => part !== null).join(fill.between) || null;
      }
      return parts.find((part) => part !== null) ?? null;
    },
  };
}
