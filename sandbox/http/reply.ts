import type { ServerResponse } from 'node:http';

/** An answer before it is written; a `value` is encoded last, so that a fault can still change it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body:
    | { readonly kind: 'value'; readonly value: unknown }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'bytes'; readonly bytes: Buffer }
    | { readonly kind: 'stream'; readonly open: (response: ServerResponse) => void };
}

export const value = (content: unknown, status = 200, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: { kind: 'value', value: content },
});

export const html = (text: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: { kind: 'text', text },
});

export const plain = (text: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: { kind: 'text', text },
});

export const bytes = (content: Buffer, headers: Reply['headers']): Reply => ({
  status: 200,
  headers,
  body: { kind: 'bytes', bytes: content },
});

export const redirect = (location: string, status = 302): Reply => ({
  status,
  headers: { location },
  body: { kind: 'text', text: '' },
});

export const noContent = (): Reply => ({ status: 204, headers: {}, body: { kind: 'text', text: '' } });

export const withHeaders = (reply: Reply, headers: Reply['headers']): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...headers },
});
