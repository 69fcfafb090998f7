import type { AdapterContext } from '../contract.ts';
import { type HttpAnswer, HttpSession } from '../http.ts';
import { knock, logIn } from './login.ts';
import { blocked, forbidden, isPage, refuseFailure, sessionLost } from './refusals.ts';
import { type ServerTraits, traitsOf } from './server-version.ts';
import type { Account, Settings } from './settings.ts';

const MAX_BODY_BYTES = 32 * 1024 * 1024;
const WARNING_LENGTH = 1000;
/** More log-ins than this in one session mean that somebody keeps ending it. */
const MOST_LOGINS = 12;

export interface ApiRequest {
  readonly method?: 'GET' | 'POST';
  /** Below `/webapi/` unless it begins with a slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** What errors call it; the path where it holds no id. */
  readonly operation?: string;
  /** False for what must not be repeated; reads are safe. */
  readonly safe?: boolean;
  /** A page is what is asked for: reports. */
  readonly expectsPage?: boolean;
  /** Data is asked for: an answer that was cut off is asked for again. */
  readonly expectsJson?: boolean;
  readonly timeoutMs?: number;
}

/**
 * One account's session. It keeps the token, answers the security warning, and tells a session that is over
 * from a page that the account may not read: only the first is worth a new log-in, and only one a request.
 */
export class Client {
  readonly http: HttpSession;
  readonly settings: Settings;
  readonly #account: Account;
  readonly #context: AdapterContext;
  #traits: ServerTraits = traitsOf('');
  #token = '';
  #logins = 0;
  #entering: Promise<void> | null = null;

  constructor(settings: Settings, account: Account, context: AdapterContext) {
    const { origin } = new URL(settings.baseUrl);
    this.settings = settings;
    this.#account = account;
    this.#context = context;
    this.http = new HttpSession(
      {
        origin,
        requestsPerSecond: settings.requestsPerSecond,
        timeoutMs: settings.timeoutMs,
        maxBodyBytes: MAX_BODY_BYTES,
        headers: {
          Referer: `${origin}/`,
          'X-Requested-With': 'XMLHttpRequest',
          Accept: 'application/json, text/javascript, */*; q=0.01',
        },
      },
      context,
    );
  }

  get signal(): AbortSignal {
    return this.#context.signal;
  }

  log(event: string, fields: Readonly<Record<string, string | number | boolean>>): void {
    this.#context.log(event, fields);
  }

  get traits(): ServerTraits {
    return this.#traits;
  }

  /** Grows with every log-in: what belonged to the session before is of no use to the next. */
  get generation(): number {
    return this.#logins;
  }

  get token(): string {
    return this.#token;
  }

  /** Finds the version and comes in. A session that a person brought is only taken over. */
  async enter(): Promise<void> {
    if ('session' in this.#account) this.#bringCookies(this.#account.session.cookie);
    const door = await knock(this.http);
    this.#traits = traitsOf(door.version);
    this.#logins += 1;
    if (!('session' in this.#account)) {
      this.#token = await logIn(this.http, this.settings, this.#account, door);
      return;
    }
    // The server sets a fresh cookie on the first call of all: the brought one goes over it again.
    this.#bringCookies(this.#account.session.cookie);
    this.#token = this.#account.session.at ?? '';
  }

  /** Logs out. Whoever is out already is answered 401: that is as good. */
  async leave(): Promise<void> {
    try {
      if (this.#token === '') return;
      const path = this.#traits.logoutPath;
      const answer = await this.http.send({
        method: 'POST',
        path,
        form: { at: this.#token, ver: '' },
        headers: { at: this.#token },
        operation: 'logout',
        safe: true,
        evenWhenStopped: true,
      });
      if (answer.status >= 400 && answer.status !== 401) {
        this.#context.log('netschool.logout_refused', { status: answer.status });
      }
    } finally {
      this.#token = '';
      this.http.close();
    }
  }

  /** Asks for JSON. */
  async json(request: ApiRequest): Promise<unknown> {
    const answer = await this.ask({ ...request, expectsJson: true });
    return answer.json(operationOf(request));
  }

  /** Asks, and copes with everything that may happen to a session on the way. */
  async ask(request: ApiRequest): Promise<HttpAnswer> {
    const usedToken = this.#token;
    const first = await this.#send(request);
    if (!looksLost(first, request)) return this.#checked(first, request);
    if (!(await this.#isExpired(first, request))) return this.#aliveAfterAll(first, request);
    await this.#enterAgain(usedToken);
    const second = await this.#send(request);
    if (!looksLost(second, request)) return this.#checked(second, request);
    if (await this.#isExpired(second, request)) {
      throw sessionLost(
        'the session was ended by the other side, and the new one too',
        'Look whether somebody else works under this login, and start the run again.',
      );
    }
    return this.#aliveAfterAll(second, request);
  }

  #checked(answer: HttpAnswer, request: ApiRequest): HttpAnswer {
    refuseFailure(answer, operationOf(request));
    return answer;
  }

  /** The session lives, yet the answer was a refusal: a right that is lacking, a proxy, a failing page. */
  async #aliveAfterAll(answer: HttpAnswer, request: ApiRequest): Promise<HttpAnswer> {
    const operation = operationOf(request);
    if (answer.status === 401) throw forbidden(operation, 401);
    if (answer.status < 500) return this.#checked(answer, request);
    return this.#checked(await this.#send(request, [500]), request);
  }

  async #send(request: ApiRequest, laterStatuses: readonly number[] = []): Promise<HttpAnswer> {
    const answer = await this.#sendOnce(request, laterStatuses);
    if (!isSecurityWarning(answer)) return answer;
    await this.http.send({
      method: 'POST',
      path: '/asp/SecurityWarning.asp',
      form: { at: this.#token, WarnType: '2' },
      headers: { at: this.#token },
      operation: 'SecurityWarning',
      safe: true,
    });
    return this.#sendOnce(request, laterStatuses);
  }

  async #sendOnce(request: ApiRequest, laterStatuses: readonly number[]): Promise<HttpAnswer> {
    const usedToken = this.#token;
    const answer = await this.http.send({
      method: request.method ?? 'GET',
      path: request.path.startsWith('/') ? request.path : `/webapi/${request.path}`,
      ...(request.query && { query: request.query }),
      ...(request.json !== undefined && { json: request.json }),
      ...(request.form && { form: request.form }),
      headers: usedToken === '' ? {} : { at: usedToken },
      operation: operationOf(request),
      safe: request.safe ?? true,
      laterStatuses,
      expectsJson: request.expectsJson ?? false,
      ...(request.timeoutMs !== undefined && { timeoutMs: request.timeoutMs }),
    });
    const turned = answer.header('at');
    // With several requests open, only the one that used the present token may turn it.
    if (turned && turned !== usedToken && this.#token === usedToken) this.#token = turned;
    return answer;
  }

  /** Whether the session is over. A proxy's 403 page answers this question too, and is no session's end. */
  async #isExpired(seen: HttpAnswer, request: ApiRequest): Promise<boolean> {
    const answer = await this.http.send({
      method: 'GET',
      path: '/webapi/context/expired',
      query: { token: this.#token },
      headers: { at: this.#token },
      operation: 'context/expired',
      safe: true,
    });
    if (answer.status === 403 && isPage(answer)) throw blocked(operationOf(request));
    if (answer.status === 401 || isPage(answer)) return true;
    if (answer.status === 404) return seen.status !== 403;
    refuseFailure(answer, 'context/expired');
    return answer.text().trim() === 'true';
  }

  /** Logs in once for everybody who found the same token dead. */
  async #enterAgain(deadToken: string): Promise<void> {
    if (this.#token !== deadToken) return;
    if (!('login' in this.#account)) {
      throw sessionLost(
        'the brought session is over',
        'Log in in a browser again and give the new session; it works only while nobody logs out.',
      );
    }
    if (this.#logins >= MOST_LOGINS) {
      throw sessionLost(
        `the session was ended ${this.#logins} times`,
        'Look whether somebody else works under this login, and start the run again.',
      );
    }
    this.#context.log('netschool.session_renewed', { logins: this.#logins });
    this.#entering ??= this.enter().finally(() => {
      this.#entering = null;
    });
    await this.#entering;
  }

  #bringCookies(cookies: string | undefined): void {
    for (const cookie of cookies?.split(';') ?? []) {
      const text = cookie.trim();
      if (text !== '') this.http.setCookie(text.includes('=') ? text : `NSSESSIONID=${text}`);
    }
  }
}

const operationOf = ({ operation, path }: ApiRequest): string => operation ?? path;

const isSecurityWarning = (answer: HttpAnswer): boolean =>
  answer.status === 200 &&
  answer.body.length < WARNING_LENGTH &&
  isPage(answer) &&
  answer.header('filename') === undefined &&
  /\/asp\/SecurityWarning\.asp/i.test(answer.text());

/** Answers that a dead session gives, among others: they are worth the question whether it is dead. */
function looksLost(answer: HttpAnswer, request: ApiRequest): boolean {
  const { status } = answer;
  if (status === 401 || status === 403 || status === 500) return true;
  if (status >= 300 && status < 400) return true;
  if (status !== 200 || !isPage(answer)) return false;
  return !request.expectsPage || !/<table/i.test(answer.text());
}
