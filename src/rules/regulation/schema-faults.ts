import type { z } from 'zod';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Fault } from './file.ts';
import { nearestHint } from './nearest.ts';

type Issue = z.core.$ZodIssue;

/** Of the ways that something could have been meant, the one that misses least is worth talking about. */
function leastWrong(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [best] = [...issue.errors].sort((left, right) => left.length - right.length);
  if (!best || best.length === 0) return [issue];
  return best.flatMap((inner) => leastWrong({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Parsed with `reportInput`, an issue tells what stood there. */
const isMissing = (issue: Issue): boolean => 'input' in issue && issue.input === undefined;

function hintFor(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'string') return 'Put the text into quotes.';
  if (issue.code === 'invalid_value') return `It may be: ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return `It may be: ${issue.options?.map(String).join(', ')}.`;
  }
  return 'See docs/guide-regulations.md for what may stand here.';
}

/** What a file's schema refuses, each with where it is. `known` are the fields there are, for a field that is not. */
export function schemaFaults(
  issues: readonly Issue[],
  before: readonly PropertyKey[],
  known: (path: readonly PropertyKey[]) => readonly string[],
  fault: Fault,
  code = 'regulation.invalid',
): Diagnostic[] {
  return issues.flatMap(leastWrong).flatMap((issue) => {
    const path = [...before, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        fault(
          'regulation.unknown_field',
          [...path, key],
          `There is no field «${key}» here.`,
          nearestHint(key, known(path)),
        ),
      );
    }
    const last = String(path.at(-1) ?? '');
    const empty = isMissing(issue) || issue.code === 'too_small';
    if (last === 'clause' && empty) {
      const hint =
        'Say where in the act it stands, e.g. clause: «п. 3.20». What no clause asks is not an entry.';
      return [fault('regulation.missing_clause', path, 'The clause of the act is missing.', hint)];
    }
    if (isMissing(issue)) return [fault(code, path, `«${last}» is missing.`, `Add «${last}».`)];
    return [fault(code, path, issue.message, hintFor(issue))];
  });
}
