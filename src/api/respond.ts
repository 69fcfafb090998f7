import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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
  if (response.statusCode === 200 && (response.req.method === 'GET' || response.req.method === 'HEAD')) {
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

/** Whoever asked went away before the end: nobody is left to be told. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

async function sendStream(response: Response, chunks: AsyncIterable<string | Buffer>): Promise<void> {
  try {
    await pipeline(Readable.from(chunks, { objectMode: false }), response);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Answers with a reply; a long one is done when it was sent. */
export async function sendReply(response: Response, reply: Reply): Promise<void> {
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
  if (reply.kind === 'stream') await sendStream(response, reply.chunks);
  else sendBody(response, reply.body);
}
