import type { ErrorRequestHandler } from 'express';
import type { ApiLogger } from './deps.ts';
import type { ProblemCode } from './problem.ts';
import { requestIdOf, sendProblem } from './respond.ts';

/** What Express and its body reader throw, by the status that they give it. */
const BY_STATUS: ReadonlyMap<number, ProblemCode> = new Map([
  [400, 'api.malformed_request'],
  [413, 'api.body_too_large'],
  [415, 'api.unsupported_media_type'],
]);

/** A statement ended by PostgreSQL because it ran too long. */
const QUERY_CANCELED = '57014';

/** A text that PostgreSQL cannot hold (a NUL, broken UTF-8): it came from the request, the rest is ours. */
const UNTOLD_CHARACTERS: ReadonlySet<unknown> = new Set(['22021', '22P05']);

function codeOf(error: unknown): ProblemCode {
  if (typeof error !== 'object' || error === null) return 'api.internal';
  if ('code' in error && error.code === QUERY_CANCELED) return 'api.timed_out';
  if ('code' in error && UNTOLD_CHARACTERS.has(error.code)) return 'api.invalid_parameter';
  if ('type' in error && error.type === 'entity.parse.failed') return 'api.malformed_json';
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (status >= 500) return 'api.internal';
  return BY_STATUS.get(status) ?? 'api.malformed_request';
}

/** Where it broke, without the message: that of a database may hold the value that it stumbled over. */
function tracesOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const trace = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    kind: error.constructor.name,
    code: 'code' in error ? error.code : undefined,
    trace: trace.slice(0, 12).map((line) => line.trim()),
  };
}

/** The last handler: every error becomes a problem, and those that are ours a line in the log. */
export const failures =
  (logger: ApiLogger): ErrorRequestHandler =>
  (error, _request, response, _next) => {
    const code = codeOf(error);
    if (code === 'api.internal') {
      logger.error('api.internal', { requestId: requestIdOf(response), ...tracesOf(error) });
    }
    // Told already that it took too long: the connection may be serving the next request by now.
    if (response.writableEnded) return;
    if (response.headersSent) response.destroy();
    else sendProblem(response, { code });
  };
