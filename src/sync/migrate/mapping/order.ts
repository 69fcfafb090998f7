import { type MappingEntity, type MappingLine, mappingEntities } from './types.ts';

const place: ReadonlyMap<MappingEntity, number> = new Map(
  mappingEntities.map((entity, index) => [entity, index]),
);

const russian = new Intl.Collator('ru', { numeric: true });

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lines in the one order in which a document is written: by entity, by name as people sort, by id. */
export const inOrder = (lines: readonly MappingLine[]): MappingLine[] =>
  lines.toSorted(
    (a, b) =>
      (place.get(a.entity) ?? 0) - (place.get(b.entity) ?? 0) ||
      russian.compare(a.sourceName, b.sourceName) ||
      text(a.sourceId, b.sourceId),
  );
