import { z } from 'zod';
import type { AnyKind } from '../kind.ts';
import type { Entry } from '../regulation.ts';

/** The parameters of an entry as written, with one option of its choice put in. */
export function parametersWith(entry: Entry, option: string | null): Record<string, unknown> {
  const { choice, parameters } = entry;
  if (!choice || option === null) return parameters;
  return { ...parameters, [choice.parameter]: choice.options[option] };
}

/** The names of the parameters that a kind knows; null where its schema is no plain object. */
export function parameterNames({ params }: AnyKind): string[] | null {
  const given: unknown = params instanceof z.ZodPipe ? params.in : params;
  return given instanceof z.ZodObject ? Object.keys(given.shape) : null;
}

/** What an entry is about. It does not depend on the school's choice: the check sees to that. */
export function topicOf(entry: Entry, kind: AnyKind): string {
  const [option = null] = Object.keys(entry.choice?.options ?? {});
  return kind.topic(kind.params.parse(parametersWith(entry, option)));
}
