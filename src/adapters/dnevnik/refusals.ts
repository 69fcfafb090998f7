import { AdapterError, type AdapterErrorCode } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { looksLikeHtml } from '../json.ts';

const failure = (code: AdapterErrorCode, place: string, message: string, hint: string): AdapterError =>
  new AdapterError({ code, place, message, hint });

const isPage = ({ body }: HttpAnswer): boolean => looksLikeHtml(body.subarray(0, 64).toString('latin1'));

/** The vendor's word for what is wrong, without the prefix that some versions put before it; null for none. */
function errorType(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
  const { type, description } = answer as { readonly type?: unknown; readonly description?: unknown };
  if (typeof type !== 'string' || typeof description !== 'string') return null;
  return type.toLowerCase().replace(/^(authorization|api)(?=[a-z])/, '');
}

const NO_TOKEN = new Set(['tokenrequired', 'invalidtoken', 'failed']);
const NO_RIGHT = new Set(['outofscope', 'notowner', 'ownerforbidden', 'systemforbidden']);
const KNOWN = new Set([
  ...NO_TOKEN,
  ...NO_RIGHT,
  'invalidrequest',
  'parameterinvalid',
  'resourceunavailable',
  'methodnotsupported',
  'requestlimit',
  'httpsrequired',
  'servererror',
  'unknownerror',
]);

/** The token is no good. `hasWorked`: it was, earlier in this session. */
export const tokenRefused = (place: string, hasWorked: boolean): AdapterError =>
  failure(
    hasWorked ? 'adapter.session_lost' : 'adapter.wrong_credentials',
    place,
    hasWorked ? 'the token stopped working' : 'the token is not valid, or not any more',
    'Sign in with the vendor again and give the new token; a token lives about a month.',
  );

const forbidden = (place: string, type: string): AdapterError =>
  failure(
    'adapter.forbidden',
    place,
    `the token may not read this (${type})`,
    type === 'outofscope'
      ? 'Let the person sign in again and grant every right that is asked for.'
      : 'Use the token of a person with the rights that the mode needs.',
  );

const unavailable = (place: string, message: string): AdapterError =>
  failure(
    'adapter.unavailable',
    place,
    message,
    'The system is under maintenance or overloaded; start the run again later.',
  );

const refused = (place: string, type: string, status: number): AdapterError =>
  failure(
    'adapter.refused',
    place,
    `the system refuses the request (${status}, ${type})`,
    'Try the same in the interactive documentation of the vendor; the interface may have changed.',
  );

function byStatus(status: number, place: string): AdapterError {
  if (status === 403) return forbidden(place, 'no word');
  if (status === 404)
    return failure('adapter.not_found', place, 'there is nothing (404)', 'Check the school and the host.');
  // A 405 without a word is what technical works look like.
  if (status === 405 || status >= 500) return unavailable(place, `the server answers ${status}`);
  return refused(place, 'no word', status);
}

function byType(type: string, status: number, place: string): AdapterError {
  if (NO_RIGHT.has(type) || status === 403) return forbidden(place, type);
  const isFault = type === 'servererror' || type === 'unknownerror';
  // Where status and word disagree, the status is meant.
  if (isFault && (status < 300 || status >= 500)) return unavailable(place, `the server says ${type}`);
  if (status === 404 || type === 'resourceunavailable') {
    const hint = 'Check the school and the host; what was asked for may have been taken away meanwhile.';
    return failure('adapter.not_found', place, `there is nothing (${type})`, hint);
  }
  return refused(place, type, status);
}

/** Throws what an answer means when it is no data. */
export function refuseFailure(answer: HttpAnswer, place: string, hasWorked: boolean): void {
  const { status } = answer;
  if (isPage(answer)) {
    if (status !== 403) throw unavailable(place, `a page instead of data (${status})`);
    const hint = 'Ask the region to let the address of this server through.';
    throw failure('adapter.blocked', place, 'a proxy in front of the system turns us away', hint);
  }
  const type = status < 300 ? errorOf(answer, place) : readType(answer, place);
  if (status < 300 && type === null) return;
  if (status === 401 || (type !== null && NO_TOKEN.has(type))) throw tokenRefused(place, hasWorked);
  throw type === null ? byStatus(status, place) : byType(type, status, place);
}

/** An error in the guise of data; good objects have a `type` too, so that only known words count. */
function errorOf(answer: HttpAnswer, place: string): string | null {
  if (answer.body.length > 2000 || answer.body[0] !== 0x7b) return null;
  const type = errorType(answer.json(place));
  return type !== null && KNOWN.has(type) ? type : null;
}

function readType(answer: HttpAnswer, place: string): string | null {
  try {
    return errorType(answer.json(place));
  } catch (error) {
    if (error instanceof AdapterError) return null;
    throw error;
  }
}

const MAY_BE_LACKING = new Set(['adapter.forbidden', 'adapter.not_found', 'adapter.refused']);

/** A reading that some tokens or schools are refused: null then, and `told` for the log. */
export async function unlessRefused<T>(
  read: () => Promise<T>,
  told: (code: string) => void,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AdapterError) || !MAY_BE_LACKING.has(error.diagnostic.code)) throw error;
    told(error.diagnostic.code);
    return null;
  }
}
