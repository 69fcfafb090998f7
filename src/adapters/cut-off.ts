/** The beginning of a text, number or word of JSON; nothing at all is one too. */
const TEXT_START = '"[^"\\\\]*(?:\\\\.[^"\\\\]*)*\\\\?"?';
const NUMBER_START = '-?\\d*(?:\\.\\d*)?(?:[eE][+-]?\\d*)?';
const WORD_START = 't(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|n(?:u(?:ll?)?)?';
const VALUE_START = `\\s*(?:${TEXT_START}|${WORD_START}|${NUMBER_START})\\s*`;
const KEY = '\\s*"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"\\s*:';

/** What may stand last, by the bracket that is still open. */
const LAST_PIECE = {
  '[': new RegExp(`^${VALUE_START}$`),
  '{': new RegExp(`^(?:${KEY}${VALUE_START}|\\s*(?:${TEXT_START})?\\s*)$`),
} as const;

const CLOSING = { '[': ']', '{': '}' } as const;
type Bracket = keyof typeof CLOSING;

interface Outline {
  /** Brackets that were never closed, outermost first. */
  readonly open: readonly Bracket[];
  /** Where the last bracket or comma stands; -1 for none. */
  readonly last: number;
}

function outlineOf(body: string): Outline {
  const open: Bracket[] = [];
  let last = -1;
  let inText = false;
  for (let index = 0; index < body.length; index += 1) {
    const sign = body[index];
    if (inText) {
      if (sign === '\\') index += 1;
      else if (sign === '"') inText = false;
      continue;
    }
    if (sign === '"') inText = true;
    if (sign === '[' || sign === '{') open.push(sign);
    if (sign === ']' || sign === '}') open.pop();
    if (sign !== undefined && '[]{},'.includes(sign)) last = index;
  }
  return { open, last };
}

/** Makes what stands up to the last bracket or comma whole: one more value after a comma, then the closings. */
function completed(known: string, open: readonly Bracket[]): string {
  const filling = open.at(-1) === '{' ? '"":null' : 'null';
  const closings = open.map((bracket) => CLOSING[bracket]).reverse();
  return known + (known.endsWith(',') ? filling : '') + closings.join('');
}

const parses = (json: string): boolean => {
  try {
    JSON.parse(json);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

/**
 * Whether a body that does not parse is the beginning of a list or an object that would have parsed: cut off
 * on the way, rather than written otherwise. Asked only of what has failed to parse.
 */
export function isCutOff(body: string): boolean {
  const { open, last } = outlineOf(body);
  const inner = open.at(-1);
  if (inner === undefined) return false;
  const piece = body.slice(last + 1);
  const isClosed = body[last] === ']' || body[last] === '}';
  if (isClosed ? piece.trim() !== '' : !LAST_PIECE[inner].test(piece)) return false;
  return parses(completed(body.slice(0, last + 1), open));
}
