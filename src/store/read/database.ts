import pg from 'pg';

/** A prepared statement: planned once a connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /**
   * Joins its own parts by hashing alone. The planner knows nothing of how large such parts are, takes them for a row
   * or two, and would compare all with all.
   */
  readonly hashed?: boolean;
}

/** The reading side of the store, as small as its readers need it. */
export interface ReadDatabase {
  /** Runs a statement; every row as an array, in the order of the columns. */
  rows<Row extends readonly unknown[]>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * What every reading connection is set to: it cannot write, a statement that runs away is ended, and plans
 * are made once. The diary's statement takes longer to plan than to run, so a plan for each set of values, or
 * compiling one, would cost more than all the rest.
 */
const SETTINGS = [
  'default_transaction_read_only=on',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
  'TimeZone=UTC',
];

/**
 * What a `hashed` statement is run under; looking up by an index is written out in it. Merging is as bad as comparing
 * all: of several columns that it could merge by, the planner takes one, since a row is a row.
 */
export const HASHED = ['enable_nestloop = off', 'enable_mergejoin = off', 'jit = off', "work_mem = '64MB'"]
  .map((setting) => `SET LOCAL ${setting}`)
  .join('; ');

/** Runs a statement on a pool, every row as an array. */
async function rowsOf(
  pool: pg.Pool,
  { name, text, hashed }: Statement,
  values: readonly unknown[],
  named: boolean,
) {
  const query = { ...(named ? { name } : {}), text, values: [...values], rowMode: 'array' as const };
  if (!hashed) return (await pool.query(query)).rows;
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query(`BEGIN; ${HASHED}`);
    const { rows } = await client.query(query);
    await client.query('COMMIT');
    isDone = true;
    return rows;
  } finally {
    // A connection left in the midst of a transaction is thrown away.
    client.release(!isDone);
  }
}

/** Opens the reading side on `connectionString`; connections are made when they are needed. */
export function openReads(
  connectionString: string,
  options: {
    readonly connections?: number;
    readonly statementTimeoutMs?: number;
    /** Told of a connection that died while nobody used it; the next reader gets a new one. */
    readonly onIdleError?: (error: Error) => void;
  } = {},
): ReadDatabase {
  const pool = new pg.Pool({
    connectionString,
    max: options.connections ?? 8,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeoutMs ?? 14_000,
    application_name: 'peremena-api',
    options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
  });
  // Without a listener the death of an idle connection would end the program.
  pool.on('error', (error) => options.onIdleError?.(error));
  return {
    async rows<Row extends readonly unknown[]>(statement: Statement, values: readonly unknown[]) {
      // What the columns are is said by the statement alone, which stands beside `Row` in every reader.
      return (await rowsOf(pool, statement, values, true)) as unknown[] as Row[];
    },
    close: () => pool.end(),
  };
}

/** The reading side over connections that also write: for a command, which asks a few times and ends. */
export const readsOver = (pool: pg.Pool): ReadDatabase => ({
  async rows<Row extends readonly unknown[]>(statement: Statement, values: readonly unknown[]) {
    return (await rowsOf(pool, statement, values, false)) as unknown[] as Row[];
  },
  close: async () => undefined,
});
