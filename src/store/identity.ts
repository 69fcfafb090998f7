import type { EntityName } from '../model/entities.ts';
import type { Store } from './open.ts';

/** Whose key, of what, in which system. */
export interface IdentityKey {
  readonly schoolId: string;
  readonly system: string;
  readonly entity: EntityName;
  /** The vendor's own key. */
  readonly key: string;
}

/** Our id of a person, class or subject that a system knows by `key`; null when no run has met it. */
export async function findIdentity(store: Store, { key, ...rest }: IdentityKey): Promise<string | null> {
  const row = await store.prisma.identity.findUnique({
    where: { schoolId_system_entity_externalKey: { ...rest, externalKey: key } },
  });
  return row?.rowId ?? null;
}
