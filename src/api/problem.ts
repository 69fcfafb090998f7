import type { Diagnostic } from '../model/diagnostic.ts';
import { type RefusalCode, refusals } from '../sync/registers/refusal.ts';
import { migrationProblems } from './migration-problems.ts';
import type { ProblemKind } from './problem-kind.ts';
import { reportProblems } from './report-problems.ts';

const own = {
  'api.malformed_request': {
    status: 400,
    title: 'The request cannot be read',
    hint: 'Check the request line, the headers and the encoding of the path.',
  },
  'api.malformed_json': {
    status: 400,
    title: 'The body is not JSON',
    hint: 'Send one JSON object in UTF-8, as /docs shows it.',
  },
  'api.invalid_parameter': {
    status: 400,
    title: 'A parameter is not valid',
    hint: 'See `parameter` for which one, and /docs for what it may be.',
  },
  'api.invalid_cursor': {
    status: 400,
    title: 'The cursor is not one of ours',
    hint: 'Take `next` of the page before as it is, or leave `cursor` out to begin anew.',
  },
  'api.range_too_long': {
    status: 400,
    title: 'The range of days is too long',
    hint: 'Ask for fewer days at a time.',
  },
  'api.unauthenticated': {
    status: 401,
    title: 'An access token is needed',
    hint: 'Get one from POST /oauth2/token and send it as `Authorization: Bearer …`.',
  },
  'api.invalid_token': {
    status: 401,
    title: 'The access token is not valid',
    hint: 'Get a new one from POST /oauth2/token.',
  },
  'api.token_expired': {
    status: 401,
    title: 'The access token has expired',
    hint: 'Get a new one from POST /oauth2/token.',
  },
  'api.client_disabled': {
    status: 401,
    title: 'The client has been switched off',
    hint: 'Ask the administrator of this installation.',
  },
  'api.insufficient_scope': {
    status: 403,
    title: 'The token does not allow this',
    hint: 'Ask the administrator of this installation for the scope that `detail` names.',
  },
  'consent.missing': {
    status: 403,
    title: 'The student’s data may not be given for this purpose',
    hint: 'The school must hold a consent for the purpose that `detail` names, valid today, to your operator.',
  },
  'consent.purpose_not_allowed': {
    status: 403,
    title: 'This is for the school’s own work and for supervision',
    hint: 'The client was made for another purpose; see `peremena clients list`.',
  },
  'finding.wrong_state': {
    status: 409,
    title: 'The finding is not in a state for this',
    hint: 'See its `state`: what is mended or permitted needs no word, what is closed is first opened again.',
  },
  'regulation.unknown': {
    status: 422,
    title: 'There is no such regulation',
    hint: 'See GET /v1/regulations.',
  },
  'regulation.not_adoptable': {
    status: 422,
    title: 'Federal norms hold without being adopted',
    hint: 'Adopt the act of the school.',
  },
  'regulation.impossible_dates': {
    status: 422,
    title: 'The dates are not possible',
    hint: '`to` is not before `from`, and the act holds on some of these days.',
  },
  'regulation.choice_invalid': {
    status: 422,
    title: 'A choice does not fit the act',
    hint: 'See the act: which entries leave a choice, and among what.',
  },
  'regulation.two_winners': {
    status: 409,
    title: 'Two acts of one level would hold for the same thing on the same days',
    hint: 'End the other adoption before this one begins, or leave this act out.',
  },
  'regulation.not_adopted': {
    status: 404,
    title: 'The school has not adopted this act from this day',
    hint: 'See GET /v1/schools/{schoolId}/regulations.',
  },
  'regulation.already_adopted': {
    status: 409,
    title: 'The school keeps to this act already on these days',
    hint: 'End that adoption first, or send it again from the same day with other choices.',
  },
  'api.not_found': {
    status: 404,
    title: 'There is no such thing within your reach',
    hint: 'Check the id. What lies outside of your reach is answered in the same way.',
  },
  'api.no_such_path': {
    status: 404,
    title: 'There is no such path',
    hint: 'See /docs for the paths that there are.',
  },
  'api.method_not_allowed': {
    status: 405,
    title: 'The path does not know this method',
    hint: 'See the header `Allow`.',
  },
  'api.not_acceptable': {
    status: 406,
    title: 'The answer cannot be given in a type that you accept',
    hint: 'Leave the header `Accept` out, or let it allow the type that /docs names.',
  },
  'api.timed_out_sending': {
    status: 408,
    title: 'The request did not arrive in time',
    hint: 'Send it again, without pauses.',
  },
  'api.body_too_large': {
    status: 413,
    title: 'The body of the request is too large',
    hint: 'Send less: 16 kB, and 8 MB where a file is sent.',
  },
  'api.unsupported_media_type': {
    status: 415,
    title: 'The body of the request is of a type that is not understood here',
    hint: 'Send the type that /docs names, in UTF-8 and without Content-Encoding.',
  },
  'api.too_many_attempts': {
    status: 429,
    title: 'Too many attempts with a wrong secret',
    hint: 'Wait as long as the header `Retry-After` says, then check the secret.',
  },
  'api.headers_too_large': {
    status: 431,
    title: 'The headers of the request are too large',
    hint: 'Send fewer or shorter headers.',
  },
  'api.internal': {
    status: 500,
    title: 'Something broke on our side',
    hint: 'Tell the administrator the `requestId`: the log holds the cause under it.',
  },
  'api.not_ready': {
    status: 503,
    title: 'Not ready to serve',
    hint: 'Try again in a few seconds; `detail` says what is missing.',
  },
  'api.timed_out': {
    status: 503,
    title: 'The answer could not be made in time',
    hint: 'Try again, with a shorter range or a smaller page.',
  },
} as const satisfies Record<string, ProblemKind>;

const ofRegisters = Object.fromEntries(
  Object.entries(refusals).map(([code, { status, message, hint }]) => [
    code,
    { status, title: message, hint },
  ]),
) as Readonly<Record<RefusalCode, ProblemKind>>;

/** Every problem of the API by its stable code. `docs/error-codes.md` lists them for people. */
export const problems = { ...own, ...ofRegisters, ...migrationProblems, ...reportProblems };

/** Whether a code is one of {@link problems}. */
export const isProblem = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/** A code of {@link problems}. */
export type ProblemCode = keyof typeof problems;

/** One problem as a value. Nothing personal goes in: no value that the caller or a source sent. */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail?: string;
  /** The name of the parameter at fault. */
  readonly parameter?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Everything that is wrong, where several things may be; the problem itself is the first. */
  readonly faults?: readonly Diagnostic[];
}

/** So many faults are told one by one. */
const TOLD_FAULTS = 100;

function faultsOf(faults: readonly Diagnostic[]) {
  const told = faults.slice(0, TOLD_FAULTS).map(({ code, place, message, hint }) => {
    const kind = isProblem(code) ? problems[code] : null;
    return { code, place, title: kind?.title ?? message, detail: message, hint: kind?.hint ?? hint };
  });
  return { faults: told, faultsInAll: faults.length };
}

/** The RFC 9457 document of a problem. */
export function problemDocument(problem: Problem, requestId: string): string {
  const { status, title, hint } = problems[problem.code];
  return JSON.stringify({
    type: `urn:peremena:error:${problem.code}`,
    title,
    status,
    detail: problem.detail ?? title,
    code: problem.code,
    hint,
    ...(problem.parameter === undefined ? {} : { parameter: problem.parameter }),
    ...(problem.faults === undefined ? {} : faultsOf(problem.faults)),
    requestId,
  });
}
