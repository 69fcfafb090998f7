import type { Edge } from './edges.ts';
import type { Fact } from './side.ts';

/** Pairs that carry the same external id. */
export function sameExternalId(source: readonly Fact[], target: readonly Fact[]): Edge[] {
  const known = new Map<string, Fact[]>();
  for (const fact of target) {
    for (const id of new Set(fact.externalIds)) known.set(id, [...(known.get(id) ?? []), fact]);
  }
  return source.flatMap((fact) => {
    const met = new Set(fact.externalIds.flatMap((id) => known.get(id) ?? []));
    return [...met].map(
      ({ id }): Edge => ({
        source: fact.id,
        target: id,
        score: 1,
        how: 'exact',
        reason: 'Один и тот же номер во внешней системе',
      }),
    );
  });
}

/** Of several edges between the same two the strongest. */
export function strongest(edges: Iterable<Edge>): Edge[] {
  const best = new Map<string, Edge>();
  for (const edge of edges) {
    const pair = JSON.stringify([edge.source, edge.target]);
    const other = best.get(pair);
    if (!other || other.score < edge.score) best.set(pair, edge);
  }
  return [...best.values()];
}
