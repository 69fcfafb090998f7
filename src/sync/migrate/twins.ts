import type { EntityName } from '../../model/entities.ts';

/** What is marked of a homework may be the homework itself in a target: one thing under one key, told as both. */
const ONE_THING: { readonly [N in EntityName]?: EntityName } = {
  homework: 'assessment',
  assessment: 'homework',
};

/** The entity that may stand under the same key in a target; null where there is none. */
export const twinOf = (entity: EntityName): EntityName | null => ONE_THING[entity] ?? null;
