import { isCutOff } from './cut-off.ts';
import { AdapterError } from './errors.ts';

const MAX_DEPTH = 64;

/** A text or a number of JSON: numbers are looked at, texts only passed over. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const quoteUnsafe = (token: string): string =>
  token.length > 15 && /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;

function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (inText) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
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
  if (depthOf(body) > MAX_DEPTH) throw broken(place, `the answer is nested deeper than ${MAX_DEPTH}`);
  const lossless = /\d{16}/.test(body) ? body.replace(TOKEN, quoteUnsafe) : body;
  try {
    return JSON.parse(lossless);
  } catch (error) {
    // The parser's own message quotes the body, and with it people's names: only the fact is told.
    if (!(error instanceof SyntaxError)) throw error;
    throw isCutOff(body) ? cutOff(place) : broken(place, 'the answer is not JSON');
  }
}
