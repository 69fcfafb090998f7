import { type Reply, value, withHeaders } from '../http/reply.ts';
import type { Quirks } from './quirks.ts';

/** The vendor's words for what is wrong, in the spelling without prefix. */
export type ErrorType =
  | 'tokenRequired'
  | 'invalidToken'
  | 'outOfScope'
  | 'notOwner'
  | 'ownerForbidden'
  | 'systemForbidden'
  | 'authorizationFailed'
  | 'invalidRequest'
  | 'parameterInvalid'
  | 'resourceUnavailable'
  | 'methodNotSupported'
  | 'requestLimit'
  | 'serverError'
  | 'unknownError';

/** Breaks off the work on a request; the gate turns it into the vendor's error. */
export class Refused extends Error {
  readonly type: ErrorType;
  readonly status: number;

  constructor(type: ErrorType, status: number, description: string) {
    super(description);
    this.type = type;
    this.status = status;
  }
}

export const badParameter = (name: string): Refused =>
  new Refused('parameterInvalid', 400, `Parameter ${name} has a wrong value`);

export const unknown = (what: string): Refused =>
  new Refused('parameterInvalid', 404, `There is no such ${what}`);

export const notOwner = (): Refused => new Refused('notOwner', 403, 'The resource belongs to another user');

export const forbidden = (description: string): Refused => new Refused('systemForbidden', 403, description);

const AUTHORIZATION: ReadonlySet<ErrorType> = new Set([
  'invalidToken',
  'outOfScope',
  'notOwner',
  'ownerForbidden',
  'systemForbidden',
]);
const API: ReadonlySet<ErrorType> = new Set([
  'resourceUnavailable',
  'methodNotSupported',
  'requestLimit',
  'serverError',
  'unknownError',
]);
/** Which of the long spellings is served where nothing else is asked for. */
const USUALLY_LONG: ReadonlySet<ErrorType> = new Set(['requestLimit', 'serverError', 'unknownError']);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function spelled(type: ErrorType, spelling: Quirks['errorSpelling']): string {
  if (spelling === 'short' || (spelling === 'mixed' && !USUALLY_LONG.has(type))) return type;
  if (AUTHORIZATION.has(type)) return `authorization${capital(type)}`;
  return API.has(type) ? `api${capital(type)}` : type;
}

export function refusal({ type, status, message }: Refused, quirks: Quirks): Reply {
  const reply = value({ type: spelled(type, quirks.errorSpelling), description: message }, status);
  return type === 'requestLimit' && quirks.retryAfter && quirks.throttle
    ? withHeaders(reply, { 'retry-after': String(Math.ceil(quirks.throttle.windowMs / 1000)) })
    : reply;
}

/** What the front-end serves when the platform is not there. */
export const failurePage = (reason: string): string =>
  `<!DOCTYPE html><html><head><title>Ошибка</title></head><body><div class="error"><div class="error__description"><p>${reason}</p></div></div></body></html>`;
