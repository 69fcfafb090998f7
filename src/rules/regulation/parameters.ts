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

/** The parameters of an entry, parsed: one set an option of its choice, or the only one. */
export function parsedParameters(entry: Entry, kind: AnyKind): unknown[] {
  const options = entry.choice ? Object.keys(entry.choice.options) : [null];
  return options.map((option) => kind.params.parse(parametersWith(entry, option)));
}

/** Whether two entries of one kind could both be held against one record, although their topics differ. */
export function entriesMeet(left: Entry, right: Entry, kind: AnyKind): boolean {
  if (!kind.overlaps) return false;
  const others = parsedParameters(right, kind);
  return parsedParameters(left, kind).some((one) =>
    others.some((other) => kind.overlaps?.(one, other) ?? false),
  );
}

/** What an entry is about. It does not depend on the school's choice: the check sees to that. */
export function topicOf(entry: Entry, kind: AnyKind): string {
  const [option = null] = Object.keys(entry.choice?.options ?? {});
  return kind.topic(kind.params.parse(parametersWith(entry, option)));
}
