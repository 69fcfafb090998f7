import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import iconv from 'iconv-lite';
import { decodeJson } from './json.ts';

/** A request as the handlers see it. Names of query and form fields are case-insensitive. */
export interface Call {
  readonly method: string;
  /** Lower case, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, string>;
  /** Every value of a query field, in order, for vendors that repeat the name. */
  readonly queryAll: ReadonlyMap<string, readonly string[]>;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Fields of a form body, names in lower case. */
  readonly form: ReadonlyMap<string, string>;
  /** The body as JSON; undefined where it is not JSON. */
  readonly json: unknown;
}

export class BodyTooLarge extends Error {}

export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge('request body');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function readCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return cookies;
}

const lowerNames = (params: URLSearchParams): Map<string, string> =>
  new Map([...params].map(([name, text]) => [name.toLowerCase(), text]));

function allOf(params: URLSearchParams): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, text] of params) {
    const key = name.toLowerCase();
    all.set(key, [...(all.get(key) ?? []), text]);
  }
  return all;
}

function readForm(contentType: string, body: Buffer): Map<string, string> {
  if (!contentType.includes('x-www-form-urlencoded')) return new Map();
  const charset = /charset=([\w-]+)/.exec(contentType)?.[1] ?? 'utf-8';
  return lowerNames(new URLSearchParams(iconv.decode(body, charset)));
}

function readJson(contentType: string, body: Buffer): unknown {
  if (!contentType.includes('json') || body.length === 0) return undefined;
  try {
    return decodeJson(body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function makeCall(request: IncomingMessage, body: Buffer): Omit<Call, 'params'> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const contentType = (request.headers['content-type'] ?? '').toLowerCase();
  return {
    method: request.method ?? 'GET',
    path: url.pathname.toLowerCase(),
    query: lowerNames(url.searchParams),
    queryAll: allOf(url.searchParams),
    headers: request.headers,
    cookies: readCookies(request.headers.cookie),
    body,
    form: readForm(contentType, body),
    json: readJson(contentType, body),
  };
}
