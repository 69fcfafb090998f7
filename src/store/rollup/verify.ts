import type pg from 'pg';
import type { Store } from '../open.ts';
import { HASHED } from '../read/database.ts';
import { computing } from './compute.ts';
import { type RollupTable, rollupTables } from './measures.ts';
import { columnsOf, markRollups, refreshRollups, rowSql } from './refresh.ts';

/** A sum that is not what the rows come to; null: there is no such line at all. */
export interface RollupDifference {
  readonly table: string;
  /** `2025-quarter-2`, the class, and what else the line is of. */
  readonly line: string;
  readonly column: string;
  readonly stored: string | null;
  readonly computed: string | null;
}

/** What a verification found. */
export interface RollupCheck {
  readonly lines: number;
  /** Classes that wait for the end of a run: their figures are computed out of rows meanwhile. */
  readonly due: number;
  readonly differences: readonly RollupDifference[];
}

type Line = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null =>
  value === null || value === undefined ? null : value instanceof Date ? value.toISOString() : String(value);

async function linesOf(
  client: pg.ClientBase,
  sql: string,
  values: readonly unknown[],
  { key }: ReturnType<typeof columnsOf>,
): Promise<Map<string, Line>> {
  const { rows } = await client.query<Line>(sql, [...values]);
  return new Map(
    rows.map((row) => [
      key
        .slice(1)
        .map((column) => text(row[column]))
        .join(' '),
      row,
    ]),
  );
}

const storedSql = (table: RollupTable): string => {
  const { key, rest } = columnsOf(table);
  return `select ${[...key, ...rest].join(', ')} from ${table.name} where school_id = $1 and class_id <> all($2::uuid[])`;
};

async function differencesIn(
  client: pg.ClientBase,
  schoolId: string,
  table: RollupTable,
  due: readonly string[],
) {
  const columns = columnsOf(table);
  const last = `select ${rowSql(table)} from scope s join ${table.figures} f using (sc) where s.class_id <> all($8::uuid[])`;
  const values = [true, [], [], schoolId, null, null, null, due];
  const now = await linesOf(client, computing('terms', last), values, columns);
  const then = await linesOf(client, storedSql(table), [schoolId, due], columns);
  const found: RollupDifference[] = [];
  for (const line of new Set([...then.keys(), ...now.keys()])) {
    const [stored, computed] = [then.get(line), now.get(line)];
    for (const column of stored && computed ? columns.rest : ['']) {
      const [left, right] =
        column === '' ? [stored && 'line', computed && 'line'] : [stored?.[column], computed?.[column]];
      if (text(left) === text(right)) continue;
      found.push({ table: table.name, line, column, stored: text(left), computed: text(right) });
    }
  }
  return { lines: now.size, found };
}

const DUE = `select c.id from class c where c.school_id = $1 and exists (select 1 from rollup_due d
  where d.school_id = $1 and (d.class_id is null or d.class_id = c.id))`;

async function withClient<T>(
  store: Store,
  begin: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await store.connect();
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    // Ending the connection rolls back what a failure left open.
    await client.end();
  }
}

/** Computes all sums of a school anew, and tells where those that are kept are others. */
export const verifyRollups = (store: Store, schoolId: string): Promise<RollupCheck> =>
  withClient(store, `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${HASHED}`, async (client) => {
    const due = (await client.query<{ id: string }>(DUE, [schoolId])).rows.map(({ id }) => id);
    const differences: RollupDifference[] = [];
    let lines = 0;
    for (const table of rollupTables) {
      const { found, lines: more } = await differencesIn(client, schoolId, table, due);
      differences.push(...found);
      lines += more;
    }
    return { lines, due: due.length, differences };
  });

/** Makes all sums of a school anew; gives how many class-terms there are. */
export const rebuildRollups = (store: Store, schoolId: string): Promise<number> =>
  withClient(store, 'BEGIN', async (client) => {
    await markRollups(client, schoolId, null);
    return refreshRollups(client, schoolId);
  });
