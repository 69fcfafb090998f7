import { badParameter } from '../refused.ts';
import type { Visit } from '../route.ts';

/** Fields of a JSON object that a client has sent; names without regard to case, long numbers as text. */
export interface Body {
  readonly has: (name: string) => boolean;
  /** The text of an id, of the field or of its `_str` twin. */
  readonly id: (name: string) => string | null;
  readonly text: (name: string) => string | null;
  readonly number: (name: string, usual: number) => number;
  readonly flag: (name: string, usual: boolean) => boolean;
}

export function bodyOf(content: unknown): Body {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw badParameter('body');
  const fields = new Map(
    Object.entries(content).map(([name, part]) => [name.toLowerCase(), part as unknown]),
  );
  const get = (name: string): unknown => fields.get(name.toLowerCase()) ?? null;
  const asText = (part: unknown): string | null =>
    typeof part === 'string' || typeof part === 'number' ? String(part) : null;
  return {
    has: (name) => get(name) !== null,
    id: (name) => asText(get(`${name}_str`)) ?? asText(get(name)),
    text: (name) => asText(get(name)),
    number: (name, usual) => {
      const part = get(name) ?? usual;
      if (typeof part !== 'number' || !Number.isInteger(part)) throw badParameter(name);
      return part;
    },
    flag: (name, usual) => {
      const part = get(name) ?? usual;
      if (typeof part !== 'boolean') throw badParameter(name);
      return part;
    },
  };
}

export const sentBody = ({ call }: Visit): Body => bodyOf(call.json);

/** The answer to a write: the object, its id, or nothing. */
export function answerTo<T extends { readonly id: bigint }>(
  { world }: Visit,
  row: T,
  tell: (row: T) => object,
): unknown {
  if (world.quirks.writeAnswer === 'empty') return undefined;
  return world.quirks.writeAnswer === 'id' ? row.id : tell(row);
}
