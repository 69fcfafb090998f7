import type { Request, Response } from 'express';
import type { Attempts } from '../api/auth/attempts.ts';
import { authenticatePerson } from '../store/people.ts';
import { endSession, startSession } from '../store/sessions.ts';
import { dropToken, keepToken, tokenOf } from './cookies.ts';
import type { WebDeps } from './deps.ts';
import { safeReturn } from './guard.ts';
import { renderPage } from './layout.tsx';
import { SignIn, type SignInState } from './pages/sign-in.tsx';

const show = (response: Response, state: SignInState): void => {
  const children = SignIn(state);
  response
    .status(state.failed ? 401 : state.waitSeconds > 0 ? 429 : 200)
    .type('html')
    .send(renderPage({ title: 'Вход', session: null, path: '/signin', trail: [], children }));
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The form. */
export const showSignIn = (request: Request, response: Response): void =>
  show(response, {
    login: '',
    failed: false,
    waitSeconds: 0,
    next: safeReturn(textOf(request.query['next'])),
  });

/** What the form does: lets somebody in, or says that it did not do. */
export async function signIn(
  { store, now, logger }: WebDeps,
  attempts: Attempts,
  request: Request,
  response: Response,
): Promise<void> {
  const fields = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const login = textOf(fields['login']).slice(0, 100);
  const next = safeReturn(textOf(fields['next']));
  const address = request.socket.remoteAddress ?? '';
  const waitSeconds = attempts.waitSeconds(address, 'signin');
  if (waitSeconds > 0) {
    show(response, { login, failed: false, next, waitSeconds });
    return;
  }
  const tried = await authenticatePerson(store, login, textOf(fields['password']).slice(0, 200), now());
  if (!tried.ok) {
    attempts.failed(address, 'signin');
    logger.info('web.sign_in_failed', { reason: tried.error });
    show(response, { login, failed: true, next, waitSeconds: 0 });
    return;
  }
  const old = tokenOf(request);
  if (old !== null) await endSession(store, old);
  keepToken(request, response, await startSession(store, tried.value.personId, now()));
  response.redirect(303, next);
}

/** Ends the session, whatever else it may do. */
export async function signOut({ store }: WebDeps, request: Request, response: Response): Promise<void> {
  const token = tokenOf(request);
  if (token !== null) await endSession(store, token);
  dropToken(response);
  response.redirect(303, '/signin');
}
