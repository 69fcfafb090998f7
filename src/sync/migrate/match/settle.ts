import { type Edge, groupedBy, PROPOSAL_BAR } from './edges.ts';

/** What is settled, and who was left because two had the same right. */
export interface Settled {
  readonly proposals: ReadonlyMap<string, Edge>;
  /** Sources that have several targets of the same score. */
  readonly torn: ReadonlySet<string>;
  /** Sources whose target another source has the same right to. */
  readonly rivalled: ReadonlySet<string>;
}

const sizes = (edges: readonly Edge[], keyOf: (edge: Edge) => string): ReadonlyMap<string, number> =>
  new Map([...groupedBy(edges, keyOf)].map(([key, group]) => [key, group.length]));

/**
 * Settles from the highest score down: at each score a pair is proposed when neither side has another of that
 * score. Whoever has is out, together with the targets in question: a lower score must not decide what a
 * higher one could not. So the result does not depend on any order, and no target is given twice.
 */
export function settle(
  edges: readonly Edge[],
  answered: readonly (readonly [string, string | null])[],
): Settled {
  const proposals = new Map<string, Edge>();
  const torn = new Set<string>();
  const rivalled = new Set<string>();
  const closed = {
    source: new Set(answered.map(([source]) => source)),
    target: new Set(answered.flatMap(([, target]) => (target === null ? [] : [target]))),
  };
  const levels = groupedBy(edges, ({ score }) => (score < PROPOSAL_BAR ? null : score.toFixed(4)));
  for (const level of [...levels.keys()].sort().reverse()) {
    const live = (levels.get(level) ?? []).filter(
      ({ source, target }) => !closed.source.has(source) && !closed.target.has(target),
    );
    const ofSource = sizes(live, ({ source }) => source);
    const ofTarget = sizes(live, ({ target }) => target);
    for (const edge of live) {
      const { source, target } = edge;
      if (ofSource.get(source) !== 1) torn.add(source);
      else if (ofTarget.get(target) !== 1) rivalled.add(source);
      else proposals.set(source, edge);
      closed.source.add(source);
      closed.target.add(target);
    }
  }
  return { proposals, torn, rivalled };
}
