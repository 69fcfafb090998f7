import { judgeCase, questionOf, readCase } from '../case-book.ts';
import { checkVerdict } from '../case-verdict.ts';

/** A worked case of one kind, without what is the same in a whole table. */
export type Attempt = Readonly<Record<string, unknown>>;

/** Evaluates a case of a kind and takes down what it says. */
export function said(kind: string, attempt: Attempt) {
  const one = readCase({ name: 'attempt', expect: { verdict: 'met' }, kind, ...attempt });
  return judgeCase(one, questionOf(one, '', []));
}

/** Evaluates a case of a kind and holds the answer against what it expects. */
export function tried(kind: string, attempt: Attempt): void {
  const one = readCase({ name: 'attempt', kind, ...attempt });
  const { judge, setting } = judgeCase(one, questionOf(one, '', []));
  for (const expected of [one.expect].flat()) checkVerdict(expected, judge, setting);
}
