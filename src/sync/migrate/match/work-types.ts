import type { Edge } from './edges.ts';
import type { Side, WorkTypeFact } from './side.ts';
import { likeness, plainText, words } from './text.ts';
import { workKind, workTypeName } from './work-kind.ts';

const SCORES = { sameText: 0.99, sameName: 0.97, kind: 0.85, abbreviation: 0.6, mostLike: 0.5 };

/** Almost every name ends in «работа»: one word in common says nothing. */
const LEAST_LIKENESS = 0.6;

function compare(a: WorkTypeFact, b: WorkTypeFact): Pick<Edge, 'score' | 'reason'> | null {
  if (a.name === b.name) return { score: SCORES.sameText, reason: 'Название совпадает' };
  if (workTypeName(a.name) === workTypeName(b.name)) {
    return { score: SCORES.sameName, reason: 'Название совпадает, написано по-разному' };
  }
  const kind = workKind(a);
  if (kind !== null && kind === workKind(b)) return { score: SCORES.kind, reason: 'Совпадает вид работы' };
  if (a.abbreviation && b.abbreviation && plainText(a.abbreviation) === plainText(b.abbreviation)) {
    return { score: SCORES.abbreviation, reason: 'Совпадает только сокращение' };
  }
  const like = likeness(words(a.name), words(b.name));
  return like < LEAST_LIKENESS ? null : { score: SCORES.mostLike * like, reason: 'Названия похожи' };
}

/** Work types: by name, then by kind. */
export const workTypeEdges = (source: Side, target: Side): Edge[] =>
  source.workType.flatMap((a) =>
    target.workType.flatMap((b): Edge[] => {
      const found = compare(a, b);
      return found ? [{ source: a.id, target: b.id, how: 'name', ...found }] : [];
    }),
  );
