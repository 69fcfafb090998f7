import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Applied } from '../../rules/evaluate.ts';
import type { Layout, SourceLayout } from '../../store/facts/layout.ts';

/** What a source says that it tells, by the declaration of its adapter. */
export interface Declared {
  readonly gives: ReadonlySet<string>;
  readonly gaps: Readonly<Record<string, string>>;
}

/** Papers that only the school itself has: nobody else can be expected to tell of them. */
const OWN_PAPERS: ReadonlySet<string> = new Set<EntityName>([
  'consent',
  'electronicFormRefusal',
  'amendmentPermit',
  'resitProtocol',
  'remark',
  'controlEvent',
]);

/** Why a source cannot tell `entity` or `entity.field`, or null. `kept`: entities that our own registers have rows of. */
export function gapOf(declared: Declared, kept: ReadonlySet<string>, need: string): string | null {
  const [entity = ''] = need.split('.');
  if (OWN_PAPERS.has(entity) || kept.has(entity)) return null;
  const told = declared.gaps[entity] ?? declared.gaps[need];
  if (told !== undefined) return told;
  return declared.gives.has(entity) ? null : `источник не сообщает «${entity}»`;
}

/** The judged source of an entry, or why no source can tell what it needs. */
export type Judged =
  | { readonly source: string; readonly gap: null }
  | { readonly source: null; readonly gap: { readonly need: string; readonly why: string } };

/** How the sources of a school stand to the needs of entries. */
export interface SourceBook {
  readonly layout: Layout;
  declaredOf(source: string): Declared;
  readonly kept: ReadonlySet<string>;
  /** Answers of {@link judgedSource}, by class. */
  readonly judged: Map<string | null, Map<Applied, Judged>>;
}

/** Nearly as many students' marks as the source that reads most: some are ill-connected at any time. */
const NEARLY_ALL = 0.9;

/**
 * First those that read the class about whole, then the higher rank. How far each has read to the day does not
 * matter: otherwise two sources read one after the other would take turns.
 */
function inOrder(sources: readonly SourceLayout[], classId: string | null): readonly SourceLayout[] {
  if (classId === null) return sources.toSorted((left, right) => right.rank - left.rank);
  const read = ({ classes }: SourceLayout): number => classes.get(classId)?.markStudents ?? 0;
  const most = Math.max(0, ...sources.map(read));
  const whole = (one: SourceLayout): number => (read(one) >= most * NEARLY_ALL ? 1 : 0);
  return sources.toSorted((left, right) => whole(right) - whole(left) || right.rank - left.rank);
}

/** Which source an entry is judged by, in a class or (null) in the school as a whole. */
export function judgedSource(book: SourceBook, applied: Applied, classId: string | null): Judged {
  const ofClass = book.judged.get(classId) ?? new Map<Applied, Judged>();
  book.judged.set(classId, ofClass);
  const known = ofClass.get(applied) ?? chooseSource(book, applied, classId);
  ofClass.set(applied, known);
  return known;
}

/** Whether a source tells everything that an entry needs. */
export function tellsNeeds(book: SourceBook, { kind, effective }: Applied, source: string): boolean {
  const declared = book.declaredOf(source);
  return kind.needs(effective.parameters).every((need) => gapOf(declared, book.kept, need) === null);
}

/** The other sources that may show records of a class: those that know it, or that tell of no class at all. */
export const besides = ({ layout }: SourceBook, classId: string, judged: string): string[] =>
  layout.sources.flatMap(({ source, classes }) =>
    source !== judged && (classes.has(classId) || classes.size === 0) ? [source] : [],
  );

function chooseSource(book: SourceBook, { kind, effective }: Applied, classId: string | null): Judged {
  const needs = kind.needs(effective.parameters);
  const there = book.layout.sources.filter(({ classes }) => classId === null || classes.has(classId));
  const known = inOrder(there, classId);
  let first: { need: string; why: string } | null = null;
  for (const { source } of known) {
    const declared = book.declaredOf(source);
    const gaps = needs.map((need) => ({ need, why: gapOf(declared, book.kept, need) }));
    const gap = gaps.find(({ why }) => why !== null);
    if (!gap) return { source, gap: null };
    first ??= { need: gap.need, why: gap.why ?? '' };
  }
  // A school that is read from nowhere may still keep registers with us.
  if (known.length === 0 && needs.every((need) => gapOf(NOTHING, book.kept, need) === null)) {
    return { source: REGISTER_SOURCE, gap: null };
  }
  return { source: null, gap: first ?? { need: needs[0] ?? '', why: 'школа ещё не прочитана' } };
}

const NOTHING: Declared = { gives: new Set(), gaps: {} };
