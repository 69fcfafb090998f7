import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import iconv from 'iconv-lite';
import { CookieJar } from 'tough-cookie';
import { pauseBefore, RETRY_LIMITS, readRetryAfter } from './back-off.ts';
import type { AdapterContext } from './contract.ts';
import { AdapterError } from './errors.ts';
import { type HostGate, hostGate } from './host-gate.ts';
import { cancelled, noAnswer, timedOut, unavailable } from './http-failures.ts';
import { looksLikeHtml, parseJson } from './json.ts';

export interface HttpOptions {
  /** Scheme, host and port, without a path. */
  readonly origin: string;
  readonly requestsPerSecond: number;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute path on the origin; a query in it where keys repeat. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** JSON that is written already: numbers of 64 bits have no other way. */
  readonly jsonText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What errors call this request; the path of the API without ids and query. */
  readonly operation: string;
  /** A read that may be repeated without harm. */
  readonly safe: boolean;
  readonly timeoutMs?: number;
  /** Statuses that mean «later» for this request beside 429 and 502–504. */
  readonly laterStatuses?: readonly number[];
  /** Data is asked for: an answer that was cut off in the middle is as good as none. */
  readonly expectsJson?: boolean;
  /** Goes on although the run was stopped: logging out. */
  readonly evenWhenStopped?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  header(name: string): string | undefined;
  readonly contentType: string;
  readonly body: Buffer;
  /** The body by the charset that the answer names, UTF-8 otherwise. */
  text(): string;
  /** The body as data, parsed once; errors name `place`. */
  json(place: string): unknown;
}

const LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);

function answerOf(response: AxiosResponse<Buffer>): HttpAnswer {
  const header = (name: string): string | undefined => {
    const value: unknown = response.headers[name.toLowerCase()];
    return typeof value === 'string' ? value : undefined;
  };
  const contentType = header('content-type') ?? '';
  const charset = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  const body = Buffer.from(response.data);
  const text = (): string => iconv.decode(body, iconv.encodingExists(charset) ? charset : 'utf-8');
  let parsed: { readonly value: unknown } | null = null;
  return {
    status: response.status,
    header,
    contentType,
    body,
    text,
    json(place) {
      parsed ??= { value: parseJson(text(), place) };
      return parsed.value;
    },
  };
}

/**
 * One session's way to one host: its cookies, its rate, its repeated reads. Redirects are not followed: to
 * an API they mean a lost session. Any status is an answer, except those that mean «later»: they, and data
 * that was cut off, are repeated (safe reads only) within {@link RETRY_LIMITS} and then thrown as `adapter.unavailable`.
 */
export class HttpSession {
  readonly origin: string;
  readonly #options: HttpOptions;
  readonly #context: AdapterContext;
  readonly #gate: HostGate;
  readonly #jar = new CookieJar();
  readonly #axios: AxiosInstance;
  readonly #agents: readonly [HttpAgent, HttpsAgent];
  readonly #open = new Set<AbortController>();
  #closed = false;

  constructor(options: HttpOptions, context: AdapterContext) {
    this.origin = options.origin;
    this.#options = options;
    this.#context = context;
    this.#gate = hostGate(new URL(options.origin).host, options.requestsPerSecond, context);
    this.#agents = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })];
    this.#axios = axios.create({
      baseURL: options.origin,
      httpAgent: this.#agents[0],
      httpsAgent: this.#agents[1],
      proxy: false,
      maxRedirects: 0,
      maxContentLength: options.maxBodyBytes,
      responseType: 'arraybuffer',
      validateStatus: () => true,
      headers: options.headers,
    });
  }

  /** The cookies as a header, for a connection that is not a request (WebSocket). */
  cookies(): string {
    return this.#jar.getCookieStringSync(this.origin);
  }

  setCookie(text: string): void {
    this.#jar.setCookieSync(text, this.origin, { ignoreError: true });
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const begunAt = this.#context.now().getTime();
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(request);
      if (!(outcome instanceof AdapterError)) return outcome;
      if (!request.safe || attempt >= RETRY_LIMITS.attempts || !mayPass(outcome)) throw outcome;
      const pauseMs = pauseBefore(attempt + 1, outcome.retryAfterMs, Math.random);
      if (this.#context.now().getTime() + pauseMs - begunAt > RETRY_LIMITS.elapsedMs) throw outcome;
      this.#context.log('http.repeated', { operation: request.operation, attempt, pauseMs });
      await this.#pause(pauseMs, request.operation);
    }
  }

  /** Breaks off what is still open and lets the sockets go. */
  close(): void {
    this.#closed = true;
    for (const request of this.#open) request.abort();
    for (const agent of this.#agents) agent.destroy();
  }

  async #pause(ms: number, place: string): Promise<void> {
    await this.#context.sleep(ms, this.#context.signal).catch((error: unknown) => {
      throw this.#context.signal.aborted ? cancelled(place) : error;
    });
  }

  /** One try. What may pass by itself comes back as a value, so that the loop above decides. */
  async #attempt(request: HttpRequest): Promise<HttpAnswer | AdapterError> {
    if (!request.evenWhenStopped) {
      if (this.#context.signal.aborted) throw cancelled(request.operation);
      await this.#gate.enter().catch((error: unknown) => {
        throw this.#context.signal.aborted ? cancelled(request.operation) : error;
      });
    }
    const outcome = whole(await this.#exchange(request), request);
    if (outcome instanceof AdapterError) {
      if (mayPass(outcome)) this.#gate.failed();
      return outcome;
    }
    if (LATER.has(outcome.status) || request.laterStatuses?.includes(outcome.status)) {
      this.#gate.failed();
      const retryAfterMs = readRetryAfter(outcome.header('retry-after'), this.#context.now());
      return unavailable(request.operation, outcome.status, retryAfterMs);
    }
    this.#gate.succeeded();
    return outcome;
  }

  async #exchange(request: HttpRequest): Promise<HttpAnswer | AdapterError> {
    const limitMs = request.timeoutMs ?? this.#options.timeoutMs;
    const deadline = new AbortController();
    this.#open.add(deadline);
    const timer = setTimeout(() => deadline.abort(), limitMs);
    const stop = () => deadline.abort();
    if (!request.evenWhenStopped) this.#context.signal.addEventListener('abort', stop, { once: true });
    try {
      const response = await this.#axios.request<Buffer>({
        method: request.method,
        url: request.path,
        ...(request.query && { params: request.query }),
        data: request.form
          ? new URLSearchParams(request.form).toString()
          : (request.jsonText ?? request.json),
        headers: { ...contentTypeOf(request), ...request.headers, ...this.#cookieHeader() },
        signal: deadline.signal,
      });
      for (const cookie of response.headers['set-cookie'] ?? []) this.setCookie(cookie);
      return answerOf(response);
    } catch (error) {
      const stopped = this.#context.signal.aborted && !request.evenWhenStopped;
      if (stopped || this.#closed) return cancelled(request.operation);
      return deadline.signal.aborted
        ? timedOut(request.operation, limitMs)
        : noAnswer(error, request.operation, limitMs);
    } finally {
      clearTimeout(timer);
      this.#open.delete(deadline);
      this.#context.signal.removeEventListener('abort', stop);
    }
  }

  #cookieHeader(): Readonly<Record<string, string>> {
    const cookies = this.cookies();
    return cookies ? { Cookie: cookies } : {};
  }
}

const mayPass = ({ diagnostic }: AdapterError): boolean =>
  ['adapter.unreachable', 'adapter.unavailable', 'adapter.timed_out'].includes(diagnostic.code);

/** The answer, or why it is none: its data was cut off. What else may be wrong with it is its reader's matter. */
function whole(outcome: HttpAnswer | AdapterError, request: HttpRequest): HttpAnswer | AdapterError {
  if (outcome instanceof AdapterError || !request.expectsJson || outcome.status >= 300) return outcome;
  if (looksLikeHtml(outcome.body.subarray(0, 64).toString('latin1'))) return outcome;
  try {
    outcome.json(request.operation);
    return outcome;
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return mayPass(error) ? error : outcome;
  }
}

function contentTypeOf(request: HttpRequest): Readonly<Record<string, string>> {
  if (request.form) return { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const hasJson = request.json !== undefined || request.jsonText !== undefined;
  return !hasJson ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
}
