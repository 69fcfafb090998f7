import type { AdapterContext } from '../contract.ts';
import { type HttpAnswer, HttpSession } from '../http.ts';
import { refuseFailure, unlessRefused } from './refusals.ts';
import { originOf, type Settings } from './settings.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** 433 is the other «too many requests»; 500 is a passing fault as often as not; 550 are technical works. */
const LATER = [433, 500, 550];

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly version?: 'v1' | 'v2';
  /** Below the version, ids and query included. */
  readonly path: string;
  /** What errors call it: the path without ids. */
  readonly operation: string;
  readonly jsonText?: string;
  /** False for what must not be repeated. */
  readonly safe?: boolean;
}

/** Ids as the vendor takes a batch: bare numbers in a bare list. */
export const idList = (ids: readonly string[]): string => `[${ids.join(',')}]`;

/** A key repeated for each value. */
export const repeatedQuery = (name: string, values: readonly string[]): string =>
  values.map((value) => `${name}=${encodeURIComponent(value)}`).join('&');

/** One token's way to the API. There is no session with the vendor: nothing is opened, nothing logged out. */
export class Client {
  readonly settings: Settings;
  readonly #context: AdapterContext;
  readonly #http: HttpSession;
  readonly #token: string;
  #hasWorked = false;

  constructor(settings: Settings, token: string, context: AdapterContext) {
    this.settings = settings;
    this.#token = token;
    this.#context = context;
    this.#http = new HttpSession(
      {
        origin: originOf(settings),
        requestsPerSecond: settings.requestsPerSecond,
        timeoutMs: settings.timeoutMs,
        maxBodyBytes: MAX_BODY_BYTES,
        headers: { Accept: 'application/json' },
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

  now(): Date {
    return this.#context.now();
  }

  get(path: string, operation: string): Promise<unknown> {
    return this.ask({ path, operation });
  }

  /** Reads what a batch of ids stands for. */
  post(path: string, ids: readonly string[]): Promise<unknown> {
    return this.ask({ method: 'POST', path, operation: path, jsonText: idList(ids) });
  }

  /** Null where this token, or this school, is refused what is asked for. */
  getIfLet(path: string, operation: string): Promise<unknown> {
    return unlessRefused(
      () => this.get(path, operation),
      (code) => this.log('dnevnik.not_read', { operation, code }),
    );
  }

  /** As {@link getIfLet}, of a batch. */
  postIfLet(path: string, ids: readonly string[]): Promise<unknown> {
    return unlessRefused(
      () => this.post(path, ids),
      (code) => this.log('dnevnik.not_read', { operation: path, code }),
    );
  }

  async ask(request: ApiRequest): Promise<unknown> {
    const answer = await this.#send(request);
    refuseFailure(answer, request.operation, this.#hasWorked);
    this.#hasWorked = true;
    return answer.json(request.operation);
  }

  close(): void {
    this.#http.close();
  }

  #send({
    method = 'GET',
    version = 'v2',
    path,
    operation,
    jsonText,
    safe = true,
  }: ApiRequest): Promise<HttpAnswer> {
    return this.#http.send({
      method,
      path: `/${version}/${path}`,
      ...(jsonText !== undefined && { jsonText }),
      headers: { 'Access-Token': this.#token },
      operation,
      safe,
      laterStatuses: LATER,
      expectsJson: safe,
    });
  }
}
