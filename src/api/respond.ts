import type { Response } from 'express';
import { etagOf, hasAlready } from './etag.ts';
import type { Reply } from './operation.ts';
import { type Problem, problemDocument, problems } from './problem.ts';

/** The id of the request that `response` answers. */
export const requestIdOf = (response: Response): string => String(response.locals['requestId']);

function setHeaders(response: Response, headers: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Answers with a problem document. */
export function sendProblem(response: Response, problem: Problem): void {
  response.statusCode = problems[problem.code].status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  setHeaders(response, problem.headers);
  response.end(problemDocument(problem, requestIdOf(response)));
}

/** The body, or 304 without it for a client that has it already. */
function sendBody(response: Response, content: string | Buffer): void {
  // Encoded once, for the tag and for the wire.
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  if (response.statusCode === 200 && response.req.method !== 'POST') {
    const tag = etagOf(body);
    response.setHeader('ETag', tag);
    if (hasAlready(response.req.headers['if-none-match'], tag)) {
      response.statusCode = 304;
      response.removeHeader('Content-Type');
      response.end();
      return;
    }
  }
  response.end(body);
}

/** Answers with a reply. */
export function sendReply(response: Response, reply: Reply): void {
  if (reply.kind === 'problem') {
    sendProblem(response, reply.problem);
    return;
  }
  if (reply.kind === 'json') {
    response.statusCode = reply.status ?? 200;
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    // May be kept by the client alone, and asked after every time: a mark may have changed.
    response.setHeader('Cache-Control', 'private, no-cache');
    setHeaders(response, reply.headers);
    sendBody(response, reply.text);
    return;
  }
  response.setHeader('Content-Type', reply.type);
  setHeaders(response, reply.headers);
  sendBody(response, reply.body);
}
