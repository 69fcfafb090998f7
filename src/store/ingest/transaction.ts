import type pg from 'pg';

/** The transaction of a run's connection, from checkpoint to checkpoint. */
export class Transaction {
  readonly #client: pg.Client;
  #open = false;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Begins it, unless it is open. */
  async begin(): Promise<void> {
    if (!this.#open) await this.#client.query('BEGIN');
    this.#open = true;
  }

  async commit(): Promise<void> {
    await this.#client.query('COMMIT');
    this.#open = false;
  }

  /** Drops what is open, if anything is. */
  async rollback(): Promise<void> {
    if (this.#open) await this.#client.query('ROLLBACK');
    this.#open = false;
  }
}
