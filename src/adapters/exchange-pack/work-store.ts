import { chmodSync, mkdirSync } from 'node:fs';
import { ClassicLevel } from 'classic-level';
import type { EntityName } from '../../model/entities.ts';
import { AdapterError } from '../errors.ts';

/** A row as it lies in the work folder: canonical fields, references hold ids of other rows there. */
export type Row = Readonly<Record<string, unknown>>;

/** A row with its id. */
export interface StoredRow {
  readonly id: string;
  readonly row: Row;
}

/** What is changed at once: all of it, or after a kill nothing of it. */
export interface Change {
  readonly entity: EntityName;
  readonly id: string;
  /** Null takes the row away. */
  readonly row: Row | null;
}

const SEPARATOR = '!';
/** Behind every key that begins with the text before it. */
const BEYOND = '\uffff';

const joined = (...parts: readonly string[]): string => parts.join(SEPARATOR);
const within = (prefix: string) => ({ gt: `${prefix}${SEPARATOR}`, lt: `${prefix}${SEPARATOR}${BEYOND}` });

/**
 * The work folder beside a pack: rows as they were given, and room to join and sort them in. Memory stays flat, a
 * batch is whole or not there, and a second process is kept out.
 */
export class WorkStore {
  readonly #db: ClassicLevel<string, unknown>;

  constructor(db: ClassicLevel<string, unknown>) {
    this.#db = db;
  }

  get(entity: EntityName, id: string): Row | undefined {
    return this.#db.getSync(joined('r', entity, id)) as Row | undefined;
  }

  /** Changes rows and leaves a note, at once and on the disk before it returns. */
  async apply(changes: readonly Change[], name: string, note: unknown): Promise<void> {
    const rows = changes.map(({ entity, id, row }) => {
      const key = joined('r', entity, id);
      return row === null
        ? ({ type: 'del', key } as const)
        : ({ type: 'put', key, value: row as unknown } as const);
    });
    await this.#db.batch([...rows, { type: 'put', key: joined('n', name), value: note }], { sync: true });
  }

  /** A note: something small that is remembered beside the rows. */
  note(name: string): unknown {
    return this.#db.getSync(joined('n', name));
  }

  async setNote(name: string, value: unknown): Promise<void> {
    await this.#db.put(joined('n', name), value, { sync: true });
  }

  /** All rows of an entity, by id. */
  async *rows(entity: EntityName): AsyncGenerator<StoredRow> {
    const prefix = joined('r', entity);
    for await (const [key, value] of this.#db.iterator(within(prefix))) {
      yield { id: key.slice(prefix.length + 1), row: value as Row };
    }
  }

  /** Forgets what was made of the rows; the rows stay. */
  async clearScratch(area: string): Promise<void> {
    await this.#db.clear(within(joined('s', area)));
  }

  async putScratch(
    entries: readonly (readonly [area: string, key: string, value: unknown])[],
  ): Promise<void> {
    await this.#db.batch(
      entries.map(([area, key, value]) => ({ type: 'put', key: joined('s', area, key), value })),
    );
  }

  /** What was put into an area, in the order of its keys. */
  async *scratch(area: string): AsyncGenerator<readonly [key: string, value: unknown]> {
    const prefix = joined('s', area);
    for await (const [key, value] of this.#db.iterator(within(prefix))) {
      yield [key.slice(prefix.length + 1), value];
    }
  }

  fromScratch(area: string, key: string): unknown {
    return this.#db.getSync(joined('s', area, key));
  }

  close(): Promise<void> {
    return this.#db.close();
  }
}

/** Of 2 MB each. */
const OPEN_FILES = 40;

const isLocked = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause
    ? error.cause.code === 'LEVEL_LOCKED'
    : false;

/** Opens the work folder, made for this user alone where it is not there. */
export async function openWorkStore(folder: string): Promise<WorkStore> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  // Its files are mapped into memory: fewer at once, so that a larger school takes no more of it.
  const db = new ClassicLevel<string, unknown>(folder, { valueEncoding: 'json', maxOpenFiles: OPEN_FILES });
  try {
    await db.open();
  } catch (error) {
    if (!isLocked(error)) throw error;
    throw new AdapterError(
      {
        code: 'adapter.refused',
        place: 'settings.folder',
        message: 'another process is writing this exchange pack',
        hint: 'Wait for its end, or name another folder.',
      },
      { cause: error },
    );
  }
  return new WorkStore(db);
}
