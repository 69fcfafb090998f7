import type { EntityName } from '../../model/entities.ts';
import type { Ground } from './ground.ts';
import { type Held, heldOf } from './held.ts';

/** What is held back, by entity. */
export class Holdings {
  readonly #ground: Ground;
  readonly #held = new Map<EntityName, Held | null>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** A dry run leaves the table as it is, so what it would have changed is known by rows alone. */
  of(entity: EntityName): Held | null {
    const found = this.#held.get(entity);
    if (found !== undefined) return found;
    const { options, identities, digests } = this.#ground;
    const made = options.dryRun ? null : heldOf(entity, identities, digests);
    this.#held.set(entity, made);
    return made;
  }

  *all(): Iterable<readonly [EntityName, Held]> {
    for (const [entity, holder] of this.#held) if (holder) yield [entity, holder];
  }

  /** Begins anew after a checkpoint. */
  forget(): void {
    for (const [, holder] of this.all()) holder.forget();
  }
}
