import type { Response } from 'express';
import type { Reply } from './operation.ts';
import { type Problem, problemDocument, problems } from './problem.ts';

/** The id of the request that `response` answers. */
export const requestIdOf = (response: Response): string => String(response.locals['requestId']);

/** Answers with a problem document. */
export function sendProblem(response: Response, problem: Problem): void {
  const id = requestIdOf(response);
  response.status(problems[problem.code].status);
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  setHeaders(response, problem.headers);
  // As a Buffer, so that the type stands as it is and no ETag is made.
  response.end(problemDocument(problem, id));
}

function setHeaders(response: Response, headers: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Answers with a reply. ETag and 304 are Express's own. */
export function sendReply(response: Response, reply: Reply): void {
  if (reply.kind === 'problem') {
    sendProblem(response, reply.problem);
    return;
  }
  if (reply.kind === 'json') {
    response.status(reply.status ?? 200);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    // May be kept by the client alone, and asked after every time: a mark may have changed.
    response.setHeader('Cache-Control', 'private, no-cache');
    setHeaders(response, reply.headers);
    response.send(reply.text);
    return;
  }
  response.setHeader('Content-Type', reply.type);
  setHeaders(response, reply.headers);
  response.send(reply.body);
}
