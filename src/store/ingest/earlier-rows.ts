import type { EntityName } from '../../model/entities.ts';
import { hasRows } from './gone.ts';
import type { Ground } from './ground.ts';

/** Entities of which the source had rows before the first batch of this ingest was written. */
export class EarlierRows {
  readonly #ground: Ground;
  readonly #known = new Map<EntityName, boolean>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Must be asked before the entity's first batch is written. */
  async had(entity: EntityName): Promise<boolean> {
    const { client, options } = this.#ground;
    const had = this.#known.get(entity) ?? (await hasRows(client, options, entity));
    this.#known.set(entity, had);
    return had;
  }

  /** Whether it was asked, and there were none. */
  hadNone(entity: EntityName): boolean {
    return this.#known.get(entity) === false;
  }
}
