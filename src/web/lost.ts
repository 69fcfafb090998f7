import type { RequestHandler } from 'express';
import { operations } from '../api/operations.ts';
import { findSession } from '../store/sessions.ts';
import { tokenOf } from './cookies.ts';
import type { WebDeps } from './deps.ts';
import { SECURITY_HEADERS } from './guard.ts';
import { notFound } from './page.ts';
import { sendTrouble } from './send.tsx';

const firstPart = (path: string): string => path.split('/')[1] ?? '';

/** Where the API answers: there a program asks, whatever it says it accepts. */
const API_PARTS = new Set(operations.map(({ path }) => firstPart(path)));

/** A person with a browser is told by a page that there is none; programs are left to the API. */
export const lost =
  (deps: WebDeps): RequestHandler =>
  async (request, response, next) => {
    const isOurs = request.method === 'GET' && !API_PARTS.has(firstPart(request.path));
    const reply = notFound();
    if (!isOurs || request.accepts(['json', 'html']) !== 'html' || reply.kind !== 'trouble') {
      next();
      return;
    }
    const token = tokenOf(request);
    const session = token === null ? null : await findSession(deps.store, token, deps.now());
    response.set(SECURITY_HEADERS);
    sendTrouble(response, request.path, session, reply.trouble);
  };
