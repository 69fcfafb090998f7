import pg from 'pg';

/** A prepared statement: planned once a connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
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
      const result = await pool.query({ ...statement, values: [...values], rowMode: 'array' });
      // What the columns are is said by the statement alone, which stands beside `Row` in every reader.
      return result.rows as unknown[] as Row[];
    },
    close: () => pool.end(),
  };
}

/** The reading side over connections that also write: for a command, which asks a few times and ends. */
export const readsOver = (pool: pg.Pool): ReadDatabase => ({
  async rows<Row extends readonly unknown[]>({ text }: Statement, values: readonly unknown[]) {
    const result = await pool.query({ text, values: [...values], rowMode: 'array' });
    return result.rows as unknown[] as Row[];
  },
  close: async () => undefined,
});
