import type { Edge } from './edges.ts';
import type { Side, SubjectFact } from './side.ts';
import { subjectName } from './subject-name.ts';
import { likeness } from './text.ts';

const SCORES = { sameText: 0.99, sameName: 0.97, shortName: 0.85, mostLike: 0.6 };

/** Fewer words in common than this are chance. */
const LEAST_LIKENESS = 0.4;

function compare(a: SubjectFact, b: SubjectFact): Pick<Edge, 'score' | 'reason'> | null {
  if (a.name === b.name) return { score: SCORES.sameText, reason: 'Название совпадает' };
  const [one, other] = [subjectName(a.name), subjectName(b.name)];
  if (one === other) return { score: SCORES.sameName, reason: 'Название совпадает, написано по-разному' };
  const [oneShort, otherShort] = [a, b].map(({ shortName }) => (shortName ? subjectName(shortName) : null));
  if (oneShort === other || otherShort === one) {
    return { score: SCORES.shortName, reason: 'Название совпадает с принятым в журнале сокращением' };
  }
  const like = likeness(one.split(' '), other.split(' '));
  return like < LEAST_LIKENESS
    ? null
    : { score: SCORES.mostLike * like, reason: 'Названия похожи, но не одинаковы' };
}

/** Subjects: by name, by a spelling that is certain, by the journal's own short name. */
export const subjectEdges = (source: Side, target: Side): Edge[] =>
  source.subject.flatMap((a) =>
    target.subject.flatMap((b): Edge[] => {
      const found = compare(a, b);
      return found ? [{ source: a.id, target: b.id, how: 'name', ...found }] : [];
    }),
  );
