import type pg from 'pg';
import type { EntityName } from '../../model/entities.ts';
import { tableOf } from '../schema/columns.ts';
import { copyIn } from './copy.ts';
import type { Batch } from './stage.ts';

const UNIQUE_VIOLATION = '23505';

/** Writes batches without looking, for entities of which the source had no row when the run was opened. */
export class Unseen {
  readonly #client: pg.Client;
  /** Entities of which a row was given anew: it is there already, so from now on somebody has to look. */
  readonly #met = new Set<EntityName>();
  #saved = false;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  /** False, and nothing written, where a row is there after all: this run gave it at an earlier checkpoint. */
  async write(batch: Batch): Promise<boolean> {
    const { entity, columns, rows } = batch;
    if (this.#met.has(entity)) return false;
    try {
      // Both on their way at once: the server need not wait for us to hear of the first.
      const saved = this.#client.query(this.#savepoint());
      await Promise.all([
        saved,
        copyIn(this.#client, `public."${tableOf(entity).name}"`, columns, rows.all()),
      ]);
      return true;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
      await this.#client.query('ROLLBACK TO SAVEPOINT unseen');
      this.#met.add(entity);
      return false;
    }
  }

  /** Savepoints are gone with their transaction. */
  forget(): void {
    this.#saved = false;
  }

  #savepoint(): string {
    const release = this.#saved ? 'RELEASE SAVEPOINT unseen; ' : '';
    this.#saved = true;
    return `${release}SAVEPOINT unseen`;
  }
}
