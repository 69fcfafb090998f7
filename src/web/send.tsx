import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import type { Session } from '../store/sessions.ts';
import { renderPage } from './layout.tsx';
import type { PageReply, Trouble } from './page.ts';

const TroublePage = ({ title, happened, next }: Trouble): VNode => (
  <section class="trouble">
    <h1>{title}</h1>
    <p>{happened}</p>
    <p>
      <strong>Что делать.</strong> {next}
    </p>
    <p>
      <a href="/">К обзору</a>
    </p>
  </section>
);

/** Whoever asked went away before the end: nobody is left to be told. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

async function sendFile(
  response: Response,
  { name, type, content }: Extract<PageReply, { kind: 'file' }>,
): Promise<void> {
  response.type(type);
  response.attachment(name);
  try {
    await pipeline(Readable.from(content, { objectMode: false }), response);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** When nobody listens any more: `once` of events would also throw where the other side broke off. */
const closing = (response: Response): Promise<null> =>
  new Promise((resolve) => {
    response.once('close', () => resolve(null));
  });

async function sendEvents(response: Response, { events }: Extract<PageReply, { kind: 'events' }>) {
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // What is compressed is kept back until there is enough of it: events go out as they come.
  response.setHeader('Cache-Control', 'no-store, no-transform');
  response.flushHeaders();
  const closed = closing(response);
  const source = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await Promise.race([source.next(), closed]);
      if (step === null || step.done) break;
      response.write(`event: ${step.value.name}\ndata: ${step.value.data}\n\n`);
    }
  } finally {
    await source.return?.();
  }
  response.end();
}

/** A trouble as a page of its own. */
export function sendTrouble(
  response: Response,
  path: string,
  session: Session | null,
  trouble: Trouble,
): void {
  const children = TroublePage(trouble);
  response
    .status(trouble.status)
    .type('html')
    .send(renderPage({ title: trouble.title, session, path, trail: [], children }));
}

/** Answers a visit. */
export async function sendPage(
  request: Request,
  response: Response,
  session: Session,
  reply: PageReply,
): Promise<void> {
  if (reply.kind === 'redirect') response.redirect(303, reply.to);
  else if (reply.kind === 'trouble') sendTrouble(response, request.path, session, reply.trouble);
  else if (reply.kind === 'file') await sendFile(response, reply);
  else if (reply.kind === 'events') await sendEvents(response, reply);
  else {
    const { title, body, status = 200, trail = [] } = reply;
    response
      .status(status)
      .type('html')
      .send(renderPage({ title, session, path: request.path, trail, children: body }));
  }
}
