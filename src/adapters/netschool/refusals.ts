import { AdapterError, type AdapterErrorCode } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import { looksLikeHtml } from '../json.ts';

const failure = (code: AdapterErrorCode, place: string, message: string, hint: string): AdapterError =>
  new AdapterError({ code, place, message, hint });

export const isPage = (answer: HttpAnswer): boolean =>
  /text\/html/i.test(answer.contentType) || looksLikeHtml(answer.body.subarray(0, 64).toString('latin1'));

export const blocked = (place: string): AdapterError =>
  failure(
    'adapter.blocked',
    place,
    'a proxy in front of the system turns us away (403 with a page)',
    'Ask the region to let the address of this server through.',
  );

export const forbidden = (place: string, status: number): AdapterError =>
  failure(
    'adapter.forbidden',
    place,
    `the account may not read this (${status}), though its session is alive`,
    'Use an account with the rights that the mode needs.',
  );

export const notFound = (place: string): AdapterError =>
  failure(
    'adapter.not_found',
    place,
    'the server has nothing there (404)',
    'Check the address and the version.',
  );

export const refused = (place: string, message: string): AdapterError =>
  failure(
    'adapter.refused',
    place,
    message,
    'Try the same in a browser; some servers refuse this report to everyone.',
  );

export const sessionLost = (message: string, hint: string): AdapterError =>
  failure('adapter.session_lost', 'session', message, hint);

/** Turns a status that no caller knows better into an error. */
export function refuseFailure(answer: HttpAnswer, place: string): void {
  const { status } = answer;
  if (status < 300) return;
  if (status === 403 && isPage(answer)) throw blocked(place);
  if (status === 401 || status === 403) throw forbidden(place, status);
  if (status === 404) throw notFound(place);
  if (status >= 500) {
    throw failure(
      'adapter.unavailable',
      place,
      `the server answers ${status}`,
      'The system is under maintenance or overloaded; start the run again later.',
    );
  }
  throw refused(place, `the server answers ${status}`);
}
