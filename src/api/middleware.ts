import { randomUUID } from 'node:crypto';
import compression from 'compression';
import type { RequestHandler } from 'express';

const SANE_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Takes the id that the caller gave the request, when it is one, or makes one. */
export const requestIds: RequestHandler = (request, response, next) => {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
  response.locals['requestId'] = id;
  response.setHeader('X-Request-Id', id);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
};

/** Only for those who ask, and only what is worth it. */
export function compressed(): RequestHandler {
  const compress = compression({ threshold: 1_024 });
  return (request, response, next) => {
    if (request.headers['accept-encoding'] === undefined) {
      response.setHeader('Vary', 'Accept-Encoding');
      next();
    } else compress(request, response, next);
  };
}
