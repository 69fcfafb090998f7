import { isCutOff } from './cut-off.ts';
import { AdapterError } from './errors.ts';

const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Where the text that begins at `start` ends: behind its closing quote, or behind the body. */
function endOfText(body: string, start: number): number {
  for (let at = body.indexOf('"', start + 1); at >= 0; at = body.indexOf('"', at + 1)) {
    let slashes = 0;
    while (body.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return body.length;
}

function endOfDigits(body: string, start: number): number {
  let at = start;
  while (isDigit(body.charCodeAt(at))) at += 1;
  return at;
}

/** Whether digits go on as a fraction or an exponent: such a number is no integer. */
const goesOn = (code: number): boolean => code === 0x2e || code === 0x65 || code === 0x45;

function endOfFraction(body: string, start: number): number {
  let at = start;
  while (at < body.length && '.eE+-0123456789'.includes(body.charAt(at))) at += 1;
  return at;
}

interface Outline {
  readonly depth: number;
  /** Begin and end of each integer that a number would round. */
  readonly unsafe: readonly number[];
}

/** One pass over what stands between the texts, which are jumped over. */
function outlineOf(body: string): Outline {
  const unsafe: number[] = [];
  let depth = 0;
  let deepest = 0;
  let at = 0;
  while (at < body.length) {
    const code = body.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfText(body, at);
    } else if (isDigit(code) || code === MINUS) {
      const end = endOfDigits(body, at + 1);
      const isWhole = !goesOn(body.charCodeAt(end));
      if (isWhole && end - at > 15 && !Number.isSafeInteger(Number(body.slice(at, end))))
        unsafe.push(at, end);
      at = isWhole ? end : endOfFraction(body, end);
    } else {
      if (code === 0x7b || code === 0x5b) {
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (code === 0x7d || code === 0x5d) depth -= 1;
      at += 1;
    }
  }
  return { depth: deepest, unsafe };
}

/** The body with the integers that a number would round as texts. */
function quoted(body: string, unsafe: readonly number[]): string {
  if (unsafe.length === 0) return body;
  const pieces: string[] = [];
  let last = 0;
  for (let index = 0; index < unsafe.length; index += 2) {
    const begin = unsafe[index] ?? 0;
    const end = unsafe[index + 1] ?? 0;
    pieces.push(body.slice(last, begin), body.slice(begin, end));
    last = end;
  }
  pieces.push(body.slice(last));
  return pieces.join('"');
}

/** Whether a body is a page instead of data: what a lost session or a front proxy answers. */
export const looksLikeHtml = (body: string): boolean => /^\s*</.test(body);

const broken = (place: string, message: string): AdapterError =>
  new AdapterError({
    code: 'adapter.contract_broken',
    place,
    message,
    hint: 'The system answers otherwise than before; look whether it was updated, and tell us the place.',
  });

const cutOff = (place: string): AdapterError =>
  new AdapterError({
    code: 'adapter.unavailable',
    place,
    message: 'the answer was cut off in the middle',
    hint: 'The network or the system broke off the answer; start the run again later.',
  });

/**
 * Parses JSON without losing digits: an integer that a number would round arrives as text. Not JSON, or
 * nested deeper than 64, is `adapter.contract_broken` at `place`; what was cut off on the way is
 * `adapter.unavailable`. The size is bounded by who reads the body.
 */
export function parseJson(body: string, place: string): unknown {
  if (body.trim() === '') return null;
  if (looksLikeHtml(body)) throw broken(place, 'the answer is a page, not JSON');
  const { depth, unsafe } = outlineOf(body);
  if (depth > MAX_DEPTH) throw broken(place, `the answer is nested deeper than ${MAX_DEPTH}`);
  const lossless = quoted(body, unsafe);
  try {
    return JSON.parse(lossless);
  } catch (error) {
    // The parser's own message quotes the body, and with it people's names: only the fact is told.
    if (!(error instanceof SyntaxError)) throw error;
    throw isCutOff(body) ? cutOff(place) : broken(place, 'the answer is not JSON');
  }
}
