import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { makeAttempts } from '../api/auth/attempts.ts';
import { scopesOf } from '../store/people.ts';
import { findSession, type Session } from '../store/sessions.ts';
import { assets } from './assets.ts';
import { tokenOf } from './cookies.ts';
import type { WebDeps } from './deps.ts';
import { isFromHere, isOurForm, SECURITY_HEADERS } from './guard.ts';
import { lost } from './lost.ts';
import { filesOf, formWithFiles } from './multipart.ts';
import type { Fields, Page, Trouble, Visit } from './page.ts';
import { pages } from './pages.ts';
import { sendPage, sendTrouble } from './send.tsx';
import { showSignIn, signIn, signOut } from './sign-in-desk.ts';

const FORM_BYTES = 65_536;

/** Where the guard leaves the session for the handler. */
const SESSION = 'session';

const fieldsOf = (raw: unknown): Fields => {
  const entries = Object.entries(typeof raw === 'object' && raw !== null ? raw : {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? String(value.at(-1)) : String(value)]),
  );
};

function visitOf(deps: WebDeps, session: Session, request: Request, locals: Response['locals']): Visit {
  const scopes = scopesOf(session.person);
  return {
    deps,
    session,
    params: fieldsOf(request.params),
    query: fieldsOf(request.query),
    form: fieldsOf(request.body),
    files: filesOf(locals),
    now: deps.now(),
    here: request.originalUrl,
    may: (scope) => scopes.has(scope),
  };
}

const FORBIDDEN = {
  status: 403,
  title: 'Нет доступа',
  happened: 'Ваша роль не открывает эту страницу.',
  next: 'Если она нужна вам для работы, попросите администратора журнала о другой роли.',
} as const;

const STALE_FORM = {
  status: 403,
  title: 'Форма устарела',
  happened: 'Форма отправлена не с нашей страницы или пролежала дольше, чем длился вход. Ничего не записано.',
  next: 'Откройте страницу заново и отправьте форму ещё раз.',
} as const;

/** Finds out who it is before anything else is read; whoever is nobody is asked to sign in and comes back here. */
const guardOf =
  (deps: WebDeps, { access, method }: Page): RequestHandler =>
  async (request, response, next) => {
    const token = tokenOf(request);
    const session = token === null ? null : await findSession(deps.store, token, deps.now());
    if (!session) {
      const back = method === 'get' ? request.originalUrl : '/';
      response.redirect(303, `/signin?next=${encodeURIComponent(back)}`);
      return;
    }
    if (access !== 'signed_in' && !scopesOf(session.person).has(access.scope)) {
      sendTrouble(response, request.path, session, FORBIDDEN);
      return;
    }
    response.locals[SESSION] = session;
    next();
  };

const handlerOf =
  (deps: WebDeps, page: Page): RequestHandler =>
  async (request, response) => {
    const session = response.locals[SESSION] as Session;
    const visit = visitOf(deps, session, request, response.locals);
    const isSafe =
      page.method === 'get' || (isFromHere(request) && isOurForm(visit.form['csrf'], session.csrf));
    if (!isSafe) sendTrouble(response, request.path, session, STALE_FORM);
    else await sendPage(request, response, session, await page.answer(visit));
  };

const BROKEN: Trouble = {
  status: 500,
  title: 'Сбой программы',
  happened: 'Страница не собралась из-за ошибки в программе. Данные не изменены.',
  next: 'Повторите через минуту. Если не помогло, сообщите администратору время ошибки.',
};

const TOO_LARGE: Trouble = {
  status: 413,
  title: 'Слишком много сразу',
  happened: 'Форма или файл больше, чем эта страница принимает (файл — до 8 МБ). Ничего не записано.',
  next: 'Вернитесь назад и проверьте, тот ли файл выбран.',
};

const NOT_UNDERSTOOD: Trouble = {
  status: 400,
  title: 'Запрос не понят',
  happened: 'Браузер прислал то, чего эта страница не ждёт.',
  next: 'Вернитесь назад и попробуйте ещё раз.',
};

/** What whoever asked did wrong; null where the fault is ours. */
function theirFault(error: unknown): Trouble | null {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (!(status < 500)) return null;
  return status === 413 ? TOO_LARGE : NOT_UNDERSTOOD;
}

const failures =
  (deps: WebDeps): ErrorRequestHandler =>
  (error, request, response, _next) => {
    const theirs = theirFault(error);
    if (theirs === null) {
      const trace = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 12) : [];
      deps.logger.error('web.internal', { kind: error?.constructor?.name, code: error?.code, trace });
    }
    if (response.headersSent) response.destroy();
    else {
      const session = (response.locals[SESSION] as Session | undefined) ?? null;
      sendTrouble(response, request.path, session, theirs ?? BROKEN);
    }
  };

const headers: RequestHandler = (_request, response, next) => {
  response.set(SECURITY_HEADERS);
  next();
};

/** The pages as a router: what is none of them is left to whoever comes behind, unless a browser asks. */
export function createPages(deps: WebDeps): Router {
  const router = express.Router({ strict: false });
  const attempts = makeAttempts(deps.now);
  const form = (limit: number) => express.urlencoded({ extended: false, limit, inflate: false });
  router.use('/assets', headers, assets());
  router.get('/signin', headers, showSignIn);
  router.post('/signin', headers, form(4_096), async (request, response) => {
    if (isFromHere(request)) await signIn(deps, attempts, request, response);
    else sendTrouble(response, request.path, null, STALE_FORM);
  });
  router.post('/signout', headers, form(4_096), async (request, response) => {
    if (isFromHere(request)) await signOut(deps, request, response);
    else sendTrouble(response, request.path, null, STALE_FORM);
  });
  for (const page of pages) {
    const steps = [headers, guardOf(deps, page)];
    if (page.method === 'get') router.get(page.path, ...steps, handlerOf(deps, page));
    else {
      const limit = page.bodyBytes ?? FORM_BYTES;
      const body = page.takesFiles ? formWithFiles(limit) : [form(limit)];
      router.post(page.path, ...steps, ...body, handlerOf(deps, page));
    }
  }
  router.use(lost(deps));
  router.use(failures(deps));
  return router;
}
