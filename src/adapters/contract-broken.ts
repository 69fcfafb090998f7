import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import { AdapterError } from './errors.ts';

const HINT = 'The system answers otherwise than before; look whether it was updated, and tell us the place.';

/** A path within a JSON answer, `$[3].lessons[0].day`. */
export const jsonPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
    '$',
  );

/** An answer that is no longer what it was. `place`: the operation with a JSON path, or a report and its column. */
export const contractBroken = (place: string, message: string, cause?: unknown): AdapterError =>
  new AdapterError({ code: 'adapter.contract_broken', place, message, hint: HINT }, { cause });

function firstIssue(error: z.core.$ZodError): { readonly path: string; readonly code: string } {
  const issue = error.issues[0];
  return { path: jsonPath(issue?.path ?? []), code: issue?.code ?? 'invalid' };
}

/** Reads a whole answer through its schema. The values themselves are not told: they may name people. */
export function readAnswer<S extends z.ZodType>(schema: S, answer: unknown, operation: string): z.infer<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const { path, code } = firstIssue(parsed.error);
  throw contractBroken(`${operation} ${path}`, `the value does not fit the schema: ${code}`);
}

/** One record of a list that could not be understood, and the rest that could. */
export interface LooseList<T> {
  readonly rows: readonly { readonly value: T; readonly place: string }[];
  readonly rejects: readonly { readonly diagnostic: Diagnostic; readonly raw: unknown }[];
}

/** Reads a list record by record: a broken one is set aside and told, the list goes on. */
export function readList<S extends z.ZodType>(
  schema: S,
  answer: unknown,
  operation: string,
): LooseList<z.infer<S>> {
  const rows: { value: z.infer<S>; place: string }[] = [];
  // A list within an answer goes on with the answer's own path.
  const list = operation.includes(' $') ? operation : `${operation} $`;
  const rejects: { diagnostic: Diagnostic; raw: unknown }[] = [];
  readAnswer(z.array(z.unknown()), answer, operation).forEach((item, index) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) {
      rows.push({ value: parsed.data, place: `${list}[${index}]` });
      return;
    }
    const { path, code } = firstIssue(parsed.error);
    const diagnostic: Diagnostic = {
      code: 'record.invalid',
      place: `${list}[${index}]${path.slice(1)}`,
      message: `the record does not fit the schema: ${code}`,
      hint: 'Look at the record in the journal; the rest of the list was read.',
    };
    rejects.push({ diagnostic, raw: item });
  });
  return { rows, rejects };
}
