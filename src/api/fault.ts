import type { z } from 'zod';

/** Which parameter is at fault, and why in plain words. */
export interface Fault {
  readonly parameter: string;
  readonly detail: string;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'Not an id',
  date: 'Not a day like 2025-09-08',
};

const given = (raw: unknown, name: string): unknown =>
  typeof raw === 'object' && raw !== null ? Reflect.get(raw, name) : undefined;

/** In words of ours, never with the value: a value may be a name. */
function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'Missing';
  if (Array.isArray(value)) return 'Given more than once';
  if (issue.code === 'too_small') return `Shorter than ${issue.minimum}`;
  if (issue.code === 'too_big') return `Longer than ${issue.maximum}`;
  if (issue.code === 'invalid_value') return `Not one of: ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_format') return FORMATS[issue.format] ?? issue.message;
  return issue.message;
}

/**
 * The fault of an input that a schema did not take. An unknown parameter is told before all others: `from[]`
 * is why `from` is missing.
 */
export function faultOf({ issues }: z.ZodError, raw: unknown): Fault {
  for (const issue of issues) {
    const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
    if (unknown !== undefined) return { parameter: unknown, detail: 'Not known here' };
  }
  const [issue] = issues;
  const parameter = String(issue?.path[0] ?? '');
  return { parameter, detail: issue ? reasonOf(issue, given(raw, parameter)) : 'See /docs' };
}
