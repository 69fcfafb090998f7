import { createHash } from 'node:crypto';
import type { MappingEntity, MappingFile } from './mapping/types.ts';
import { mappingEntities } from './mapping/types.ts';

/** What the mapping says of one thing of the source. */
export type Resolution =
  | { readonly kind: 'target'; readonly targetKey: string }
  | { readonly kind: 'leave' }
  | { readonly kind: 'question' };

/** What of the source is what in the target; null where the mapping has no line for it. */
export interface Mapping {
  readonly version: string;
  resolve(entity: MappingEntity, sourceId: string): Resolution | null;
}

/** For targets that have nothing of their own to be matched with. */
export const noMapping: Mapping = { version: 'none', resolve: () => null };

/** Whether an entity is one that targets with things of their own are matched by. */
export const isMapped = (entity: string): entity is MappingEntity =>
  mappingEntities.some((known) => known === entity);

/** Of both sides and of every answer: a plan holds for exactly one. */
const digestOf = ({ version, lines }: MappingFile): string => {
  const answers = lines
    .map(({ entity, sourceId, targetKey, how }) => JSON.stringify([entity, sourceId, targetKey, how]))
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([version, answers]))
    .digest('hex')
    .slice(0, 32);
};

/** Makes the lines of a mapping document answer. */
export function mappingFrom(file: MappingFile): Mapping {
  const { lines } = file;
  const known = new Map<string, Resolution>();
  for (const { entity, sourceId, targetKey, how } of lines) {
    const kind = how === 'leave' ? 'leave' : 'question';
    known.set(
      `${entity}/${sourceId}`,
      targetKey === null || kind === 'leave' ? { kind } : { kind: 'target', targetKey },
    );
  }
  return {
    version: digestOf(file),
    resolve: (entity, sourceId) => known.get(`${entity}/${sourceId}`) ?? null,
  };
}
