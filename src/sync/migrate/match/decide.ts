import { type MappingCandidate, type MappingEntity, type MappingLine, shareable } from '../mapping/types.ts';
import { CANDIDATE_FLOOR, type Edge, groupedBy, PROPOSAL_BAR } from './edges.ts';
import { sameExternalId, strongest } from './external.ts';
import { labelsOf } from './labels.ts';
import { type Settled, settle } from './settle.ts';
import type { Side } from './side.ts';
import { termRivals } from './terms.ts';

/** More than these nobody looks through. */
export const MOST_CANDIDATES = 5;

/** Both sides, and for one entity what is decided already and what may be. */
export interface Question {
  readonly entity: MappingEntity;
  readonly source: Side;
  readonly target: Side;
  readonly edges: readonly Edge[];
  /** Lines decided before, by the source's id. */
  readonly kept: ReadonlyMap<string, MappingLine>;
  /** Why a source has nothing to be compared with yet, or is left out with what it belongs to. */
  readonly beforehand?: (sourceId: string) => Pick<MappingLine, 'how' | 'reason'> | null;
}

type Outcome = Pick<MappingLine, 'how' | 'score' | 'reason' | 'targetKey'>;

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The strongest first; the order of equals is that of their names, so that it does not depend on the input's. */
function candidatesOf(edges: readonly Edge[], names: ReadonlyMap<string, string>): MappingCandidate[] {
  return edges
    .filter(({ score }) => score >= CANDIDATE_FLOOR)
    .map(({ target, score }) => ({ key: target, name: names.get(target) ?? target, score: rounded(score) }))
    .sort((a, b) => b.score - a.score || text(a.name, b.name) || text(a.key, b.key))
    .slice(0, MOST_CANDIDATES);
}

const rounded = (score: number): number => Math.round(score * 100) / 100;

/** Words of a dictionary do not compete: each takes the one that means the same, if it is one. */
function settleEach(edges: readonly Edge[]): Settled {
  const proposals = new Map<string, Edge>();
  const torn = new Set<string>();
  for (const [source, found] of groupedBy(edges, ({ source }) => source)) {
    const best = Math.max(...found.map(({ score }) => score));
    const [first, ...others] = found.filter(({ score }) => score === best);
    if (best < PROPOSAL_BAR || !first) continue;
    if (others.length > 0) torn.add(source);
    else proposals.set(source, first);
  }
  return { proposals, torn, rivalled: new Set() };
}

type Answers = readonly (readonly [string, string | null])[];

/** Terms that no class has both of do not compete: the half-years of the tenth and of the eleventh may be one there. */
function settleTerms(edges: readonly Edge[], answered: Answers, { source }: Question): Settled {
  const all = { proposals: new Map<string, Edge>(), torn: new Set<string>(), rivalled: new Set<string>() };
  const wanted = new Map<string, Set<string>>();
  for (const [id, target] of [...edges.map((edge) => [edge.source, edge.target] as const), ...answered]) {
    if (target !== null) wanted.set(id, (wanted.get(id) ?? new Set()).add(target));
  }
  for (const rivals of termRivals(source.term, wanted)) {
    const own = settle(
      edges.filter((edge) => rivals.has(edge.source)),
      answered.filter(([id]) => rivals.has(id)),
    );
    for (const [id, edge] of own.proposals) all.proposals.set(id, edge);
    for (const id of own.torn) all.torn.add(id);
    for (const id of own.rivalled) all.rivalled.add(id);
  }
  return all;
}

function settled(question: Question): Settled {
  const { entity, edges, kept } = question;
  if (entity !== 'workType' && shareable.has(entity)) return settleEach(edges);
  const answered = [...kept.values()].map(({ sourceId, targetKey }) => [sourceId, targetKey] as const);
  return entity === 'term' ? settleTerms(edges, answered, question) : settle(edges, answered);
}

const TORN = 'Одинаково подходят несколько: выберите одного из вариантов';
const RIVALLED = 'Тот же вариант одинаково подходит и другой строке: выберите';
const NOTHING = 'Похожего в новом журнале нет';

function outcome(sourceId: string, found: readonly Edge[], all: Settled, question: Question): Outcome {
  const proposal = all.proposals.get(sourceId);
  if (proposal) {
    const { how, score, reason, target } = proposal;
    return { how, score: rounded(score), reason, targetKey: target };
  }
  const early = question.beforehand?.(sourceId);
  if (early) return { ...early, score: 0, targetKey: null };
  const [best] = found.toSorted((a, b) => b.score - a.score || text(a.reason, b.reason));
  const why = all.torn.has(sourceId) ? TORN : all.rivalled.has(sourceId) ? RIVALLED : best?.reason;
  return { how: 'question', score: rounded(best?.score ?? 0), reason: why ?? NOTHING, targetKey: null };
}

/** What was decided stays, and what it was decided for stands first. */
function keptFirst(line: MappingLine, candidates: readonly MappingCandidate[], name: string | null) {
  const { targetKey, score } = line;
  if (targetKey === null || name === null) return candidates;
  const first = candidates.find(({ key }) => key === targetKey) ?? { key: targetKey, name, score };
  return [first, ...candidates.filter((other) => other !== first)].slice(0, MOST_CANDIDATES);
}

/** The lines of one entity. */
export function decide(question: Question): MappingLine[] {
  const { entity, source, target, kept } = question;
  const edges = strongest([...sameExternalId(source[entity], target[entity]), ...question.edges]);
  const all = settled({ ...question, edges });
  const ours = labelsOf(source, entity);
  const theirs = labelsOf(target, entity);
  const bySource = groupedBy(edges, (edge) => edge.source);
  return source[entity].map(({ id }): MappingLine => {
    const found = bySource.get(id) ?? [];
    const before = kept.get(id);
    const decided = before ?? outcome(id, found, all, question);
    const { how, score, reason, targetKey } = decided;
    const targetName = targetKey === null ? null : (theirs.get(targetKey) ?? null);
    const told = candidatesOf(found, theirs);
    const candidates = keptFirst({ ...decided, targetKey } as MappingLine, told, targetName);
    return {
      entity,
      sourceId: id,
      sourceName: ours.get(id) ?? id,
      targetKey,
      targetName,
      how,
      score,
      reason,
      candidates,
    };
  });
}
